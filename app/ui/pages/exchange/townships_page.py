"""数据交换 of the county: the townships with their last package, receiving, issuing, enrolling."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog

from app.data.peers import PeerRow, all_peers
from app.domain.errors import AppError
from app.services.enrolment import own_fingerprint
from app.services.papers.selection import Selection
from app.ui.pages.exchange.enrol_dialog import EnrolDialog
from app.ui.pages.exchange.receive_dialog import ReceiveDialog
from app.ui.pages.exchange.register_table import RegisterTable
from app.ui.pages.exchange.send_dialog import SendDialog
from app.ui.pages.page import Page
from app.ui.parts import button, label, link, row
from app.ui.printing import preview_document
from app.ui.tables.query import Column, View
from app.ui.tables.search_table import SearchTable
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_REQUESTS = "开户申请 (*.xjs);;所有文件 (*)"

_COLUMNS: tuple[Column[Numbered[PeerRow]], ...] = (
    Column("乡镇", lambda r: r.row.name, width=180),
    Column("开户日期", lambda r: r.row.enrolled_at[:10], width=110),
    Column("最近收到", lambda r: _moment(r.row.last_received), width=150),
    Column("最近下发", lambda r: _moment(r.row.last_sent), width=150),
    Column("证书号段", lambda r: str(r.row.block), width=80, right=True),
    Column("情况", lambda r: "已停用" if r.row.revoked else "正常", width=100),
)


class TownshipsPage(Page):
    """乡镇 above, the register of packages below."""

    title = "数据交换"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.list: SearchTable[Numbered[PeerRow]] = SearchTable(
            "乡镇列表", ShortList[PeerRow](()), _COLUMNS, unit="个乡镇", placeholder="按乡镇名查找"
        )
        self.list.when_empty("还没有乡镇开户。", "给乡镇开户", self._enrol)
        self.register = RegisterTable()
        self.issue = button("向选中乡镇下发…", self._issue, icon_name="send", name="issue")
        receive = button(
            "接收数据包…", self._receive, icon_name="inbox", primary=True, name="receive"
        )
        self.head.insertWidget(2, self.list.count)
        self.head.addWidget(button("给乡镇开户…", self._enrol, icon_name="key", name="enrol"))
        self.head.addWidget(self.issue)
        self.head.addWidget(receive)
        self.list.selection_changed.connect(self._enable)
        self.box.addWidget(self.list, 3)
        slip = link("打印选中这次的交接单", self._print_slip)
        self.box.addLayout(row(label("登记", "h2"), self.register.count, None, slip))
        self.box.addWidget(self.register, 2)

    def reload(self) -> None:
        """Peers and register."""
        self.subtitle.setText(f"本县核对码 {own_fingerprint(self.workspace.store)}")
        peers = all_peers(self.workspace.store.database.read())
        self.list.model.show_query(ShortList(peers, _fits))
        self.list.reload()
        self.register.show_store(self.workspace.store)
        self._enable()

    def _enable(self) -> None:
        self.issue.setEnabled(self.list.selected_row() is not None)

    def _receive(self) -> None:
        ReceiveDialog.ask_for_file(self.workspace, self)

    def _issue(self) -> None:
        chosen = self.list.selected_row()
        if chosen is not None:
            SendDialog(self.workspace, chosen.row, "数据下发", self).exec()

    def _enrol(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选择乡镇的开户申请", "", _REQUESTS)
        if not chosen:
            return
        try:
            dialog = EnrolDialog(self.workspace, Path(chosen), self)
        except AppError as error:
            self.workspace.refuse(error)
            return
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        name = f"{dialog.name}开户回复.xjs"
        target, _ = QFileDialog.getSaveFileName(self, "保存回复", name, "开户回复 (*.xjs)")
        if target:
            digits = self.workspace.save(lambda: dialog.enrol(Path(target)))
            if digits is not None:
                words = f"{dialog.name} 已开户。把回复带给对方，并告知本县核对码 {digits}。"
                self.workspace.notices.warn(words)

    def _print_slip(self) -> None:
        chosen = self.register.chosen()
        selection = Selection(package=chosen.number if chosen else 0)
        preview_document(self.workspace, "handover_slip", selection)


def _moment(text: str) -> str:
    return text.replace("T", " ")[:16] or "还没有"


def _fits(peer: PeerRow, view: View) -> bool:
    return view.text in peer.name
