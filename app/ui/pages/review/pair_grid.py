"""Rows that share a number or a name, side by side: all fields, the differing ones marked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QScrollArea, QWidget

from app.data.queries.review_list import subject
from app.domain.entity import Field, Value
from app.domain.wording import words_of
from app.services.review.deciding_pairs import Pair, PairRow
from app.services.review.questions import moment
from app.services.store import Store
from app.ui.parts import clear, label


class PairGrid(QScrollArea):
    """`chosen` when one of the columns is picked."""

    chosen = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setAccessibleName("并排对照")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._store = store
        self._pair: Pair | None = None
        self._inner = QWidget()
        self._inner.setObjectName("Scrolled")
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(4, 4, 4, 4)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(6)
        self.setWidget(self._inner)
        self.group = QButtonGroup(self)
        self.group.idClicked.connect(lambda _n: self.chosen.emit())

    def show_pair(self, pair: Pair, words: str, *, full: bool = False) -> None:
        """Lay the rows side by side; `words` is what picking one of them means."""
        picked = self.group.checkedId()
        clear(self._grid)
        for made in self.group.buttons():
            self.group.removeButton(made)
        self._pair = pair
        for column, row in enumerate(pair.rows, start=1):
            pick = QRadioButton(words)
            pick.setObjectName(f"pick_{column}")
            pick.setAccessibleName(f"{words}：{_name(row)}")
            pick.setChecked(column == picked)
            self.group.addButton(pick, column)
            self._grid.addWidget(pick, 0, column)
            self._grid.setColumnStretch(column, 1)
        line = 1
        for field in pair.fields:
            texts = [self._text(field, row.values.get(field.name), full) for row in pair.rows]
            if any(texts):
                self._line(line, field.label, texts, marked=field.name in pair.differing)
                line += 1
        places = [row.township for row in pair.rows]
        self._line(line, "所在单位", places, marked=len(set(places)) > 1)
        wrote = [f"{r.writer.name} {r.writer.operator} {moment(r.writer.clock)}" for r in pair.rows]
        self._line(line + 1, "录入", wrote, marked=False)
        self._grid.setRowStretch(line + 2, 1)

    def _line(self, line: int, head: str, texts: list[str], *, marked: bool) -> None:
        self._grid.addWidget(label(head, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
        for column, text in enumerate(texts, start=1):
            value = label(text or "—", tone="warn" if marked else "", wrap=True)
            self._grid.addWidget(value, line, column, Qt.AlignmentFlag.AlignTop)

    def _text(self, field: Field, value: Value, full: bool) -> str:
        if value is None:
            return ""
        if isinstance(value, bytes):
            return subject(self._store.database.read(), field.refers_to, value)
        return words_of(field, value, full=full)

    def picked(self) -> PairRow | None:
        """The row of the picked column."""
        column = self.group.checkedId()
        return self._pair.rows[column - 1] if self._pair and column > 0 else None


def _name(row: PairRow) -> str:
    return str(row.values.get("name") or row.values.get("number") or "")
