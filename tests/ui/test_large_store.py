"""What a county's pages read while the window stays free, and the year of the ledger's figures."""

import inspect
import re
import threading
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.data import people_index
from app.data.people_index import PeopleIndex
from app.data.queries import size
from app.services.store import Store
from app.ui import navigation
from app.ui.finding import ShowOrganization, find_everything
from app.ui.main_window import MainWindow
from app.ui.pages.classes.classes_page import ClassesPage
from app.ui.pages.documents.documents_page import DocumentsPage
from app.ui.pages.ledger.ledger_page import LedgerPage
from app.ui.pages.members.members_page import MembersPage
from app.ui.pages.page import Page
from tests.builders import make_member, make_organization
from tests.days import this_year
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import cut_off, screenshot


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any store is a county's: everything that may take long goes to the pool."""
    monkeypatch.setattr(size, "FEW", {"member": 0, "attendance": 0})
    monkeypatch.setattr(people_index, "SMALL", 0)
    monkeypatch.setattr(people_index, "AT_ONCE", 0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = practice_store(tmp_path, people=30)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, store: Store) -> MainWindow:
    made = MainWindow(store)
    qtbot.addWidget(made)
    made.show()
    return made


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)


def at(window: MainWindow, key: str, kind: type[Any]) -> Any:
    window.go(key)
    assert isinstance(window.page, kind)
    return window.page


@pytest.mark.usefixtures("large")
def test_a_list_keeps_what_it_shows_until_the_pool_has_read(
    qtbot: QtBot, window: MainWindow, store: Store
) -> None:
    page: MembersPage = at(window, "members", MembersPage)
    settled(qtbot, window)
    assert page.list.model.rowCount() == 30
    make_member(store, None, "曹静")
    window.workspace.changed()
    assert page.list.model.rowCount() == 30, "nothing is blank meanwhile"
    settled(qtbot, window)
    assert page.list.model.rowCount() == 31
    everything = page.tree.topLevelItem(0)
    assert everything is not None
    assert everything.text(0).endswith("31")


@pytest.mark.usefixtures("large")
def test_nothing_of_a_county_is_read_on_the_thread_of_the_window(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Going to a page, and reading it anew after a write."""
    settled(qtbot, window)
    here: list[str] = []
    ours = threading.get_ident()

    def watch(owner: object, name: str) -> None:
        kept = getattr(owner, name)

        def watched(*given: Any, **named: Any) -> Any:
            if threading.get_ident() == ours:
                here.append(name)
            return kept(*given, **named)

        monkeypatch.setattr(owner, name, watched)

    watch(PeopleIndex, "catch_up")
    watch(PeopleIndex, "half_hours")
    for name in ("unmarked_in", "open_classes"):
        watch(__import__("app.ui.pages.classes.classes_page", fromlist=["x"]), name)
    for key in ("members", "classes", "ledger", "documents"):
        window.go(key)
        settled(qtbot, window)
        make_member(window.workspace.store, None, "曹静")
        window.workspace.changed()
        settled(qtbot, window)
    assert here == []


def test_a_late_answer_never_stands_over_a_newer_one(qtbot: QtBot, window: MainWindow) -> None:
    page = window.page
    assert isinstance(page, Page)
    settled(qtbot, window)
    go_on = threading.Event()
    shown: list[str] = []

    def slow() -> str:
        go_on.wait(5)
        return "alt"

    page.ask("x", slow, shown.append)
    page.ask("x", lambda: "neu", shown.append)
    assert page.waits_for("x")
    go_on.set()
    settled(qtbot, window)
    assert shown == ["neu"]
    assert not page.waits_for("x")


def test_what_a_small_store_says_at_once_is_newer_than_what_is_under_way(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = window.page
    assert isinstance(page, Page)
    shown: list[str] = []
    page.ask("x", lambda: "alt", shown.append)
    page.read("x", lambda: "neu", shown.append)
    settled(qtbot, window)
    assert shown == ["neu"]


@pytest.mark.usefixtures("large")
def test_the_window_may_be_closed_while_its_pages_read(qtbot: QtBot, window: MainWindow) -> None:
    for key in ("members", "classes", "ledger"):
        window.go(key)
    window.close()
    assert not window.workspace.runner.busy


@pytest.mark.usefixtures("large")
def test_marks_waited_for_are_counted_beside_the_list(
    qtbot: QtBot, window: MainWindow, store: Store
) -> None:
    some_class(store, members_of(store, 3))
    page: ClassesPage = at(window, "classes", ClassesPage)
    waiting = [c.label for c in page.list.model.columns].index("还缺什么")
    assert page.list.model.index(0, waiting).data() == ""
    settled(qtbot, window)
    assert page.list.model.index(0, waiting).data() == "6 处考勤待录"


def test_a_class_to_print_is_found_by_typing(
    qtbot: QtBot, window: MainWindow, store: Store
) -> None:
    """However many there are; the latest one stands there already."""
    for number in range(45):
        some_class(
            store,
            members_of(store, 1),
            name=f"第{number:02}期",
            starts=date(2025, 1, 1 + number % 28),
        )
    latest = some_class(store, members_of(store, 1), name="冬训班", starts=date(2026, 2, 1))
    page: DocumentsPage = at(window, "documents", DocumentsPage)
    assert page.training_class.value() == latest
    assert page.training_class.text().startswith("冬训班")
    page.training_class.setText("第03期")
    page.training_class._edited("第03期")
    page.training_class.open_list()
    assert [words[:4] for words in page.training_class._listed] == ["第03期"]
    page.training_class._take(next(iter(page.training_class._listed)))
    chosen = page.training_class.value()
    window.workspace.changed()
    assert page.training_class.value() == chosen, "a write elsewhere keeps the choice"


def test_every_figure_of_the_ledger_follows_the_year(
    qtbot: QtBot, window: MainWindow, store: Store
) -> None:
    people = members_of(store, 4)  # the third one is always absent
    for year, some in ((this_year(), people[:3]), (this_year() - 1, people)):
        uid = some_class(store, some, name=f"{year} 班", starts=date(year, 1, 5))
        sign_everything(store, uid, close=True)
    page: LedgerPage = at(window, "ledger", LedgerPage)
    settled(qtbot, window)
    years = [page.year.itemText(n) for n in range(page.year.count())]
    assert years == [f"{this_year()} 年", f"{this_year() - 1} 年", "累计"]
    page.people._sort_by(2)
    page.people._sort_by(2)

    def shown(place: int) -> tuple[str, list[str], list[str]]:
        page.year.setCurrentIndex(place)
        page.year.activated.emit(place)
        settled(qtbot, window)
        page.people.table.select_row(page.people.model.position(1))
        hours = [page.people.model.index(n, 2).data() for n in range(3)]
        entries = [page.model.index(n, 1).data() for n in range(page.model.rowCount())]
        return page.subtitle.text(), hours, sorted(set(entries))

    now, before = f"{this_year()} 班", f"{this_year() - 1} 班"
    total, hours, entries = shown(0)
    assert total.startswith(f"{this_year()} 年合计 16 学时，参训 2 人（列出 30 人）")
    assert (hours, entries) == (["8", "8", "0"], [now])
    assert f"{this_year()} 年 8 学时（集中培训 8），累计 16 学时" in page.words.text()
    screenshot(window, "township-ledger-this-year")
    assert cut_off(window) == []
    total, hours, entries = shown(1)
    assert total.startswith(f"{this_year() - 1} 年合计 24 学时，参训 3 人")
    assert (hours, entries) == (["8", "8", "8"], [before])
    assert page.people.name == f"{this_year() - 1} 年人员学时", "what is exported says which year"
    total, hours, entries = shown(2)
    assert total.startswith("累计 40 学时，参训 3 人")
    assert (hours, entries) == (["16", "16", "8"], sorted([now, before]))
    assert "累计 16 学时" in page.words.text()
    screenshot(window, "township-ledger-all-years")
    window.go("members")
    window.go("ledger")
    window.workspace.changed()
    settled(qtbot, window)
    assert page.year.currentText() == "累计", "remembered while the window is open"
    assert page.basis.text().startswith("口径")


def test_what_begins_as_typed_is_found_first_everywhere(store: Store) -> None:
    """People, and organizations too."""
    make_member(store, None, "尉迟嘉兰")
    make_member(store, None, "曹静")
    people = [found.title for found in find_everything(store, "cj") if found.page == "members"]
    assert people.index("曹静") < people.index("尉迟嘉兰")
    places = [f.title for f in find_everything(store, "石桥") if f.note.startswith("党组织")]
    assert places == ["石桥村党支部"]


def test_every_page_is_imported_after_the_first_look() -> None:
    """A page that is missing there costs its first visitor a third of a second."""
    ahead = {f"app.ui.pages.{name}" for name in navigation.MODULES}
    for spec in navigation.PAGES:
        (module,) = re.findall(r"from (\S+) import", inspect.getsource(spec.build))
        assert module in ahead or spec.key == "dashboard", module


def test_no_class_of_qt_is_made_beside_the_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two threads that make them at once end the program (SIGSEGV), one window in forty."""
    seen: dict[str, threading.Thread] = {}

    def imported(name: str) -> None:
        seen[name] = threading.current_thread()

    monkeypatch.setattr(navigation, "import_module", imported)
    beside = threading.Thread(target=navigation.load_services)
    beside.start()
    beside.join()
    assert all(name.startswith("app.services.") for name in seen)
    assert all(find_spec(name) is not None for name in seen)
    seen.clear()
    owner = QWidget()
    qtbot.addWidget(owner)
    navigation.load_pages(owner)
    qtbot.waitUntil(lambda: len(seen) == len(navigation.MODULES))
    assert set(seen.values()) == {threading.main_thread()}


def test_a_branch_is_chosen_when_its_tree_has_come(
    qtbot: QtBot, window: MainWindow, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_index, "AT_ONCE", 0)
    page: MembersPage = at(window, "members", MembersPage)
    settled(qtbot, window)
    wanted = make_organization(store, "季家村党支部")
    make_member(store, wanted, "曹静")
    window.workspace.open("members", ShowOrganization(wanted))
    assert page.tree.current() != wanted
    settled(qtbot, window)
    assert page.tree.current() == wanted
    assert page.list.model.rowCount() == 1
    chosen: list[object] = []
    page.tree.chosen.connect(chosen.append)
    make_member(store, wanted, "王杰")
    window.workspace.changed()
    settled(qtbot, window)
    assert page.list.model.rowCount() == 2
    assert chosen == [], "a tree that is filled anew chooses nothing"
