"""A class workbook in the window: imported, corrected, imported again, taken back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.data.queries.training_classes import classes_named, participants_of
from app.services.rosters import import_roster, plan_roster_import
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.class_room.class_room_page import ClassRoomPage
from app.ui.pages.classes import class_import
from app.ui.pages.classes.class_import import ProblemsDialog
from app.ui.pages.classes.classes_page import ClassesPage
from tests.builders import make_store
from tests.roster_corpus.files import xlsx
from tests.roster_corpus.people import wrong_check
from tests.roster_corpus.shapes import A, B, C, line, roster
from tests.services.classes.test_class_workbooks import PEOPLE, filled
from tests.ui.window_helpers import (
    child,
    cut_off,
    finished,
    in_dialog,
    open_window,
    screenshot,
    unnamed,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path / "store")
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(xlsx(roster(line(1, A), line(2, B), line(3, C))))
    import_roster(made, plan_roster_import(made, path, create_organizations=True))
    return made


@pytest.fixture
def window(qtbot: QtBot, store: Store) -> MainWindow:
    return open_window(qtbot, store, "classes")


def people(store: Store) -> list[str]:
    [held] = classes_named(store.database.read(), "支部书记轮训班", "2026-11-30")
    rows = participants_of(store.database.read(), held.uid)
    return [row.name for row in rows if not row.withdrawn]


def test_a_workbook_comes_in_is_corrected_comes_again_and_goes(
    qtbot: QtBot,
    window: MainWindow,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = window.page
    assert isinstance(page, ClassesPage)
    wrong = filled(tmp_path, people=[*PEOPLE, [3, C.name, wrong_check(C.id_number)]])
    monkeypatch.setattr(class_import, "open_file", lambda *_: wrong)

    def look(dialog: ProblemsDialog) -> None:
        assert dialog.list.model.rowCount() == 1
        assert "校验" in str(dialog.list.model.index(0, 3).data())
        assert unnamed(dialog) == []
        assert cut_off(dialog) == []
        screenshot(dialog, "导入班次-结果")
        child(dialog, "seen").click()

    outcome = in_dialog(qtbot, ProblemsDialog, look, timeout=60)
    qtbot.mouseClick(child(page, "import_class"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "ran" in outcome, timeout=60_000)
    assert finished(outcome)
    assert isinstance(window.page, ClassRoomPage)
    assert people(store) == [A.name, B.name]
    window.go("classes")
    page.import_file(filled(tmp_path, people=[*PEOPLE, [3, C.name, C.id_number]]))
    assert people(store) == [A.name, B.name, C.name]
    assert "只补充了缺的" in window.workspace.notices.text.text()
    window.workspace.notices.action.click()
    assert people(store) == [A.name, B.name]
    assert "已撤销这次导入" in window.workspace.notices.text.text()


def test_a_file_that_is_no_class_workbook_is_refused_in_words(
    window: MainWindow, tmp_path: Path
) -> None:
    page = window.page
    assert isinstance(page, ClassesPage)
    path = tmp_path / "名单.csv"
    path.write_text("姓名,电话\n甲,1\n", encoding="utf-8-sig")
    page.import_file(path)
    assert "班次信息" in window.workspace.notices.text.text()
