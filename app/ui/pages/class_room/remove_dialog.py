"""What goes with a class that was made by mistake, said before it goes, and the reason."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.services.classes.class_removal import RemovedClass
from app.ui.dialog import Dialog
from app.ui.parts import button, label, row


class RemoveDialog(Dialog):
    """Nothing goes without a reason; it stands in the log."""

    def __init__(self, going: RemovedClass, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("删除班次")
        self.setMinimumWidth(560)
        words = (
            f"将删除：这个班、教学安排 {len(going.sessions)} 个半天、"
            f"参训名单 {len(going.enrolments)} 人。人员本身和他们在别的班的学时不受影响。"
        )
        self.reason = QLineEdit()
        self.reason.setAccessibleName("删除的原因")
        self.reason.setObjectName("remove_reason")
        self.reason.setPlaceholderText("如 同一个班录了两次；会记入修改记录")
        self.confirm = button("确认删除", self._agree, primary=True, name="confirm_remove")
        self.confirm.setEnabled(False)
        whose = label("删除的原因", "muted")
        whose.setBuddy(self.reason)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label(f"删除“{going.name}”？", "h2", wrap=True))
        box.addWidget(label(words, wrap=True))
        box.addLayout(row(whose, self.reason))
        box.addLayout(row(None, button("取消", self.reject), self.confirm))
        self.reason.textChanged.connect(lambda _text: self.confirm.setEnabled(bool(self.why)))
        self.reason.returnPressed.connect(self._agree)
        self.reason.setFocus()

    @property
    def why(self) -> str:
        """The reason as it will stand in the log."""
        return self.reason.text().strip()

    def _agree(self) -> None:
        if self.why:
            self.accept()
