"""The first day: from an empty store to a printed sheet by nothing but what the guide offers."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.services.opening import NewSite, create_store
from app.services.store import Store
from app.ui.dialogs.help_window import HelpWindow, show_help
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.main_window import MainWindow
from app.ui.pages.class_room.people_picker import PeoplePicker
from app.ui.pages.classes.class_dialog import ClassDialog
from app.ui.pages.dashboard.dashboard_page import DashboardPage
from app.ui.pages.exchange.invite_dialog import InviteDialog
from app.ui.pages.exchange.stick_dialog import StickDialog
from app.ui.pages.members.roster_dialog import RosterDialog
from tests.roster_corpus.files import Cell, Sheet, xlsx
from tests.roster_corpus.people import people
from tests.ui.exchange_windows import enrolled, opened, package, quiet
from tests.ui.practice import PASSWORD, practice_store
from tests.ui.window_helpers import activate, child, cut_off, finished, ime, in_dialog, screenshot


def empty(folder: Path, level: str) -> Store:
    name = "青山镇" if level == "township" else "云岭县"
    answers = NewSite(level, name, "云岭县", "林晓")
    return create_store(folder / f"{level}.db", answers, PASSWORD).store


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = opened(qtbot, empty(tmp_path, "township"))
    yield made
    quiet(qtbot, made)
    made.close()
    made.workspace.store.close()


def guide(window: MainWindow) -> dict[str, bool]:
    """The steps of the guide and which are ticked; empty when it is not there."""
    page = window.pages["dashboard"]
    assert isinstance(page, DashboardPage)
    if not page.first_day.isVisible():
        return {}
    return {step.action: step.done for step in page.first_day.steps}


def roster(folder: Path) -> Path:
    """Eight people of two branches that the store does not have."""
    rows: list[list[Cell]] = [["姓名", "身份证号", "所在党支部"]]
    branches = ("东风村党支部", "红星村党支部")
    rows += [[p.name, p.id_number, branches[n % 2]] for n, p in enumerate(people(8, seed=5))]
    path = folder / "花名册.xlsx"
    path.write_bytes(xlsx(Sheet(rows)))
    return path


def typed(dialog: ClassDialog, name: str, value: str) -> None:
    """As by hand: what follows from a value is worked out when the field is left."""
    field = dialog.form.editors[name].widget
    field.setFocus()
    if isinstance(field, QLineEdit):
        field.clear()
        ime(field, value)
    else:
        dialog.form.editors[name].write(value)
    QTest.keyClick(field, Qt.Key.Key_Tab)


def home(qtbot: QtBot, window: MainWindow) -> None:
    child(window, "nav_dashboard").click()
    quiet(qtbot, window)


def test_a_township_follows_the_guide_to_its_first_paper(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert guide(window) == {
        "导入花名册…": False,
        "办班…": False,
        "去打印": False,
        "去录考勤": False,
    }
    assert not child(window, "first_3").isEnabled(), "what cannot be done yet is not offered"
    screenshot(window, "第一天-空")
    assert cut_off(window) == []

    def bring_in(dialog: RosterDialog) -> None:
        dialog.open_file(roster(tmp_path))
        qtbot.waitUntil(dialog.next.isVisible, timeout=30_000)
        for question in dialog.questions.branches.values():
            question.make_new()
        dialog.next.click()
        qtbot.waitUntil(dialog.go.isVisible, timeout=30_000)
        dialog.go.click()
        qtbot.waitUntil(lambda: dialog.outcome is not None, timeout=30_000)
        dialog.close()

    outcome = in_dialog(qtbot, RosterDialog, bring_in, timeout=60)
    child(window, "first_1").click()
    assert finished(outcome), "the step opens the import itself"
    home(qtbot, window)
    assert guide(window)["导入花名册…"]

    def hold(dialog: ClassDialog) -> None:
        day = date.today().isoformat()
        for name, value in (("name", "第一个班"), ("starts_on", day), ("place", "镇党校")):
            typed(dialog, name, value)
        child(dialog, "save").click()
        assert not dialog.isVisible(), dialog.notices.text.text()

    outcome = in_dialog(qtbot, ClassDialog, hold)
    child(window, "first_2").click()
    assert finished(outcome)
    quiet(qtbot, window)

    def pick(dialog: PeoplePicker) -> None:
        dialog.list.model.set_checked(list(dialog.list.model.ids))
        dialog.take.click()

    outcome = in_dialog(qtbot, PeoplePicker, pick)
    child(window, "add_people").click()
    assert finished(outcome)
    home(qtbot, window)
    assert guide(window)["办班…"]
    screenshot(window, "第一天-打印")
    child(window, "first_3").click()
    quiet(qtbot, window)
    target = tmp_path / "花名册和签到表.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))

    def keep(paper: PrintPreview) -> None:
        paper.save_as()
        paper.close()

    outcome = in_dialog(qtbot, PrintPreview, keep, timeout=60)
    child(window, "print_roster_and_sheets").click()
    qtbot.waitUntil(lambda: "ran" in outcome, timeout=60_000)
    assert finished(outcome)
    assert target.read_bytes().startswith(b"%PDF")
    home(qtbot, window)
    assert guide(window) == {}, "done: it goes by itself"


def test_put_away_and_fetched_back_by_the_help(qtbot: QtBot, window: MainWindow) -> None:
    child(window, "put_first_day_away").click()
    assert guide(window) == {}
    window.workspace.changed()
    quiet(qtbot, window)
    assert guide(window) == {}, "remembered"
    activate(qtbot, window)
    manual = show_help()
    assert isinstance(manual, HelpWindow)
    child(manual, "first_day_again").click()
    assert guide(window)


def test_a_county_begins_with_its_townships(qtbot: QtBot, tmp_path: Path) -> None:
    county = empty(tmp_path, "county")
    window = opened(qtbot, county)
    screenshot(window, "第一天-县")
    assert list(guide(window)) == ["给乡镇开户…", "数据接收…", "去下发", "导入花名册…"]

    def opens(kind: type[QWidget], name: str) -> None:
        act: Callable[[QWidget], object] = lambda dialog: dialog.close()  # noqa: E731
        outcome = in_dialog(qtbot, kind, act)  # type: ignore[type-var]
        child(window, name).click()
        assert finished(outcome), name
        home(qtbot, window)

    opens(InviteDialog, "first_1")
    township = practice_store(tmp_path / "t", people=3)
    enrolled(county, township, tmp_path)
    window.workspace.changed()
    assert guide(window)["给乡镇开户…"]
    opens(StickDialog, "first_2")
    from app.services.exchange.receiving import receive_package

    receive_package(county, package(township, county, tmp_path))
    window.workspace.changed()
    assert guide(window)["数据接收…"]
    package(county, township, tmp_path)
    window.workspace.changed()
    assert guide(window) == {}
    quiet(qtbot, window)
    window.close()
    county.close()
    township.close()
