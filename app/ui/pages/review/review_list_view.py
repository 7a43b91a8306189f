"""The list of open questions: three columns, with filters by kind, township and field."""

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.domain.differing import differing_parts
from app.services.review.kinds import Question, Side
from app.ui.pages.review.two_lines import HEIGHT, Cell, TwoLines, plain
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList

Row = Numbered[Question]
_FILTERS: dict[str, tuple[str, Callable[[Question], str]]] = {
    "kind": ("全部类别", lambda q: q.kind.words),
    "township": ("全部单位", lambda q: q.township),
    "field": ("全部项目", lambda q: q.item.label),
}
_NUMBER_KEYS = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}
_NEXT = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReviewListView(QWidget):
    """`numbered` carries 1, 2 or 3 when that key is pressed in the list."""

    numbered = Signal(int)
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        columns: tuple[Column[Row], ...] = (
            Column("对象", lambda r: r.row.item.subject, width=164),
            Column("项目", lambda r: r.row.item.label, width=150),
            Column("上次共同值", lambda r: r.row.common, width=170),
            Column("乡镇值", lambda r: _told(r.row.left), width=290),
            Column("县里值（或另一乡镇的）", lambda r: _told(r.row.right), width=280),
        )
        self.list: ListTable[Row] = ListTable(
            "待核实列表",
            ShortList[Question](()),
            columns,
            unit="条",
            placeholder="按姓名、党组织、项目查找",
        )
        self._combos = {key: self._combo(key) for key in _FILTERS}
        table = self.list.table
        table.verticalHeader().setDefaultSectionSize(HEIGHT)
        table.setItemDelegate(TwoLines(self._cell, table))
        table.installEventFilter(self)
        self.list.selection_changed.connect(self.chosen)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list)

    def _combo(self, key: str) -> QComboBox:
        combo = self.list.add_filter(_FILTERS[key][0], key, {_FILTERS[key][0]: None})
        combo.setMinimumContentsLength(9)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return combo

    def show_questions(self, found: Sequence[Question], select: str = "") -> None:
        """List these; `select` is the id of the question to stand on."""
        for key, combo in self._combos.items():
            self._refill(key, combo, found)
        self.list.show_rows(ShortList(found, _fits))
        rows = [self.list.model.row(n) for n in range(self.list.model.rowCount())]
        wanted = [n for n, row in enumerate(rows) if row and row.row.item.id == select]
        if rows:
            self.list.table.select_row(wanted[0] if wanted else 0)
        self.chosen.emit()

    def _refill(self, key: str, combo: QComboBox, found: Sequence[Question]) -> None:
        everything, of = _FILTERS[key]
        chosen = combo.currentData()
        counted = Counter(value for value in map(of, found) if value)
        combo.clear()
        combo.addItem(f"{everything} {len(found):,}", None)
        for value, number in counted.most_common():
            combo.addItem(f"{value} {number:,}", value)
        place = combo.findData(chosen)
        combo.setCurrentIndex(max(place, 0))
        filters = dict(self.list.model.view.filters)
        if chosen is not None and place < 0 and key in filters:
            self.list.filter_by(key, None)

    def question(self) -> Question | None:
        """The selected question."""
        found = self.list.selected_row()
        return found.row if found else None

    def next_id(self) -> str:
        """The question after the selected one (the one before it at the end)."""
        here = self.list.table.currentIndex().row()
        for number in (here + 1, here - 1):
            if 0 <= number < self.list.model.rowCount():
                row = self.list.model.row(number)
                return row.row.item.id if row else ""
        return ""

    def go_next(self) -> None:
        """Stand on the next question."""
        here = self.list.table.currentIndex().row() + 1
        if here < self.list.model.rowCount():
            self.list.table.select_row(here)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """1, 2 and 3 decide, Enter goes on."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            number = _NUMBER_KEYS.get(Qt.Key(event.key()))
            if number is not None and not event.isAutoRepeat():
                self.numbered.emit(number)
                return True
            if event.key() in _NEXT:
                self.go_next()
                return True
        return super().eventFilter(watched, event)

    def _cell(self, row: int, column: int) -> Cell | None:
        found = self.list.model.row(row)
        if found is None:
            return None
        question = found.row
        if column < 3:
            return _plain_cell(question, column)
        mine, other = question.left, question.right
        if column == 4:
            mine, other = other, mine
        return side_cell(question, mine, other)


def _plain_cell(question: Question, column: int) -> Cell:
    item = question.item
    if column == 0:
        place = question.organization if item.entity != "organization" else question.township
        return plain(item.subject, place)
    if column == 1:
        elsewhere = question.decider.words.rpartition("，")[2]
        return plain(item.label, elsewhere or question.kind.words)
    return plain(question.common or "—")


def side_cell(question: Question, side: Side | None, other: Side | None) -> Cell:
    """One of the values with what differs marked: from the last common value where there is
    one, else from the other side."""
    if side is None:
        return plain("—")
    if not side.who:  # something that can be done, nobody's value
        return plain(side.text)
    against = question.common or (other.text if other else "")
    parts = differing_parts(side.text, against) or [(side.text or "空", True)]
    return Cell(parts, f"{side.who}　{side.when}".strip("　"))


def _told(side: Side | None) -> str:
    if side is None:
        return "—"
    who = "　".join(part for part in (side.who, side.when) if part)
    return f"{side.text or '空'}（{who}）"


def _fits(question: Question, view: View) -> bool:
    wanted = view.filters
    if any(of(question) != wanted[key] for key, (_, of) in _FILTERS.items() if key in wanted):
        return False
    item = question.item
    return view.text in f"{item.subject}{item.label}{question.organization}{question.township}"
