"""组织关系转接: what waits is done, given back or withdrawn beside its list."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.accounts.roles import Verb
from app.domain.people.codes import WAITS_FOR_COUNTY
from app.domain.registers import Register
from app.services import transfers
from app.services.dated_rows import row_values
from app.ui.asking import ask_reason
from app.ui.duties import needs
from app.ui.offering import offer
from app.ui.pages.members.transfer_dialog import finish, tell_done
from app.ui.pages.registers.register_view import RegisterView
from app.ui.parts import button
from app.ui.workspace import Workspace


class TransfersView(RegisterView):
    """The register of transfers."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self.finish = button("办理…", self._finish, icon_name="check", name="finish_transfer")
        self.decline = button("退回…", self._decline, icon_name="x", name="decline_transfer")
        self.withdraw = button("撤回申请", self._withdraw, name="withdraw_transfer")
        county = workspace.level == "county"
        self._acts = (self.finish, self.decline) if county else (self.withdraw,)
        for one in self._acts:
            needs(one, Verb.ENTER)
        super().__init__(workspace, register)

    def own_tools(self) -> tuple[QWidget, ...]:
        """Beside what every register has: the county's part, or the township's."""
        return self._acts

    def _enable(self) -> None:
        super()._enable()
        why = "" if self._waiting() else "请先选中一条“等待办理”的。"
        for one in self._acts:
            offer(one, self.workspace.store.why_not(Verb.ENTER) or why)

    def _waiting(self) -> bytes | None:
        rows = self.query.rows(self.chosen())
        if len(rows) != 1:
            return None
        state = row_values(self.workspace.store, transfers.KIND, rows[0].uid)["state"]
        return rows[0].uid if state == WAITS_FOR_COUNTY else None

    def _finish(self) -> None:
        if (uid := self._waiting()) is not None:
            asked = row_values(self.workspace.store, transfers.KIND, uid)
            finish(self.workspace, uid, asked, self)

    def _decline(self) -> None:
        if (uid := self._waiting()) is None:
            return
        reason = ask_reason(self, "退回转接申请", "没有办理的原因（乡镇会看到）：")
        if reason:
            self._do(lambda: transfers.decline_transfer(self.workspace.store, uid, reason))

    def _withdraw(self) -> None:
        if (uid := self._waiting()) is not None:
            self._do(lambda: transfers.withdraw_transfer(self.workspace.store, uid))

    def _do(self, act: Callable[[], transfers.Done]) -> None:
        done = self.workspace.attempt(act)
        if done is not None:
            tell_done(self.workspace, done)
