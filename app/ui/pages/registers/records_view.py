"""其他培训记录: its list, and what only it has: a whole branch, approving, what stands twice."""

from PySide6.QtWidgets import QWidget

from app.domain.accounts.roles import Verb
from app.domain.registers import Register
from app.services.import_undo import undo_import
from app.services.records import approve, decline
from app.ui.asking import agreed, ask_reason
from app.ui.offering import offer
from app.ui.pages.registers.activity_dialog import ActivityDialog
from app.ui.pages.registers.doubles_dialog import DoublesDialog
from app.ui.pages.registers.register_view import RegisterView
from app.ui.parts import button
from app.ui.workspace import Workspace


class RecordsView(RegisterView):
    """The register of training that was held elsewhere."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self.branch = button("整支部登记…", self._branch, icon_name="users", name="record_branch")
        self.agree = button("认定自行申报", self._approve, icon_name="check", name="approve_rows")
        self.refuse = button("不予认定…", self._decline, icon_name="x", name="decline_rows")
        self.twice = button("查找重复…", self._doubles, icon_name="copy", name="find_doubles")
        super().__init__(workspace, register)
        self.list.offers(self.agree, self.refuse, new=self.new, remove=self.out)

    def own_tools(self) -> tuple[QWidget, ...]:
        """Beside what every register has."""
        return self.agree, self.refuse, self.twice, self.branch

    def _enable(self) -> None:
        super()._enable()
        why = self.workspace.store.why_not(Verb.ENTER)
        offer(self.branch, why)
        waiting = why or ("" if self._declared() else "请先勾选或选中自行申报、还没有认定的记录。")
        offer(self.agree, waiting)
        offer(self.refuse, waiting)

    def _declared(self) -> list[bytes]:
        """The chosen rows, if every one of them waits for a second person."""
        rows = self.query.rows(self.chosen())
        waits = [r for r in rows if r.values["self_declared"] and not r.values["approval"]]
        return [r.uid for r in waits] if len(waits) == len(rows) else []

    def _approve(self) -> None:
        uids = self._declared()
        words = f"认定这 {len(uids):,} 条自行申报的学时？请先核对证明材料；认定后计入，不能再改。"
        if uids and agreed(self, "认定自行申报", words):
            store = self.workspace.store
            self.workspace.save(lambda: approve(store, uids), f"已认定 {len(uids):,} 条。")

    def _decline(self) -> None:
        uids = self._declared()
        reason = ask_reason(self, "不予认定", f"这 {len(uids):,} 条不予认定的原因：")
        if uids and reason:
            store = self.workspace.store
            done = f"已登记不予认定 {len(uids):,} 条。"
            self.workspace.save(lambda: decline(store, uids, reason), done)

    def _branch(self) -> None:
        dialog = ActivityDialog(self.workspace, self)
        if not dialog.exec():
            return
        store, batch = self.workspace.store, dialog.batch
        self.workspace.changed()
        self.workspace.notices.done(
            f"已登记 {dialog.number:,} 人。",
            "撤销",
            lambda: self.workspace.save(lambda: undo_import(store, batch), "已撤销整支部登记。"),
        )

    def _doubles(self) -> None:
        DoublesDialog(self.workspace, self).exec()
        self.workspace.changed()
