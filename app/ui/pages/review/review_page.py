"""待核实: what two sites wrote side by side, in three columns; a person decides each."""

import datetime

from PySide6.QtWidgets import QInputDialog

from app.data.queries.review_list import FIELD, Choice, ReviewItem
from app.domain.declarations import entity_named
from app.domain.entity import Kind, Value
from app.domain.errors import AppError, InvalidInput
from app.domain.masking import mask_id_number, mask_phone
from app.services import decisions
from app.ui.pages.page import Page
from app.ui.parts import button, label, row
from app.ui.references import StoreReferences
from app.ui.tables.query import Column, View
from app.ui.tables.search_table import SearchTable
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

_MASKS = {Kind.ID_NUMBER: mask_id_number, Kind.PHONE: mask_phone}


class ReviewPage(Page):
    """上次共同值 | 乡镇值 | 县里值."""

    title = "待核实"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._items: list[ReviewItem] = []
        self._titles = StoreReferences(workspace.store)
        self._own = workspace.store.site.name
        columns: tuple[Column[Numbered[ReviewItem]], ...] = (
            Column("对象", lambda r: r.row.subject, width=110),
            Column("项目", lambda r: r.row.label, width=140),
            Column("上次共同值", lambda r: self._value(r.row, r.row.ancestor), width=170),
            Column(self._heads()[0], lambda r: self._side(r.row, own=False), width=300),
            Column(self._heads()[1], lambda r: self._side(r.row, own=True), width=300),
        )
        self.list: SearchTable[Numbered[ReviewItem]] = SearchTable(
            "待核实列表",
            ShortList[ReviewItem](()),
            columns,
            unit="条",
            placeholder="按姓名、项目查找",
        )
        self.list.when_empty("没有待核实的内容。", "回工作台", lambda: workspace.open("dashboard"))
        self.theirs = button("取乡镇值", lambda: self._take(own=False), name="take_theirs")
        self.ours = button("取县里值", lambda: self._take(own=True), name="take_ours")
        if workspace.level == "township":
            self.theirs.setText("取县里值")
            self.ours.setText("取本单位值")
        self.other = button("另填一个值…", self._decide, icon_name="pencil")
        self.list.selection_changed.connect(self._enable)
        self.head.insertWidget(2, self.list.count)
        words = "同一项内容两边都改过时在这里并排列出，由人决定；决定之前两边的值都保留。"
        self.box.addWidget(label(words, "muted", wrap=True))
        self.box.addWidget(self.list, 1)
        self.box.addLayout(row(None, self.other, self.theirs, self.ours))

    def _heads(self) -> tuple[str, str]:
        township = self.workspace.level == "township"
        return ("县里值", "本单位值") if township else ("乡镇值", "县里值")

    def reload(self) -> None:
        """Every open question."""
        self._items = decisions.open_items(self.workspace.store)
        self.list.model.show_query(ShortList(self._items, _fits))
        self.list.reload()
        if self._items and not self.list.selected_ids():
            self.list.table.select_row(0)
        self._enable()

    def _enable(self) -> None:
        item = self._item()
        self.ours.setEnabled(item is not None and self._choice(item, own=True) is not None)
        self.theirs.setEnabled(item is not None and self._choice(item, own=False) is not None)
        self.other.setEnabled(item is not None and item.kind == FIELD)

    def _item(self) -> ReviewItem | None:
        found = self.list.selected_row()
        return found.row if found else None

    def _choice(self, item: ReviewItem, *, own: bool) -> Choice | None:
        """The value of one side; where sides do not matter, the first and the second."""
        named = [c for c in item.siblings if c.site]
        if not named:
            place = 1 if own else 0
            return item.siblings[place] if len(item.siblings) > place else None
        fitting = [c for c in named if (c.site == self._own) == own]
        return fitting[-1] if fitting else None

    def _side(self, item: ReviewItem, *, own: bool) -> str:
        choice = self._choice(item, own=own)
        if choice is None:
            return "—"
        when = _when(choice.when)
        who = "　".join(part for part in (choice.site, choice.operator, when) if part)
        return f"{self._value(item, choice.value) or '空'}（{who}）"

    def _value(self, item: ReviewItem, value: Value) -> str:
        entity = entity_named(item.entity)
        if value is None or not entity.has(item.field):
            return "" if value is None else str(value)
        field = entity.field(item.field)
        if field.kind is Kind.REFERENCE and isinstance(value, str):
            return self._titles.title(field.refers_to, bytes.fromhex(value))
        mask = _MASKS.get(field.kind)
        return mask(str(value)) if mask else str(value)

    def _take(self, *, own: bool) -> None:
        item = self._item()
        choice = self._choice(item, own=own) if item else None
        if item is None or choice is None:
            return
        store, key, sibling = self.workspace.store, item.id, choice.id
        self.workspace.save(
            lambda: decisions.take(store, key, sibling), f"{item.subject} {item.label}：已决定。"
        )

    def _decide(self) -> None:
        item = self._item()
        if item is None:
            return
        text, agreed = QInputDialog.getText(self, item.subject, f"{item.label}应为：")
        if not agreed or not text.strip():
            return
        store = self.workspace.store
        try:
            decisions.decide(store, item.id, text.strip())
        except InvalidInput as error:
            self.workspace.refuse(AppError(next(iter(error.problems.values()))))
        except AppError as error:
            self.workspace.refuse(error)
        else:
            self.workspace.changed(f"{item.subject} {item.label}：已决定。")


def _when(clock: int) -> str:
    """When a value was written, by the clock of the machine that wrote it."""
    return datetime.datetime.fromtimestamp(clock / 1000).astimezone().strftime("%m-%d %H:%M")


def _fits(item: ReviewItem, view: View) -> bool:
    return view.text in f"{item.subject}{item.label}"
