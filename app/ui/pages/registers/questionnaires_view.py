"""问卷: its list, and what only it has: printed, entered from paper, counted."""

from PySide6.QtWidgets import QWidget

from app.domain.accounts.roles import Verb
from app.domain.registers import Register
from app.services.papers.printable import FORM
from app.services.papers.selection import Selection
from app.ui.offering import offer
from app.ui.pages.registers.paper_entry_dialog import PaperEntryDialog
from app.ui.pages.registers.register_view import RegisterView
from app.ui.pages.registers.tally_dialog import TallyDialog
from app.ui.parts import button
from app.ui.printing import preview_document
from app.ui.workspace import Workspace

_ONE = "请先选中一份问卷。"


class QuestionnairesView(RegisterView):
    """The register of questionnaires."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self.form = button("打印问卷", self._form, icon_name="printer", name="print_form")
        self.enter = button("录入答卷…", self._enter, icon_name="pencil", name="enter_papers")
        self.tally = button("汇总…", self._tally, icon_name="scale", name="show_tally")
        super().__init__(workspace, register)
        self.list.offers(self.form, self.enter, self.tally, new=self.new, remove=self.out)

    def own_tools(self) -> tuple[QWidget, ...]:
        """Beside what every register has."""
        return self.form, self.enter, self.tally

    def _enable(self) -> None:
        super()._enable()
        store = self.workspace.store
        one = "" if len(self.chosen()) == 1 else _ONE
        offer(self.form, store.why_not(Verb.PRINT) or one)
        offer(self.enter, store.why_not(Verb.ENTER) or one)
        offer(self.tally, one)

    def _uid(self) -> bytes | None:
        rows = self.query.rows(self.chosen()[:1])
        return rows[0].uid if rows else None

    def _form(self) -> None:
        uid = self._uid()
        if uid is not None:
            preview_document(self.workspace, FORM, Selection(row=uid))

    def _enter(self) -> None:
        uid = self._uid()
        if uid is None:
            return
        dialog = self.workspace.attempt(lambda: PaperEntryDialog(self.workspace, uid, self))
        if dialog is not None:
            dialog.exec()
            self.workspace.changed()

    def _tally(self) -> None:
        uid = self._uid()
        if uid is None:
            return
        dialog = self.workspace.attempt(lambda: TallyDialog(self.workspace, uid, self))
        if dialog is not None:
            dialog.exec()
