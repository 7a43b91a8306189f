"""What a look at every picture found: lists side by side, links, line numbers, slow first rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QSplitter,
    QStyleOptionHeader,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.data.queries.waiting import WaitingSession
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.dialogs.print_preview import edged
from app.ui.fitting import FittingScroll
from app.ui.main_window import MainWindow
from app.ui.notice_bar import NoticeBar
from app.ui.pages.classes.session_table import SessionTable
from app.ui.pages.dashboard.dashboard_page import DashboardPage
from app.ui.pages.ledger.ledger_page import LedgerPage
from app.ui.pages.members.member_dialog import MemberDialog
from app.ui.pages.members.members_page import MembersPage
from app.ui.pages.review.review_page import ReviewPage
from app.ui.parts import button, card, label, link, row
from app.ui.splitting import remember_splitter
from tests.ui.list_makers import People, made_list
from tests.ui.practice import practice_store
from tests.ui.window_helpers import child


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = practice_store(tmp_path, level="county", people=20)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, store: Store) -> MainWindow:
    made = MainWindow(store)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    return made


def top_and_foot(part: QWidget) -> tuple[int, int]:
    top = part.mapTo(part.window(), QPoint(0, 0)).y()
    return top, top + part.height()


def test_the_lists_of_the_ledger_stand_on_one_line(window: MainWindow, qtbot: QtBot) -> None:
    window.go("ledger")
    page = cast(LedgerPage, window.page)
    qtbot.waitUntil(lambda: bool(page.people.model.rowCount()))
    page.people.table.select_row(3)
    qtbot.wait(50)
    assert (
        top_and_foot(page.listed)[1] == top_and_foot(page.people)[1] == top_and_foot(page.tree)[1]
    )
    heads = [list_.table.horizontalHeader() for list_ in (page.people, page.listed)]
    assert top_and_foot(heads[0]) == top_and_foot(heads[1])


def test_the_ledger_without_a_person_does_not_name_the_last(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.go("ledger")
    page = cast(LedgerPage, window.page)
    qtbot.waitUntil(lambda: bool(page.people.model.rowCount()))
    page.people.search.setText("谁也不是")
    page.people.search.returnPressed.emit()
    assert "请选一个人" in page.words.text()


def test_a_long_first_reading_says_so_and_nothing_moves(window: MainWindow, qtbot: QtBot) -> None:
    window.go("members")
    page = cast(MembersPage, window.page)
    page.list.model._ids = page.list.model._ids[:0]  # as before the first answer
    words = child(page.list, "reading")
    before = page.list.table.geometry()
    page.reading_people()
    assert not words.isVisible()  # not at once: what is there in a moment needs no words
    qtbot.waitUntil(words.isVisible)
    assert page.list.table.geometry() == before
    page.list.reload()
    assert not words.isVisible()


def test_the_word_in_a_head_keeps_away_from_its_box(window: MainWindow) -> None:
    window.go("members")
    heads = cast(MembersPage, window.page).list.table.heads
    option = QStyleOptionHeader()
    heads.initStyleOptionForIndex(option, 0)
    assert option.text == " 姓名"  # type: ignore[attr-defined]  # the stub lacks it
    assert heads.model().headerData(0, Qt.Orientation.Horizontal) == "姓名"


def test_nothing_waiting_is_not_decided_together(window: MainWindow, qtbot: QtBot) -> None:
    window.go("review")
    page = cast(ReviewPage, window.page)
    assert not page.bulk.isEnabled()
    assert page.bulk.toolTip() == "没有待核实的内容。"


def test_nobody_is_told_how_to_tick_in_an_empty_list(qtbot: QtBot) -> None:
    table = made_list(qtbot, People(0), checkable=True)
    assert table.ticks.words.text() == ""
    high = table.ticks.height()
    table.show_rows(People(3))
    assert "打勾" in table.ticks.words.text()
    assert table.ticks.height() == high


def test_the_last_list_of_three_has_room_on_a_narrow_window(qtbot: QtBot) -> None:
    """台账 at 200 %: the hours of whoever is chosen had 82 pixels."""
    split = QSplitter()
    qtbot.addWidget(split)
    for _ in range(3):
        split.addWidget(QLabel())
    split.setChildrenCollapsible(False)
    split.setStretchFactor(2, 1)
    remember_splitter(split, "narrow", [180, 328], least=0.5)
    split.resize(560, 300)
    split.show()
    assert split.sizes()[2] >= 270
    split.resize(1200, 300)
    assert split.sizes()[:2] == [180, 328]
    split.moveSplitter(100, 1)
    split.resize(560, 300)
    assert split.sizes()[0] == 100, "somebody chose"


def test_what_scrolls_is_not_broken_off(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    content = QLabel()
    content.setMinimumHeight(400)
    scroll = FittingScroll(content, host)
    scroll.resize(200, 100)
    host.show()
    line = child(scroll, "GoesOn")
    assert line.isVisible()
    scroll.verticalScrollBar().setValue(10_000)
    assert not line.isVisible()


def test_white_paper_on_a_white_list_has_an_edge(qtbot: QtBot) -> None:
    white = QImage(30, 40, QImage.Format.Format_RGB888)
    white.fill(Qt.GlobalColor.white)
    drawn = edged(white)
    seen = drawn.toImage()
    left, top = (drawn.width() - 30) // 2, (drawn.height() - 40) // 2
    assert seen.pixelColor(left, top).name() != "#ffffff"
    assert seen.pixelColor(left + 15, top + 20).name() == "#ffffff"


def test_half_days_that_are_not_there_yet_say_how_they_come(qtbot: QtBot) -> None:
    table = SessionTable()
    qtbot.addWidget(table)
    table.resize(600, 200)
    said = table.grab().toImage()
    table.empty_words = ""
    assert table.grab().toImage() != said


def test_a_link_begins_where_words_begin(qtbot: QtBot) -> None:
    host = QLabel()
    qtbot.addWidget(host)
    made = link("看全部", lambda: None)
    made.setParent(host)
    made.ensurePolished()
    words = label("看全部")
    air = made.sizeHint().width() - words.fontMetrics().horizontalAdvance("看全部")
    assert air <= 6


def test_below_the_last_row_there_is_no_column_of_numbers(window: MainWindow) -> None:
    window.go("members")
    table = cast(MembersPage, window.page).list.table
    window.resize(1366, 1000)
    numbers = table.verticalHeader()
    picture = numbers.grab().toImage()
    last = picture.pixelColor(10, picture.height() - 6)
    rows = table.model().rowCount() * numbers.defaultSectionSize()
    assert rows < numbers.height()
    assert last.name() == "#ffffff"


def test_more_half_days_than_the_desk_lists_are_one_click_away(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = cast(DashboardPage, window.pages["dashboard"])
    many = [WaitingSession(b"", "春训", b"", "2026-03-01", "上午", 12, 3)] * 61
    page.waiting.show_waiting(many, any_class=True)
    made = child(page.waiting, "all_waiting")
    assert made.text() == "还有 1 个半天，到“办班”里看"
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert window.page is window.pages["classes"]


def test_rows_of_a_person_can_be_added_without_scrolling(
    window: MainWindow, qtbot: QtBot, store: Store
) -> None:
    person = store.database.read().execute("SELECT uid FROM member LIMIT 1").fetchone()[0]
    dialog = MemberDialog(window.workspace, person, None, window)
    dialog.show()
    dialog.resize(860, 430)  # little more than a dense small screen leaves
    tabs = dialog.findChildren(QTabWidget)[0]
    tabs.tabBar().setFocus()
    tabs.setCurrentWidget(dialog.posts)
    qtbot.wait(50)
    assert dialog.fitted is not None
    dialog.fitted.scroll.to_top()
    seen = dialog.posts.add_button.visibleRegion().boundingRect()
    assert seen.size() == dialog.posts.add_button.size()
    dialog.hide()


def test_words_that_just_fit_do_not_hold_a_scroll_bar(qtbot: QtBot) -> None:
    dialog = Dialog()
    qtbot.addWidget(dialog)
    dialog.setMinimumWidth(620)
    box = QVBoxLayout(dialog)
    box.setContentsMargins(24, 18, 24, 16)
    box.setSpacing(12)
    box.addWidget(label("云岭县 发来的开户文件", "h1", wrap=True))
    box.addWidget(NoticeBar())
    box.addWidget(label("管辖范围：红岩乡", wrap=True))
    digits = label("88655 93505 32896 79726 67688 63350", "number")
    compare = "请打电话给县委组织部：两边屏幕上的校验码应当完全相同。不同就不要加入，并告诉县里。"
    box.addWidget(card(label("校验码", "muted"), digits, label(compare, wrap=True)))
    box.addWidget(QCheckBox("已经电话核对，两边的校验码相同"))
    box.addLayout(row(None, button("加入", dialog.accept)))
    dialog.show()
    qtbot.wait(50)
    assert dialog.fitted is not None
    assert dialog.fitted.scroll.verticalScrollBar().maximum() == 0
