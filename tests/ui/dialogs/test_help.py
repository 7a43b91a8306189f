"""The manual: nothing missing, nothing stale, and F1 opens the chapter of what is in sight."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.domain.registers import REGISTERS, Register
from app.services.papers.catalogue import CATALOGUE
from app.ui.dialogs.help_chapters import HELP, TOPICS, chapter_for, chapter_of_group, chapters
from app.ui.dialogs.help_reader import HelpReader
from app.ui.dialogs.help_window import HelpWindow, answer_f1, on_screen, show_help
from app.ui.finding import ShowRow
from app.ui.main_window import MainWindow
from app.ui.pages.members.roster_dialog import RosterDialog
from tests.ui.practice import practice_store
from tests.ui.window_helpers import child, finished, in_dialog, open_window, unnamed

UI = Path(__file__).resolve().parents[3] / "app" / "ui"
QUESTIONS = UI.parent / "services" / "review"
"""What may be answered to a question of 待核实 is said with the question."""
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
PRESSED = re.compile(r"点[①-⑨]?“([^”]+)”")


def test_every_file_is_a_chapter_and_every_chapter_a_file() -> None:
    listed = [chapter.path.name for chapter in chapters()]
    assert sorted(listed) == sorted(path.name for path in HELP.glob("*.md"))
    assert len(listed) >= 14


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.title)
def test_links_and_pictures_lead_somewhere(chapter: object) -> None:
    text = chapter.text  # type: ignore[attr-defined]
    missing = [name for _, name in PICTURE.findall(text) if not (HELP / name).is_file()]
    missing += [name for name in LINK.findall(text) if not (HELP / name).is_file()]
    assert missing == []
    assert all(words for words, _ in PICTURE.findall(text)), "a picture without words"


def test_no_picture_is_left_over() -> None:
    used = {name for chapter in chapters() for _, name in PICTURE.findall(chapter.text)}
    assert {path.name for path in HELP.glob("*.png")} == used


def test_buttons_are_called_what_the_window_calls_them() -> None:
    sources = "".join(path.read_text("utf-8") for path in UI.rglob("*.py"))
    sources += "".join(path.read_text("utf-8") for path in QUESTIONS.rglob("*.py"))
    sources += "".join(f"预览{kind.title}{kind.title}" for kind in CATALOGUE)
    quoted = {word for chapter in chapters() for word in PRESSED.findall(chapter.text)}
    assert len(quoted) > 30
    assert [word for word in sorted(quoted) if " … " not in word and word not in sources] == []


def classes_of_the_window() -> set[str]:
    trees = [ast.parse(path.read_text("utf-8")) for path in UI.rglob("*.py")]
    return {
        node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    }


def test_topics_name_real_classes_and_chapters() -> None:
    assert set(TOPICS) <= classes_of_the_window()
    assert set(TOPICS.values()) <= {chapter.path.stem for chapter in chapters()}


def test_every_page_has_a_chapter() -> None:
    pages = {
        node.name
        for path in (UI / "pages").rglob("*_page.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Page")
    }
    assert pages
    assert pages - set(TOPICS) == set()


@pytest.mark.parametrize("made", REGISTERS.values(), ids=lambda made: made.key)
def test_every_register_is_told_in_the_chapter_of_its_group(made: Register) -> None:
    (told,) = (one for one in chapters() if one.path.stem == chapter_of_group(made.group))
    assert f"## {made.title}\n" in told.text


def test_f1_at_a_register_opens_the_chapter_of_its_group(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, level="county", people=1)
    window = open_window(qtbot, store, "registers")
    page = window.pages["registers"]
    for made in list(REGISTERS.values())[::6]:
        page.show_what(ShowRow(made.key))
        assert chapter_for(on_screen(window)) == chapter_of_group(made.group)


def test_nothing_of_this_machine_stands_in_the_manual() -> None:
    for chapter in chapters():
        assert not re.search(r"/(?:tmp|root|home|work)/|https?://", chapter.text), chapter.title


@pytest.fixture
def manual(qtbot: QtBot) -> HelpWindow:
    made = HelpWindow(None)
    qtbot.addWidget(made)
    made.show_chapter("目录")
    return made


def test_the_manual_fits_a_small_screen_and_is_not_modal(manual: HelpWindow) -> None:
    assert manual.width() <= 1366
    assert manual.height() <= 768
    assert not manual.isModal()
    assert unnamed(manual) == []


def test_escape_closes(qtbot: QtBot, manual: HelpWindow) -> None:
    qtbot.keyClick(manual.reader, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_pictures_fit_the_pane(manual: HelpWindow) -> None:
    manual.show_chapter("导入花名册")
    wide = QImage(str(HELP / "roster-plan.png")).width()
    assert 0 < shown_width(manual.reader, "roster-plan.png") < wide
    manual.resize(700, 500)
    QApplication.processEvents()
    assert shown_width(manual.reader, "roster-plan.png") < manual.reader.width()


def shown_width(reader: HelpReader, name: str) -> int:
    kind = QTextDocument.ResourceType.ImageResource.value
    width: int = reader.loadResource(kind, name).width()
    return width


def test_a_link_opens_its_chapter(manual: HelpWindow) -> None:
    from PySide6.QtCore import QUrl

    manual.reader.anchorClicked.emit(QUrl("考勤录入.md"))
    assert manual.chapter.title == "考勤录入"
    assert "本页已签" in manual.reader.toPlainText()


def test_search_leaves_only_chapters_that_have_it(manual: HelpWindow) -> None:
    manual.search.setText("科学计数")
    shown = [
        manual.list.item(row).text().split("　")[0]
        for row in range(manual.list.count())
        if not manual.list.item(row).isHidden()
    ]
    assert "导入花名册" in shown
    assert "考勤录入" not in shown
    assert manual.chapter.title == shown[0]
    assert manual.reader.extraSelections()
    manual.search.setText("没有这样的话")
    assert manual.nothing.isVisibleTo(manual)
    manual.search.clear()
    assert not manual.nothing.isVisibleTo(manual)
    assert not any(manual.list.item(row).isHidden() for row in range(manual.list.count()))


def test_enter_goes_on_to_the_next_chapter(manual: HelpWindow) -> None:
    manual.search.setText("恢复码")
    first = manual.chapter.title
    for _ in range(60):
        manual.find_next()
        if manual.chapter.title != first:
            break
    assert manual.chapter.title != first
    assert "恢复码" in manual.chapter.text


def test_a_click_on_a_picture_shows_it_whole(manual: HelpWindow) -> None:
    manual.resize(640, 600)
    manual.show_chapter("考勤录入")
    QApplication.processEvents()
    reader = manual.reader
    names = set()
    for y in range(0, reader.viewport().height(), 12):
        place = QPointF(120, y)
        event = QMouseEvent(
            QMouseEvent.Type.MouseButtonRelease,
            place,
            place,
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        names.add(reader.picture_at(event))
    assert "attendance.png" in names


def test_f1_opens_the_chapter_of_the_page(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, people=12)
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for page, title in {"ledger": "台账与学时", "reporting": "数据上报与接收"}.items():
        window.go(page)
        assert chapter_for(on_screen(window)) == title
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    answer_f1(application)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_F1)  # as it comes from the keyboard
    manual = window.findChild(HelpWindow)
    assert isinstance(manual, HelpWindow)
    assert manual.isVisible()
    assert manual.chapter.title == "数据上报与接收"
    manual.close()
    child(window, "help").click()
    assert window.findChildren(HelpWindow) == [manual]
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)
    window.close()
    store.close()


def test_help_stays_usable_while_a_dialog_waits(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, people=12)
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.show()

    def read_help(dialog: RosterDialog) -> None:
        manual = show_help()
        assert manual.parent() is dialog
        assert manual.chapter.title == "导入花名册"
        manual.close()
        dialog.reject()

    outcome = in_dialog(qtbot, RosterDialog, read_help)
    RosterDialog(window.workspace, window).exec()
    assert finished(outcome)
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)
    window.close()
    store.close()


def test_a_window_without_a_chapter_opens_the_contents(qtbot: QtBot) -> None:
    plain: QWidget = QDialog()
    qtbot.addWidget(plain)
    assert chapter_for(on_screen(plain)) == "目录"
