"""县级恢复密钥: open the county's store or backup by it, or begin again when both are lost."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QFormLayout, QRadioButton

from app.services.exchange import rebuilding
from app.services.exchange.recovery_keys import SUFFIX, read_recovery_key
from app.services.store import Store
from app.ui.dialogs.forgotten_parts import OPEN, FileLine, NewPassword, WayBack, secret_line
from app.ui.parts import label, row

HERE, BACKUP, NOTHING = "打开这台电脑上的数据", "从备份恢复", "没有备份，重新建立县级数据"
_NOTES = {
    HERE: "数据都在，只是没有人记得密码。",
    BACKUP: "数据坏了或换了电脑，手里有县里的备份文件。现在的数据（如有）另存在旁边。",
    NOTHING: "建好以后是空的：请各乡镇用“导出全部数据”上报一次，数据就回来了；"
    "县里录入、还没有下发过的要重新录入。各乡镇不用重新开户。",
}


class ByKey(WayBack):
    """`uses` are the ones that make sense where this is shown."""

    title = "用县级恢复密钥"

    def __init__(self, path: Path, operators: Sequence[str], uses: Sequence[str]) -> None:
        super().__init__("by_key")
        self._path = path
        self.choices = {use: QRadioButton(use) for use in uses}
        self.key = FileLine("恢复密钥", f"*{SUFFIX}", "choose_key")
        self.key_password = secret_line("恢复密钥的密码", "写恢复密钥时设的密码")
        self.backup = FileLine("备份文件", "*.xjbak", "choose_backup")
        self.fresh = NewPassword(operators)
        self.first = self.key.choose
        self.note = label("", "muted", wrap=True)
        self._fields = QFormLayout()
        self._build()
        next(iter(self.choices.values())).setChecked(True)

    def _build(self) -> None:
        group = QButtonGroup(self)
        for use, choice in self.choices.items():
            group.addButton(choice)
            choice.setAccessibleName(use)
            choice.toggled.connect(self._chosen)
            self.box.addWidget(choice)
        self.box.addWidget(self.note)
        self._fields.setSpacing(10)
        self._fields.addRow("恢复密钥", self.key)
        self._fields.addRow("恢复密钥的密码", self.key_password)
        self._fields.addRow("备份文件", self.backup)
        self.box.addLayout(self._fields)
        self.box.addLayout(self.fresh)
        self.box.addStretch(1)
        self.box.addLayout(row(None, self.go))

    @property
    def use(self) -> str:
        """What was chosen."""
        return next(use for use, choice in self.choices.items() if choice.isChecked())

    def _chosen(self, on: bool) -> None:
        if on:
            self.note.setText(_NOTES[self.use])
            self.go.setText("重新建立" if self.use == NOTHING else OPEN)
            self.go.setAccessibleName(self.go.text())
            self._fields.setRowVisible(self.backup, self.use == BACKUP)

    def _problem(self) -> str:
        if self.key.path is None:
            return "请先插上写有恢复密钥的U盘，选择恢复密钥。"
        if not self.key_password.text():
            return "请填写恢复密钥的密码。"
        if self.use == BACKUP and self.backup.path is None:
            return "请选择备份文件。"
        return self.fresh.problem()

    def _go(self) -> None:
        self.attempt(self._problem(), self._open)

    def _open(self) -> tuple[Store, str]:
        file, secret = self.key.path, self.key_password.text()
        who, password = self.fresh.who, self.fresh.password.text()
        assert file is not None  # `_problem` asks for it
        if self.use == HERE:
            opened = rebuilding.open_with_recovery_key(self._path, file, secret, who, password)
            return opened, ""
        if self.use == NOTHING:
            made = rebuilding.found_county(self._path, file, secret, who, password)
            return made.store, made.recovery_code
        assert self.backup.path is not None
        key = read_recovery_key(file, secret)
        back = rebuilding.restore_with_recovery_key(
            self._path, self.backup.path, key, who, password
        )
        return back.store, ""
