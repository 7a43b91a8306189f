"""Whether the certificates of a class show full ID numbers: asked once, kept for every reprint."""

from PySide6.QtWidgets import QDialog, QRadioButton, QVBoxLayout, QWidget

from app.domain.training.codes import FULL_ID, MASKED_ID
from app.services.classes.printed_numbers import (
    chosen_numbers,
    print_full_numbers,
    print_masked_numbers,
)
from app.ui.combo_box import ComboBox
from app.ui.dialog import Dialog
from app.ui.dialogs.unmask_dialog import REASONS
from app.ui.parts import button, label, row
from app.ui.workspace import Workspace


class CertificateNumbersDialog(Dialog):
    """Masked unless a reason is given, which is logged with the choice."""

    def __init__(self, parent: QWidget | None, chosen: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("证书上的证件号")
        self.setMinimumWidth(460)
        self.masked = QRadioButton(f"{MASKED_ID}（430102********1236）")
        self.full = QRadioButton(f"{FULL_ID}，原因记入修改记录：")
        self.reason = ComboBox(editable=True)
        self.reason.setAccessibleName("印完整号码的原因")
        self.reason.addItems(REASONS)
        self.reason.setCurrentText("")
        self.agree = button("确定", self.accept, primary=True, name="choose_numbers")
        self.agree.setDefault(True)
        (self.full if chosen == FULL_ID else self.masked).setChecked(True)
        self.full.toggled.connect(lambda _on: self._check())
        self.reason.editTextChanged.connect(lambda _text: self._check())
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(label("本班结业证书上的有效证件号怎样印？", "h2"))
        box.addWidget(label("选定后本班的证书都这样印，补打也一样。", "muted"))
        for widget in (self.masked, self.full, self.reason):
            box.addWidget(widget)
        box.addLayout(row(None, button("取消", self.reject), self.agree))
        self._check()

    def _check(self) -> None:
        self.reason.setEnabled(self.full.isChecked())
        wanting = self.full.isChecked() and not self.reason.currentText().strip()
        self.agree.setEnabled(not wanting)


def choose_numbers(workspace: Workspace, training_class: bytes, parent: QWidget) -> bool:
    """Ask how they are printed; False when nothing was chosen."""
    store = workspace.store
    dialog = CertificateNumbersDialog(parent, chosen_numbers(store, training_class))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    reason = dialog.reason.currentText()
    if dialog.full.isChecked():
        workspace.save(lambda: print_full_numbers(store, training_class, reason))
    else:
        workspace.save(lambda: print_masked_numbers(store, training_class))
    return True
