"""Every dialog by keys alone: Tab reaches all of it in reading order, names are said, Escape
leaves it with nothing written, and Enter where it stands at first writes nothing."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.services.store import Store
from app.ui import dialog as dialog_module
from app.ui import fitting
from app.ui.dialog import Dialog
from app.ui.forms.form_dialog import FormDialog
from tests.ui.answering import answer_nothing
from tests.ui.dialog_makers import MAKERS, Scene
from tests.ui.keyboard_walk import faults, told
from tests.ui.scaled_window import misfits
from tests.ui.window_helpers import activate

ROOT = Path(__file__).resolve().parents[2]
BASES = {"Dialog", "ListDialog", "WaysBackDialog"}
"""Never opened themselves."""


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    answer_nothing(monkeypatch)
    made = Scene(qtbot, tmp_path)
    yield made
    made.end()


def shown(scene: Scene, name: str) -> Dialog:
    dialog = MAKERS[name](scene)
    if dialog.parent() is None:
        scene.qtbot.addWidget(dialog)
    if not dialog.isVisible():
        dialog.show()
    activate(scene.qtbot, dialog)
    QTest.qWait(20)
    return dialog


def written(scene: Scene) -> list[int]:
    """How long the audit trails of the stores are."""
    made: list[Store] = [scene.__dict__[n] for n in ("mine", "theirs") if n in scene.__dict__]
    counted = "SELECT count(*) FROM audit"
    return [store.database.read().execute(counted).fetchone()[0] for store in made]


def loose_labels(dialog: QWidget) -> list[str]:
    """Words with a mnemonic that leads nowhere."""
    return [
        label.text()
        for label in dialog.findChildren(QLabel)
        if label.isVisible() and "(&" in label.text() and label.buddy() is None
    ]


@pytest.mark.parametrize("name", MAKERS)
def test_tab_reaches_everything_by_name_and_escape_leaves_it(scene: Scene, name: str) -> None:
    dialog = shown(scene, name)
    first = QApplication.focusWidget()
    assert first is not None, "typing begins somewhere"
    assert dialog.isAncestorOf(first), f"the focus is outside: {told(first)}"
    found = [*faults(dialog), *loose_labels(dialog)]
    assert not found, "\n".join(found)
    before = written(scene)
    outcomes: list[int] = []
    dialog.finished.connect(outcomes.append)
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Escape)
    scene.qtbot.waitUntil(lambda: bool(outcomes))
    assert not any(outcomes)
    assert written(scene) == before


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> QRect:
    """1366 × 768 with a task bar at 200 %."""
    free = QRect(0, 0, 683, 344)
    for module in (fitting, dialog_module):
        monkeypatch.setattr(module, "free_room", lambda _widget: free)
    return free


def ill_seen(dialog: Dialog, free: QRect) -> Iterator[str]:
    """On this screen: what does not fit, does not begin at its beginning, leads astray."""
    yield from misfits(dialog, free)
    if dialog.fitted is not None and dialog.fitted.scroll.verticalScrollBar().value():
        yield "scrolled before anybody did"
    buttons = [one for one in dialog.findChildren(QPushButton) if one.isVisible()]
    leaving = [one for one in buttons if one.text() in ("关闭", "取消")]
    yield from (f"{one.text()} looks like the act" for one in leaving if one.property("primary"))
    words = Counter(one.text() for one in buttons if one.text() != "选择文件夹…")
    yield from (f"{number} × {word}" for word, number in words.items() if number > 1 and word)


@pytest.mark.parametrize("name", MAKERS)
def test_on_a_small_screen_it_fits_and_enter_at_first_writes_nothing(
    scene: Scene, name: str, small: QRect
) -> None:
    dialog = shown(scene, name)
    assert not list(ill_seen(dialog, small))
    before = written(scene)
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Return)
    QTest.qWait(20)
    assert written(scene) == before


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_S])
def test_a_form_is_saved_from_any_field(scene: Scene, key: Qt.Key) -> None:
    dialog = shown(scene, "FormDialog")
    assert isinstance(dialog, FormDialog)
    QTest.keyClick(QApplication.focusWidget() or dialog, key, Qt.KeyboardModifier.ControlModifier)
    assert dialog.notices.isVisible(), "this form refuses, so it was asked"


def classes() -> dict[str, set[str]]:
    """Every class of the window with what it is derived from."""
    found = {}
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name] = {ast.unparse(b).split("[")[0] for b in node.bases}
    return found


def dialogs() -> set[str]:
    """Derived from Dialog, however far."""
    known, found = classes(), {"Dialog"}
    while more := {name for name, bases in known.items() if bases & found} - found:
        found |= more
    return found


def test_every_dialog_is_opened_here() -> None:
    assert len(dialogs()) > 40, "this test looks in the right place"
    opened = {name.split()[0] for name in MAKERS}
    assert dialogs() - BASES == opened
