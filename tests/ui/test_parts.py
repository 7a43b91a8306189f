"""The small parts: what a button does with Enter, and how wrapped words take their place."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QGridLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.parts import ToolButton, button, keep_room, label, link, reword, row
from tests.ui.window_helpers import activate


@pytest.mark.parametrize("make", [button, link])
@pytest.mark.parametrize("inside", [QWidget, QDialog])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_with_the_focus_is_pressed(
    qtbot: QtBot, make: object, inside: type[QWidget], key: Qt.Key
) -> None:
    pressed: list[str] = []
    window = inside()
    qtbot.addWidget(window)
    box = QVBoxLayout(window)
    first = make("甲", lambda: pressed.append("甲"))  # type: ignore[operator]
    second = make("乙", lambda: pressed.append("乙"))  # type: ignore[operator]
    box.addWidget(first)
    box.addWidget(second)
    window.show()
    activate(qtbot, window)
    second.setFocus()
    qtbot.keyClick(second, key)
    assert pressed == ["乙"]
    assert window.isVisible()
    second.setEnabled(False)
    qtbot.keyClick(second, key)
    assert pressed == ["乙"]


def test_a_button_is_called_what_it_says(qtbot: QtBot) -> None:
    made, other = button("下一步(&N)", lambda: None), button("打印", lambda: None)
    other.setAccessibleName("打印这一页")
    for widget, text in ((made, "开始使用"), (other, "再打印")):
        qtbot.addWidget(widget)
        widget.setText(text)
    assert (made.accessibleName(), other.accessibleName()) == ("开始使用", "打印这一页")


def test_a_key_held_down_presses_once(qtbot: QtBot) -> None:
    pressed: list[int] = []
    made = button("甲", lambda: pressed.append(1))
    qtbot.addWidget(made)
    none = Qt.KeyboardModifier.NoModifier
    for repeated in (False, True, True):
        kind = QEvent.Type.KeyPress
        event = QKeyEvent(kind, Qt.Key.Key_Return, none, "\r", repeated)
        QApplication.sendEvent(made, event)
        assert event.isAccepted()
    assert pressed == [1]


@pytest.mark.parametrize("text", ["", "短", "长" * 200])
def test_wrapped_words_never_ask_for_less_than_nothing(qtbot: QtBot, text: str) -> None:
    """A Qt warning fails the test: an empty label has no height for a width."""
    made = label("", wrap=True)
    qtbot.addWidget(made)
    made.resize(120, 20)
    made.show()
    made.setText(text)
    made.setText("")
    made.setText(text)
    assert made.minimumHeight() >= max(0, made.heightForWidth(made.width()))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_navigation_is_pressed_by_enter_as_well(qtbot: QtBot, key: Qt.Key) -> None:
    pressed: list[int] = []
    made = ToolButton()
    made.clicked.connect(lambda: pressed.append(1))
    qtbot.addWidget(made)
    made.show()
    qtbot.keyClick(made, key)
    assert pressed == [1]


def test_what_lies_beside_a_button_that_counts_stays_where_it_is(qtbot: QtBot) -> None:
    """With the first tick 导入花名册 moved by 41 pixels, from under the pointer."""
    window = QWidget()
    qtbot.addWidget(window)
    counting, beside = button("修改…", int), button("导入", int)
    keep_room(counting, "修改这 999 人…")
    box = QVBoxLayout(window)
    box.addLayout(row(counting, beside, None))
    window.resize(500, 100)
    window.show()
    stood = beside.x()
    assert (counting.text(), counting.accessibleName()) == ("修改…", "修改…")
    reword(counting, "修改这 12 人…")
    QApplication.processEvents()
    assert beside.x() == stood
    assert counting.accessibleName() == "修改这 12 人…"


@pytest.mark.parametrize("make", [QSpinBox, QDoubleSpinBox])
def test_boxes_of_one_line_are_equally_high(qtbot: QtBot, make: type[QWidget]) -> None:
    """半天学时 stood three pixels higher and lower than what is beside it."""
    window = QWidget()
    qtbot.addWidget(window)
    number, words, choice = make(), QLineEdit(), QComboBox()
    box = QGridLayout(window)
    for column, part in enumerate((number, words, choice)):
        box.addWidget(part, 0, column)
    window.show()
    assert number.height() == words.height() == choice.height()
