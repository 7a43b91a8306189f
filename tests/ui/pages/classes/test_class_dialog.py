"""办班 in the window: dates as people type them, the end that follows, a chosen class copied."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.data.queries.training_classes import (
    class_values,
    classes_named,
    participants_of,
    sessions_of,
)
from app.domain.entity import Value
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.classes.class_dialog import ClassDialog
from app.ui.pages.classes.classes_page import ClassesPage
from tests.days import this_year, today
from tests.ui.practice import members_of, practice_store, some_class
from tests.ui.window_helpers import (
    activate,
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
    return practice_store(tmp_path, people=30)


@pytest.fixture
def window(qtbot: QtBot, store: Store) -> MainWindow:
    return open_window(qtbot, store)


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow, store: Store) -> ClassDialog:
    some_class(store, members_of(store, 3))
    made = ClassDialog(window.workspace, None, members_of(store, 3), window)
    # Or closing would ask.
    qtbot.addWidget(made, before_close_func=lambda w: w.form.call_unchanged())
    made.show()
    activate(qtbot, made)
    return made


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def days(dialog: ClassDialog) -> list[object]:
    return [session["day"] for session in dialog.sessions.sessions()]


def test_a_date_is_typed_short_and_seen_whole_at_once(qtbot: QtBot, dialog: ClassDialog) -> None:
    start, end = child(dialog, "starts_on"), child(dialog, "ends_on")
    start.setFocus()
    qtbot.keyClicks(start, "11.27")
    assert start.text() == "11.27", "nothing is changed under the fingers"
    assert f"{this_year()}-11-27" in start.toolTip()
    assert "年份" in start.toolTip()
    screenshot(dialog, "办班-日期")
    assert dialog.form.values()["starts_on"] == f"{this_year()}-11-27"
    qtbot.keyClick(start, Qt.Key.Key_Tab)
    assert start.text() == f"{this_year()}-11-27"
    assert end.text() == f"{this_year()}-11-27"
    assert days(dialog) == [f"{this_year()}-11-27"] * 2


def test_the_end_keeps_its_distance_and_is_never_before_the_start(
    qtbot: QtBot, dialog: ClassDialog
) -> None:
    start, end = child(dialog, "starts_on"), child(dialog, "ends_on")
    start.setText("2026-12-29")
    end.setFocus()
    end.selectAll()
    qtbot.keyClicks(end, "1.2")
    qtbot.keyClick(end, Qt.Key.Key_Tab)
    assert end.text() == "2027-01-02", "after the start, so next year"
    assert len(days(dialog)) == 10
    start.setText("2026-03-02")
    assert end.text() == "2026-03-06"
    assert days(dialog)[0] == "2026-03-02"
    assert days(dialog)[-1] == "2026-03-06"
    end.setFocus()
    end.selectAll()
    qtbot.keyClicks(end, "2026-03-01")
    qtbot.keyClick(end, Qt.Key.Key_Tab)
    assert "早于" in dialog.form._problems["ends_on"].text()
    end.setText("2026-03-03")
    end.settled.emit()
    assert dialog.form._problems["ends_on"].text() == ""


def test_what_is_no_date_is_refused_in_words_and_not_completed(
    qtbot: QtBot, dialog: ClassDialog
) -> None:
    start = child(dialog, "starts_on")
    child(dialog, "name").setText("轮训班")
    start.setFocus()
    qtbot.keyClicks(start, "13.45")
    qtbot.keyClick(start, Qt.Key.Key_Tab)
    assert start.text() == "13.45"
    dialog.save_button.click()
    assert "开班日期" in dialog.form._problems["starts_on"].text()
    assert dialog.outcome is None


def test_half_days_are_typed_the_same_way(qtbot: QtBot, dialog: ClassDialog) -> None:
    child(dialog, "starts_on").setText("2026-11-27")
    child(dialog, "ends_on").setText("2026-11-28")
    table = dialog.sessions

    def type_into(column: int, text: str) -> None:
        table.setFocus()
        table.setCurrentCell(1, column)
        cell = table.item(1, column)
        assert cell is not None
        table.editItem(cell)
        editor = focus()
        qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(editor, text)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: focus() is table)

    type_into(0, "11.28")
    type_into(1, "0900")
    row = table.sessions()[1]
    assert (row["day"], row["slot"]) == ("2026-11-28", "上午")
    type_into(1, "19:30")
    assert table.sessions()[1]["slot"] == "晚上"


def test_what_was_typed_moves_along_with_a_new_first_day(qtbot: QtBot, dialog: ClassDialog) -> None:
    child(dialog, "starts_on").setText("2026-03-02")
    course = dialog.sessions.item(0, 2)
    assert course is not None
    course.setText("开班式")
    child(dialog, "starts_on").setText("2026-03-09")
    assert days(dialog) == ["2026-03-09"] * 2
    assert dialog.sessions.sessions()[0]["course"] == "开班式"


def test_half_days_of_a_class_that_was_held_stay(
    qtbot: QtBot, window: MainWindow, store: Store
) -> None:
    uid = some_class(store, members_of(store, 3), starts=date(2026, 3, 2))
    made = ClassDialog(window.workspace, uid, (), window)
    qtbot.addWidget(made)
    child(made, "starts_on").setText("2026-03-09")
    assert days(made) == ["2026-03-02"] * 2
    made.form.call_unchanged()


def copied(window: MainWindow, name: str) -> ClassesPage:
    window.go("classes")
    page = window.page
    assert isinstance(page, ClassesPage)
    assert not page.copy.isEnabled()
    assert "选中" in page.copy.toolTip()
    names = [page.list.model.index(row, 0).data() for row in range(page.list.model.rowCount())]
    page.list.table.select_row(names.index(name))
    return page


@pytest.mark.parametrize("with_people", [False, True])
def test_a_chosen_class_is_copied(
    qtbot: QtBot, window: MainWindow, store: Store, with_people: bool
) -> None:
    source = some_class(
        store, members_of(store, 5), name="党员轮训班第一期", days=3, starts=date(2026, 3, 2)
    )
    some_class(store, members_of(store, 3), name="另一个班")
    plan(store, source)
    page = copied(window, "党员轮训班第一期")
    menu = page.list.menu()
    assert "照着再办一个" in [action.text().split("\t")[0] for action in menu.actions()]

    def fill_in(dialog: ClassDialog) -> None:
        assert child(dialog, "name").text() == "党员轮训班第二期"
        assert child(dialog, "starts_on").text() == "", "no day is presumed"
        start = child(dialog, "starts_on")
        start.setFocus()
        qtbot.keyClicks(start, "2026-05-11")
        qtbot.keyClick(start, Qt.Key.Key_Tab)
        assert child(dialog, "ends_on").text() == "2026-05-13"
        child(dialog, "copy_people").setChecked(with_people)
        assert "5 人" in child(dialog, "copy_people").text()
        assert unnamed(dialog) == []
        assert cut_off(dialog) == []
        screenshot(dialog, "照着再办一个")
        dialog.save_button.click()

    outcome = in_dialog(qtbot, ClassDialog, fill_in)
    page.copy.click()
    assert finished(outcome)
    connection = store.database.read()
    [made] = classes_named(connection, "党员轮训班第二期", today().isoformat())
    values, old = class_values(connection, made.uid), class_values(connection, source)
    for name in ("place", "teacher", "organizer", "task", "kind", "half_day_hours"):
        assert values[name] == old[name], name
    assert (values["state"], values["closed_on"]) == ("在办", None)
    half_days = sessions_of(connection, made.uid)
    assert [(row.day, row.slot, row.course) for row in half_days] == [
        ("2026-05-11", "上午", "开班式"),
        ("2026-05-11", "晚上", ""),
        ("2026-05-13", "上午", ""),
    ]
    assert [row.innovation_hours for row in half_days] == [0, 0, 0], "what was taught is asked"
    assert len(participants_of(connection, made.uid)) == (5 if with_people else 0)


def plan(store: Store, uid: bytes) -> None:
    """Three half-days of its own, and somebody who left."""
    from app.services.classes.training_classes import save_class

    wanted: list[dict[str, Value]] = [
        {"day": "2026-03-02", "slot": "上午", "course": "开班式", "innovation_hours": 2.0},
        {"day": "2026-03-02", "slot": "晚上", "hours": 2.0},
        {"day": "2026-03-04", "slot": "上午"},
    ]
    save_class(store, uid, {}, wanted)


def test_who_left_is_not_asked_again(store: Store) -> None:
    from app.services.classes.class_copy import copy_of
    from app.services.classes.participants import withdraw
    from app.services.people import save_member

    people = members_of(store, 4)
    source = some_class(store, people, name="一期")
    withdraw(store, source, [people[0]])
    save_member(store, people[1], {"status": "已转出", "status_on": "2026-11-01"})
    like = copy_of(store, source)
    assert (like.people, like.gone) == ((people[2], people[3]), 2)
    store.close()


def test_the_list_says_what_each_class_waits_for(window: MainWindow, store: Store) -> None:
    from datetime import timedelta

    from tests.ui.practice import sign_everything

    some_class(store, [], name="没人的班")
    some_class(store, members_of(store, 3), name="没录的班")
    done = some_class(store, members_of(store, 3), name="录完的班")
    sign_everything(store, done)
    closed = some_class(store, members_of(store, 3), name="结了的班")
    sign_everything(store, closed, close=True)
    some_class(store, members_of(store, 3), name="没上的班", starts=today() + timedelta(days=3))
    window.go("classes")
    page = window.page
    assert isinstance(page, ClassesPage)
    column = [one.label for one in page.list.model.columns].index("还缺什么")
    model = page.list.model
    said = {model.index(n, 0).data(): model.index(n, column).data() for n in range(5)}
    assert said == {
        "没人的班": "名单还没有人",
        "没录的班": "6 处考勤待录",
        "录完的班": "可以结班",
        "结了的班": "",
        "没上的班": "",
    }
    screenshot(window, "办班-还缺什么")
