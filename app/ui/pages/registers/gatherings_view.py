"""组织生活 and 远程教育学习: attendance of chosen rows becomes hours; months without study."""

from PySide6.QtWidgets import QWidget

from app.domain.accounts.roles import Verb
from app.domain.registers import Register
from app.services.row_marks import give_hours_together
from app.ui.offering import offer
from app.ui.pages.registers.register_view import RegisterView
from app.ui.pages.registers.remote_months_dialog import RemoteMonthsDialog
from app.ui.parts import button
from app.ui.workspace import Workspace


class GatheringsView(RegisterView):
    """A register whose rows have participants."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self.give = button("计入学时", self._give, icon_name="check", name="give_hours_of_rows")
        self.months = button("逐月情况…", self._months, icon_name="calendar", name="remote_months")
        super().__init__(workspace, register)

    def own_tools(self) -> tuple[QWidget, ...]:
        """Beside what every register has."""
        monthly = self.register.key == "remote_study"
        return (self.give, self.months) if monthly else (self.give,)

    def _enable(self) -> None:
        super()._enable()
        none = "" if self.chosen() else "请先勾选或选中要计入学时的行。"
        offer(self.give, self.workspace.store.why_not(Verb.ENTER) or none)

    def _give(self) -> None:
        uids = [row.uid for row in self.query.rows(self.chosen())]
        store = self.workspace.store
        told = self.workspace.attempt(lambda: give_hours_together(store, self.register, uids))
        if told is not None:
            self.workspace.changed()
            self.workspace.notices.done(told.words, "撤销", self._undo)

    def _months(self) -> None:
        dialog = RemoteMonthsDialog(self.workspace, self)
        if dialog.exec() and dialog.chosen_place is not None:
            self.edit(None, {**self._carried, "organization": dialog.chosen_place})
