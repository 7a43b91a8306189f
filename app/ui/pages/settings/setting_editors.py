"""How each kind of setting is filled in: number with unit, yes or no, choice, pattern, name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QLineEdit, QWidget

from app.domain.errors import InvalidInput
from app.domain.settings import Declared, SettingKind
from app.domain.training.certificate_number import number_pattern
from app.ui.as_typed import as_typed
from app.ui.combo_box import ComboBox
from app.ui.flow_row import flow
from app.ui.forms.number_edit import HalfStepEdit
from app.ui.parts import column, label

_WIDE = 420


@dataclass(frozen=True)
class SettingEditor:
    """What stands in the form, and how its value is read and written."""

    widget: QWidget
    line: QWidget
    read: Callable[[], str]
    write: Callable[[str], None]


def editor_of(setting: Declared) -> SettingEditor:
    """The editor for a declared setting, with what it does in small words beside it."""
    made = _BUILDERS[setting.kind](setting)
    made.widget.setObjectName(setting.key)
    made.widget.setAccessibleName(setting.label)
    made.widget.setAccessibleDescription(setting.explanation)
    return made


def _number(setting: Declared) -> SettingEditor:
    spin = HalfStepEdit()
    if setting.bounds is not None:
        spin.setRange(setting.bounds.least, setting.bounds.most)
        spin.setDecimals(0 if setting.bounds.whole else 1)
        spin.setSingleStep(1 if setting.bounds.whole else 0.5)
        spin.setToolTip(as_typed(setting.bounds.text))
    spin.setSuffix(f" {setting.unit}" if setting.unit else "")
    spin.setMinimumWidth(130)
    line = _beside(spin, setting)
    return SettingEditor(spin, line, lambda: f"{spin.value():g}", lambda text: _put(spin, text))


def _put(spin: QDoubleSpinBox, text: str) -> None:
    spin.setValue(float(text))


def _flag(setting: Declared) -> SettingEditor:
    box = QCheckBox("否")
    box.toggled.connect(lambda on: box.setText("是" if on else "否"))
    return SettingEditor(
        box,
        _beside(box, setting),
        lambda: "1" if box.isChecked() else "0",
        lambda text: box.setChecked(text == "1"),
    )


def _choice(setting: Declared) -> SettingEditor:
    combo = ComboBox()
    combo.addItems(list(setting.choices))
    line = _beside(combo, setting)
    return SettingEditor(combo, line, combo.currentText, combo.setCurrentText)


def _pattern(setting: Declared) -> SettingEditor:
    edit = QLineEdit()
    edit.setMinimumWidth(_WIDE)
    shown = label("", "muted")
    edit.textChanged.connect(lambda text: shown.setText(_example(text)))
    line = QWidget()
    below = label(setting.explanation, "muted", wrap=True)
    line.setLayout(column(flow(edit, shown, None), below, spacing=4))
    return SettingEditor(edit, line, lambda: edit.text().strip(), edit.setText)


def _name(setting: Declared) -> SettingEditor:
    edit = QLineEdit()
    edit.setMinimumWidth(min(_WIDE, 300))
    line = _beside(edit, setting)
    return SettingEditor(edit, line, lambda: edit.text().strip(), edit.setText)


def _example(text: str) -> str:
    """How the first number of this year would look."""
    try:
        pattern = number_pattern(text)
    except InvalidInput:
        return "编号格式还不完整"
    return f"例：{pattern.render('县委党校', date.today().year, '春训', 1)}"


def _beside(editor: QWidget, setting: Declared) -> QWidget:
    line = QWidget()
    line.setLayout(flow(editor, label(setting.explanation, "muted", wrap=True), None))
    return line


_BUILDERS: dict[SettingKind, Callable[[Declared], SettingEditor]] = {
    SettingKind.NUMBER: _number,
    SettingKind.FLAG: _flag,
    SettingKind.CHOICE: _choice,
    SettingKind.NUMBER_PATTERN: _pattern,
    SettingKind.NAME: _name,
}
