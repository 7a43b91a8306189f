"""Each page's main actions have keys: declared once, said on the buttons, never two for one."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.registers import REGISTERS
from app.services.kept_registers import keep_registers
from app.ui.dialogs.help_chapters import HELP
from app.ui.dialogs.keys_dialog import KeysDialog
from app.ui.finding import ShowClass
from app.ui.main_window import MainWindow
from app.ui.navigation import PAGES, pages_for
from app.ui.page_keys import COMMON, PAGE_KEYS, overview
from app.ui.pages.class_room.class_room_page import ClassRoomPage
from app.ui.pages.classes.class_dialog import ClassDialog
from app.ui.pages.settings.settings_page import SettingsPage
from tests.ui.exchange_windows import opened, quiet
from tests.ui.practice import members_of, practice_store, some_class
from tests.ui.window_helpers import activate, child, finished, in_dialog, screenshot, unnamed

VISITS = [
    (level, spec.key)
    for level in ("township", "county")
    for spec in pages_for(level)
    if level in spec.levels
]
DYNAMIC = {("dashboard", "waiting"): "a link for each class that waits"}


@pytest.fixture
def window(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    store = practice_store(tmp_path, level=request.param, people=20)
    some_class(store, members_of(store, 8))
    keep_registers(store, list(REGISTERS))
    made = opened(qtbot, store)
    yield made
    quiet(qtbot, made)
    made.close()
    store.close()


def visit(qtbot: QtBot, window: MainWindow, key: str) -> None:
    held = window.workspace.store.database.read().execute("SELECT uid FROM training_class")
    window.go(key, ShowClass(held.fetchone()[0], "名单") if key == "class_room" else None)
    quiet(qtbot, window)
    activate(qtbot, window)


def _parts(page: QWidget) -> list[Callable[[], object]]:
    """How to turn to every part of a page: each is built when somebody first does."""
    if isinstance(page, ClassRoomPage):
        return [partial(page.go, title) for title in page.tabs]
    if isinstance(page, SettingsPage):
        return [partial(page.show_tab, kind) for kind in page.kinds]
    return []


def heard(window: QWidget) -> dict[str, list[str]]:
    """Every key that the window answers now, with who does."""
    found: dict[str, list[str]] = defaultdict(list)
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        everywhere = shortcut.context() == Qt.ShortcutContext.WindowShortcut
        if everywhere and isinstance(owner, QWidget) and owner.isVisible():
            found[shortcut.key().toString()].append(owner.objectName() or type(owner).__name__)
    for made in window.findChildren(QAbstractButton):
        if made.isVisible() and not made.shortcut().isEmpty():
            found[made.shortcut().toString()].append(made.objectName())
    return found


def said() -> set[str]:
    """Every key that the overview names, as Qt writes it."""
    lines = overview({spec.key: spec.title for spec in PAGES})
    words = [keys for line in lines for keys in line.keys.split("、")]
    return {QKeySequence(one).toString() for one in words} | {f"Ctrl+{n}" for n in range(1, 10)}


@pytest.mark.parametrize(("window", "key"), VISITS, indirect=["window"], ids=str)
def test_no_two_actions_have_one_key(qtbot: QtBot, window: MainWindow, key: str) -> None:
    visit(qtbot, window, key)
    found = heard(window)
    assert len(found) > 8, "this test looks in the right place"
    assert {keys: who for keys, who in found.items() if len(who) > 1} == {}
    assert set(found) - said() == set(), "everything stands in the overview"


@pytest.mark.parametrize(("window", "key"), VISITS, indirect=["window"], ids=str)
def test_a_button_says_its_keys(qtbot: QtBot, window: MainWindow, key: str) -> None:
    visit(qtbot, window, key)
    for every_part in _parts(window.page):
        every_part()
    for declared in PAGE_KEYS[key]:
        if (key, declared.button) in DYNAMIC:
            continue
        made = child(window.page, declared.button)
        told = made.toolTip() if made.isEnabled() else str(made.property("offered_tip") or "")
        assert f"（{declared.keys}）" in told or not made.isEnabled(), declared
        made.setEnabled(True)


def test_keys_of_one_page_are_different() -> None:
    for key in (spec.key for spec in PAGES):
        keys = [declared.keys for declared in PAGE_KEYS[key]]
        assert keys, f"{key} has none"
        assert len(set(keys)) == len(keys), key


@pytest.mark.parametrize("window", ["township"], indirect=True)
def test_the_page_turns_before_the_next_key(qtbot: QtBot, window: MainWindow) -> None:
    visit(qtbot, window, "dashboard")
    control = Qt.KeyboardModifier.ControlModifier
    for number, spec in enumerate((s for s in pages_for("township") if not s.hidden), start=1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), control)
        assert window.page is window.pages.get(spec.key), spec.title
        assert window.buttons[spec.key].isChecked()


@pytest.mark.parametrize("window", ["township"], indirect=True)
def test_a_key_presses_its_button(qtbot: QtBot, window: MainWindow) -> None:
    visit(qtbot, window, "members")
    window.page.list.model.set_checked([1, 2])  # type: ignore[attr-defined]
    seen: list[int] = []

    def look(dialog: ClassDialog) -> None:
        seen.append(len(dialog._members))
        dialog.reject()

    outcome = in_dialog(qtbot, ClassDialog, look)
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: "ran" in outcome)
    assert finished(outcome)
    assert seen == [2]


@pytest.mark.parametrize("window", ["township"], indirect=True)
def test_a_key_of_what_cannot_be_done_says_why(qtbot: QtBot, window: MainWindow) -> None:
    visit(qtbot, window, "class_room")
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.AltModifier)
    assert window.workspace.notices.isVisible()
    assert window.workspace.notices.text.text() == child(window, "close_class").toolTip()


@pytest.mark.parametrize("window", ["county"], indirect=True)
def test_the_overview(qtbot: QtBot, window: MainWindow) -> None:
    visit(qtbot, window, "townships")

    def read(dialog: KeysDialog) -> None:
        screenshot(dialog, "键盘操作")
        assert unnamed(dialog) == []
        model = dialog.list.model
        places = [str(model.index(n, 0).data()) for n in range(model.rowCount())]
        assert places[0] == "数据交换", "the page in sight comes first"
        assert "数据上报" not in places, "a page that the county does not have"
        assert len(places) > 40
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    outcome = in_dialog(qtbot, KeysDialog, read)
    QTest.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "ran" in outcome)
    assert finished(outcome)


def test_the_manual_tells_the_same() -> None:
    text = (HELP / "键盘操作.md").read_text("utf-8")
    for line in overview({spec.key: spec.title for spec in PAGES}):
        assert f"| {line.keys} | {line.words} |" in text, line
    for place in COMMON:
        assert f"## {place}" in text
