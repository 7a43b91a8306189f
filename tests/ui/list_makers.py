"""Lists for tests: people by number, as many as wanted, in a window with a store or without."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.services.store import Store
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.workspace import Workspace


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    hours: float
    number: str
    joined_on: str


class People:
    """Ids 1, 2, …; remembers what it was asked."""

    def __init__(self, count: int) -> None:
        self.people = {n: person(n) for n in range(1, count + 1)}
        self.asked: list[int] = []

    def ids(self, view: View) -> Sequence[int]:
        found = [n for n, one in self.people.items() if view.text in one.name]
        only = view.filters.get("above")
        found = [n for n in found if only is None or n > only]
        return array("q", sorted(found, reverse=view.descending))

    def rows(self, ids: Sequence[int]) -> list[Person]:
        self.asked.append(len(ids))
        return [self.people[n] for n in ids if n in self.people]


def person(n: int) -> Person:
    day = f"20{n % 30:02}-0{n % 9 + 1}-1{n % 9}" if n % 4 else f"20{n % 30:02}-0{n % 9 + 1}"
    return Person(n, f"李{n:05}", n / 2, f"110105********{n % 10000:04}", day)


COLUMNS: tuple[Column[Person], ...] = (
    Column("姓名", lambda p: p.name, sort="name", width=120),
    Column("学时", lambda p: f"{p.hours:g}", width=80, right=True, tone=lambda p: "bad"),
    Column("身份证号", lambda p: p.number, width=170),
    Column("入党日期", lambda p: p.joined_on, width=110, date=True),
)


def made_list(qtbot: QtBot, query: Any, **ways: Any) -> ListTable[Person]:
    """A list on its own, shown and read."""
    table: ListTable[Person] = ListTable("党员列表", query, COLUMNS, **ways)
    qtbot.addWidget(table)
    table.resize(800, 400)
    table.show()
    table.reload()
    return table


def in_window(qtbot: QtBot, store: Store, table: ListTable[Any]) -> Workspace:
    """Put a list into a window that has a store."""
    window = QWidget()
    qtbot.addWidget(window)
    workspace = Workspace(store, window)
    box = QVBoxLayout(window)
    box.addWidget(workspace.notices)
    box.addWidget(table)
    window.resize(900, 500)
    window.show()
    table.reload()
    qtbot.addWidget(window, before_close_func=lambda _w: workspace.runner.stop_all())
    return workspace
