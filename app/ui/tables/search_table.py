"""Search box, filters, table and count in one widget; the selection survives reloads by id."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.parts import button, column, label, row
from app.ui.tables.lazy_table_model import LazyTableModel
from app.ui.tables.query import Column, HasId, TableQuery
from app.ui.tables.table_view import TableView
from app.ui.theme import LIGHT

Row = TypeVar("Row", bound=HasId)
DEBOUNCE = 150  # milliseconds after the last key


class SearchTable(QWidget, Generic[Row]):
    """A searchable, sortable list. `opened` carries the row that was double-clicked or entered."""

    opened = Signal(object)
    selection_changed = Signal()

    def __init__(
        self,
        name: str,
        query: TableQuery[Row],
        columns: Sequence[Column[Row]],
        *,
        unit: str = "人",
        placeholder: str = "查找",
        checkable: bool = False,
    ) -> None:
        super().__init__()
        self._unit = unit
        self.model: LazyTableModel[Row] = LazyTableModel(query, columns, self, checkable=checkable)
        self.search = QLineEdit()
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(placeholder)
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", LIGHT.muted), QLineEdit.ActionPosition.LeadingPosition)
        self.count = label("", "muted")
        self.tools = row(self.search)
        self.table = TableView(name)
        self._empty_text = label("没有符合条件的内容。", "muted")
        self._empty_button = button("清除查找", self._clear_search)
        self._build()

    def _build(self) -> None:
        self._set_up_table()
        empty = QWidget()
        words = row(None, self._empty_text, None)
        empty.setLayout(column(None, words, row(None, self._empty_button, None), None))
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self.tools)
        box.addLayout(self._stack, 1)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE)
        self._timer.timeout.connect(self._search_now)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self._search_now)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        for number, item in enumerate(self.model.columns):
            table.setColumnWidth(number, item.width)
        heads = table.horizontalHeader()
        heads.setSectionsClickable(True)
        heads.sectionClicked.connect(self._sort_by)
        table.activated.connect(lambda index: self._open(index.row()))
        table.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())

    # What pages use

    def add_filter(self, name: str, key: str, choices: Mapping[str, Any]) -> QComboBox:
        """A combo box beside the search box: shown word → value given to the query."""
        made = QComboBox()
        made.setAccessibleName(name)
        for word, value in choices.items():
            made.addItem(word, value)
        made.activated.connect(lambda _n: self.filter_by(key, made.currentData()))
        self.tools.addWidget(made)
        return made

    def filter_by(self, key: str, value: object) -> None:
        """Show only rows that fit; None takes the filter away."""
        filters = dict(self.model.view.filters)
        filters.pop(key, None)
        if value is not None:
            filters[key] = value
        self._show(replace(self.model.view, filters=filters))

    def when_empty(self, text: str, suggestion: str, clicked: Callable[[], object]) -> None:
        """What to say and offer when nothing is there at all."""
        self._empty_text.setText(text)
        self._empty_button.setText(suggestion)
        self._empty_button.setAccessibleName(suggestion)
        self._empty_button.clicked.disconnect()
        self._empty_button.clicked.connect(lambda _checked=False: clicked())

    def reload(self) -> None:
        """Ask again; selection and scroll position stay."""
        bar = self.table.verticalScrollBar()
        place = bar.value()
        self._show(self.model.view)
        bar.setValue(place)

    def selected_ids(self) -> list[int]:
        """Ids of the selected rows in order."""
        chosen = self.table.selectionModel().selectedRows()
        return [self.model.ids[index.row()] for index in sorted(chosen, key=lambda i: i.row())]

    def selected_row(self) -> Row | None:
        """The row when exactly one is selected."""
        ids = self.selected_ids()
        return self.model.row(self.model.position(ids[0])) if len(ids) == 1 else None

    # Inside

    def _search_now(self) -> None:
        self._timer.stop()
        self._show(replace(self.model.view, text=self.search.text().strip()))

    def _clear_search(self) -> None:
        self.search.clear()
        self._search_now()

    def _sort_by(self, section: int) -> None:
        word = self.model.columns[section].sort
        if not word:
            return
        view = self.model.view
        descending = view.sort == word and not view.descending
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        heads = self.table.horizontalHeader()
        heads.setSortIndicatorShown(True)
        heads.setSortIndicator(section, order)
        self._show(replace(view, sort=word, descending=descending))

    def _show(self, view: Any) -> None:
        kept = self.selected_ids()
        self.model.show_view(view)
        found = self.model.rowCount()
        self.count.setText(f"共 {found:,} {self._unit}")
        self._stack.setCurrentIndex(0 if found else 1)
        for number in [self.model.position(row_id) for row_id in kept[:1]]:
            if number >= 0:
                self.table.select_row(number)
        self.selection_changed.emit()

    def _open(self, number: int) -> None:
        found = self.model.row(number)
        if found is not None:
            self.opened.emit(found)
