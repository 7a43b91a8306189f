"""暂存的数据包: each with the reason why it waits; received or removed by a person."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QVBoxLayout, QWidget

from app.services.exchange.putting_aside import WaitingPackage, drop, waiting_packages
from app.services.exchange.receiving import PackageView, receive_waiting
from app.ui.notice_bar import NoticeBar
from app.ui.pages.exchange.package_words import counts_words
from app.ui.pages.exchange.places import places, remember
from app.ui.pages.exchange.send_dialog import size_text
from app.ui.parts import button, label, row
from app.ui.tables.query import Column, View
from app.ui.tables.search_table import SearchTable
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_WORDS = (
    "这些数据包已经核对过，加密保存在本机，内容还没有写入。前面缺的包一到，会自动接上；"
    "也可以在这里接收或移除。"
)
_COLUMNS: tuple[Column[Numbered[WaitingPackage]], ...] = (
    Column("单位", lambda r: r.row.peer, width=130),
    Column("包号", lambda r: str(r.row.sequence or ""), width=60, right=True),
    Column("为什么等", lambda r: r.row.words, width=290, tone=lambda _r: "warn"),
    Column("暂存时间", lambda r: r.row.at.replace("T", " ")[:16], width=140),
    Column("经手人", lambda r: r.row.operator, width=80),
    Column("大小", lambda r: size_text(r.row.bytes), width=80, right=True),
    Column("文件", lambda r: r.row.file_name, width=140),
)


class WaitingDialog(QDialog):
    """接收 or 移除."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("暂存的数据包")
        self.resize(1040, 500)
        self._workspace = workspace
        self.notices = NoticeBar()
        self.list: SearchTable[Numbered[WaitingPackage]] = SearchTable(
            "暂存的数据包",
            ShortList[WaitingPackage](()),
            _COLUMNS,
            unit="个",
            placeholder="按单位查找",
        )
        self.list.when_empty("没有暂存的数据包。", "关闭", self.accept)
        self.take = button("接收", self._receive, primary=True, name="receive_waiting")
        self.drop = button("移除…", self._drop, icon_name="trash-2", name="drop_waiting")
        self._build()
        self.reload()

    def _build(self) -> None:
        self.list.tools.addWidget(self.list.count)
        self.list.selection_changed.connect(self._enable)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label("暂存的数据包", "h1"))
        box.addWidget(label(_WORDS, "muted", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(self.list, 1)
        close = button("关闭", self.accept, name="close_waiting")
        box.addLayout(row(self.drop, None, close, self.take))

    def reload(self) -> None:
        """What waits now."""
        found = waiting_packages(self._workspace.store)
        self.list.model.show_query(ShortList(found, _fits))
        self.list.reload()
        if found:
            self.list.table.select_row(0)
        self._enable()

    def _enable(self) -> None:
        chosen = self.list.selected_row() is not None
        self.take.setEnabled(chosen)
        self.drop.setEnabled(chosen)

    def _receive(self) -> None:
        chosen = self.list.selected_row()
        folder = self._receipts_to() if chosen is not None else None
        if chosen is None or folder is None:
            return
        store, number = self._workspace.store, chosen.row.id
        job = self._workspace.run(
            "正在接收",
            lambda progress: receive_waiting(store, number, folder, progress),
            self._received,
            writes=True,
        )
        job.refused.connect(self.notices.refuse)

    def _receipts_to(self) -> Path | None:
        """The stick that is there; without one, a folder is asked for."""
        found = places()
        if found and found[0].stick:
            return found[0].folder
        chosen = QFileDialog.getExistingDirectory(self, "回执写到哪个文件夹？")
        if not chosen:
            return None
        remember(Path(chosen))
        return Path(chosen)

    def _received(self, view: PackageView) -> None:
        self.reload()
        if view.notice is not None:
            self.notices.warn(f"{view.notice.message}{view.notice.hint}")
            return
        receipt = f"回执：{view.receipt.name}。" if view.receipt else ""
        self.notices.done(f"已接收。{counts_words(view)}。{receipt}", "", None)

    def _drop(self) -> None:
        chosen = self.list.selected_row()
        if chosen is None:
            return
        words = (
            f"移除{chosen.row.peer}的第 {chosen.row.sequence} 号数据包？\n\n"
            "里面的内容没有写入本机；U 盘上的原件还在时可以再接收，"
            "对方没有收到回执，下次也会再发一遍。"
        )
        yes = QMessageBox.StandardButton.Yes
        if QMessageBox.question(self, "移除暂存的数据包", words) != yes:
            return
        store, number = self._workspace.store, chosen.row.id
        self._workspace.save(lambda: drop(store, number))
        self.reload()


def _fits(line: WaitingPackage, view: View) -> bool:
    return view.text in f"{line.peer}{line.words}{line.file_name}"
