"""Write a package: choose the stick, confirm, done; then the 交接单 can be printed."""

import datetime
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.data.exchange.peers import PeerRow
from app.services.exchange.elsewhere import export_package, opened
from app.services.exchange.sending import Sent
from app.services.papers.selection import Selection
from app.ui.dialog import Dialog
from app.ui.file_dialogs import Purpose, choose_folder
from app.ui.notice_bar import NoticeBar
from app.ui.pages.exchange.places import Place, chosen_place, places, remember
from app.ui.parts import button, card, label, row
from app.ui.printing import preview_document
from app.ui.workspace import Workspace

SECRET_NOTICE = "数据包不得含有涉密内容；已加密，只有对方单位能打开。"


class SendDialog(Dialog):
    """One click on the place, one on 确认."""

    def __init__(self, workspace: Workspace, peer: PeerRow, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self._workspace = workspace
        self._peer = peer
        self._title = title
        self.sent: Sent | None = None
        self.folder: Path | None = None
        self._where = Place("", Path())
        self.notices = NoticeBar()
        self._group = QButtonGroup(self)
        self._places = QVBoxLayout()
        self.words = label(f"存到哪里？发给{peer.title}。", "h2", wrap=True)
        self.whole = QCheckBox("导出全部数据（对方换了电脑、数据重建或缺了包时才用）")
        self.whole.setAccessibleName(self.whole.text())
        self.confirm = button("确认", self._send, primary=True, name="confirm_send")
        self.slip = button("打印交接单", self._print_slip, icon_name="printer", name="print_slip")
        self.close_button = button("取消", self.reject)
        self._build()

    def _build(self) -> None:
        for place in places():
            self._offer(place)
        choose = button("选择文件夹…", self._choose, icon_name="folder-open", name="choose_folder")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.setSpacing(12)
        box.addWidget(self.words)
        box.addWidget(self.notices)
        self._holder = card(self._places, row(choose, None))
        box.addWidget(self._holder)
        box.addWidget(self.whole)
        box.addWidget(label(SECRET_NOTICE, "muted", wrap=True))
        box.addLayout(row(self.slip, None, self.close_button, self.confirm))
        self.slip.hide()
        self.confirm.setEnabled(False)
        if self._group.buttons():
            self._group.buttons()[0].click()

    def _offer(self, place: Place) -> QPushButton:
        made = button(place.words, lambda: self._take(place), icon_name="usb")
        made.setCheckable(True)
        made.setToolTip(str(place.folder))
        self._group.addButton(made)
        self._places.addWidget(made)
        return made

    def _choose(self) -> None:
        chosen = choose_folder(self, "选择文件夹", Purpose.EXCHANGE)
        if chosen is not None:
            self._offer(chosen_place(chosen)).click()

    def _take(self, place: Place) -> None:
        self._where = place
        self.folder = place.folder
        self.confirm.setEnabled(True)
        self.confirm.setFocus()

    def _send(self) -> None:
        if self.sent is not None:
            self.accept()
            return
        if self.folder is None:
            return
        store, peer = self._workspace.store, self._peer
        stamp = datetime.datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        which = f"第{peer.computer}台" if peer.computer else ""
        target = self.folder / f"{store.site.name}发{peer.name}{which}-{stamp}.xjb"
        remember(self.folder)
        job = self._workspace.run_process(
            f"正在{self._title}",
            export_package,
            self._done,
            writes=True,
            where=opened(store),
            peer=peer,
            target=target,
            full=self.whole.isChecked(),
        )
        job.refused.connect(self.notices.refuse)

    def _done(self, sent: Sent) -> None:
        self.sent = sent
        # Only now: the service returns after it has read the file on the stick again.
        self.words.setText(f"已写好并核对，{self._safe()}。")
        self.notices.done(
            f"第 {sent.sequence} 号包，{sent.rows:,} 条，{size_text(sent.bytes)}，"
            f"在{self._where.words}：{sent.path.name}",
            "",
            None,
        )
        self.notices.setToolTip(str(sent.path))
        self._holder.hide()
        self.whole.hide()
        self.slip.show()
        self.close_button.hide()
        self.confirm.setText("完成")

    def _safe(self) -> str:
        return "可以安全拔出 U盘" if self._where.stick else "可以交给对方"

    def _print_slip(self) -> None:
        preview_document(self._workspace, "handover_slip", Selection())


def size_text(size: int) -> str:
    """Bytes as people say them."""
    return f"{size / 1024:,.0f} KB" if size < 1 << 20 else f"{size / (1 << 20):,.1f} MB"
