"""A form built from declared fields: same look, same Tab order, every problem beside its field."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from app.domain.conditions import is_needed, is_shown
from app.domain.entity import Entity, Field, Kind, Scope, Value
from app.ui.as_typed import as_typed
from app.ui.forms.attachment_box import AttachmentBox
from app.ui.forms.date_span import DateSpan
from app.ui.forms.day_edit import DayEdit
from app.ui.forms.editors import Editor, References, editor_for
from app.ui.parts import label, restyle

Values = dict[str, Value]
SPAN = ("starts_on", "ends_on")


_NARROWEST = 130


class ProblemLine(QLabel):
    """What is wrong with the field above, in a line that is kept free: nothing below moves."""

    def __init__(self) -> None:
        super().__init__("")
        self.setProperty("role", "problem")
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def is_cut(self) -> bool:
        """Whether there is more to say than the line holds."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.width()

    def sizeHint(self) -> QSize:
        """One line; never a reason to be wider."""
        self.ensurePolished()
        return QSize(0, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As much as there is room for; all of it is in the tool tip."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        self.setToolTip(as_typed(self.text()) if shown != self.text() else "")


class Form(QWidget):
    """Shows and reads values by field name; `submitted` when Enter is pressed in the last field."""

    changed = Signal()
    submitted = Signal()

    def __init__(
        self, fields: Sequence[Field], references: References, *, columns: int = 2
    ) -> None:
        super().__init__()
        self._fields = tuple(fields)
        self._declared = Entity("", "", Scope.LOCAL, self._fields, "", (), facts=False)
        self._hidden: frozenset[str] = frozenset()
        self._conditional = any(f.shown_when or f.required_when for f in fields)
        self._most, self._columns = columns, columns
        self._words: dict[str, QLabel] = {}
        self._problems: dict[str, ProblemLine] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(1)
        self.editors: dict[str, Editor] = {}
        self._references, self._showing = references, False
        self._proposed: dict[str, Value] = {}
        self._build(references)
        self._start: Values = {}
        self.span = self._date_span()
        self.show_values({field.name: field.default for field in fields})

    def _build(self, references: References) -> None:
        for field in self._fields:
            editor = editor_for(field, references)
            self.editors[field.name] = editor
            if field.kind is not Kind.FLAG:
                words = label(field.label + (" *" if field.required else ""), "muted")
                words.setBuddy(editor.widget)
                self._words[field.name] = words
            self._problems[field.name] = ProblemLine()
            editor.changed.connect(lambda *_, name=field.name: self._edited(name))
            editor.widget.installEventFilter(self)
        self._place(self._most)
        self.setMinimumWidth(self._width_of(1))  # narrower than all columns: then fewer are used

    def only_show(self) -> None:
        """Whoever may change nothing reads it; buttons inside answer for themselves."""
        for editor in self.editors.values():
            shown = editor.widget
            if isinstance(shown, QPlainTextEdit):
                shown.setReadOnly(True)  # a long text can still be scrolled
            elif not isinstance(shown, AttachmentBox):
                shown.setEnabled(False)
                shown.setProperty("only_show", "true")
                restyle(shown)

    def _date_span(self) -> DateSpan | None:
        """First and last day, where a form asks for both."""
        start, end = (self.editors.get(name) for name in SPAN)
        if start is None or end is None:
            return None
        if not isinstance(start.widget, DayEdit) or not isinstance(end.widget, DayEdit):
            return None
        return DateSpan(start.widget, end.widget, lambda text: self._mark(SPAN[1], text))

    def _places(self, columns: int) -> Iterator[tuple[str, int, int, int]]:
        """Field, line, column and how many columns it takes."""
        place = 0
        for name, editor in self.editors.items():
            if name in self._hidden:
                continue
            if editor.wide and place % columns:
                place += columns - place % columns
            yield name, place // columns, place % columns, columns if editor.wide else 1
            place += columns if editor.wide else 1

    def _place(self, columns: int) -> None:
        for column in range(self._columns):
            self._grid.setColumnStretch(column * 2 + 1, 0)
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            continue
        for name, line, column, taken in self._places(columns):
            if name in self._words:
                right = Qt.AlignmentFlag.AlignRight
                self._grid.addWidget(self._words[name], line * 2, column * 2, right)
            span = taken * 2 - 1
            self._grid.addWidget(self.editors[name].widget, line * 2, column * 2 + 1, 1, span)
            self._grid.addWidget(self._problems[name], line * 2 + 1, column * 2 + 1, 1, span)
        for column in range(columns):
            self._grid.setColumnStretch(column * 2 + 1, 1)

    def _width_of(self, columns: int) -> int:
        words, editors = [0] * columns, [_NARROWEST] * columns
        for name, _line, column, taken in self._places(columns):
            if name in self._words:
                words[column] = max(words[column], self._words[name].sizeHint().width())
            if taken == 1:
                wanted = self.editors[name].widget.minimumSizeHint().width()
                editors[column] = max(editors[column], wanted)
        return sum(words) + sum(editors) + self._grid.horizontalSpacing() * (2 * columns - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has fewer columns."""
        super().resizeEvent(event)
        width = event.size().width()
        fitting = [n for n in range(2, self._most + 1) if self._width_of(n) <= width]
        columns = max(fitting, default=1)
        if columns != self._columns:
            self._place(columns)

    # What pages and dialogs use

    def values(self) -> Values:
        """Every field as it stands; one that is not there says nothing."""
        return {
            name: None if name in self._hidden else editor.read()
            for name, editor in self.editors.items()
        }

    def hidden_with_values(self) -> list[str]:
        """The labels of fields that are no longer there, and lose what they held with saving."""
        return [
            field.label
            for field in self._fields
            if field.name in self._hidden and self.editors[field.name].read() is not None
        ]

    def _show_conditions(self) -> None:
        """Fields come, go and are starred as what stands elsewhere in the form asks for."""
        values = {name: editor.read() for name, editor in self.editors.items()}
        hidden = frozenset(f.name for f in self._fields if not is_shown(self._declared, f, values))
        for field in self._fields:
            if field.required_when is not None and field.name in self._words:
                star = " *" if is_needed(self._declared, field, values) else ""
                self._words[field.name].setText(field.label + star)
        if hidden != self._hidden:
            self._hidden = hidden
            for name, editor in self.editors.items():
                editor.widget.setVisible(name not in hidden)
                if name in self._words:
                    self._words[name].setVisible(name not in hidden)
                if name in hidden:
                    self._mark(name, "")
            self._place(self._columns)

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show these values and call them unchanged."""
        self._showing = True
        for name, value in values.items():
            if name in self.editors:
                self.editors[name].write(value)
        self._showing = False
        self.clear_problems()
        self._show_conditions()
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

    def cut_problems(self) -> list[str]:
        """Problems whose line is too short for them; they need to be said elsewhere as well."""
        return [line.text() for line in self._problems.values() if line.is_cut]

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

    def _propose(self, name: str) -> None:
        """What is copied from the row that was chosen: over nothing or an earlier proposal only,
        never over what somebody wrote."""
        for field in self._fields:
            source, _, copied = field.copied_from.partition(".")
            if source != name:
                continue
            uid, editor = self.editors[name].read(), self.editors[field.name]
            said = None
            if isinstance(uid, bytes):
                kind = self._declared.field(name).refers_to
                said = self._references.value(kind, uid, copied)
            if editor.read() in (None, self._proposed.get(field.name)):
                editor.write(said)
                self._proposed[field.name] = editor.read()

    def _edited(self, name: str) -> None:
        if not self._showing:
            self._propose(name)
        if self._problems[name].text():
            self._mark(name, "")
        if self._conditional:
            self._show_conditions()
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
