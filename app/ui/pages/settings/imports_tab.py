"""导入记录: every import, and the way to take one back."""

from app.data.imports.batches import ImportRow
from app.domain.accounts.roles import Verb
from app.services.import_undo import UndoOutcome, list_imports, undo_import
from app.ui.finding import ShowImport
from app.ui.pages.settings.tab import SettingsTab
from app.ui.parts import button, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.today import moment
from app.ui.workspace import Workspace

_COLUMNS: tuple[Column[Numbered[ImportRow]], ...] = (
    Column("时间", lambda r: moment(r.row.at), width=150, date=True),
    Column("类别", lambda r: r.row.kind, width=90),
    Column("文件", lambda r: r.row.file_name, width=360),
    Column("经手人", lambda r: r.row.operator, width=120),
    Column(
        "情况", lambda r: f"已撤销 {r.row.undone_at[:10]}" if r.row.undone_at else "", width=140
    ),
)


class ImportsTab(SettingsTab):
    """Rows changed since an import stay when it is taken back."""

    title = "导入记录"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._rows: list[ImportRow] = []
        self.list: ListTable[Numbered[ImportRow]] = ListTable(
            "导入记录", ShortList[ImportRow](()), _COLUMNS, unit="次", searchable=False
        )
        self.table, self.model = self.list.table, self.list.model
        self.list.when_empty(
            *("还没有导入过。", "导入花名册", lambda: workspace.open("members", ShowImport())),
            verb=Verb.ENTER,
        )
        note = "撤销只退回没有再改动过的内容；导入后又改过、用过的会保留并列出。"
        self.box.addWidget(label(note, "muted"))
        self.box.addWidget(self.list, 1)
        self.undo = button("撤销选中的导入", self._undo, icon_name="undo-2", name="undo_batch")
        self.list.offers(self.undo)
        self.box.addLayout(row(None, self.undo))

    def reload(self) -> None:
        """The list."""
        self._rows = list_imports(self.workspace.store)
        self.list.show_rows(ShortList(self._rows))
        self.undo.setEnabled(bool(self._rows))

    def _undo(self) -> None:
        chosen = self.list.selected_ids()
        if not chosen:
            self.workspace.notices.warn("请先在列表里选一次导入。")
            return
        store = self.workspace.store
        batch = self._rows[chosen[0]].uid.hex()
        self.workspace.run(
            "正在撤销导入", lambda p: undo_import(store, batch, p), self._undone, writes=True
        )

    def _undone(self, outcome: UndoOutcome) -> None:
        kept = f"，保留 {outcome.kept} 条" if outcome.kept else ""
        self.workspace.notices.done(f"已撤销 {outcome.reversed} 条{kept}。", "", None)
