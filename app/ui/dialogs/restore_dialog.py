"""Choose a verified backup and bring it back; what is there now is set aside, never deleted."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.data.backup import BackupFile, read_head
from app.domain.errors import AppError
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.file_dialogs import Purpose, open_file
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.today import moment

Restore = Callable[[Path, str], Store]
"""Restores a backup file with a password, or refuses."""

_NONE = "这里还没有自动备份，请选择 U盘或其他位置上的备份文件。"
_COLUMNS: tuple[Column[Numbered[BackupFile]], ...] = (
    Column("时间", lambda r: moment(r.row.made_at), width=150, date=True),
    Column("原因", lambda r: r.row.reason, width=170),
    Column("内容", lambda r: counts_text(r.row.counts), width=260),
    Column("文件", lambda r: r.row.path.name, width=200),
)


def counts_text(counts: dict[str, int]) -> str:
    """党员 1,204 · 培训班 8 · 考勤 9,632."""
    return " · ".join(f"{name} {number:,}" for name, number in counts.items())


class RestoreDialog(Dialog):
    """`store` is set when a backup was brought back."""

    def __init__(
        self, backups: list[BackupFile], restore: Restore, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("从备份恢复")
        self.resize(860, 480)
        self._backups = list(backups)
        self._restore = restore
        self.store: Store | None = None
        self.notices = NoticeBar()
        self.list: ListTable[Numbered[BackupFile]] = ListTable(
            "备份列表", ShortList(self._backups), _COLUMNS, unit="份", searchable=False
        )
        self.table, self.model = self.list.table, self.list.model
        self.list.when_empty(_NONE)
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("密码或恢复码")
        self.password.setPlaceholderText("备份时的密码，或恢复码")
        self.password.setMinimumWidth(240)
        self._build()
        self._show()

    def _build(self) -> None:
        words = "现在的数据会另存在旁边，不会删除。恢复后请按提示与县里交换一次数据。"
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(label("选择要恢复的备份", "h1"))
        box.addWidget(label(words, "muted", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(self.list, 1)
        other = button("选择其他备份文件…", self._choose, icon_name="folder-open")
        go = button("恢复", self.try_restore, primary=True, name="restore")
        cancel = button("取消", self.reject)
        box.addLayout(row(other, None, self.password, cancel, go))

    def _show(self) -> None:
        self.list.show_rows(ShortList(self._backups))
        if self._backups:
            self.table.select_row(0)

    def _choose(self) -> None:
        chosen = open_file(self, "选择备份", Purpose.BACKUPS, "学籍通备份 (*.xjbak)")
        if chosen is None:
            return
        try:
            self._backups.insert(0, read_head(chosen))
        except AppError as error:
            self.notices.refuse(error)
        else:
            self.notices.put_away()
            self._show()

    def try_restore(self) -> None:
        """Restore the selected one, or say why not."""
        chosen = self.list.selected_ids()
        if not chosen:
            self.notices.warn("请先选择一份备份。")
            return
        backup = self._backups[chosen[0]]
        try:
            self.store = self._restore(backup.path, self.password.text())
        except AppError as error:
            self.notices.refuse(error)
        else:
            self.accept()
