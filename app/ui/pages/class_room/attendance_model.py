"""People × half-days: one cell per mark, 未录入 until somebody enters it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.data.queries.attendance import Marks
from app.data.queries.training_classes import ParticipantRow, SessionRow
from app.domain.training.codes import PRESENT, UNMARKED
from app.ui.theme import LIGHT

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_FIXED = ("序号", "姓名", "所在党组织")
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_COLOURS = {UNMARKED: LIGHT.warn, PRESENT: LIGHT.ok}


class AttendanceModel(QAbstractTableModel):
    """The first three columns say who; then one per half-day."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.people: Sequence[ParticipantRow] = ()
        self.sessions: Sequence[SessionRow] = ()
        self._marks: Marks = {}

    def show_class(
        self, people: Sequence[ParticipantRow], sessions: Sequence[SessionRow], marks: Marks
    ) -> None:
        """Show this class; a change of marks only keeps the place where the clerk is."""
        same = [p.member for p in people] == [p.member for p in self.people] and [
            s.uid for s in sessions
        ] == [s.uid for s in self.sessions]
        if same:
            self._marks = marks
            if people:
                last = self.index(len(people) - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.people, self.sessions, self._marks = people, sessions, marks
        self.endResetModel()

    def mark(self, person: ParticipantRow, session: SessionRow) -> str:
        """What stands in a cell; two that differ are shown side by side."""
        live = self._marks.get((session.uid, person.member), [])
        return "／".join(dict.fromkeys(mark.mark for mark in live)) or UNMARKED

    def told(self, session: SessionRow) -> dict[int, str]:
        """序号 → what stands in the column of a half-day."""
        return {person.number: self.mark(person, session) for person in self.people}

    def session_at(self, index: Index) -> SessionRow | None:
        """The half-day of a cell; None in the first columns."""
        number = index.column() - len(_FIXED)
        return self.sessions[number] if index.isValid() and number >= 0 else None

    def cells(
        self, indexes: Sequence[QModelIndex], chosen: SessionRow | None
    ) -> dict[bytes, list[int]]:
        """Half-day → rows of these cells; a name alone stands for the chosen half-day."""
        cells: dict[bytes, list[int]] = {}
        names: list[int] = []
        marked: set[int] = set()
        for index in indexes:
            session = self.session_at(index)
            if session is None:
                names.append(index.row())
            else:
                marked.add(index.row())
                cells.setdefault(session.uid, []).append(index.row())
        if chosen is not None and (named := [n for n in dict.fromkeys(names) if n not in marked]):
            cells.setdefault(chosen.uid, []).extend(named)
        return cells

    def column_of(self, session: bytes) -> int:
        """Where a half-day stands; -1 when it does not."""
        uids = [row.uid for row in self.sessions]
        return uids.index(session) + len(_FIXED) if session in uids else -1

    def unmarked(self, session: SessionRow) -> int:
        """How many are still 未录入 in a half-day."""
        return sum(self.mark(person, session) == UNMARKED for person in self.people)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_FIXED) + len(self.sessions)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        if section < len(_FIXED):
            return _FIXED[section]
        session = self.sessions[section - len(_FIXED)]
        return f"{int(session.day[5:7])}月{int(session.day[8:])}日{session.slot}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        person, session = self.people[index.row()], self.session_at(index)
        if role == Qt.ItemDataRole.DisplayRole:
            if session is None:
                return (person.number, person.name, person.organization_then)[index.column()]
            return self.mark(person, session)
        if session is not None and role == Qt.ItemDataRole.ForegroundRole:
            return QColor(_COLOURS.get(self.mark(person, session), LIGHT.bad))
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() not in (1, 2):
            return _CENTRE
        return None
