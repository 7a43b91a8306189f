"""One editor per kind of field: what the clerk types into and how its value is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.domain.characters import visible
from app.domain.entity import Field, Kind, Privacy, Value, When
from app.domain.masking import mask_id_number, mask_phone
from app.domain.money import yuan
from app.ui.as_typed import as_typed
from app.ui.combo_box import ComboBox
from app.ui.forms.attachment_box import AttachmentBox, Files
from app.ui.forms.date_line import DateLine
from app.ui.forms.day_edit import DayEdit
from app.ui.forms.many_boxes import ManyBoxes
from app.ui.forms.masked_edit import MaskedEdit
from app.ui.forms.number_edit import HalfStepEdit, WholeEdit
from app.ui.forms.reference_edit import Reference, ReferenceEdit

_DATE_HINT = "如 1985、1985-03、1985-03-12"
_WITH_YEAR = ("birth_date", "joined_on", "full_on")
"""Of a life long ago: this year is never meant when the year is left out."""
_NOTE_HEIGHT = 54
"""Three lines; with padding and border 64. Said in a style because a style sheet with a
min-height of its own undoes setFixedHeight."""


class References(Protocol):
    """Where reference fields look things up: typed text → choices."""

    def find(self, kind: str, text: str, where: When | None = None) -> list[Reference]:
        """What fits the typed text and may be chosen, best first."""

    def title(self, kind: str, uid: bytes) -> str:
        """The words for something already chosen."""

    def value(self, kind: str, uid: bytes, name: str) -> Value:
        """What a field of it says."""

    @property
    def files(self) -> Files:
        """Where attachments are kept."""


@dataclass(frozen=True)
class Editor:
    """A widget with the way to read and write its value."""

    widget: QWidget
    read: Callable[[], Value]
    write: Callable[[Value], None]
    changed: SignalInstance
    wide: bool = False


def editor_for(field: Field, references: References) -> Editor:
    """The editor for a declared field, named for screen readers."""
    if field.kind is Kind.REFERENCE:
        made = _reference(field, references)
    elif field.kind is Kind.ATTACHMENT:
        made = _attachment(field, references)
    elif field.privacy is Privacy.MASKED:
        made = _masked(field)
    else:
        made = _BUILDERS[field.kind](field)
    made.widget.setAccessibleName(field.label)
    made.widget.setObjectName(field.name)
    if field.hint:
        made.widget.setToolTip(as_typed(field.hint))
    return made


def _text(field: Field) -> Editor:
    edit = QLineEdit()
    edit.setMaxLength(field.longest)
    edit.setPlaceholderText(field.hint)
    return Editor(edit, lambda: edit.text().strip() or None, _text_writer(edit), edit.textChanged)


def _text_writer(edit: QLineEdit) -> Callable[[Value], None]:
    def write(value: Value) -> None:
        edit.setText("" if value is None else str(value))
        edit.setCursorPosition(0)

    return write


def _masked(field: Field) -> Editor:
    edit = MaskedEdit(mask_phone if field.kind is Kind.PHONE else mask_id_number)
    return Editor(edit, edit.value, edit.set_value, edit.textChanged)


def _note(field: Field) -> Editor:
    edit = QPlainTextEdit()
    edit.setTabChangesFocus(True)
    height = f"min-height: {_NOTE_HEIGHT}px; max-height: {_NOTE_HEIGHT}px;"
    edit.setStyleSheet(f"QPlainTextEdit {{ {height} }}")
    edit.setPlaceholderText(field.hint)

    def write(value: Value) -> None:
        edit.setPlainText("" if value is None else str(value))

    return Editor(edit, lambda: edit.toPlainText().strip() or None, write, edit.textChanged, True)


def _date(field: Field) -> Editor:
    edit = DateLine(may_add_year=field.name not in _WITH_YEAR)
    edit.setPlaceholderText(_DATE_HINT)
    return Editor(edit, edit.value, _text_writer(edit), edit.textChanged)


def _day(_field: Field) -> Editor:
    edit = DayEdit()
    return Editor(edit, edit.value, _text_writer(edit), edit.textChanged)


def _choice(field: Field) -> Editor:
    combo = ComboBox()
    if not field.required or field.default is None:
        combo.addItem("", "")
    for word in field.choices:
        combo.addItem(word, word)

    def write(value: Value) -> None:
        text = "" if value is None else str(value)
        if combo.findData(text) < 0:  # a word from an older code table is shown as it is
            combo.addItem(visible(text), text)
        combo.setCurrentIndex(combo.findData(text))

    return Editor(combo, lambda: combo.currentData() or None, write, combo.currentTextChanged)


def _flag(field: Field) -> Editor:
    box = QCheckBox(field.label)

    def write(value: Value) -> None:
        box.setChecked(bool(value))

    return Editor(box, lambda: int(box.isChecked()), write, box.toggled)


def _hours(field: Field) -> Editor:
    if _may_stay_empty(field):
        return _text(field)
    spin = HalfStepEdit()
    spin.setRange(0, 9999)

    def write(value: Value) -> None:
        spin.setValue(float(value) if isinstance(value, int | float) else 0.0)

    return Editor(spin, spin.value, write, spin.valueChanged)


def _may_stay_empty(field: Field) -> bool:
    """A number that nobody knows is not 0: a box with arrows would say so."""
    return field.default is None and not field.required


def _number(field: Field) -> Editor:
    if _may_stay_empty(field):
        return _text(field)
    spin = WholeEdit()
    spin.setRange(0, 1_000_000)

    def write(value: Value) -> None:
        spin.setValue(int(value) if isinstance(value, int | float) else 0)

    return Editor(spin, spin.value, write, spin.valueChanged)


def _money(field: Field) -> Editor:
    """Yuan as text: `parse` reads it as it reads a cell, and fen never leave the store."""
    edit = QLineEdit()
    edit.setPlaceholderText(field.hint or "元，如 1234.50")

    def write(value: Value) -> None:
        edit.setText(yuan(value) if isinstance(value, int) else str(value or ""))
        edit.setCursorPosition(0)

    return Editor(edit, lambda: edit.text().strip() or None, write, edit.textChanged)


def _month(field: Field) -> Editor:
    made = _text(field)
    if isinstance(made.widget, QLineEdit):
        made.widget.setPlaceholderText(field.hint or "如 2026-03、2026.3")
    return made


def _many(field: Field) -> Editor:
    boxes = ManyBoxes(field.choices)
    return Editor(boxes, boxes.value, boxes.set_value, boxes.changed, wide=True)


def _attachment(field: Field, references: References) -> Editor:
    box = AttachmentBox(field.label, references.files)
    return Editor(box, box.value, box.set_value, box.changed, wide=True)


def _reference(field: Field, references: References) -> Editor:
    edit = ReferenceEdit(
        lambda text: references.find(field.refers_to, text, field.choices_where),
        lambda uid: references.title(field.refers_to, uid),
    )
    return Editor(edit, edit.value, edit.set_value, edit.chosen)


_BUILDERS: dict[Kind, Callable[[Field], Editor]] = {
    Kind.TEXT: _text,
    Kind.NOTE: _note,
    Kind.DATE: _date,
    Kind.DAY: _day,
    Kind.CHOICE: _choice,
    Kind.HOURS: _hours,
    Kind.NUMBER: _number,
    Kind.ID_NUMBER: _text,
    Kind.PHONE: _text,
    Kind.FLAG: _flag,
    Kind.MONEY: _money,
    Kind.MONTH: _month,
    Kind.PERSON_NAME: _text,
    Kind.MANY: _many,
}
