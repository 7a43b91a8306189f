"""Full ID numbers and phones need a reason, which is logged."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.ui.combo_box import ComboBox
from app.ui.dialog import Dialog
from app.ui.parts import button, label, row

REASONS = (
    "核对身份信息",
    "上级要求报送完整名册",
    "办理组织关系转接",
    "制作结业证书或证明",
    "联系本人",
)


class UnmaskDialog(Dialog):
    """Asks why; the caller has it written into the audit trail before anything is shown."""

    def __init__(self, parent: QWidget | None, what: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("查看完整信息")
        self.setMinimumWidth(420)
        self.reason = ComboBox(editable=True)
        self.reason.setAccessibleName("查看原因")
        self.reason.addItems(REASONS)
        self.reason.setCurrentText("")
        self.reason.editTextChanged.connect(self._typed)
        self.agree = button("查看", self.accept, primary=True, name="unmask")
        self.agree.setDefault(True)
        self.agree.setEnabled(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(label(f"将显示{what}的完整身份证号和电话。", "h2"))
        box.addWidget(label("请选择或填写原因，原因和时间会记入修改记录。", "muted"))
        box.addWidget(self.reason)
        box.addLayout(row(None, button("取消", self.reject), self.agree))

    def _typed(self, text: str) -> None:
        self.agree.setEnabled(bool(text.strip()))

    @classmethod
    def ask(cls, parent: QWidget | None, what: str) -> str | None:
        """The reason; None when they decided not to look."""
        dialog = cls(parent, what)
        agreed = dialog.exec() == QDialog.DialogCode.Accepted
        return dialog.reason.currentText().strip() if agreed else None
