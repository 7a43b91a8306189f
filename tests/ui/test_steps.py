"""What lies in one place, one part at a time; what stands in a row and goes on below."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QListWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.fitting import FittingScroll, Scrolled
from app.ui.flow_row import flow
from app.ui.navigation import PAGES
from app.ui.pages.members import member_query as members
from app.ui.parts import button, label
from app.ui.side_bar import SideBar
from app.ui.steps import Steps
from app.ui.tables.heads import Heads
from app.ui.tables.list_table import ListTable
from tests.ui.list_makers import COLUMNS, People, made_list


def test_nobody_scrolls_because_of_a_step_that_is_not_in_sight(qtbot: QtBot) -> None:
    content, steps = Scrolled(), Steps()
    host = QWidget()
    qtbot.addWidget(host)
    box = QVBoxLayout(content)
    box.addWidget(steps)
    for high in (40, 900):
        step = QLabel("这一步")
        step.setMinimumHeight(high)
        steps.addWidget(step)
    scroll = FittingScroll(content, host)
    scroll.resize(300, 200)
    host.show()
    QApplication.processEvents()
    assert scroll.verticalScrollBar().maximum() == 0
    steps.setCurrentIndex(1)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 600)
    steps.setCurrentIndex(0)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() == 0)
    assert steps.sizeHint().height() >= 900, "a dialog does not jump from step to step"


def test_buttons_at_the_right_go_on_below_together(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    title = QLabel("党员春季集中轮训班　2026-11-29 至 2026-11-30")
    made = [button(words, window.close) for words in ("删除班次…", "修改班次", "结班")]
    box = QVBoxLayout(window)
    box.addLayout(flow(title, None, *made))
    box.addStretch(1)
    wide = title.sizeHint().width() + made[0].sizeHint().width() + 60
    window.resize(wide, 200)
    window.show()
    QApplication.processEvents()
    assert len({one.y() for one in made}) == 1
    assert made[0].y() > title.y()
    assert made[-1].geometry().right() > wide - 20, "at the right, as above"


def test_no_part_is_cut_below_what_it_needs(qtbot: QtBot) -> None:
    """数据交换 at 125 %: the buttons of the chosen township lay on what is told of it."""
    content, host = Scrolled(), QWidget()
    qtbot.addWidget(host)
    box = QVBoxLayout(content)
    parts = []
    for lines, least in ((7, 60), (2, 100)):
        part = QWidget()
        inside = QVBoxLayout(part)
        inside.addWidget(label("\n".join(["最近收到：今天"] * lines), wrap=True))
        rows = QListWidget()
        rows.setMinimumHeight(least)
        inside.addWidget(rows)
        box.addWidget(part, 1)
        parts.append(part)
    scroll = FittingScroll(content, host)
    scroll.resize(300, 200)
    host.resize(320, 220)
    host.show()
    QApplication.processEvents()
    assert all(part.height() >= part.minimumSizeHint().height() for part in parts)


@pytest.mark.parametrize("high", [300, 546])
def test_the_page_one_is_on_is_in_sight_in_the_navigation(qtbot: QtBot, high: int) -> None:
    """A county's ten pages at 125 % of 1366 × 768, and lower."""
    specs = [spec for spec in PAGES if "county" in spec.levels and not spec.hidden]
    bar = SideBar(specs, lambda _key: None)
    qtbot.addWidget(bar)
    bar.add_note("云岭县（县级）")
    bar.add_note("使用人：林晓")
    bar.resize(bar.width(), high)
    bar.show()
    QApplication.processEvents()
    last = bar.buttons[specs[-1].key]
    last.setChecked(True)
    assert last.visibleRegion().boundingRect().size() == last.size()
    scroll = bar.findChildren(FittingScroll)[0]
    assert bool(scroll.verticalScrollBar().maximum()) is (high < 500)


def shown_width(heads: Heads) -> int:
    return sum(heads.sectionSize(section) for section in heads.shown())


def test_a_little_room_that_is_lacking_is_given_by_wide_columns(qtbot: QtBot) -> None:
    """The last column of 办班 says what is missing: at 150 % it lay out of sight."""
    table = made_list(qtbot, People(3), numbers=False)
    view: QTableView = table.table
    heads = table.table.heads
    declared = sum(column.width for column in COLUMNS)
    view.resize(declared - 40, 300)
    view.setFixedWidth(declared - 40)
    QApplication.processEvents()
    assert view.horizontalScrollBar().maximum() == 0
    assert heads.sectionSize(1) == COLUMNS[1].width, "what is narrow keeps its words"
    view.setFixedWidth(declared // 2)
    QApplication.processEvents()
    assert heads.sectionSize(2) == COLUMNS[2].width, "else it scrolls"
    heads.resizeSection(2, 150)
    view.setFixedWidth(declared - 40)
    QApplication.processEvents()
    assert heads.sectionSize(2) == 150, "somebody chose"


def test_masked_numbers_of_members_have_room_on_a_small_screen(qtbot: QtBot) -> None:
    """What is told apart by its last digits gives no room: they were cut off."""
    table: ListTable[Any] = ListTable("党员", People(1), members.COLUMNS, numbers=False)
    qtbot.addWidget(table)
    table.show()
    heads, words = table.table.heads, QFontMetrics(table.table.font())
    table.table.setFixedWidth(888)  # what 1366 leaves
    QApplication.processEvents()
    shown = {column.label: heads.sectionSize(at) for at, column in enumerate(members.COLUMNS)}
    for label_, said in {"身份证号": "439900********2081", "联系电话": "157****4183"}.items():
        assert shown[label_] >= words.horizontalAdvance(said) + 14
    assert shown["姓名"] < 130, "others give it"
    assert sum(shown.values()) <= 888, "and the last one is in sight"


def test_widths_that_nobody_chose_are_those_of_the_version(qtbot: QtBot) -> None:
    """What was kept with an order counted as chosen once others were declared: no column gave
    room, and the last one lay out of sight."""
    before = made_list(qtbot, People(1), numbers=False)
    before.table.heads.moveSection(1, 2)
    before.table.heads.remember()
    wider = [replace(column, width=column.width + 30) for column in COLUMNS]
    table: ListTable[Any] = ListTable("党员列表", People(1), wider, numbers=False)
    qtbot.addWidget(table)
    table.show()
    table.table.setFixedWidth(sum(column.width for column in wider) - 40)
    QApplication.processEvents()
    assert table.table.heads.order()[1:3] == [2, 1]
    assert table.table.horizontalScrollBar().maximum() == 0
