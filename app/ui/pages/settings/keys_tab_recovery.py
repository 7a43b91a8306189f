"""县级恢复密钥 and 为乡镇解锁: the county's part of the keys."""

import datetime

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.domain.accounts.roles import Verb
from app.services.exchange.recovery_keys import (
    SUFFIX,
    RecoveryCopy,
    check_recovery_key,
    recovery_advice,
    recovery_copies,
    write_recovery_key,
)
from app.services.exchange.unlocking import Asked, look
from app.ui.file_dialogs import Purpose, open_file, save_file
from app.ui.flow_row import flow
from app.ui.pages.settings.keys_tab_password import FilePassword
from app.ui.pages.settings.keys_tab_unlock import AnswerUnlockDialog
from app.ui.parts import button, label, set_tone
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
