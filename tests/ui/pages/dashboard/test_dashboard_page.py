"""工作台: every card leads somewhere, nothing is cut, and the bars show work that is under way."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services.owed import Standing
from app.services.store import Store
from app.ui import first_day
from app.ui.charts import Point, ShareBar
from app.ui.main_window import MainWindow
from app.ui.pages.dashboard.dashboard_page import DashboardPage
from app.ui.pages.ledger.ledger_page import LedgerPage
from app.ui.pages.members.members_page import MembersPage
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import child, cut_off, screenshot


def waits(store: Store, half_days: int) -> None:
    """That many half-days are over and not entered."""
    people = members_of(store, 3)
    for number in range(0, half_days, 2):
        name = f"{LONG_NAME if number == 0 else '村干部培训'}第{number // 2 + 1}期"
        some_class(store, people, name=name, days=1)
    if half_days % 2:
        with store.change("练习数据") as change:
            found = store.database.read().execute("SELECT uid FROM session LIMIT 1").fetchone()
            change.remove(entity_named("session"), found[0])


LONG_NAME = "中国共产党云岭县委员会基层党组织书记和党员干部春季集中轮训示范班"


def opened(qtbot: QtBot, store: Store) -> MainWindow:
    window = MainWindow(store)
    qtbot.addWidget(window, before_close_func=lambda _w: store.close())
    window.resize(1366, 768)
    window.show()
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)
    return window


@pytest.fixture
def township(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    store = practice_store(tmp_path, people=40)
    done = some_class(store, members_of(store, 20), days=2)
    sign_everything(store, done, close=True)
    return opened(qtbot, store)


def dashboard(window: MainWindow) -> DashboardPage:
    assert isinstance(window.page, DashboardPage)
    return window.page


def test_a_first_day_is_told_how_to_begin(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, practice_store(tmp_path, people=0))
    page = dashboard(window)
    said = shown(page)
    assert "还没有党员" in said
    assert "应训 0 人" not in said
    assert "都录完了" not in said, "nothing was ever there to enter"
    screenshot(window, "工作台-第一天")
    qtbot.mouseClick(child(page, "first_roster"), Qt.MouseButton.LeftButton)
    assert isinstance(window.page, MembersPage)


def test_a_requirement_for_nobody_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    page = dashboard(opened(qtbot, practice_store(tmp_path, people=10)))
    chosen = page.owed.requirement
    qtbot.waitUntil(lambda: chosen.count() > 1)
    place = next(n for n in range(chosen.count()) if "P24-02" in chosen.itemText(n))
    chosen.setCurrentIndex(place)
    chosen.activated.emit(place)
    qtbot.waitUntil(lambda: "这一项眼下没有适用的人" in shown(page.owed))
    assert "还没有党员" not in shown(page.owed)


def shown(root: QWidget) -> str:
    return " ".join(made.text() for made in root.findChildren(QLabel) if made.isVisible())


@pytest.mark.parametrize(
    ("card", "page"), [("党员", "members"), ("本年学时", "ledger"), ("在办班次", "classes")]
)
def test_a_card_leads_to_its_page(qtbot: QtBot, township: MainWindow, card: str, page: str) -> None:
    found = dashboard(township).cards[card]
    qtbot.mouseClick(found.number, Qt.MouseButton.LeftButton)
    assert township.page is township.pages.get(page), "a click beside the link"
    township.go("dashboard")
    assert found.number.text() in found.link.accessibleDescription()
    qtbot.keyClick(found.link, Qt.Key.Key_Space)
    assert township.page is township.pages[page], "the keyboard"


def test_a_township_has_no_card_without_a_door(township: MainWindow) -> None:
    assert not dashboard(township).cards["待核实"].isVisible()


def test_at_the_county_the_card_leads_to_the_page(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, practice_store(tmp_path, level="county", people=8))
    card = dashboard(window).cards["待核实"]
    assert card.isVisible()
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert window.page is window.pages["review"]


def bars(window: MainWindow) -> list[ShareBar]:
    return dashboard(window).owed.findChildren(ShareBar)


def test_the_bar_is_the_share_of_what_is_done(township: MainWindow) -> None:
    """Nobody has 160 hours after one class of two days; the bars say how far everybody is."""
    card = dashboard(township).owed
    assert card._owed is not None
    total = card._owed.total("P24-01")
    assert total.met == 0
    assert (total.short, total.owing) == (0, total.pending)
    # Branches have a 书记 each, who are held to 280 hours once they are a year in post.
    assert 0 < total.done < total.wanted
    assert total.wanted >= 160 * total.pending
    shares = [bar.points[0].share for bar in bars(township) if bar.isVisibleTo(card)]
    assert any(0 < share < 0.2 for share in shares)
    said = bars(township)[0].accessibleDescription()
    assert "已完成" in said
    assert "达标 0 人" in said
    assert bars(township)[0].toolTip() == said


def test_the_legend_is_whole(township: MainWindow) -> None:
    screenshot(township, "township-dashboard-cards")
    share = dashboard(township).share
    share.show_points([Point(point.label, 1234, colour=point.colour) for point in share.points])
    share.grab()
    assert share.cut == []
    assert cut_off(township) == []


def test_the_county_says_which_township(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, level="county", people=8)
    with store.change("练习数据") as change:
        for name in ("青山镇", "白沙乡"):
            values: dict[str, Value] = {
                "name": name,
                "kind": "党委",
                "parent": store.site.organization,
            }
            town = change.create(entity_named("organization"), values)
            branch: dict[str, Value] = {
                "name": "李家村党支部",
                "kind": "党支部",
                "sector": "农村",
                "parent": town,
            }
            place = change.create(entity_named("organization"), branch)
            [uid] = members_of(store, 1) if name == "青山镇" else members_of(store, 2)[1:]
            change.update(entity_named("member"), uid, {"organization": place})
    window = opened(qtbot, store)
    screenshot(window, "county-dashboard-townships")
    shown = {bar.accessibleName() for bar in bars(window)}
    assert {"青山镇李家村党支部", "白沙乡李家村党支部"} <= shown
    assert "双河村党支部" in shown, "directly under the county"
    assert cut_off(window) == []


def test_the_ledger_fits_and_spells_out_the_chosen_entry(
    qtbot: QtBot, township: MainWindow
) -> None:
    township.go("ledger")
    qtbot.waitUntil(lambda: not township.workspace.runner.busy)
    page = township.page
    assert isinstance(page, LedgerPage)
    screenshot(township, "township-ledger-entry")
    assert page.entries.horizontalScrollBar().maximum() == 0
    assert page.people.table.horizontalScrollBar().maximum() == 0
    title = "全县村党支部书记轮训班"
    wanted = page.entries.fontMetrics().horizontalAdvance(title) + 18
    assert page.entries.columnWidth(1) >= wanted
    page.people.search.setText("李㛃")
    page.people._search_now()
    page.people.table.select_row(0)
    assert page.model.rowCount()
    told = child(page, "chosen_entry").text()
    assert page.model.index(0, 1).data() in told
    assert page.model.index(0, 5).data() in told


@pytest.mark.parametrize(
    ("total", "is_open"),
    [
        (Standing(met=1, exempt=3, pending=4, unset=5, owing=2), True),
        (Standing(met=1, short=2, exempt=3, pending=4, unset=5, owing=2), False),
    ],
)
def test_the_ring_is_everybody(township: MainWindow, total: Standing, is_open: bool) -> None:
    page = dashboard(township)
    page._show_share(total, is_open)
    assert sum(point.value for point in page.share.points) == total.applies


@pytest.mark.parametrize("level", ["township", "county"])
@pytest.mark.parametrize("half_days", [0, 2, 4, 50])
def test_what_waits_takes_the_room_it_needs(
    qtbot: QtBot, tmp_path: Path, level: str, half_days: int
) -> None:
    store = practice_store(tmp_path, level=level, people=20)
    waits(store, half_days)
    first_day.choose(store, "hidden")  # its guide comes on top, until the first class is held
    window = opened(qtbot, store)
    page = dashboard(window)
    screenshot(window, f"工作台-{level}-{half_days}")
    qtbot.waitUntil(lambda: len(page.waiting.findChildren(QPushButton, "waiting")) == half_days)
    links = page.waiting.findChildren(QPushButton, "waiting")
    assert all(one.accessibleName().endswith("人") for one in links)
    inner = page.waiting.rows.widget().height()
    if half_days <= 4:
        assert page.waiting.rows.height() >= inner, "nothing to scroll, no empty room"
        assert page.waiting.rows.height() <= inner + 4
    assert page.share.height() >= 100
    assert page.height() <= window.height(), "the list scrolls, not the page"
    assert cut_off(window) == []
    cards = [box for box in page.findChildren(QFrame) if box.property("card")]
    right = [box for box in cards if box.accessibleName() in {"待录考勤", "达标情况"}]
    assert len({box.width() for box in right}) == 1
    assert max(box.geometry().bottom() for box in cards) == page.owed.geometry().bottom()
