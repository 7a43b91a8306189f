"""A list is painted once at a key, and quickly, and looks as the style draws it."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.ui.tables.lazy_table_model import LazyTableModel
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from tests.ui.list_makers import COLUMNS, People, Person, made_list


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.number += event.type() == QEvent.Type.Paint
        return False


def picture(made: ListTable[Any]) -> QImage:
    for _ in range(5):
        QApplication.processEvents()  # bars come and go
    return made.table.grab().toImage()


def as_the_style_has_it(made: ListTable[Any]) -> QImage:
    ours = made.table.itemDelegate()
    made.table.setItemDelegate(QStyledItemDelegate(made.table))
    found = picture(made)
    made.table.setItemDelegate(ours)
    return found


@pytest.mark.parametrize("checkable", [False, True])
def test_cells_look_as_the_style_draws_them(qtbot: QtBot, checkable: bool) -> None:
    made = made_list(qtbot, People(40), checkable=checkable)
    assert picture(made) == as_the_style_has_it(made)
    made.table.select_row(2)
    if checkable:
        made.model.set_checked(made.model.ids[1:5])
    made.table.setColumnWidth(0, 50)  # 姓名 is cut with an ellipsis
    made.table.setColumnWidth(1, 24)  # and so are figures, at the right
    assert picture(made) == as_the_style_has_it(made)
    made.setEnabled(False)
    assert picture(made) == as_the_style_has_it(made)


def test_rows_that_went_and_cells_of_several_lines_look_so_too(qtbot: QtBot) -> None:
    people = People(12)
    lines: Column[Person] = Column("说明", lambda p: f"第一行\n{p.name}", width=200)
    made: ListTable[Person] = ListTable("党员列表", people, (*COLUMNS, lines))
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    made.reload()
    del people.people[3]
    made.model.row(0)
    assert picture(made) == as_the_style_has_it(made)


def test_a_search_paints_the_rows_once(qtbot: QtBot) -> None:
    made = made_list(qtbot, People(3_000))
    QApplication.processEvents()
    paints = Paints()
    made.table.viewport().installEventFilter(paints)
    # With a bar and without, heads wider and narrower, and behind the words that nobody was found.
    some = (
        ("李00", 1),
        ("李00203", 1),
        ("李002", 1),
        ("王", 0),
        ("李01", 1),
        ("王", 0),
        ("李00203", 1),
    )
    for typed, times in some:
        QApplication.processEvents()
        paints.number = 0
        made.search.setText(typed)
        made.search.returnPressed.emit()
        for _ in range(5):
            QApplication.processEvents()
        assert paints.number == times, typed


def test_rows_are_drawn_without_asking_qts_way_cell_by_cell(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = made_list(qtbot, People(3_000), checkable=True)
    picture(made)
    asked: list[int] = []

    def data(self: LazyTableModel[Any], index: Any, role: int = 0) -> None:
        asked.append(role)

    monkeypatch.setattr(LazyTableModel, "data", data)
    made.search.setText("李00")
    made.search.returnPressed.emit()
    picture(made)
    assert not asked
    made.table.select_row(1)  # this row is the style's
    picture(made)
    assert asked


def test_columns_that_draw_themselves_are_left_to_them(qtbot: QtBot) -> None:
    class Marked(QStyledItemDelegate):
        def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
            painter.fillRect(option.rect, QColor("#123456"))  # type: ignore[attr-defined]

    made = made_list(qtbot, People(12))
    made.table.setItemDelegateForColumn(1, Marked(made.table))
    assert picture(made) == as_the_style_has_it(made)
    place = made.table.visualRect(made.model.index(3, 1)).center()
    there = made.table.viewport().mapTo(made.table, place)
    assert picture(made).pixelColor(there) == QColor("#123456")


def test_nothing_behind_the_rows_is_painted_with_them(qtbot: QtBot) -> None:
    made = made_list(qtbot, People(40))
    picture(made)
    rows, behind = Paints(), Paints()
    made.table.viewport().installEventFilter(rows)
    made.installEventFilter(behind)
    made.table.viewport().update()
    QApplication.processEvents()
    assert (rows.number, behind.number) == (1, 0)
