"""Text that came from a changed program, in the window: shown as typed in every list, label, tool
tip and tree; nothing of it is markup, and what nobody could see is a sign."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import Qt as Gui
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.characters import SIGN
from app.ui import asking
from app.ui.as_typed import as_typed
from app.ui.main_window import MainWindow
from app.ui.navigation import pages_for
from app.ui.pages.members.member_dialog import MemberDialog
from app.ui.parts import button, label
from tests.builders import Pair
from tests.hostile_rows import FREE, HIDDEN, POISONS, hostile_county, identity
from tests.ui.window_helpers import open_window, screenshot

PLAIN = Qt.TextFormat.PlainText
_SHOWN, _TIP = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with hostile_county(tmp_path_factory.mktemp("hostile"), FREE) as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot, joined: Pair, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(type(joined.county), "close", lambda _store: None)  # used again
    return open_window(qtbot, joined.county)


def items(model: QAbstractItemModel, above: QModelIndex) -> Iterator[QModelIndex]:
    for number in range(model.rowCount(above)):
        section = 0
        while (at := model.index(number, section, above)).isValid():
            yield at
            section += 1
        yield from items(model, model.index(number, 0, above))


def said(root: QWidget) -> Iterator[tuple[str, str]]:
    """What is shown, by what shows it."""
    for widget in (root, *root.findChildren(QWidget)):
        where = f"{type(widget).__name__}#{widget.objectName()}"
        yield f"tip of {where}", widget.toolTip()
        if isinstance(widget, QLabel):
            rich = Gui.mightBeRichText(widget.text()) and widget.textFormat() != PLAIN
            assert not rich or "background-color" in widget.text(), where  # our own marks
            yield where, widget.text()
        elif isinstance(widget, QAbstractButton):
            yield where, widget.text()
        elif isinstance(widget, QComboBox | QAbstractItemView) and widget.model() is not None:
            for at in items(widget.model(), QModelIndex()):
                yield where, str(widget.model().data(at, _SHOWN) or "")
                yield f"tip in {where}", str(widget.model().data(at, _TIP) or "")


def look(root: QWidget) -> set[str]:
    """Everything that is shown; none of it hidden, no tool tip with somebody's markup."""
    found = set()
    for where, text in said(root):
        assert not HIDDEN & set(text), f"{where}: {text!r}"
        if where.startswith("tip"):
            assert "<b>" not in text, where
            assert "<img" not in text, where
        found.add(text)
    return found


@pytest.mark.parametrize("key", [spec.key for spec in pages_for("county") if not spec.hidden])
def test_every_page(qtbot: QtBot, window: MainWindow, key: str) -> None:
    window.go(key)
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)
    screenshot(window, f"hostile-{key}")
    shown = look(window)
    if key in ("members", "ledger"):
        assert POISONS["markup"] in shown
        assert as_typed(POISONS["markup"]) in shown
        assert any(SIGN in text for text in shown)


@pytest.mark.parametrize("poison", ["control", "markup", "bidi", "outside"])
def test_the_form_of_such_a_person(
    qtbot: QtBot, window: MainWindow, joined: Pair, poison: str
) -> None:
    dialog = MemberDialog(window.workspace, identity("member", poison), parent=window)
    qtbot.addWidget(dialog)
    dialog.show()
    screenshot(dialog, f"hostile-form-{poison}")
    look(dialog)
    dialog.form.call_unchanged()


def test_what_a_question_shows(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def question(*given: object) -> QMessageBox.StandardButton:
        asked.append(str(given[2]))
        return QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", question)
    asking.agreed(None, "删除", f"要删除“{POISONS['markup']}”吗？")
    made = QLabel(asked[0])
    qtbot.addWidget(made)
    assert "&lt;img src=x.png&gt;&amp;amp;" in made.text()
    assert as_typed("甲 < 乙 & 丙") == "甲 < 乙 & 丙"


def test_labels_and_buttons_say_what_they_are_given(qtbot: QtBot) -> None:
    made = label(POISONS["markup"])
    qtbot.addWidget(made)
    assert made.textFormat() == PLAIN
    pushed = button("发给甲&乙", lambda: None)
    qtbot.addWidget(pushed)
    assert pushed.text() == "发给甲&&乙"
    assert pushed.accessibleName() == "发给甲&乙"
    saved = button("保存(&S)", lambda: None)
    qtbot.addWidget(saved)
    assert saved.text() == "保存(&S)"
    assert saved.accessibleName() == "保存"
