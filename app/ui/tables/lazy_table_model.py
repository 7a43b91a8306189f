"""A table of any length: ordered ids at once, rows by id in pages when they are drawn."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from app.ui.tables.query import Column, HasId, TableQuery, View
from app.ui.theme import LIGHT

PAGE = 200
_KEPT_ROWS = 20 * PAGE

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
    ) -> None:
        super().__init__(parent)
        self._query = query
        self._columns = tuple(columns)
        self._ids: array[int] = array("q")
        self._loaded: dict[int, Row] = {}
        self._checkable = checkable
        self._checked: set[int] = set()
        self.view = View()

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns as declared."""
        return self._columns

    @property
    def ids(self) -> Sequence[int]:
        """The ids of all rows shown, in order."""
        return self._ids

    def show_view(self, view: View) -> None:
        """Ask the query for the ids of this view and show them."""
        self.beginResetModel()
        self.view = view
        self._ids = array("q", self._query.ids(view))
        self._loaded = {}
        self.endResetModel()

    def show_query(self, query: TableQuery[Row]) -> None:
        """Show another query's rows under the same view."""
        self._query = query
        self.show_view(self.view)

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

    def position(self, row_id: int) -> int:
        """Where the row stands; -1 when it is not shown."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

    # Ticking people

    @property
    def checked(self) -> list[int]:
        """Ids of the ticked rows, shown ones first and in their order."""
        shown = [row_id for row_id in self._ids if row_id in self._checked]
        return shown + sorted(self._checked.difference(shown))

    def set_checked(self, ids: Iterable[int], *, on: bool = True) -> None:
        """Tick or untick these rows."""
        (self._checked.update if on else self._checked.difference_update)(ids)
        if self._ids:
            last = self.index(len(self._ids) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])
        self.checks_changed.emit()

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
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        answer = _ROLES.get(role)
        return answer(self, index) if answer else None

    def _text(self, index: Index) -> str:
        row = self.row(index.row())
        return "" if row is None else self._columns[index.column()].value(row)

    def _alignment(self, index: Index) -> int:
        return _RIGHT if self._columns[index.column()].right else _LEFT

    def _colour(self, index: Index) -> QColor | None:
        tone, row = self._columns[index.column()].tone, self.row(index.row())
        if tone is None or row is None:
            return None
        name = tone(row)
        return QColor(getattr(LIGHT, name)) if name else None

    def _check(self, index: Index) -> Qt.CheckState | None:
        if not self._checkable or index.column():
            return None
        ticked = self._ids[index.row()] in self._checked
        return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        ticked = self._checkable and index.column() == 0
        return _SELECTABLE | Qt.ItemFlag.ItemIsUserCheckable if ticked else _SELECTABLE

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self._checkable:
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self.set_checked([self._ids[index.row()]], on=on)
        return True


_ROLES: dict[int, Callable[[LazyTableModel[Any], Index], Any]] = {
    Qt.ItemDataRole.DisplayRole: LazyTableModel._text,  # noqa: SLF001
    Qt.ItemDataRole.ToolTipRole: LazyTableModel._text,  # noqa: SLF001
    Qt.ItemDataRole.TextAlignmentRole: LazyTableModel._alignment,  # noqa: SLF001
    Qt.ItemDataRole.ForegroundRole: LazyTableModel._colour,  # noqa: SLF001
    Qt.ItemDataRole.CheckStateRole: LazyTableModel._check,  # noqa: SLF001
}
