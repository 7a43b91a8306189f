"""One register on the screen: its list, and everything that is done to its rows."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.queries.organizations import standing_organizations
from app.data.queries.register_views import years_of
from app.data.queries.registers import RegisterRow
from app.domain.accounts.roles import Verb
from app.domain.columns_beside import belongs_to_a_place
from app.domain.entity import Kind, Value
from app.domain.errors import AppError
from app.domain.registers import Register
from app.services import registers
from app.services.import_undo import UndoOutcome, undo_import
from app.services.last_action import last_action
from app.services.papers.register_papers import total_words
from app.services.register_books import export_register
from app.ui.asking import ask_reason
from app.ui.dialogs.help_chapters import CHAPTER, chapter_of_group
from app.ui.file_dialogs import Purpose, save_file
from app.ui.fitting import hold_height
from app.ui.flow_row import flow
from app.ui.offering import offer
from app.ui.pages.members.person_opening import open_person
from app.ui.pages.registers.import_dialog import RegisterImportDialog
from app.ui.pages.registers.kept_filters import KeptFilters
from app.ui.pages.registers.register_query import (
    ORGANIZATION,
    VIEW,
    YEAR,
    RegisterQuery,
    choices_of,
)
from app.ui.pages.registers.row_dialog import NOTHING, RowDialog, in_use_words
from app.ui.pages.registers.together_dialog import TogetherRowsDialog
from app.ui.parts import button, keep_room, label, reword
from app.ui.tables.kind_columns import column_of
from app.ui.tables.list_table import ListTable
from app.ui.tables.offered import MenuEntry
from app.ui.tables.query import Column
from app.ui.undoing import offer_undo, take_back
from app.ui.workspace import Workspace

_TITLE = 230
_XLSX = "Excel 工作簿 (*.xlsx)"


def _columns(register: Register) -> list[Column[RegisterRow]]:
    """By kind; what a row is called has room for its words."""
    made = [column_of(field) for field in register.fields(register.listed)]
    title = register.entity.field(register.entity.title)
    if title.kind is not Kind.TEXT:
        return made
    return [
        replace(one, width=max(one.width, _TITLE)) if one.sort == title.name else one
        for one in made
    ]


class RegisterView(QWidget):
    """Everything on it follows from the declaration."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        super().__init__()
        self.workspace, self.register = workspace, register
        self.setProperty(CHAPTER, chapter_of_group(register.group))
        self.query = RegisterQuery(workspace.store, register)
        entity = register.entity
        searched = "、".join(f.label for f in register.fields(register.searched)[:4])
        self.list: ListTable[RegisterRow] = ListTable(
            register.title,
            self.query,
            [*_columns(register), *self.own_columns()],
            unit=register.unit,
            placeholder=f"{searched}、拼音",
            checkable=True,
        )
        self.new = button(
            f"新增{entity.label}", self._new, icon_name="plus", primary=True, name="new_row"
        )
        self.bring = button("导入", self._import, icon_name="upload", name="import_rows")
        self.copy = button("照此新增", self._copy, icon_name="copy", name="copy_row")
        self.together = button(
            "批量修改…", self._together, icon_name="list-checks", name="rows_together"
        )
        keep_room(self.together, f"批量修改这 999 {self.register.unit}…")
        self.out = button("移出", self._remove, icon_name="trash-2", name="remove_row")
        self.book = button("导出全部栏目", self._export, icon_name="download", name="export_rows")
        self.print_list = button(
            "打印", self.list.taking.print, icon_name="printer", name="print_rows"
        )
        self.undo = button("撤销上一步", self._undo, icon_name="undo-2", name="undo_last")
        self.totals = label("", "muted", wrap=True)
        self._carried: Mapping[str, Value] = NOTHING
        self._build()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        tools = (self.undo, self.out, self.copy, self.together)
        files = (self.book, self.print_list, self.bring)
        head = (label(self.register.title, "h2"), self.totals, None)
        box.addLayout(flow(*head, *tools, *self.own_tools(), *files, self.new))
        box.addWidget(self.list, 1)
        self.list.offers(self.copy, self.together, self.book, new=self.new, remove=self.out)
        self.list.takes_rows(self.import_file, f"导入{self.register.title}", self)
        if self._person_field():
            entry = MenuEntry("党员信息…", "open_person", self._open_person)
            self.list.offered.entries.append(entry)
        new = f"新增{self.register.entity.label}"
        self.list.when_empty(self.register.empty, new, self._new, Verb.ENTER)
        views = {made.title: made.title for made in self.register.views}
        if views:
            self.views = self.list.add_filter("常用筛选", VIEW, {"常用筛选": None} | views)
        if self.register.dated:
            self.years = self.list.add_filter("年度", YEAR, {"全部年度": None})
        for name in self.register.filters:
            label_of = self.register.entity.field(name).label
            self.list.add_filter(label_of, name, choices_of(self.register, name))
        hold_height(self)
        self._add_places()
        self.kept_filters = KeptFilters(self.workspace, self.register, self.list, self)
        self.list.opened.connect(lambda row: self.edit(row.uid))
        self.list.selection_changed.connect(self._enable)
        self.list.model.checks_changed.connect(self._enable)
        self.list.model.modelReset.connect(self._show_totals)

    def _person_field(self) -> str:
        """Whom a row is about, where it is about somebody of the ledger."""
        fields = self.register.entity.fields
        return next((f.name for f in fields if f.refers_to == "member"), "")

    def _open_person(self) -> None:
        row = self.list.selected_row()
        person = row.values.get(self._person_field()) if row is not None else None
        if isinstance(person, bytes):
            open_person(self.workspace, person, self)

    def own_tools(self) -> tuple[QWidget, ...]:
        """What can be done in this register alone."""
        return ()

    def own_columns(self) -> tuple[Column[RegisterRow], ...]:
        """What is shown in this register alone, worked out from what hangs on its rows."""
        return ()

    def _add_places(self) -> None:
        """By what stands directly below this site: a county's townships."""
        store = self.workspace.store
        entity = self.register.entity
        if not belongs_to_a_place(entity):
            return
        standing = standing_organizations(store.database.read(), {})
        below = [row for row in standing if row.parent == store.site.organization]
        if below:
            places = {"单位：全部": None} | {row.name: row.uid for row in below}
            self.list.add_filter("单位", ORGANIZATION, places)

    def reload(self) -> None:
        """The list, and what may be done now."""
        self._offer_years()
        self.list.reload()
        self._enable()
        self.offer_undo()

    def offer_undo(self) -> None:
        """The last action, if it can be taken back from here."""
        why = "上一步不是登记册里的改动，或已经撤销过了。"
        offer_undo(self.undo, last_action(self.workspace.store), why)

    def _offer_years(self) -> None:
        if not self.register.dated:
            return
        for year in years_of(self.workspace.store.database.read(), self.register):
            if self.years.findData(year) < 0:
                later = [n for n in range(1, self.years.count()) if self.years.itemData(n) > year]
                self.years.insertItem(len(later) + 1, f"{year} 年", year)

    def show_view(self, title: str) -> None:
        """The rows of one named filter, as its combo box would show them."""
        self.views.setCurrentIndex(self.views.findData(title))
        self.list.filter_by(VIEW, title)

    def _show_totals(self) -> None:
        ids = self.list.model.ids
        words = total_words(self.workspace.store, self.register, ids)
        self.totals.setText(words)

    def _enable(self) -> None:
        store = self.workspace.store
        why = store.why_not(Verb.ENTER)
        for made in (self.new, self.bring):
            offer(made, why)
        chosen = self.chosen()
        one = "" if len(chosen) == 1 else "请先选中一行。"
        offer(self.out, why or one)
        offer(self.copy, why or one)
        offer(self.together, why or ("" if chosen else "请先勾选或选中要修改的行。"))
        offer(self.book, store.why_not(Verb.EXPORT))
        number = self.list.model.checked_count
        unit = self.register.unit
        reword(self.together, f"批量修改这 {number:,} {unit}…" if number else "批量修改…")

    def chosen(self) -> list[int]:
        """Ids of what is ticked, else of what is selected."""
        return self.list.model.checked or self.list.selected_ids()

    def edit(self, uid: bytes | None, offered: Mapping[str, Value] = NOTHING) -> None:
        """The form of one row; None for a new one, which begins with what is `offered`."""
        dialog = self.workspace.attempt(
            lambda: RowDialog(self.workspace, self.register, uid, self, offered)
        )
        if dialog is None or not dialog.exec():
            return
        saved: registers.Saved = dialog.outcome
        if uid is None:
            self._carry(saved.uid)
        self.workspace.changed()
        if saved.notes:
            told = "已保存。" + "；".join(saved.notes)
            self.workspace.notices.warn(told, "撤销" if uid is None else "", self._undo)
        else:
            self.workspace.notices.done("已保存。", "撤销", self._undo)

    def _new(self) -> None:
        self.edit(None, self._carried)

    def _carry(self, uid: bytes) -> None:
        """What the next new row is offered."""
        entity = self.register.entity
        said = registers.row_values(self.workspace.store, entity, uid)
        self._carried = {f.name: said[f.name] for f in entity.fields if f.carried}

    def _copy(self) -> None:
        rows = self.query.rows(self.chosen()[:1])
        if rows:
            store, entity = self.workspace.store, self.register.entity
            self.edit(None, registers.pattern_of(store, entity, rows[0].uid))

    def _remove(self) -> None:
        rows = self.query.rows(self.chosen()[:1])
        if not rows:
            return
        entity = self.register.entity
        named = rows[0].words(entity.field(entity.title), full=True)
        used = registers.used_by(self.workspace.store, entity, rows[0].uid)
        words = (
            f"移出“{named}”的原因（录错、重复等；会记入修改记录，可以恢复）{in_use_words(used)}："
        )
        reason = ask_reason(self, f"移出{entity.label}", words)
        if not reason:
            return
        try:
            registers.remove_row(self.workspace.store, entity, rows[0].uid, reason, used=used)
        except AppError as error:
            self.workspace.refuse(error)
            return
        self.workspace.changed()
        self.workspace.notices.done(f"已移出“{named}”。", "撤销", self._undo)

    def _undo(self) -> None:
        take_back(self.workspace, last_action(self.workspace.store))

    def _together(self) -> None:
        uids = [row.uid for row in self.query.rows(self.chosen())]
        dialog = TogetherRowsDialog(self.workspace, self.register, uids, self)
        if dialog.exec():
            batch: str = dialog.outcome
            self.workspace.changed()
            words = f"已修改 {len(uids):,} {self.register.unit}。"
            self.workspace.notices.done(words, "撤销", lambda: self._take_back(batch))

    def _take_back(self, batch: str) -> None:
        store = self.workspace.store
        self.workspace.run(
            "正在撤销", lambda p: undo_import(store, batch, p), self._taken_back, writes=True
        )

    def _taken_back(self, outcome: UndoOutcome) -> None:
        kept = f"，{outcome.kept:,} 条后来又改过，没有动" if outcome.kept else ""
        self.workspace.notices.done(f"已恢复 {outcome.reversed:,} 条{kept}。", "", None)

    # Files

    def _import(self) -> None:
        RegisterImportDialog(self.workspace, self.register, self).exec()

    def import_file(self, path: Path) -> None:
        """Pasted cells, or a file dropped here: the import, with this file chosen already."""
        dialog = RegisterImportDialog(self.workspace, self.register, self)
        QTimer.singleShot(0, dialog, lambda: dialog.open_file(path))
        dialog.exec()

    def _export(self) -> None:
        register, store = self.register, self.workspace.store
        name = f"{register.title}.xlsx"
        path = save_file(self, f"导出{register.title}", Purpose.PAPERS, name, _XLSX)
        if path is None:
            return
        self.workspace.run(
            f"正在导出{register.title}",
            lambda p: export_register(store, register, path, progress=p),
            lambda done: self.workspace.notices.done(f"已导出：{done.path.name}"),
        )
