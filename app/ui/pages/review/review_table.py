"""The list of what two sites wrote side by side: in columns, and the chosen one in full below."""

import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.queries.review_list import Choice, ReviewItem
from app.domain.declarations import entity_named
from app.domain.entity import Kind, Value
from app.domain.masking import mask_id_number, mask_phone
from app.services import decisions
from app.services.store import Store
from app.ui.parts import label
from app.ui.references import StoreReferences
from app.ui.tables.query import Column, View
from app.ui.tables.search_table import SearchTable
from app.ui.tables.short_list import Numbered, ShortList

_MASKS = {Kind.ID_NUMBER: mask_id_number, Kind.PHONE: mask_phone}


class ReviewTable(QWidget):
    """上次共同值 | 乡镇值 | 县里值; at a township 县里值 | 本单位值."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._titles = StoreReferences(store)
        self._own = store.site.name
        township = store.site.level == "township"
        self.heads = ("县里值", "本单位值") if township else ("乡镇值", "县里值")
        columns: tuple[Column[Numbered[ReviewItem]], ...] = (
            Column("对象", lambda r: r.row.subject, width=124),
            Column("项目", lambda r: r.row.label, width=116),
            Column("上次共同值", lambda r: self._value(r.row, r.row.ancestor), width=136),
            Column(self.heads[0], lambda r: self.side(r.row, own=False), width=356),
            Column(self.heads[1], lambda r: self.side(r.row, own=True), width=340),
        )
        self.list: SearchTable[Numbered[ReviewItem]] = SearchTable(
            "待核实列表",
            ShortList[ReviewItem](()),
            columns,
            unit="条",
            placeholder="按姓名、项目查找",
        )
        self.chosen = label("", "muted", wrap=True)
        self.chosen.setObjectName("chosen_item")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list, 1)
        box.addWidget(self.chosen)
        self.list.selection_changed.connect(self._show_chosen)

    def reload(self) -> None:
        """Every open question."""
        items = decisions.open_items(self._store)
        self.list.model.show_query(ShortList(items, _fits))
        self.list.reload()
        if items and not self.list.selected_ids():
            self.list.table.select_row(0)
        self._show_chosen()

    def item(self) -> ReviewItem | None:
        """The selected question."""
        found = self.list.selected_row()
        return found.row if found else None

    def choice(self, item: ReviewItem, *, own: bool) -> Choice | None:
        """The value of one side; where sides do not matter, the first and the second."""
        named = [c for c in item.siblings if c.site]
        if not named:
            place = 1 if own else 0
            return item.siblings[place] if len(item.siblings) > place else None
        fitting = [c for c in named if (c.site == self._own) == own]
        return fitting[-1] if fitting else None

    def side(self, item: ReviewItem, *, own: bool) -> str:
        """The value of one side, who wrote it and when."""
        choice = self.choice(item, own=own)
        if choice is None:
            return "—"
        when = _when(choice.when)
        who = "　".join(part for part in (choice.site, choice.operator, when) if part)
        return f"{self._value(item, choice.value) or '空'}（{who}）"

    def _show_chosen(self) -> None:
        """Long values do not fit their columns: the chosen question is spelt out."""
        item = self.item()
        if item is None:
            self.chosen.setText("")
            return
        theirs, ours = self.side(item, own=False), self.side(item, own=True)
        common = self._value(item, item.ancestor) or "空"
        self.chosen.setText(
            f"{item.subject}　{item.label}　上次共同值：{common}　"
            f"{self.heads[0]}：{theirs}　{self.heads[1]}：{ours}"
        )

    def _value(self, item: ReviewItem, value: Value) -> str:
        entity = entity_named(item.entity)
        if value is None or not entity.has(item.field):
            return "" if value is None else str(value)
        field = entity.field(item.field)
        if field.kind is Kind.REFERENCE and isinstance(value, str):
            return self._titles.title(field.refers_to, bytes.fromhex(value))
        mask = _MASKS.get(field.kind)
        return mask(str(value)) if mask else str(value)


def _when(clock: int) -> str:
    """When a value was written, by the clock of the machine that wrote it."""
    return datetime.datetime.fromtimestamp(clock / 1000).astimezone().strftime("%m-%d %H:%M")


def _fits(item: ReviewItem, view: View) -> bool:
    return view.text in f"{item.subject}{item.label}"
