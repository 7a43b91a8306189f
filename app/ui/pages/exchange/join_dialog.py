"""开户 at the township: open the county's file, compare the digits by telephone, join."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.services.exchange.joining import invitation_in, join
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, card, label, row
from app.ui.workspace import Workspace

_COMPARE = "请打电话给县委组织部：两边屏幕上的校验码应当完全相同。不同就不要加入，并告诉县里。"
_NEXT = "已加入。请照常录入；每次数据上报时，开户回执会随数据包一起放在U盘上，不用再办别的手续。"


class JoinDialog(Dialog):
    """Nothing is joined before the digits were compared."""

    def __init__(self, workspace: Workspace, file: Path, parent: QWidget) -> None:
        """Raises: PackageError: not a 开户文件, damaged, or meant for another township."""
        super().__init__(parent)
        self.setWindowTitle("开户")
        self.setMinimumWidth(620)
        self._workspace = workspace
        self._file = file
        self.invitation = invitation_in(workspace.store, file)
        self.notices = NoticeBar()
        self.compared = QCheckBox("已经电话核对，两边的校验码相同")
        self.compared.setAccessibleName(self.compared.text())
        self.compared.setObjectName("compared")
        self.agree = button("加入", self._join, primary=True, name="join_county")
        self.leave = button("暂不加入", self.reject, name="leave")
        self._build()

    def _build(self) -> None:
        invitation = self.invitation
        self.agree.setEnabled(False)
        self.compared.toggled.connect(self.agree.setEnabled)
        scope = "、".join(place.name for place in invitation.scope)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.setSpacing(12)
        box.addWidget(label(f"{invitation.county.name} 发来的开户文件", "h1", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(label(f"管辖范围：{scope}", wrap=True))
        box.addWidget(
            card(
                label("校验码", "muted"),
                label(invitation.digits, "number"),
                label(_COMPARE, wrap=True),
                name="校验码",
            )
        )
        box.addWidget(self.compared)
        box.addLayout(row(None, self.leave, self.agree))

    def _join(self) -> None:
        if self.agree.text() == "完成":
            self.accept()
            return
        made = self._workspace.save(lambda: join(self._workspace.store, self._file))
        if made is None:
            self.reject()
            return
        self.notices.done(_NEXT, stays=True)
        self.compared.setEnabled(False)
        self.leave.hide()
        self.agree.setText("完成")
        self.agree.setAccessibleName("完成")
