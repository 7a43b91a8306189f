"""使用人与密码: one's own password; a head lets others in, says what they may, and ends it."""

from PySide6.QtWidgets import QFormLayout, QGridLayout, QLineEdit, QMessageBox, QWidget

from app.domain.accounts.passwords import SHORTEST_PASSWORD
from app.domain.accounts.roles import Role, Verb, role_named, table
from app.domain.errors import AppError
from app.services import accounts
from app.services.rotating import Rotated, change_data_key
from app.ui.as_typed import as_typed
from app.ui.asking import agreed
from app.ui.combo_box import ComboBox
from app.ui.flow_row import flow
from app.ui.offering import offer
from app.ui.pages.settings.tab import SettingsTab
from app.ui.parts import button, card, clear, label, reword
from app.ui.workspace import Workspace

_APART = 28
_CHANGE_KEY = (
    "有人离开时更换数据密钥：他以前拷走的密码文件（.keys）打不开以后的数据和备份。\n"
    "其他人的密码不变；恢复码换成新的，要重新抄写锁好。以前的备份仍是以前的钥匙。\n\n"
    "数据大时要几分钟，期间不能做别的。现在更换吗？"
)
_CHANGED = "数据密钥已更换，其他人的密码不变。{}"
_LEFT_OUT = "{} 要由负责人重设密码后才能再打开。"


class AccountsTab(SettingsTab):
    """The present password is asked again before anything changes."""

    title = "使用人与密码"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.operator = ComboBox(editable=True)
        self.operator.setAccessibleName("使用人")
        self.operator.setMaximumWidth(320)
        self.role = ComboBox()
        self.role.setAccessibleName("分工")
        self.role.addItems([role.value for role in Role])
        self.role.setMaximumWidth(320)
        self.present = _secret("您现在的密码")
        self.fresh = _secret("新密码")
        self.again = _secret("再输一遍新密码")
        self.keep = button("保存密码", self._save, primary=True, name="save_password")
        self.operator.currentTextChanged.connect(self._show_role)
        self.box.addWidget(card(self._form(), label(_note(), "muted", wrap=True), name="密码"))
        self._add_buttons()
        self.people, self.rules = QGridLayout(), QGridLayout()
        self.box.addWidget(card(label("使用人", "h2"), self.people, name="使用人"))
        self.box.addWidget(card(label("谁能做什么", "h2"), self.rules, name="谁能做什么"))
        self.box.addStretch(1)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(10)
        form.addRow("使用人（可填新的姓名）", self.operator)
        form.addRow("分工", self.role)
        for line in (self.present, self.fresh, self.again):
            form.addRow(line.accessibleName(), line)
        return form

    def _add_buttons(self) -> None:
        self.head_only: list[QWidget] = [
            button("保存分工", self._save_role, name="save_role"),
            button("取消该使用人", self._remove, icon_name="user", name="remove_operator"),
            button("更换恢复码…", self._renew, icon_name="key", name="renew_code"),
            button("更换数据密钥…", self._change_key, icon_name="key", name="change_data_key"),
        ]
        self.box.addLayout(flow(self.keep, *self.head_only, None))

    def reload(self) -> None:
        """Who has a password, and what may be done about it here."""
        store = self.workspace.store
        why = store.why_not(Verb.ACCOUNTS)
        kept = self.operator.currentText()
        found = accounts.people(store)
        self.operator.clear()
        self.operator.addItems([one.name for one in found])
        self.operator.setCurrentText(store.operator if why or not kept else kept)
        offer(self.operator, why)
        offer(self.role, why)
        for made in self.head_only:
            offer(made, why)
        clear(self.people)
        for number, one in enumerate(found):
            waits = "" if one.marks else "（要重设密码）"
            self.people.addWidget(label(f"{one.name}{waits}"), number, 0)
            self.people.addWidget(label(one.role.value), number, 1)
        self.people.setColumnStretch(2, 1)
        self._show_rules()

    def _show_rules(self) -> None:
        clear(self.rules)
        for column, role in enumerate(Role, start=1):
            self.rules.addWidget(label(role.value, "muted"), 0, column)
        for number, (what, marks) in enumerate(table(self.workspace.level), start=1):
            self.rules.addWidget(label(what, wrap=True), number, 0)
            for column, mark in enumerate(marks, start=1):
                self.rules.addWidget(label(mark), number, column)
        self.rules.setHorizontalSpacing(_APART)
        self.rules.setColumnStretch(0, 3)
        self.rules.setColumnStretch(len(Role) + 1, 2)  # the marks stay near the words

    def _show_role(self, name: str) -> None:
        known = {one.name: one.role for one in accounts.people(self.workspace.store)}
        self.role.setCurrentText(known.get(name.strip(), Role.CLERK).value)
        # One form for both: the button says which of the two it does.
        reword(self.keep, "保存密码" if name.strip() in known else "新增使用人")

    def _allowed(self) -> bool:
        try:
            if accounts.check_password(self.workspace.store, self.present.text()):
                return True
        except AppError as error:
            self.workspace.refuse(error)
            return False
        self.workspace.refuse(AppError("现在的密码不对。", "请重新输入，或填恢复码。"))
        self.present.setFocus()
        return False

    def _save(self) -> None:
        if not self._allowed():
            return
        if self.fresh.text() != self.again.text():
            self.workspace.notices.warn("新密码要两遍一样，请重新输入。")
            return
        store, name = self.workspace.store, self.operator.currentText().strip()
        role, password = role_named(self.role.currentText()), self.fresh.text()
        known = name in accounts.operators(store)
        try:
            if known:
                accounts.set_password(store, name, password)
            else:
                accounts.add_account(store, name, password, role)
        except AppError as error:
            self.workspace.refuse(error)
            return
        self._wipe()
        done = f"{name} 的密码已保存。" if known else f"已新增使用人 {name}（{role.value}）。"
        self.workspace.changed(done)

    def _wipe(self) -> None:
        for line in (self.present, self.fresh, self.again):
            line.clear()

    def _save_role(self) -> None:
        if not self._allowed():
            return
        store, name = self.workspace.store, self.operator.currentText().strip()
        role = role_named(self.role.currentText())
        self.workspace.save(
            lambda: accounts.change_role(store, name, role), f"{name} 现在是{role}。"
        )

    def _remove(self) -> None:
        if not self._allowed():
            return
        store, name = self.workspace.store, self.operator.currentText().strip()
        self.operator.setCurrentText(store.operator)
        told = f"{name} 不能再打开数据。他手里如有旧的密码文件，请再点“更换数据密钥”。"
        self.workspace.save(lambda: accounts.remove_operator(store, name), told)

    def _renew(self) -> None:
        if not self._allowed():
            return
        code = self.workspace.attempt(lambda: accounts.renew_recovery_code(self.workspace.store))
        if code is not None:
            self._show_code(code)

    def _show_code(self, code: str) -> None:
        words = f"新的恢复码（旧的已作废）：\n\n{code}\n\n请抄写后锁好，关闭后不再显示。"
        QMessageBox.information(self, "恢复码", as_typed(words))

    def _change_key(self) -> None:
        if not self._allowed():
            return
        workspace, store = self.workspace, self.workspace.store
        if workspace.runner.busy:
            workspace.notices.warn("还有工作没有做完，请等它做完再更换数据密钥。")
        elif agreed(self, "更换数据密钥", _CHANGE_KEY):
            self._wipe()
            workspace.run(
                "正在更换数据密钥",
                lambda progress: change_data_key(store, "有人离开", progress),
                self._key_changed,
            )

    def _key_changed(self, done: Rotated) -> None:
        """The code is shown before the window begins anew on the store under its new key."""
        self._show_code(done.recovery_code)
        left = _LEFT_OUT.format("、".join(done.left_out)) if done.left_out else ""
        self.workspace.go_on_with(done.store, _CHANGED.format(left))


def _note() -> str:
    return (
        f"密码至少 {SHORTEST_PASSWORD} 位，可用一句自己好记的话；姓名、单位、电话、生日、"
        "连续数字和常用词太容易猜到。没有人能替您找回。"
    )


def _secret(name: str) -> QLineEdit:
    made = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
    made.setAccessibleName(name)
    made.setMaximumWidth(320)
    return made
