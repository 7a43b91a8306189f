"""Tables: ids once, rows when drawn, selection and ticks by id."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.ui.tables.lazy_table_model import PAGE, LazyTableModel
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from tests.ui.window_helpers import ime, unnamed


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    hours: float


class People:
    """Ids 1, 2, …; remembers what it was asked."""

    def __init__(self, count: int) -> None:
        self.people = {n: Person(n, f"李{n:04}", n / 2) for n in range(1, count + 1)}
        self.asked: list[int] = []

    def ids(self, view: View) -> Sequence[int]:
        found = [n for n, person in self.people.items() if view.text in person.name]
        only = view.filters.get("above")
        found = [n for n in found if only is None or n > only]
        return array("q", sorted(found, reverse=view.descending))

    def rows(self, ids: Sequence[int]) -> list[Person]:
        self.asked.append(len(ids))
        return [self.people[n] for n in ids if n in self.people]


COLUMNS: tuple[Column[Person], ...] = (
    Column("姓名", lambda p: p.name, sort="name", width=120),
    Column("学时", lambda p: f"{p.hours:g}", width=80, right=True, tone=lambda p: "bad"),
)


def made(qtbot: QtBot, query: People, checkable: bool = False) -> ListTable[Person]:
    table = ListTable("党员列表", query, COLUMNS, checkable=checkable)
    qtbot.addWidget(table)
    table.resize(800, 400)
    table.show()
    table.reload()
    return table


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = LazyTableModel(People(500), COLUMNS, checkable=True)
    model.show_view(View())
    qtmodeltester.check(model)


def test_only_what_is_seen_is_loaded(qtbot: QtBot) -> None:
    query = People(60_000)
    table = made(qtbot, query)
    table.grab()
    assert query.asked
    assert sum(query.asked) <= 2 * PAGE


def test_a_row_deleted_meanwhile_shifts_nothing() -> None:
    query = People(10)
    model = LazyTableModel(query, COLUMNS)
    model.show_view(View())
    del query.people[3]
    assert model.index(2, 0).data() == ""
    assert model.index(3, 0).data() == "李0004"


def test_search_waits_for_the_typing_to_end(qtbot: QtBot) -> None:
    table = made(qtbot, People(50))
    ime(table.search, "李001")
    assert table.model.rowCount() == 50
    qtbot.waitUntil(lambda: table.model.rowCount() == 10)
    assert table.count.text() == "共 10 人"


def test_nothing_found_offers_a_way_out(qtbot: QtBot) -> None:
    table = made(qtbot, People(50))
    table.search.setText("王")
    qtbot.keyClick(table.search, Qt.Key.Key_Return)
    assert not table.table.isVisible()
    assert table.empty.words.text() == "没有找到“王”。"
    table.empty.first.click()
    assert table.model.rowCount() == 50
    assert table.table.isVisible()


def test_sorting_by_a_heading(qtbot: QtBot) -> None:
    table = made(qtbot, People(5))
    table._sort_by(0)
    assert table.model.ids[0] == 1
    table._sort_by(0)
    assert table.model.ids[0] == 5
    table._sort_by(1)  # hours cannot be sorted here
    assert table.model.view.sort == "name"


def test_selection_survives_a_reload(qtbot: QtBot) -> None:
    query = People(50)
    table = made(qtbot, query)
    table.table.select_row(9)
    del query.people[1]
    table.reload()
    assert table.selected_ids() == [10]


def test_ticks_survive_a_search(qtbot: QtBot) -> None:
    table = made(qtbot, People(50), checkable=True)
    table.table.select_row(4)
    qtbot.keyClick(table.table, Qt.Key.Key_Space)
    assert table.model.checked == [5]
    table.filter_by("above", 20)
    table.model.set_checked([30])
    assert table.model.checked == [30, 5]
    table.filter_by("above", None)
    assert table.model.checked == [5, 30]
    state = table.model.index(4, 0).data(Qt.ItemDataRole.CheckStateRole)
    assert Qt.CheckState(state) == Qt.CheckState.Checked


@pytest.mark.parametrize("checkable", [True, False])
def test_everything_has_a_name(qtbot: QtBot, checkable: bool) -> None:
    table = made(qtbot, People(3), checkable)
    assert unnamed(table) == []


def test_enter_opens_the_row(qtbot: QtBot) -> None:
    table = made(qtbot, People(3))
    table.table.select_row(1)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.table, Qt.Key.Key_Return)
    assert opened.args[0].id == 2
