"""更换密钥: what happens, in plain words, and why it is done."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.combo_box import ComboBox
from app.ui.dialog import Dialog
from app.ui.parts import button, label, row

REASONS = ("电脑或U盘曾经丢失", "使用人变动", "怀疑密码泄露", "按规定定期更换")
_BOTH = (
    "换了以后，核对码会变成新的；以前录入的数据、密码和恢复码都不变。",
    "对方收到下一个数据包就会知道新密钥，不用重新开户，也不会漏收。",
    "旧密钥留在本机，只用来读以前的数据包。",
)

_COUNTY = "县级恢复密钥要重新写到两个U盘上，原来写的打不开新的数据包。"
_LOST = "如果电脑被盗、密钥可能已在别人手里，光更换不够：请马上打电话给县里，把旧的停用。"


class ChangeKeysDialog(Dialog):
    """Accepted with a reason; whoever opened it changes the keys."""

    def __init__(self, level: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("更换密钥")
        self.setMinimumWidth(620)
        self.reason = ComboBox(editable=True)
        self.reason.setAccessibleName("更换的原因")
        self.reason.setObjectName("reason")
        self.reason.addItems(REASONS)
        self.reason.setCurrentText("")
        self.go = button("更换密钥", self.accept, primary=True, name="change")
        self.go.setEnabled(False)
        self.reason.editTextChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(10)
        box.addWidget(label("更换密钥", "h1"))
        for words in (*_BOTH, _COUNTY if level == "county" else _LOST):
            box.addWidget(label(words, wrap=True))
        box.addWidget(label("更换的原因（会记入日志）", "muted"))
        box.addWidget(self.reason)
        box.addLayout(row(None, button("取消", self.reject, name="cancel"), self.go))
