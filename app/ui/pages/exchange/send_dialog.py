"""Write a package: choose the stick, confirm, done; the page says so and offers the 交接单."""

import datetime
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.data.queries.peer_list import PeerRow
from app.services.exchange.other_process import export_package, opened
from app.services.exchange.package_names import package_name
from app.services.exchange.sending import Sent
from app.services.papers.catalogue import At, document_at
from app.services.papers.selection import Selection
from app.ui.as_typed import as_typed
from app.ui.dialog import Dialog
from app.ui.file_dialogs import Purpose, choose_folder
from app.ui.fitting import largest
from app.ui.notice_bar import NoticeBar
from app.ui.pages.exchange.places import Place, chosen_place, missing, places, remember
from app.ui.pages.exchange.to_send_card import ToSendCard
from app.ui.parts import button, card, clear, column, label, row
from app.ui.printing import preview_document
from app.ui.workspace import Workspace

_NO_STICK = "没有找到U盘。插好后点“刷新”，或选择文件夹。"
_MISSING = "上次用的{place}没有插上或找不到了。插好后点“刷新”；也可以选别的。"
_SIDE_BY_SIDE = 800
"""Pixels below which where it goes stands above what is sent: it is what is chosen."""
SECRET_NOTICE = "数据包不得含有涉密内容；已加密，只有对方单位能打开。"


class SendDialog(Dialog):
    """What will be sent, where to, 确认: with the place of last time there it is one click."""

    def __init__(self, workspace: Workspace, peer: PeerRow, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(940, 500)
        self._workspace = workspace
        self._peer = peer
        self._title = title
        self.sent: Sent | None = None
        self.folder: Path | None = None
        self._where = Place("", Path())
        self.notices = NoticeBar()
        self._group = QButtonGroup(self)
        self._places = QVBoxLayout()
        self._lacking = label("", tone="warn", wrap=True)
        self.content = ToSendCard(workspace, peer, title)
        self.words = label(f"{title}给{peer.title}", "h1", wrap=True)
        self.words_where = label("存到哪里？", "h2")
        self.whole = QCheckBox("导出全部数据（对方换了电脑或缺了包时才用）")
        self.whole.setAccessibleName(self.whole.text())
        self.whole.toggled.connect(lambda full: self.content.count(full=full))
        self.attached = QCheckBox("连同附件（照片、PDF；对方要看内容时才勾选）")
        self.attached.setAccessibleName(self.attached.text())
        self.confirm = button("确认", self._send, primary=True, name="confirm_send")
        self._build()

    def _build(self) -> None:
        again = button("刷新", self._look_again, icon_name="refresh-cw", name="look_again")
        choose = button("选择文件夹…", self._choose, icon_name="folder-open", name="choose_folder")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.setSpacing(12)
        box.addWidget(self.words)
        box.addWidget(self.notices)
        where = card(self._lacking, self._places, row(choose, again, None), name="存到哪里")
        below = label(SECRET_NOTICE, "muted", wrap=True)
        # Side by side and high enough from the start: nothing moves when it has been counted.
        place = column(self.words_where, where, self.whole, self.attached, below, None)
        wide = largest(self).width() >= _SIDE_BY_SIDE
        box.addLayout(
            row(self.content, place, spacing=20) if wide else column(place, self.content), 1
        )
        box.addLayout(row(None, button("取消", self.reject), self.confirm))
        self._look_again()
        self.content.count(full=False)

    def _look_again(self) -> None:
        """Sticks that are there now; the one of last time is chosen."""
        for made in self._group.buttons():
            self._group.removeButton(made)
        clear(self._places)
        self.confirm.setEnabled(False)
        found, gone = places(), missing()
        for place in found:
            self._offer(place)
        words = _MISSING.format(place=gone) if gone else "" if found else _NO_STICK
        self._lacking.setText(words)
        self._lacking.setVisible(bool(words))
        if found and not gone:  # another stick than the usual one is a person's choice
            self._group.buttons()[0].click()

    def _offer(self, place: Place) -> QPushButton:
        made = button(place.words, lambda: self._take(place), icon_name="usb")
        made.setCheckable(True)
        made.setToolTip(as_typed(str(place.folder)))
        self._group.addButton(made)
        self._places.addWidget(made)
        return made

    def _choose(self) -> None:
        chosen = choose_folder(self, "选择文件夹", Purpose.EXCHANGE)
        if chosen is not None:
            self._lacking.hide()
            self._offer(chosen_place(chosen)).click()

    def _take(self, place: Place) -> None:
        self._where = place
        self.folder = place.folder
        self.confirm.setEnabled(True)
        self.confirm.setFocus()

    def _send(self) -> None:
        if self.folder is None:
            return
        store, peer = self._workspace.store, self._peer
        now = datetime.datetime.now().astimezone()
        target = self.folder / package_name(store, peer, now)
        remember(self._where)
        job = self._workspace.run_process(
            f"正在{self._title}",
            export_package,
            self._done,
            writes=True,
            where=opened(store),
            peer=peer,
            target=target,
            full=self.whole.isChecked(),
            attached=self.attached.isChecked(),
        )
        job.refused.connect(self.notices.refuse)

    def _done(self, sent: Sent) -> None:
        self.sent = sent
        self.accept()  # nothing is left to be asked: what was done stands on the page
        workspace = self._workspace
        # Only now: the service returns after it has read the file on the stick again.
        workspace.notices.done(
            f"已写好并核对，{self._safe()}。第 {sent.sequence} 号包，{sent.rows:,} 条，"
            f"{size_text(sent.bytes)}，在{self._where.words}：{sent.path.name}",
            "打印交接单",
            lambda: preview_document(workspace, document_at(At.HANDED_OVER), Selection()),
            stays=True,
        )

    def _safe(self) -> str:
        return "可以安全拔出 U盘" if self._where.stick else "可以交给对方"


def size_text(size: int) -> str:
    """Bytes as people say them."""
    return f"{size / 1024:,.0f} KB" if size < 1 << 20 else f"{size / (1 << 20):,.1f} MB"
