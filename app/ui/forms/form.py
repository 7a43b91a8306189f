"""A form built from declared fields: same look, same Tab order, every problem beside its field."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from app.domain.entity import Field, Kind, Value
from app.ui.forms.date_span import DateSpan
from app.ui.forms.day_edit import DayEdit
from app.ui.forms.editors import Editor, References, editor_for
from app.ui.parts import label

Values = dict[str, Value]
SPAN = ("starts_on", "ends_on")


class Form(QWidget):
    """Shows and reads values by field name; `submitted` when Enter is pressed in the last field."""

    changed = Signal()
    submitted = Signal()

    def __init__(
        self, fields: Sequence[Field], references: References, *, columns: int = 2
    ) -> None:
        super().__init__()
        self._fields = tuple(fields)
        self._columns = columns
        self._problems: dict[str, QLabel] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self.editors: dict[str, Editor] = {}
        self._build(references)
        self._start: Values = {}
        self.span = self._date_span()
        self.show_values({field.name: field.default for field in fields})

    def _build(self, references: References) -> None:
        place = 0
        for field in self._fields:
            editor = editor_for(field, references)
            self.editors[field.name] = editor
            if editor.wide and place % self._columns:
                place += self._columns - place % self._columns
            self._place(field, editor, place)
            place += self._columns if editor.wide else 1
            editor.changed.connect(lambda *_, name=field.name: self._edited(name))
            editor.widget.installEventFilter(self)
        for number in range(self._columns):
            self._grid.setColumnStretch(number * 2 + 1, 1)

    def _date_span(self) -> DateSpan | None:
        """First and last day, where a form asks for both."""
        start, end = (self.editors.get(name) for name in SPAN)
        if start is None or end is None:
            return None
        if not isinstance(start.widget, DayEdit) or not isinstance(end.widget, DayEdit):
            return None
        return DateSpan(start.widget, end.widget, lambda text: self._mark(SPAN[1], text))

    def _place(self, field: Field, editor: Editor, place: int) -> None:
        line, column = place // self._columns * 2, place % self._columns * 2
        span = self._columns * 2 - 1 if editor.wide else 1
        if field.kind is not Kind.FLAG:
            words = label(field.label + (" *" if field.required else ""), "muted")
            words.setBuddy(editor.widget)
            self._grid.addWidget(words, line, column, Qt.AlignmentFlag.AlignRight)
        problem = label("", tone="bad", wrap=True)
        problem.hide()
        self._problems[field.name] = problem
        self._grid.addWidget(editor.widget, line, column + 1, 1, span)
        self._grid.addWidget(problem, line + 1, column + 1, 1, span)
        self._grid.setRowMinimumHeight(line + 1, 6)

    # What pages and dialogs use

    def values(self) -> Values:
        """Every field as it stands."""
        return {name: editor.read() for name, editor in self.editors.items()}

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show these values and call them unchanged."""
        for name, value in values.items():
            if name in self.editors:
                self.editors[name].write(value)
        self.clear_problems()
        self.call_unchanged()

    def begin(self) -> None:
        """Go to the first field."""
        next(iter(self.editors.values())).widget.setFocus()

    def call_unchanged(self) -> None:
        """What stands here now is what is saved."""
        self._start = self.values()

    @property
    def dirty(self) -> bool:
        """Whether something was changed and not saved."""
        return self.values() != self._start

    def changes(self) -> Values:
        """Only the fields that were changed."""
        return {n: value for n, value in self.values().items() if value != self._start.get(n)}

    def show_problems(self, problems: Mapping[str, str]) -> list[str]:
        """Mark every wrong field, go to the first; returns problems of no field shown here."""
        self.clear_problems()
        first: QWidget | None = None
        for name, editor in self.editors.items():
            if name in problems:
                self._mark(name, problems[name])
                first = first or editor.widget
        if first is not None:
            first.setFocus()
        return [text for name, text in problems.items() if name not in self.editors]

    def clear_problems(self) -> None:
        """Take all marks away."""
        for name in self._problems:
            self._mark(name, "")

    def _mark(self, name: str, text: str) -> None:
        problem, widget = self._problems[name], self.editors[name].widget
        problem.setText(text)
        problem.setVisible(bool(text))
        widget.setAccessibleDescription(text)
        if bool(widget.property("wrong")) != bool(text):
            widget.setProperty("wrong", bool(text))
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def _edited(self, name: str) -> None:
        if self._problems[name].text():
            self._mark(name, "")
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field, in the last one it submits."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            isinstance(watched, QLineEdit | QCheckBox)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in enter
        ):
            last = list(self.editors.values())[-1].widget
            if watched is last:
                self.submitted.emit()
            else:
                self.focusNextChild()
            return True
        return super().eventFilter(watched, event)
