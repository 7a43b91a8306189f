"""停用 a township: why, what it means, and only then."""

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.data.queries.peer_list import PeerRow
from app.domain.exchange.revocation import RevocationReason
from app.services.exchange.revoking import last_number, revoke
from app.ui.dialog import Dialog
from app.ui.forms.number_edit import WholeEdit
from app.ui.parts import button, label, row
from app.ui.workspace import Workspace

_LOST = (
    "从现在起，这台电脑写的数据包一律拒收，也不再向它下发；以前接收的数据都保留。"
    "停用名单随下一次下发告诉各乡镇。换了新电脑，用“重新开户”再开。"
)
_RETIRED = (
    "第 {number} 号（含）以前的数据包仍可接收，以后的拒收，也不再向它下发；"
    "它名下的人员和记录都保留在县里，可以转到新的党组织。"
)

_MOST = 999_999


class RevokeDialog(Dialog):
    """Two reasons; each says what happens."""

    def __init__(self, workspace: Workspace, peer: PeerRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("停用")
        self.setMinimumWidth(600)
        self._workspace = workspace
        self._peer = peer
        self.lost = QRadioButton("电脑或密钥丢失")
        self.retired = QRadioButton("乡镇撤并")
        self.cutoff = WholeEdit()
        self.words = label("", wrap=True)
        self.agreed = QCheckBox(f"确定停用 {peer.title}（{peer.enrolled_at[:10]} 开户的电脑）")
        self.go = button("停用", self._revoke, primary=True, name="confirm_revoke")
        self._build()

    def _build(self) -> None:
        for made, name in (
            (self.lost, "lost"),
            (self.retired, "retired"),
            (self.agreed, "agreed"),
        ):
            made.setObjectName(name)
            made.setAccessibleName(made.text())
        group = QButtonGroup(self)
        group.addButton(self.lost)
        group.addButton(self.retired)
        self.lost.setChecked(True)
        last = last_number(self._workspace.store, self._peer)
        self.cutoff.setRange(0, _MOST)
        self.cutoff.setValue(last)
        self.cutoff.setAccessibleName("接收到第几号为止")
        self.cutoff.setMinimumWidth(100)
        self.retired.toggled.connect(self._tell)
        self.cutoff.valueChanged.connect(self._tell)
        self.agreed.toggled.connect(self.go.setEnabled)
        self.go.setEnabled(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.setSpacing(12)
        box.addWidget(label(f"停用 {self._peer.title}", "h1"))
        box.addWidget(self.lost)
        until = row(self.retired, label("　接收到第"), self.cutoff, label("号为止"), None)
        box.addLayout(until)
        box.addWidget(self.words)
        box.addWidget(self.agreed)
        cancel = button("取消", self.reject, name="keep_site")
        box.addLayout(row(None, cancel, self.go))
        self._tell()

    def _tell(self) -> None:
        self.cutoff.setEnabled(self.retired.isChecked())
        told = _RETIRED.format(number=self.cutoff.value()) if self.retired.isChecked() else _LOST
        self.words.setText(told)

    def _revoke(self) -> None:
        retired = self.retired.isChecked()
        why = RevocationReason.RETIRED if retired else RevocationReason.LOST
        until = self.cutoff.value() if retired else None
        store, peer = self._workspace.store, self._peer
        words = f"{peer.title} 已停用。请向其他乡镇各下发一次，停用名单就到了。"
        if self._workspace.save(lambda: revoke(store, peer, why, until)) is not None:
            self._workspace.notices.done(words, stays=True)
        self.accept()
