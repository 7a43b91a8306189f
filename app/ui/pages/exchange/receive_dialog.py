"""数据接收: see counts and every row before and after, then accept exactly that."""

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.exchange.package_state import PackageState
from app.services.exchange.other_process import inspect_package, opened, receive_package
from app.services.exchange.putting_aside import put_aside
from app.services.exchange.receiving import PackageView
from app.services.exchange.sending_back import ToReturn
from app.ui.asking import ask_line
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.pages.exchange.package_words import counts_words, disputes_words, remarks
from app.ui.pages.exchange.preview_table import PreviewTable
from app.ui.pages.exchange.received_card import ReceivedCard
from app.ui.pages.exchange.shown_rows import DISPUTED
from app.ui.parts import button, label, reword, row
from app.ui.today import moment
from app.ui.workspace import Workspace

_RETURN_HINT = "有问题的点那一行的“退回…”选个原因：接收的同时退回给乡镇更正，更正前不计学时。"
_CHANGED = "这个文件刚才变了，已重新核对，请再看一遍。"
_WHY_ASIDE = "为什么先不接收？（例如：等乡镇补证明材料）"


class ReceiveDialog(Dialog):
    """What is shown is what will be applied. `stick` says that the file lies on a stick."""

    def __init__(
        self, workspace: Workspace, path: Path, parent: QWidget, *, stick: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("数据接收")
        self.resize(1180, 640)
        self._workspace = workspace
        self._path = path
        self._stick = stick
        self._seen: tuple[int, int] = (0, 0)
        self._under_way = False
        self.kept = False
        self._returns = workspace.level == "county"
        self.view: PackageView | None = None
        self.received: PackageView | None = None
        self.leads_away = False
        self.notices = NoticeBar()
        self.heading = label(path.name, "h1")
        self.counts = label("", wrap=True)
        self.remarks = label("", "muted", wrap=True)
        self.preview = PreviewTable(returns=self._returns)
        self.list = self.preview.list
        self.list.when_empty("正在核对数据包…")
        self._space = label("")
        self.card = ReceivedCard(workspace, self._leave)
        self.accept_button = button("接收", self._go, primary=True, name="accept_package")
        self.close_button = button("取消", self.reject, name="cancel_package")
        self.aside_button = button("暂存…", self._put_aside, icon_name="clock", name="put_aside")
        self._build()
        self._inspect()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        for item in (self.heading, self.notices, self.counts, self.remarks):
            box.addWidget(item)
        box.addWidget(self.preview, 1)
        box.addWidget(self.card, 1)
        box.addWidget(self._space, 1)
        box.addLayout(row(self.aside_button, None, self.close_button, self.accept_button))
        self.remarks.hide()
        self.card.hide()
        self._space.hide()
        self.aside_button.hide()
        self.accept_button.setEnabled(False)
        self.preview.returning.connect(self._name_button)
        self.preview.refused.connect(self.notices.warn)

    def _inspect(self) -> None:
        store, path = self._workspace.store, self._path
        self._seen = _stamp(path)
        job = self._workspace.run_process(
            "正在核对数据包", inspect_package, self._show, where=opened(store), path=path
        )
        job.refused.connect(self.notices.refuse)
        job.finished.connect(lambda: self.list.when_empty("没有要写入的内容。"))

    def _show(self, view: PackageView) -> None:
        self.view = view
        when = moment(view.created_at)
        what = "回执" if view.state is PackageState.RECEIPT else "数据包"
        self.heading.setText(f"{view.sender}　第 {view.sequence} 号{what}　{when}")
        self.counts.setText(counts_words(view))
        self.preview.show_lines(view.lines)
        shown = view.state in (PackageState.FRESH, PackageState.RECEIPT)
        self.counts.setVisible(shown)
        self.preview.setVisible(shown)
        self._space.setVisible(not shown)
        told = remarks(view)
        if self._returns and view.lines:
            told.append(_RETURN_HINT)
        self.remarks.setText("\n".join(told))
        self.remarks.setVisible(bool(told))
        self._warn(view)
        self._name_button()
        if self.accept_button.isEnabled():
            self.accept_button.setFocus()

    def _warn(self, view: PackageView) -> None:
        listed = sum(max(1, len(one.fields)) for one in view.lines if one.what == DISPUTED)
        if view.notice is not None:
            self.notices.warn(f"{view.notice.message}{view.notice.hint}")
        elif words := disputes_words(view, listed):
            self.notices.warn(words)

    def _name_button(self) -> None:
        """What the button does is what it says."""
        if self.view is None:
            return
        state, number = self.view.state, len(self.preview.to_return())
        words = "接收" if not number else f"接收，其中退回 {number} 条"
        if state is PackageState.RECEIPT:
            words = "收下回执"
        elif state is PackageState.GAP:
            words = "暂存并写回执"
        reword(self.accept_button, words)
        self.accept_button.setEnabled(state is not PackageState.ALREADY)
        self.aside_button.setVisible(state is PackageState.FRESH)

    def _go(self) -> None:
        if self.received is not None:
            self.accept()
        elif _stamp(self._path) != self._seen:
            self.notices.warn(_CHANGED)
            self._inspect()
        else:
            self._receive(self.preview.to_return())

    def _receive(self, returned: list[ToReturn]) -> None:
        store = self._workspace.store
        job = self._workspace.run_process(
            "正在接收",
            receive_package,
            self._received,
            writes=True,
            where=opened(store),
            path=self._path,
            returned=returned,
        )
        self._under_way = True
        job.refused.connect(self.notices.refuse)
        job.finished.connect(self._over)

    def _received(self, view: PackageView) -> None:
        self.received = view
        self.notices.put_away()
        for gone in (self.preview, self.remarks, self.counts, self.aside_button, self._space):
            gone.hide()
        self.close_button.hide()
        self.heading.setText(f"{view.sender}　第 {view.sequence} 号")
        self.card.show_view(view, stick=self._stick)
        self.card.show()
        self.accept_button.setText("完成")
        self.accept_button.setAccessibleName("完成")
        self.accept_button.setFocus()

    def _over(self) -> None:
        self._under_way = False

    def reject(self) -> None:
        """Not while it is being received: what came of it must be seen."""
        if not self._under_way:
            super().reject()

    def _put_aside(self) -> None:
        reason, agreed = ask_line(self, "暂存这个数据包", _WHY_ASIDE)
        if not agreed:
            return
        store, path = self._workspace.store, self._path
        job = self._workspace.run(
            "正在暂存", lambda _p: put_aside(store, path, reason.strip()), self._kept, writes=True
        )
        job.refused.connect(self.notices.refuse)

    def _kept(self, _entry: object) -> None:
        words = "已暂存在本机，没有写入任何内容。在“数据接收”窗口下方的“暂存的数据包”里可以再接收。"
        self._workspace.notices.done(words, "", None)
        self.kept = True
        self.accept()

    def _leave(self, page: str, what: object) -> None:
        """The card leads to another page, or the store was taken back."""
        self.leads_away = bool(page)
        self.accept()
        if page:
            self._workspace.open(page, what)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns)
