"""县级恢复密钥 and 为乡镇解锁: the county's part of the keys."""

import datetime
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.accounts.passwords import password_problem
from app.domain.accounts.roles import Verb
from app.domain.errors import AppError
from app.services.exchange.recovery_keys import (
    SUFFIX,
    RecoveryCopy,
    check_recovery_key,
    recovery_advice,
    recovery_copies,
    write_recovery_key,
)
from app.services.exchange.unlocking import Asked, answer, look
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.dialogs.forgotten_parts import secret_line
from app.ui.file_dialogs import Purpose, open_file, save_file
from app.ui.flow_row import flow
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, card, label, row, set_tone
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.theme import row_height
from app.ui.today import moment
from app.ui.workspace import Workspace

_FILES = f"恢复密钥 (*{SUFFIX})"
_REQUESTS = "解锁申请 (*.xjs);;所有文件 (*)"
_COLUMNS: tuple[Column[Numbered[RecoveryCopy]], ...] = (
    Column("写出时间", lambda r: moment(r.row.at) or "还没有", width=150, date=True),
    Column("文件", lambda r: r.row.file_name, width=320),
    Column("最近检查", lambda r: moment(r.row.checked_at) or "还没有", width=150),
    Column(
        "情况",
        lambda r: "可用" if r.row.current else "旧的，请重新写",
        width=160,
        tone=lambda r: "ok" if r.row.current else "warn",
    ),
)
_HEAD = 38
_GOOD = "两份都写好了。请分开锁好，每年拿出来检查一次。"


class RecoveryKeys(QWidget):
    """What is missing on top, every copy below, and what can be done."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.advice = label("", wrap=True)
        self.advice.setObjectName("recovery_advice")
        self.list: ListTable[Numbered[RecoveryCopy]] = ListTable(
            "写过的恢复密钥", ShortList[RecoveryCopy](()), _COLUMNS, unit="份", searchable=False
        )
        self.table, self.model = self.list.table, self.list.model
        self.list.when_empty("还没有写过恢复密钥。", "写一份到U盘…", self._write, Verb.ENROL)
        self.list.setFixedHeight(_HEAD + 3 * row_height())
        self._build()

    def _build(self) -> None:
        write = button("写一份到U盘…", self._write, icon_name="usb", name="write_recovery")
        check = button("检查一份…", self._check, icon_name="shield-check", name="check_recovery")
        unlock = button("为乡镇解锁…", self._unlock, icon_name="key", name="unlock_township")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(flow(label("县级恢复密钥", "h2"), None, unlock, check, write))
        box.addWidget(self.advice)
        box.addWidget(self.list)

    def reload(self) -> None:
        """Advice and copies."""
        store = self.workspace.store
        advice = recovery_advice(store)
        self.advice.setText(advice or _GOOD)
        set_tone(self.advice, "warn" if advice else "ok")
        self.list.show_rows(ShortList(recovery_copies(store)))

    def _write(self) -> None:
        dialog = FilePassword.to_write(self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        store, password = self.workspace.store, dialog.password.text()
        name = f"{store.site.name}恢复密钥-{datetime.date.today():%Y%m%d}{SUFFIX}"
        chosen = save_file(self, "写到U盘", Purpose.KEYS, name, _FILES)
        if chosen is not None:
            self.workspace.run(
                "正在写恢复密钥",
                lambda _p: write_recovery_key(store, chosen, password),
                lambda made: self.workspace.notices.done(
                    f"已写好并读回核对：{made.file_name}。请和密码分开保管。", "", None
                ),
                writes=True,
            )

    def _check(self) -> None:
        chosen = open_file(self, "选择要检查的恢复密钥", Purpose.KEYS, _FILES)
        if chosen is None:
            return
        dialog = FilePassword.to_check(chosen.name, self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        store, password = self.workspace.store, dialog.password.text()
        self.workspace.run(
            "正在检查恢复密钥",
            lambda _p: check_recovery_key(store, chosen, password),
            self._checked,
            writes=True,
        )

    def _checked(self, copy: RecoveryCopy) -> None:
        if copy.current:
            self.workspace.notices.done(f"{copy.file_name} 打得开，是本县现在的密钥。", "", None)
        else:
            words = "打得开，但里面是更换以前的密钥，请重新写一份。"
            self.workspace.notices.warn(f"{copy.file_name} {words}")

    def _unlock(self) -> None:
        file = open_file(self, "选择乡镇的解锁申请", Purpose.KEYS, _REQUESTS)
        if file is None:
            return
        asked = self.workspace.attempt(lambda: look(self.workspace.store, file))
        if asked is None:
            return
        dialog = AnswerUnlockDialog(self.workspace.store, file, asked, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._answered(asked, dialog.target)

    def _answered(self, asked: Asked, target: str) -> None:
        words = f"解锁答复已写好：{target}。请交给{asked.name}，对方打开后设新密码。"
        self.workspace.changed()
        self.workspace.notices.done(words, stays=True)


_WRITE = (
    "有了恢复密钥，县里的电脑坏了、密码忘了都能找回，也能为乡镇解锁。",
    "请写到两个U盘上，分别锁在两个地方；写下它的密码，和U盘分开保管。",
    "这个密码只用于这份文件，和打开学籍通的密码无关；没有它，U盘上的文件谁也打不开。",
)


class FilePassword(Dialog):
    """Accepted with a password that fits its purpose."""

    def __init__(self, title: str, words: tuple[str, ...], *, twice: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self.password = secret_line("恢复密钥的密码")
        self.again: QLineEdit | None = secret_line("再输一遍") if twice else None
        self.notices = NoticeBar()
        self.go = button("继续…" if twice else "检查", self.try_accept, primary=True, name="go")
        self.go.setDefault(True)
        fields = QFormLayout()
        fields.setSpacing(10)
        for line in (self.password, self.again):
            if line is not None:
                fields.addRow(line.accessibleName(), line)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(10)
        box.addWidget(label(title, "h1"))
        for sentence in words:
            box.addWidget(label(sentence, wrap=True))
        box.addWidget(self.notices)
        box.addLayout(fields)
        box.addLayout(row(None, button("取消", self.reject, name="cancel"), self.go))

    @classmethod
    def to_write(cls, parent: QWidget) -> "FilePassword":
        """A new password, twice."""
        return cls("写一份恢复密钥", _WRITE, twice=True, parent=parent)

    @classmethod
    def to_check(cls, file_name: str, parent: QWidget) -> "FilePassword":
        """The password it was written with."""
        words = (f"{file_name}：填写写它时设的密码，看看打不打得开。",)
        return cls("检查恢复密钥", words, twice=False, parent=parent)

    def try_accept(self) -> None:
        """Go on, or say what is missing."""
        if self.again is None:
            problem = "" if self.password.text() else "请填写密码。"
        elif found := password_problem(self.password.text()):
            problem = f"{found}。"
        else:
            same = self.password.text() == self.again.text()
            problem = "" if same else "两遍密码不一样，请重新输入。"
        if problem:
            self.notices.warn(problem)
        else:
            self.accept()


_COMPARE = (
    "请按通讯录上的号码打给对方，由对方念出屏幕上的核对码。不同就不要解锁："
    "拿到答复的人能打开这个乡镇的全部数据。"
)


class AnswerUnlockDialog(Dialog):
    """`target` is the name of the written answer once it is accepted."""

    def __init__(self, store: Store, file: Path, asked: Asked, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("为乡镇解锁")
        self.setMinimumWidth(640)
        self._store, self._file, self._asked = store, file, asked
        self.target = ""
        self.notices = NoticeBar()
        self.compared = QCheckBox("已经电话核对，对方念的核对码和这里相同")
        self.compared.setAccessibleName(self.compared.text())
        self.compared.setObjectName("compared")
        self.go = button("写解锁答复…", self._answer, primary=True, name="answer_unlock")
        self.go.setEnabled(False)
        self.compared.toggled.connect(self.go.setEnabled)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(label(f"{asked.name} 申请解锁", "h1", wrap=True))
        box.addWidget(self.notices)
        digits = label(asked.fingerprint, "number")
        digits.setObjectName("digits")
        box.addWidget(
            card(label("核对码", "muted"), digits, label(_COMPARE, wrap=True), name="核对码")
        )
        box.addWidget(self.compared)
        box.addLayout(row(None, button("取消", self.reject, name="cancel"), self.go))

    def _answer(self) -> None:
        name = f"{self._asked.name}解锁答复.xjs"
        chosen = save_file(self, "保存解锁答复", Purpose.KEYS, name, "解锁答复 (*.xjs)")
        if chosen is None:
            return
        try:
            answer(self._store, self._file, chosen)
        except AppError as error:
            self.notices.refuse(error)
        else:
            self.target = chosen.name
            self.accept()
