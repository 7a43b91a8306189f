"""暂存的数据包: each with the reason why it waits; received or removed by a person."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError
from app.services.exchange.putting_aside import PutAsidePackage, drop, put_aside_packages
from app.services.exchange.receiving import PackageView, receive_put_aside
from app.ui.asking import agreed
from app.ui.file_dialogs import Purpose, choose_folder
from app.ui.pages.exchange.package_words import counts_words
from app.ui.pages.exchange.places import chosen_place, places, remember
from app.ui.pages.exchange.send_dialog import size_text
from app.ui.parts import button
from app.ui.tables.list_dialog import ListDialog, ListWords
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered
from app.ui.today import moment
from app.ui.workspace import Workspace

_ABOUT = (
    "这些数据包已经核对过，加密保存在本机，内容还没有写入。前面缺的包一到，会自动接上；"
    "也可以在这里接收或移除。"
)
_COLUMNS: tuple[Column[Numbered[PutAsidePackage]], ...] = (
    Column("单位", lambda r: r.row.peer, width=130),
    Column("包号", lambda r: str(r.row.sequence or ""), width=60, right=True),
    Column("为什么等", lambda r: r.row.words, width=290, tone=lambda _r: "warn"),
    Column("暂存时间", lambda r: moment(r.row.at), width=140, date=True),
    Column("经手人", lambda r: r.row.operator, width=80),
    Column("大小", lambda r: size_text(r.row.bytes), width=80, right=True),
    Column("文件", lambda r: r.row.file_name, width=140),
)


class PutAsideDialog(ListDialog[PutAsidePackage]):
    """接收 or 移除."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(
            ListWords("暂存的数据包", _ABOUT, "个", "按单位查找", "没有暂存的数据包。"),
            _COLUMNS,
            _fits,
            parent,
        )
        self.resize(1040, 500)
        self._workspace = workspace
        self.take = button("接收", self._receive, primary=True, name="receive_put_aside")
        self.drop = button("移除…", self._drop, icon_name="trash-2", name="drop_waiting")
        close = button("关闭", self.accept, name="close_waiting")
        self.build((self.drop, None, close, self.take), self._enable)
        self.reload()

    def reload(self) -> None:
        """What waits now."""
        self.show_lines(put_aside_packages(self._workspace.store))
        self._enable()

    def _enable(self) -> None:
        chosen = self.chosen() is not None
        self.take.setEnabled(chosen)
        self.drop.setEnabled(chosen)

    def _receive(self) -> None:
        chosen = self.chosen()
        folder = self._receipts_to() if chosen is not None else None
        if chosen is None or folder is None:
            return
        store, number = self._workspace.store, chosen.id
        job = self._workspace.run(
            "正在接收",
            lambda progress: receive_put_aside(store, number, folder, progress),
            self._received,
            writes=True,
        )
        job.refused.connect(self.notices.refuse)

    def _receipts_to(self) -> Path | None:
        """The stick that is there; without one, a folder is asked for."""
        found = places()
        if found and found[0].stick:
            return found[0].folder
        chosen = choose_folder(self, "回执写到哪个文件夹？", Purpose.EXCHANGE)
        if chosen is not None:
            remember(chosen_place(chosen))
        return chosen

    def _received(self, view: PackageView) -> None:
        self.reload()
        if view.notice is not None:
            self.notices.warn(f"{view.notice.message}{view.notice.hint}")
            return
        receipt = f"回执：{view.receipt.name}。" if view.receipt else ""
        self.notices.done(f"已接收。{counts_words(view)}。{receipt}", "", None)

    def _drop(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        words = (
            f"移除{chosen.peer}的第 {chosen.sequence} 号数据包？\n\n"
            "里面的内容没有写入本机；U盘上的原件还在时可以再接收，"
            "对方没有收到回执，下次也会再发一遍。"
        )
        if not agreed(self, "移除暂存的数据包", words):
            return
        try:
            drop(self._workspace.store, chosen.id)
        except AppError as error:
            self.notices.refuse(error)
        else:
            self._workspace.changed()
        self.reload()


def _fits(line: PutAsidePackage, view: View) -> bool:
    return view.text in f"{line.peer}{line.words}{line.file_name}"
