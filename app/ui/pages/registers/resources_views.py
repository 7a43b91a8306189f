"""师资库 and 阵地: their lists with what hangs on them in sum, and what only they have."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.data.queries.registers import RegisterRow
from app.data.queries.teaching import Taught, last_uses, taught_by_teacher
from app.domain.accounts.roles import Verb
from app.domain.registers import Register
from app.services.teaching import bring_lectures
from app.ui.offering import offer
from app.ui.pages.registers.coverage_dialog import CoverageDialog
from app.ui.pages.registers.register_view import RegisterView
from app.ui.parts import button
from app.ui.tables.query import Column
from app.ui.workspace import Workspace


class TeachersView(RegisterView):
    """Who may teach, with how often he did and what was thought of it."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self._taught: Mapping[bytes, Taught] = {}
        self.from_classes = button(
            "从培训班带入授课", self._from_classes, icon_name="refresh-cw", name="bring_lectures"
        )
        super().__init__(workspace, register)

    def own_tools(self) -> tuple[QWidget, ...]:
        """Beside what every register has."""
        return (self.from_classes,)

    def own_columns(self) -> tuple[Column[RegisterRow], ...]:
        """What 授课记录 come to."""
        return (
            Column("授课次数", lambda row: self._of(row, "times"), width=88, right=True),
            Column("最近授课", lambda row: self._of(row, "last"), width=96, date=True),
            Column("平均评分", lambda row: self._of(row, "score"), width=88, right=True),
        )

    def reload(self) -> None:
        """With what was taught since."""
        self._taught = taught_by_teacher(self.workspace.store.database.read())
        super().reload()

    def _of(self, row: RegisterRow, name: str) -> str:
        taught = self._taught.get(row.uid)
        value = getattr(taught, name) if taught is not None else None
        return "" if value is None else str(value)

    def _enable(self) -> None:
        super()._enable()
        offer(self.from_classes, self.workspace.store.why_not(Verb.ENTER))

    def _from_classes(self) -> None:
        store = self.workspace.store
        done = self.workspace.attempt(lambda: bring_lectures(store))
        if done is not None:
            self.workspace.changed()
            self.workspace.notices.done(done.words, "撤销", self._undo)


class VenuesView(RegisterView):
    """Where is taught, with the last day it was, and which villages have no place."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self._used: Mapping[bytes, str] = {}
        self.coverage = button("覆盖情况…", self._coverage, icon_name="network", name="coverage")
        super().__init__(workspace, register)

    def own_tools(self) -> tuple[QWidget, ...]:
        """Beside what every register has."""
        return (self.coverage,)

    def own_columns(self) -> tuple[Column[RegisterRow], ...]:
        """The last day in 使用记录."""
        return (Column("最近使用", lambda r: self._used.get(r.uid, ""), width=96, date=True),)

    def reload(self) -> None:
        """With what it was used for since."""
        self._used = last_uses(self.workspace.store.database.read())
        super().reload()

    def _coverage(self) -> None:
        CoverageDialog(self.workspace, self).exec()
