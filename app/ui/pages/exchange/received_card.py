"""What came of a receive: counts, the receipt, and what can be done next."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.data.queries.package_log import package_register
from app.domain.exchange.package_state import PackageState
from app.services.exchange.receiving import PackageView
from app.services.exchange.restore_points import RestorePoint, restore_points
from app.services.papers.catalogue import At, document_at
from app.services.papers.selection import Selection
from app.ui.flow_row import flow
from app.ui.pages.exchange.package_words import counts_words, remarks
from app.ui.pages.exchange.take_back_dialog import TakeBackDialog
from app.ui.pages.review.showing import ShowReturns
from app.ui.parts import Tone, button, card, column, label, set_tone
from app.ui.printing import preview_document
from app.ui.workspace import Workspace

_SAFE = "可以安全拔出 U盘。"
_NO_RECEIPT = (
    "回执没有写成（U盘写保护、已满或已拔出）。接收的内容都在，不用重做；对方下次会把这些再发一遍。"
)


class ReceivedCard(QWidget):
    """`leave` closes the dialog around it and goes to a page."""

    def __init__(self, workspace: Workspace, leave: Callable[[str, object], object]) -> None:
        super().__init__()
        self._workspace = workspace
        self._leave = leave
        self._number = 0
        self._point: RestorePoint | None = None
        self.title = label("", "h1", wrap=True)
        self.safe = label("", "h2", wrap=True)
        self.counts = label("", wrap=True)
        self.words = label("", wrap=True)
        self.review = button("", self._review, icon_name="scale", primary=True, name="go_to_review")
        self.returns = button(
            "", self._show_returns, icon_name="undo-2", primary=True, name="go_to_returns"
        )
        self.headcount = button(
            "党员增减变化表", self._print_headcount, icon_name="users", name="print_headcount"
        )
        self.slip = button(
            "打印交接单", self._print_slip, icon_name="printer", name="print_received_slip"
        )
        self.undo = button("撤回这次接收…", self._take_back, icon_name="undo-2", name="take_back")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._frame())
        box.addStretch(1)

    def _frame(self) -> QFrame:
        told = column(self.title, self.safe, self.counts, self.words, spacing=10)
        told.setContentsMargins(0, 4, 0, 12)
        return card(
            told,
            flow(self.review, self.returns, self.headcount, self.slip, None, self.undo),
            name="接收结果",
        )

    def show_view(self, view: PackageView, *, stick: bool) -> None:
        """Tell what was done with this package."""
        receipt = view.state is PackageState.RECEIPT
        applied = view.state is PackageState.FRESH
        self.title.setText(_title(view))
        set_tone(self.title, "ok" if applied or receipt else "warn")
        words, tone = _safe_words(view, stick)
        self.safe.setText(words)
        set_tone(self.safe, tone)
        self.safe.setVisible(bool(words))
        self.counts.setText(counts_words(view))
        self.counts.setVisible(applied)
        told = _told(view, county=self._workspace.level == "county")
        self.words.setText("\n".join(told))
        self.words.setVisible(bool(told))
        self._offer(view)

    def _offer(self, view: PackageView) -> None:
        store = self._workspace.store
        self._number = _registered(self._workspace, view)
        points = (p for p in restore_points(store) if p.log_id == self._number)
        self._point = next(points, None)
        applied = view.state is PackageState.FRESH and self._number > 0
        self.headcount.setVisible(applied)
        self.slip.setVisible(applied)
        self.undo.setVisible(applied and self._point is not None)
        county = self._workspace.level == "county"
        self.review.setVisible(county and view.conflicts > 0)
        self.review.setText(f"去核实 {view.conflicts} 条")
        self.review.setAccessibleName(self.review.text())
        self.returns.setVisible(not county and view.returned > 0)
        self.returns.setText(f"看退回 {view.returned} 条")
        self.returns.setAccessibleName(self.returns.text())

    def _review(self) -> None:
        self._leave("review", None)

    def _show_returns(self) -> None:
        self._leave("reporting", ShowReturns())

    def _print_headcount(self) -> None:
        self._print(At.HEADCOUNT)

    def _print_slip(self) -> None:
        self._print(At.HANDED_OVER)

    def _print(self, moment: At) -> None:
        chosen = Selection(package=self._number)
        preview_document(self._workspace, document_at(moment), chosen)

    def _take_back(self) -> None:
        if self._point is not None:
            TakeBackDialog(self._workspace, self._point, self).exec()
            if self._workspace.leaving:
                self._leave("", None)


def _title(view: PackageView) -> str:
    if view.state is PackageState.RECEIPT:
        return "回执已收下"
    if view.state is PackageState.GAP:
        return "已暂存，没有写入" if view.put_aside else "没有接收"
    return f"已接收 {view.applied:,} 条"


def _safe_words(view: PackageView, stick: bool) -> tuple[str, Tone]:
    if view.receipt is not None:
        where = _SAFE if stick else "请带回给对方。"
        return f"回执已写好并核对：{view.receipt.name}。{where}", "ok"
    if view.state is PackageState.RECEIPT:
        return (_SAFE if stick else ""), "ok"
    return _NO_RECEIPT, "warn"


def _told(view: PackageView, *, county: bool) -> list[str]:
    told = []
    if view.taken:
        numbers = "、".join(str(number) for number in view.taken)
        told.append(f"前面缺的补上了，暂存的第 {numbers} 号数据包也一并接收。")
    if view.returned and county:
        told.append(f"退回 {view.returned:,} 条，原因写在回执里，对方收到后更正。")
    elif view.returned:
        told.append(f"县里退回 {view.returned:,} 条，请逐条更正，或说明情况。")
    if view.conflicts:
        told.append(f"{view.conflicts:,} 项两边都改过，两边的值都保留着，由县里核实。")
    told += remarks(view)
    if view.notice is not None:
        told.append(f"{view.notice.message}{view.notice.hint}")
    return told


def _registered(workspace: Workspace, view: PackageView) -> int:
    """Its number in the register; packages that had waited may stand behind it."""
    for number, entry, peer in package_register(workspace.store.database.read()):
        if (entry.direction, entry.sequence, peer) == ("in", view.sequence, view.sender):
            return number
    return 0
