"""开户 at the county: read the request, compare the digits, choose the organization, reply."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from app.services.exchange.enrolment import enrol, own_fingerprint, request_in
from app.ui.dialog import Dialog
from app.ui.parts import button, label, row
from app.ui.workspace import Workspace


class EnrolDialog(Dialog):
    """Nothing is enrolled before the digits were compared."""

    def __init__(self, workspace: Workspace, request_file: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("乡镇开户")
        self.setMinimumWidth(520)
        self._store = workspace.store
        self._file = request_file
        request = request_in(workspace.store, request_file)
        self.name = request.name
        self.scope = QLineEdit(request.name)
        self.scope.setAccessibleName("管辖的党组织")
        self.compared = QCheckBox("已通过电话或当面核对，核对码一致")
        self.compared.setAccessibleName(self.compared.text())
        self.compared.setObjectName("compared")
        agree = button("开户并保存回复…", self.accept, primary=True, name="enrol")
        agree.setEnabled(False)
        self.compared.toggled.connect(agree.setEnabled)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 18, 24, 16)
        box.setSpacing(12)
        box.addWidget(label(f"{request.name} 申请开户", "h1"))
        box.addWidget(label(f"对方核对码　{request.fingerprint}", "h2"))
        box.addWidget(self.compared)
        box.addWidget(label("管辖的党组织（多个用逗号隔开；没有时按申请新建）", "muted"))
        box.addWidget(self.scope)
        box.addLayout(row(None, button("取消", self.reject), agree))

    def enrol(self, target: Path) -> str:
        """Enrol and write the reply; returns the county's own digits, for the township to check."""
        enrol(self._store, self._file, self.scope.text(), target)
        return own_fingerprint(self._store)
