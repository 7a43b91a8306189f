"""备份: what there is, a new one now, and back to an old one."""

import datetime

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.data.backup import BackupFile
from app.domain.accounts.roles import Verb
from app.services import backups
from app.services.self_check import CheckedStore, check_store
from app.ui.dialogs.restore_dialog import counts_text
from app.ui.file_dialogs import Purpose, save_file
from app.ui.flow_row import flow
from app.ui.pages.settings.tab import SettingsTab
from app.ui.parts import button, label
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.today import moment
from app.ui.workspace import Workspace

_COLUMNS: tuple[Column[Numbered[BackupFile]], ...] = (
    Column("时间", lambda r: moment(r.row.made_at), width=150, date=True),
    Column("原因", lambda r: r.row.reason, width=180),
    Column("内容", lambda r: counts_text(r.row.counts), width=320),
    Column("文件", lambda r: r.row.path.name, width=300),
)


class BackupsTab(SettingsTab):
    """Automatic ones are listed; a copy on a stick is made by hand."""

    title = "备份与恢复"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.words = label("", "muted", wrap=True)
        self.list: ListTable[Numbered[BackupFile]] = ListTable(
            "备份列表", ShortList[BackupFile](()), _COLUMNS, unit="份", searchable=False
        )
        self.table, self.model = self.list.table, self.list.model
        self.list.when_empty("还没有备份过。", "立即备份到…", self._back_up, Verb.BACK_UP)
        make = button("立即备份到…", self._back_up, icon_name="save", primary=True, name="back_up")
        self.box.addWidget(self.words)
        self.box.addWidget(self.list, 1)
        self.foot.addLayout(
            flow(
                button("打开备份文件夹", self._open_folder, icon_name="folder-open"),
                button("检查数据", self._check, icon_name="shield-check", name="check"),
                None,
                button("从备份恢复…", self._restore, icon_name="rotate-ccw", name="restore_now"),
                make,
            )
        )

    def reload(self) -> None:
        """The list."""
        store = self.workspace.store
        found = backups.list_backups(store.path)
        last = moment(backups.last_backup_at(store)) or "还没有"
        self.words.setText(
            f"退出、导入、接收之前都会自动备份，每份都打开核对过。上次备份：{last}。"
            "请每月另存一份到 U盘，锁进柜子。"
        )
        self.list.show_rows(ShortList(found))

    def _back_up(self) -> None:
        store = self.workspace.store
        today = datetime.datetime.now().strftime("%Y%m%d-%H%M")
        name = f"{store.site.name}-备份-{today}.xjbak"
        chosen = save_file(self, "备份到", Purpose.BACKUPS, name, "学籍通备份 (*.xjbak)")
        if chosen is not None:
            self.workspace.run(
                "正在备份",
                lambda _p: backups.create_backup(store, chosen),
                lambda made: self.workspace.notices.done(f"已备份并核对：{made.path.name}。"),
                writes=True,
            )

    def _restore(self) -> None:
        self.workspace.restore_asked.emit()

    def _check(self) -> None:
        store = self.workspace.store
        self.workspace.run("正在检查数据", lambda _p: check_store(store), self._checked)

    def _checked(self, checked: CheckedStore) -> None:
        if checked.problems:
            self.workspace.notices.warn("；".join(checked.problems[:3]))
        else:
            self.workspace.notices.done(
                f"数据完好：已检查 {'、'.join(checked.checked)}。", "", None
            )

    def _open_folder(self) -> None:
        folder = backups.folder(self.workspace.store)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
