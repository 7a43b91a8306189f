"""使用人与密码: change the password, let a second person in, a new recovery code."""

from PySide6.QtWidgets import QFormLayout, QLineEdit, QMessageBox

from app.domain.errors import AppError
from app.services import accounts
from app.ui.combo_box import ComboBox
from app.ui.flow_row import flow
from app.ui.pages.settings.tab import SettingsTab
from app.ui.parts import button, card, label
from app.ui.workspace import Workspace

_GOOD_LENGTH = 10


class AccountsTab(SettingsTab):
    """The present password is asked again before anything changes."""

    title = "使用人与密码"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.operator = ComboBox(editable=True)
        self.operator.setAccessibleName("使用人")
        self.operator.setMaximumWidth(320)
        self.present = _secret("现在的密码")
        self.fresh = _secret("新密码")
        self.again = _secret("再输一遍新密码")
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow("使用人（可填新的姓名）", self.operator)
        for line in (self.present, self.fresh, self.again):
            form.addRow(line.accessibleName(), line)
        note = f"密码至少 {_GOOD_LENGTH} 位，可用一句自己好记的话；没有人能替您找回。"
        self.box.addWidget(card(form, label(note, "muted"), name="密码"))
        self.box.addLayout(
            flow(
                button("保存密码", self._save, primary=True, name="save_password"),
                button("取消该使用人", self._remove, icon_name="user"),
                button("更换恢复码…", self._renew, icon_name="key", name="renew_code"),
                None,
            )
        )
        self.box.addStretch(1)

    def reload(self) -> None:
        """Who has a password."""
        kept = self.operator.currentText()
        self.operator.clear()
        self.operator.addItems(accounts.operators(self.workspace.store))
        self.operator.setCurrentText(kept or self.workspace.store.operator)

    def _allowed(self) -> bool:
        if accounts.check_password(self.workspace.store, self.present.text()):
            return True
        self.workspace.refuse(AppError("现在的密码不对。", "请重新输入，或填恢复码。"))
        self.present.setFocus()
        return False

    def _save(self) -> None:
        if not self._allowed():
            return
        if len(self.fresh.text()) < _GOOD_LENGTH or self.fresh.text() != self.again.text():
            words = f"新密码要至少 {_GOOD_LENGTH} 位，并且两遍一样。"
            self.workspace.notices.warn(words)
            return
        store, name = self.workspace.store, self.operator.currentText().strip()
        try:
            accounts.set_password(store, name, self.fresh.text())
        except AppError as error:
            self.workspace.refuse(error)
            return
        for line in (self.present, self.fresh, self.again):
            line.clear()
        self.workspace.changed(f"{name} 的密码已保存。")

    def _remove(self) -> None:
        if not self._allowed():
            return
        store, name = self.workspace.store, self.operator.currentText().strip()
        self.operator.setCurrentText(store.operator)
        self.workspace.save(
            lambda: accounts.remove_operator(store, name), f"{name} 不能再打开数据。"
        )

    def _renew(self) -> None:
        if not self._allowed():
            return
        code = accounts.renew_recovery_code(self.workspace.store)
        words = f"新的恢复码（旧的已作废）：\n\n{code}\n\n请抄写后锁好，关闭后不再显示。"
        QMessageBox.information(self, "恢复码", words)


def _secret(name: str) -> QLineEdit:
    made = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
    made.setAccessibleName(name)
    made.setMaximumWidth(320)
    return made
