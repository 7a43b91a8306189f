"""数据接收: see counts and every row before and after, then accept exactly that."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from app.domain.exchange.package_state import PackageState
from app.services.elsewhere import inspect_package, opened, receive_package
from app.services.receiving import PackageView
from app.ui.notice_bar import NoticeBar
from app.ui.pages.exchange.shown_rows import COLUMNS, ShownRow, shown_rows
from app.ui.parts import button, label, row
from app.ui.tables.query import View
from app.ui.tables.search_table import SearchTable
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace


class ReceiveDialog(QDialog):
    """What is shown is what will be applied."""

    def __init__(self, workspace: Workspace, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("数据接收")
        self.resize(1060, 620)
        self._workspace = workspace
        self._path = path
        self.view: PackageView | None = None
        self.notices = NoticeBar()
        self.heading = label(path.name, "h1")
        self.counts = label("", wrap=True)
        self.list: SearchTable[Numbered[ShownRow]] = SearchTable(
            "数据包内容",
            ShortList[ShownRow](()),
            COLUMNS,
            unit="条",
            placeholder="按姓名、内容查找",
        )
        self.list.tools.addWidget(self.list.count)
        self.accept_button = button("接收", self._receive, primary=True, name="accept_package")
        self.close_button = button("暂不接收", self.reject)
        self.accept_button.setEnabled(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        for item in (self.heading, self.notices, self.counts):
            box.addWidget(item)
        box.addWidget(self.list, 1)
        box.addLayout(row(None, self.close_button, self.accept_button))
        self._inspect()

    @classmethod
    def ask_for_file(cls, workspace: Workspace, parent: QWidget) -> None:
        """Choose a package or a receipt, then look into it."""
        chosen, _ = QFileDialog.getOpenFileName(
            parent, "选择数据包或回执", "", "学籍通数据包 (*.xjb *.xjr);;所有文件 (*)"
        )
        if chosen:
            cls(workspace, Path(chosen), parent).exec()

    def _inspect(self) -> None:
        store, path = self._workspace.store, self._path
        job = self._workspace.run_process(
            "正在核对数据包", inspect_package, self._show, where=opened(store), path=path
        )
        job.refused.connect(self.notices.refuse)

    def _show(self, view: PackageView) -> None:
        self.view = view
        when = view.created_at.replace("T", " ")[:16]
        self.heading.setText(f"{view.sender}　第 {view.sequence} 号包　{when}")
        self.counts.setText(_counts(view))
        rows = shown_rows(self._workspace.store, view.rows)
        self.list.model.show_query(ShortList(rows, _fits))
        self.list.reload()
        if view.conflicts > sum(row.disputed for row in rows):
            # A later value from the sender is listed as the change that it also is.
            self.notices.warn(
                f"共有 {view.conflicts} 项两边都改过，有的列在“修改”里；"
                "接收后两边的值都保留，由人决定。"
            )
        takes = view.state in (PackageState.FRESH, PackageState.RECEIPT)
        self.accept_button.setEnabled(takes)
        if view.state is PackageState.RECEIPT:
            self.accept_button.setText("收下回执")
        elif not takes:
            self.notices.warn(f"{view.state.value}。本机数据没有改动。")

    def _receive(self) -> None:
        store, path = self._workspace.store, self._path
        if self.accept_button.text() == "完成":
            self.accept()
            return
        job = self._workspace.run_process(
            "正在接收",
            receive_package,
            self._received,
            writes=True,
            where=opened(store),
            path=path,
        )
        job.refused.connect(self.notices.refuse)

    def _received(self, view: PackageView) -> None:
        self.heading.setText("已接收")
        self.counts.setText(_counts(view))
        words = f"回执已写在数据包旁边：{view.receipt.name}，请带回给对方。" if view.receipt else ""
        self.notices.done(f"已接收 {view.applied} 条。{words}", "", None)
        if view.conflicts:
            self._tell_conflicts(view.conflicts)
        self.accept_button.setText("完成")
        self.close_button.hide()

    def _tell_conflicts(self, number: int) -> None:
        if self._workspace.level == "county":
            words = f"有 {number} 项两边都改过，请到“待核实”决定。"
            self.notices.warn(words, "去核实", self._review)
        else:
            self.notices.warn(f"有 {number} 项两边都改过，两边的值都保留，由县里核实后下发。")

    def _review(self) -> None:
        self.accept()
        self._workspace.open("review")


def _counts(view: PackageView) -> str:
    return (
        f"新增 {view.new:,}　修改 {view.changed:,}　删除 {view.deleted:,}　"
        f"冲突 {view.conflicts:,}　重复 {view.duplicates:,}　暂存 {view.held:,}"
    )


def _fits(found: ShownRow, view: View) -> bool:
    return view.text in f"{found.what}{found.kind}{found.subject}{found.changes}"
