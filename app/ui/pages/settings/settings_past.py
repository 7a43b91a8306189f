"""历次改动: since when each setting holds; a wrong day is set right, a wrong setting taken back."""

import dataclasses

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Field, declare
from app.domain.errors import AppError
from app.services.dated_settings import (
    SettingLine,
    date_setting,
    remove_setting,
    restore_setting,
    settings_history,
)
from app.ui.asking import ask_reason
from app.ui.dialog import Dialog
from app.ui.duties import needs
from app.ui.forms.form import Form, Values
from app.ui.forms.form_dialog import FormDialog
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, row
from app.ui.references import StoreReferences
from app.ui.tables.dated_list import Acts, DatedList
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered
from app.ui.workspace import Workspace

_NOTE = (
    "新的取值在“落款与规则”里填，从当天起生效。这里只改起用日期，或撤销设错的；"
    "学时会重新计算，已签发的证书、证明不变。"
)
_COLUMNS: tuple[Column[Numbered[SettingLine]], ...] = (
    Column("设置项", lambda r: r.row.label, width=230),
    Column("取值", lambda r: r.row.value, width=140),
    Column("起用日期", lambda r: r.row.from_on, width=110),
    Column("由谁设置", lambda r: r.row.operator if r.row.ours else "县里", width=100),
    Column("录入", lambda r: r.row.entered, width=105),
)
_WHY: Field = dataclasses.replace(
    declare("原因", hint="可以不填").metadata["declared"], name="reason"
)


class SettingsPast(Dialog):
    """One list of all settings, the latest first."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("设置的历次改动")
        self.setMinimumSize(820, 420)
        self._workspace = workspace
        store = workspace.store
        self.notices = NoticeBar()
        self.lines: DatedList[SettingLine] = DatedList(
            "设置的历次改动",
            _COLUMNS,
            lambda: settings_history(store),
            Acts(edit=self._edit, remove=self._remove, verb=Verb.SETTINGS),
            note=_NOTE,
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.addWidget(self.notices)
        box.addWidget(self.lines, 1)
        box.addLayout(row(None, button("关闭", self.accept, name="close")))

    def _edit(self, line: SettingLine) -> None:
        store = self._workspace.store
        since = entity_named("setting").field("from_on")
        form = Form((since, _WHY), StoreReferences(store), columns=1)
        form.show_values({"from_on": line.from_on})

        def save(typed: Values) -> bytes:
            date_setting(store, line.uid, str(typed["from_on"] or ""), str(typed["reason"] or ""))
            return line.uid

        dialog = FormDialog(f"{line.label}：{line.value}", form, save, self)
        dialog.setMinimumWidth(460)
        needs(dialog.save_button, Verb.SETTINGS)
        if dialog.exec():
            self._changed()

    def _remove(self, line: SettingLine) -> None:
        words = "撤销后，以前的取值继续有效。原因（会记入修改记录）："
        reason = ask_reason(self, "撤销这一条", words)
        if not reason:
            return
        try:
            remove_setting(self._workspace.store, line.uid, reason)
        except AppError as error:
            self.notices.refuse(error)
            return
        self._changed()
        self.notices.done("已撤销。", "恢复", lambda: self._restore(line.uid))

    def _restore(self, uid: bytes) -> None:
        restore_setting(self._workspace.store, uid)
        self._changed()

    def _changed(self) -> None:
        self.lines.reload()
        self._workspace.changed()
