"""A table of any length: ordered ids at once, rows by id in pages when they are drawn."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from app.domain.characters import visible
from app.domain.progress import Progress, Silent
from app.ui.as_typed import as_typed
from app.ui.tables.query import Column, HasId, TableQuery, View
from app.ui.tables.short_list import ShortList
from app.ui.tables.tick_icon import tick_icon
from app.ui.theme import LIGHT

PAGE = 20
"""About what a screen shows: reading a row takes as long as looking for it among all."""
_KEPT_ROWS = 100 * PAGE
_AT_ONCE = 500  # rows read together when many leave the list

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row", bound=HasId)
_NOWHERE = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_SELECTABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class LazyTableModel(QAbstractTableModel, Generic[Row]):
    """Rows are kept by id, never by position: one deleted meanwhile shifts nothing."""

    checks_changed = Signal()

    def __init__(
        self,
        query: TableQuery[Row],
        columns: Sequence[Column[Row]],
        parent: QObject | None = None,
        *,
        checkable: bool = False,
        tickable: Callable[[Row], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self._query = query
        self._columns = tuple(columns)
        self._ids: array[int] = array("q")
        self._loaded: dict[int, Row] = {}
        self.checkable = checkable
        self._tickable = tickable
        self._checked: set[int] = set()
        self.view = View()
        self.only_checked = False
        self._seen_ticks: int | None = 0

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns as declared."""
        return self._columns

    @property
    def ids(self) -> Sequence[int]:
        """The ids of all rows shown, in order."""
        return self._ids

    def sort_word(self, section: int) -> str:
        """What a view calls the order by this column; empty when it cannot be sorted by it."""
        column = self._columns[section]
        return column.sort or (column.label if isinstance(self._query, ShortList) else "")

    def show_view(self, view: View) -> None:
        """Ask the query for the ids of this view and show them."""
        self._show(self._query, view)

    def show_query(self, query: TableQuery[Row]) -> None:
        """Show another query's rows under the same view; ticks stay with what they are about."""
        self._show(query, self.view)

    def _show(self, query: TableQuery[Row], view: View) -> None:
        self.beginResetModel()  # before anything changes: what is selected is still to be asked
        try:
            if query is not self._query:
                ticked = self.marks(self._checked)
                self._query = query
                self._checked = set(self._ids_of(ticked))
            self._ids = self._fitting(view)
            self.view = view
        finally:
            self._loaded = {}
            self._seen_ticks = None
            self.endResetModel()

    def marks(self, ids: Iterable[int]) -> list[object]:
        """By what these rows are known again after the list was read anew."""
        query = self._query
        return [query.mark(n) for n in ids] if isinstance(query, ShortList) else list(ids)

    def places(self, marks: Sequence[object]) -> list[int]:
        """Where rows known by their marks stand now."""
        return self.positions(self._ids_of(marks))

    def _ids_of(self, marks: Sequence[object]) -> list[int]:
        query = self._query
        if isinstance(query, ShortList):
            return query.known(marks)
        return [mark for mark in marks if isinstance(mark, int)]

    def _fitting(self, view: View) -> "array[int]":
        ids = self._query.ids(view)
        if self.only_checked:  # whatever is searched for: those out of sight above all
            shown = [row_id for row_id in ids if row_id in self._checked]
            ids = shown + sorted(self._checked.difference(shown))
        if view.sort and isinstance(self._query, ShortList):
            for column in self._columns:
                if view.sort in (column.sort, column.label):
                    ids = self._query.ordered(ids, cast(Any, column), descending=view.descending)
                    break
        return array("q", ids)

    def has_any(self, view: View) -> bool:
        """Whether this view would show anything."""
        return bool(self._query.ids(view))

    def row(self, number: int) -> Row | None:
        """The row at this position; None when it was deleted meanwhile."""
        wanted = self._ids[number]
        if wanted not in self._loaded:
            if len(self._loaded) > _KEPT_ROWS:
                self._loaded.clear()
            start = number - number % PAGE
            page = self._query.rows(self._ids[start : start + PAGE])
            self._loaded.update((found.id, found) for found in page)
        return self._loaded.get(wanted)

    def cell(self, number: int, section: int) -> tuple[str, str]:
        """The words of one cell, and the tone they have beside the usual one."""
        row, column = self.row(number), self._columns[section]
        if row is None:
            return "", ""
        return visible(column.value(row)), column.tone(row) if column.tone else ""

    def texts(
        self, ids: Sequence[int], sections: Sequence[int], progress: Progress | None = None
    ) -> list[tuple[str, ...]]:
        """What these rows show in these columns; on any thread, and nothing of it is kept.

        Rows that were deleted meanwhile are left out.
        """
        told, values = progress or Silent(), [self._columns[n].value for n in sections]
        lines: list[tuple[str, ...]] = []
        for start in range(0, len(ids), _AT_ONCE):
            told.step(start, len(ids), "正在读取列表")
            part = array("q", ids[start : start + _AT_ONCE])
            found = {row.id: row for row in self._query.rows(part)}
            rows = [found[row_id] for row_id in part if row_id in found]
            lines.extend(tuple(visible(value(row)) for value in values) for row in rows)
        return lines

    def position(self, row_id: int) -> int:
        """Where the row stands; -1 when it is not shown."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

    def positions(self, ids: Iterable[int]) -> list[int]:
        """Where these rows stand, in order, without those that are not shown; one look at all."""
        wanted = set(ids)
        if not wanted:
            return []
        return [number for number, row_id in enumerate(self._ids) if row_id in wanted]

    # Ticking people

    @property
    def checked(self) -> list[int]:
        """Ids of the ticked rows, shown ones first and in their order."""
        if not self._checked:
            return []
        shown = [row_id for row_id in self._ids if row_id in self._checked]
        return shown + sorted(self._checked.difference(shown))

    @property
    def checked_count(self) -> int:
        """How many are ticked, shown or not."""
        return len(self._checked)

    def checked_shown(self) -> int:
        """How many of the ticked rows are in sight."""
        if self._seen_ticks is None:
            ticked = self._checked
            self._seen_ticks = len([1 for n in self._ids if n in ticked]) if ticked else 0
        return self._seen_ticks

    def ticked_shown(self) -> Qt.CheckState:
        """Whether all, none or some of what is shown are ticked."""
        seen = self.checked_shown()
        if not seen:
            return Qt.CheckState.Unchecked
        all_of_them = seen == len(self._ids)
        return Qt.CheckState.Checked if all_of_them else Qt.CheckState.PartiallyChecked

    def is_checked(self, row_id: int) -> bool:
        """Whether this row is ticked."""
        return row_id in self._checked

    def set_checked(self, ids: Iterable[int], *, on: bool = True) -> None:
        """Tick or untick these rows."""
        (self._checked.update if on else self._checked.difference_update)(ids)
        self._seen_ticks = None
        if self._ids:
            last = self.index(len(self._ids) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)
        self.checks_changed.emit()

    def can_be_ticked(self, ids: Sequence[int]) -> Sequence[int]:
        """Those of the rows that may be ticked."""
        if self._tickable is None:
            return ids
        may = self._tickable
        return [row.id for row in self._query.rows(array("q", ids)) if may(row)]

    # What Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[section].right else _LEFT
        if role == Qt.ItemDataRole.DecorationRole and self.checkable and section == 0:
            return tick_icon(self.ticked_shown())
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        answer = _ROLES.get(role)
        return answer(self, index) if answer else None

    def _text(self, index: Index) -> str:
        return self.cell(index.row(), index.column())[0]

    def _tip(self, index: Index) -> str:
        return as_typed(self._text(index))

    def _alignment(self, index: Index) -> int:
        return _RIGHT if self._columns[index.column()].right else _LEFT

    def _colour(self, index: Index) -> QColor | None:
        if self._columns[index.column()].tone is None:
            return None
        tone = self.cell(index.row(), index.column())[1]
        return QColor(getattr(LIGHT, tone)) if tone else None

    def _check(self, index: Index) -> Qt.CheckState | None:
        if not self.checkable or index.column():
            return None
        ticked = self._ids[index.row()] in self._checked
        return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        ticked = self.checkable and index.column() == 0
        return _SELECTABLE | Qt.ItemFlag.ItemIsUserCheckable if ticked else _SELECTABLE

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self.checkable:
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self.set_checked([self._ids[index.row()]], on=on)
        return True


_ROLES: dict[int, Callable[[LazyTableModel[Any], Index], Any]] = {
    Qt.ItemDataRole.DisplayRole: LazyTableModel._text,  # noqa: SLF001
    Qt.ItemDataRole.ToolTipRole: LazyTableModel._tip,  # noqa: SLF001
    Qt.ItemDataRole.TextAlignmentRole: LazyTableModel._alignment,  # noqa: SLF001
    Qt.ItemDataRole.ForegroundRole: LazyTableModel._colour,  # noqa: SLF001
    Qt.ItemDataRole.CheckStateRole: LazyTableModel._check,  # noqa: SLF001
}
