"""The half-days of a class, editable in place: day, slot, course, teacher, hours of what."""

import datetime
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidgetItem,
    QWidget,
)

from app.domain.entity import Value
from app.domain.training.codes import SLOTS
from app.domain.typed_date import typed_day, typed_slot
from app.ui.combo_box import ComboBox
from app.ui.forms.day_edit import DayEdit
from app.ui.tables.cell_grid import EditTable

Session = Mapping[str, Value]
Index = QModelIndex | QPersistentModelIndex

_COLUMNS = (
    ("day", "日期", 120),
    ("slot", "时段", 80),
    ("course", "授课内容", 330),
    ("teacher", "授课人", 130),
    ("hours", "学时", 70),
    ("innovation_hours", "其中党的创新理论", 130),
)
_NAMES = tuple(name for name, _, _ in _COLUMNS)
_ROW = Qt.ItemDataRole.UserRole


class SessionTable(EditTable):
    """Keeps what it does not show (place, task, uid) with each row; `edited` after typing."""

    edited = Signal()

    def __init__(self) -> None:
        heads, widths = [head for _, head, _ in _COLUMNS], [width for _, _, width in _COLUMNS]
        super().__init__("教学安排", heads, widths)
        self.empty_words = "填好开班日期和结束日期，这里就列出每个半天。"
        self._days, self._slots = _DayDelegate(self), _SlotDelegate(self)
        self.setItemDelegateForColumn(_NAMES.index("day"), self._days)
        self.setItemDelegateForColumn(_NAMES.index("slot"), self._slots)
        self.cellChanged.connect(lambda _row, _column: self.edited.emit())

    def show_sessions(self, sessions: Sequence[Session]) -> None:
        """Fill the table."""
        self.blockSignals(True)
        self.setRowCount(0)
        for session in sessions:
            self._append(session)
        self.blockSignals(False)

    def sessions(self) -> list[dict[str, Value]]:
        """The rows as they stand; text is checked when it is saved."""
        return [self._session(row) for row in range(self.rowCount())]

    def add_half_day(self) -> None:
        """Another row like the last one."""
        known = self.sessions()
        last = known[-1] if known else {}
        fresh = {name: value for name, value in last.items() if name != "uid"}
        self._append({**fresh, "course": None})
        row = self.rowCount() - 1
        self.setCurrentCell(row, 0)
        self.edited.emit()

    def fill_innovation(self, hours: str) -> None:
        """Put the same hours of 党的创新理论 into every half-day."""
        column = _NAMES.index("innovation_hours")
        for row in range(self.rowCount()):
            if (item := self.item(row, column)) is not None:
                item.setText(hours)

    def move_days(self, days: datetime.timedelta) -> None:
        """Move every half-day that is not saved yet: those of a class stay where they were held."""
        self.blockSignals(True)
        for row in range(self.rowCount()):
            item, session = self.item(row, 0), self._session(row)
            day = typed_day(str(session["day"] or ""), datetime.date.today()).value
            if item is not None and day and not session.get("uid"):
                item.setText((datetime.date.fromisoformat(day) + days).isoformat())
        self.blockSignals(False)

    def remove_selected(self) -> None:
        """Take the selected rows out."""
        for row in sorted({index.row() for index in self.selectedIndexes()}, reverse=True):
            self.removeRow(row)
        self.edited.emit()

    def _append(self, session: Session) -> None:
        row = self.rowCount()
        self.insertRow(row)
        for number, name in enumerate(_NAMES):
            value = session.get(name)
            text = f"{value:g}" if isinstance(value, float) else str(value or "")
            item = QTableWidgetItem(text)
            if number == 0:
                item.setData(_ROW, dict(session))
            self.setItem(row, number, item)

    def _session(self, row: int) -> dict[str, Value]:
        first = self.item(row, 0)
        session: dict[str, Value] = dict(first.data(_ROW) or {}) if first else {}
        for number, name in enumerate(_NAMES):
            item = self.item(row, number)
            session[name] = (item.text().strip() or None) if item else None
        return session


class _DayDelegate(QStyledItemDelegate):
    """Days are typed here as everywhere: 11.27 becomes 2026-11-27."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        edit = DayEdit()
        edit.setParent(parent)
        edit.setAccessibleName("日期")
        first = str(index.model().index(0, index.column()).data() or "")
        edit.after = typed_day(first, datetime.date.today()).value if index.row() else ""
        return edit

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, DayEdit):
            editor.setText(str(index.data() or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, DayEdit):
            model.setData(index, editor.value() or "")


class _SlotDelegate(QStyledItemDelegate):
    """Chosen from the list, or typed: 9点, 0900, 下午2点."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option, index
        combo = ComboBox(parent, editable=True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setAccessibleName("时段")
        combo.addItems(list(SLOTS))
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data() or ""))
            if (line := editor.lineEdit()) is not None:
                line.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            text = editor.currentText()
            model.setData(index, typed_slot(text) or text)
