"""What a class does not allow is not offered, with the reason; nothing of one class is left in
the next."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.data.queries.training_classes import sessions_of
from app.services.classes.attendance import Signature, sign_page
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.class_room.attendance_step import AttendanceStep
from app.ui.pages.class_room.roster_step import RosterStep
from tests.builders import change_row
from tests.ui.class_room import attendance, cell, marks, show
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import child, open_window, screenshot

SIGNED = Signature("林晓", "档案盒 3 号")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return practice_store(tmp_path, people=30)


@pytest.fixture
def window(qtbot: QtBot, store: Store) -> MainWindow:
    return open_window(qtbot, store)


# Nothing of one class is left in the next


def test_each_class_opens_on_its_own_earliest_open_half_day(
    window: MainWindow, store: Store
) -> None:
    first = some_class(store, members_of(store, 3), name="甲", days=2)
    second = some_class(store, members_of(store, 3), name="乙", days=3)
    step = attendance(show(window, first))
    step.session.setCurrentIndex(3)
    step.session.activated.emit(3)
    show(window, second)
    assert step.session.currentIndex() == 0
    assert step.grid.currentIndex().column() == 3
    half_days = sessions_of(store.database.read(), second)
    for half_day in (half_days[0], half_days[1], half_days[3]):
        sign_page(store, half_day.uid, [1, 2, 3], {}, SIGNED)
    show(window, first)
    show(window, second)
    assert step.session.currentIndex() == 2, "the third is the earliest that is open"


def test_a_step_is_built_and_read_when_somebody_goes_to_it(
    window: MainWindow, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []
    monkeypatch.setattr(AttendanceStep, "show_class", lambda _step, uid: read.append(uid))
    uid = some_class(store, members_of(store, 3))
    page = show(window, uid)
    assert read == [uid], "once, not for every call on the way"
    assert list(page.steps) == ["考勤"]
    page.go("名单")
    assert list(page.steps) == ["考勤", "名单"]


def test_nothing_typed_chosen_or_searched_for_is_left_in_the_next_class(
    qtbot: QtBot, window: MainWindow, store: Store
) -> None:
    first = some_class(store, members_of(store, 12), name="甲")
    second = some_class(store, members_of(store, 12), name="乙")
    page = show(window, first)
    step = attendance(page)
    step.checked_by.setText("王强")
    step.paper.setText("甲班的盒子")
    step.signed.click()
    step.absent.setText("3 7")
    step.grid.selectAll()
    page.go("名单")
    roster = page.steps["名单"]
    assert isinstance(roster, RosterStep)
    roster.list.search.setText("王")
    roster.list._search_now()
    roster.list.table.selectAll()
    show(window, second, "名单")
    qtbot.waitUntil(lambda: roster.list.model.rowCount() == 12)
    assert roster.list.search.text() == ""
    assert roster.list.selected_ids() == []
    show(window, second)
    assert (step.checked_by.text(), step.paper.text()) == ("林晓", "")
    assert (step.absent.text(), step.absent.isEnabled()) == ("", False)
    assert len(step.grid.selectionModel().selectedIndexes()) <= 1
    step.undo()
    assert "还没有录入" in window.workspace.notices.text.text()


def test_a_class_that_went_while_it_was_in_sight_leads_back_to_the_list(
    window: MainWindow, store: Store
) -> None:
    from app.services.classes.class_removal import remove_class

    uid = some_class(store, members_of(store, 3))
    show(window, uid)
    remove_class(store, uid, "录了两次")
    window.workspace.changed()
    assert window.page is window.pages["classes"]


# What cannot be done is not offered


def test_a_closed_class_offers_no_change_and_says_why(
    qtbot: QtBot, window: MainWindow, store: Store
) -> None:
    uid = some_class(store, members_of(store, 5))
    sign_everything(store, uid, close=True)
    page = show(window, uid)
    step = attendance(page)
    buttons = [step.signed, step.bar.day_signed, *step.palette_row.buttons.values()]
    cell(qtbot, step, 0, 3)
    for made in (*buttons, step.palette_row.undo):
        assert not made.isEnabled()
        assert not made.isVisible() or made.toolTip()
    assert "已经结班" in step.signed.toolTip()
    assert "已经结班" in step.left.text()
    screenshot(window, "考勤-已结班")
    before = marks(store, uid)
    qtbot.keyClick(step.grid, "7")
    assert "已经结班" in window.workspace.notices.text.text()
    qtbot.keyClick(step.paper, Qt.Key.Key_Return)
    qtbot.keyClick(step.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert marks(store, uid) == before
    page.go("名单")
    roster = page.steps["名单"]
    assert isinstance(roster, RosterStep)
    roster.list.table.select_row(0)
    for name in ("add_people", "withdraw"):
        assert not child(roster, name).isEnabled()
        assert "已经结班" in child(roster, name).toolTip()
    assert "已经结班" in roster.standing.text()
    screenshot(window, "名单-已结班")
    roster._edit(roster._rows[0])
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize(
    ("people", "signed", "closed", "offered"),
    [
        (0, False, False, set()),
        (3, False, False, {"class_roster", "sign_in_sheet"}),
        (3, True, True, {"class_roster", "sign_in_sheet", "attendance_proof", "feedback"}),
    ],
)
def test_only_papers_that_can_be_printed_are_offered(
    window: MainWindow,
    store: Store,
    people: int,
    signed: bool,
    closed: bool,
    offered: set[str],
) -> None:
    uid = some_class(store, members_of(store, people))
    if signed:
        sign_everything(store, uid, close=closed)
    page = show(window, uid, "证书材料")
    step = page.steps["证书材料"]
    shown = {
        made.objectName().removeprefix("print_"): made
        for made in step.findChildren(QPushButton)
        if made.objectName().startswith("print_")
    }
    assert {kind for kind, made in shown.items() if made.isEnabled()} == offered
    assert all(made.isEnabled() or made.toolTip() for made in shown.values())
    window.go("documents")


def test_certificates_all_void_are_not_offered_for_printing(
    window: MainWindow, store: Store
) -> None:
    from app.data.queries.certificates import certificates_of
    from app.services.classes.closing import void_certificate

    uid = some_class(store, members_of(store, 2))
    change_row(store, "training_class", uid, certificates=1)
    sign_everything_present(store, uid)
    page = show(window, uid, "结班")
    reopen = page.steps["结班"].reopen  # type: ignore[attr-defined]
    assert not reopen.isEnabled()
    assert "2 份结业证书" in reopen.toolTip()
    for row in certificates_of(store.database.read(), uid):
        void_certificate(store, row.uid, "姓名有误")
    window.workspace.changed()
    assert reopen.isEnabled()
    page.go("证书材料")
    made = child(page, "print_certificate")
    assert not made.isEnabled()
    assert "作废" in made.toolTip()


def sign_everything_present(store: Store, uid: bytes) -> None:
    from app.services.classes.closing import close_class

    connection = store.database.read()
    for half_day in sessions_of(connection, uid):
        sign_page(store, half_day.uid, [1, 2], {}, SIGNED)
    close_class(store, uid)


def test_a_class_not_over_is_not_closed(window: MainWindow, store: Store) -> None:
    today = date.today()
    uid = some_class(store, members_of(store, 2), days=2, starts=today - timedelta(days=1))
    page = show(window, uid, "结班")
    assert not page.close_class.isEnabled()
    assert page.close_class.toolTip()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("签到表", "名单里还没有人"),
        ("结业证书", "还没有结班"),
        ("学籍档案", "请先选择党员"),
        ("交接单", "还没有发出或接收过数据包"),
        ("党员增减变化表", "没有这一次接收"),
    ],
)
def test_the_page_of_papers_offers_what_can_be_printed(
    window: MainWindow, store: Store, title: str, words: str
) -> None:
    some_class(store, [])
    window.go("documents")
    page = window.page
    titles = [page.list.item(n).text().strip() for n in range(page.list.count())]  # type: ignore[attr-defined]
    page.list.setCurrentRow(titles.index(title))  # type: ignore[attr-defined]
    preview = child(page, "preview")
    assert not preview.isEnabled()
    assert words in preview.toolTip()
    assert words in page.note.text()  # type: ignore[attr-defined]
    page.list.setCurrentRow(titles.index("应训未训名单"))  # type: ignore[attr-defined]
    assert preview.isEnabled()
    assert words not in preview.toolTip()
