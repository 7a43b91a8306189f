"""A county and a township over months, each in its own window, with one stick between them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.data import digest
from app.data.exchange import packages_put_aside
from app.data.queries.members import member_values
from app.services.exchange.deciding_held_back import held_rows
from app.services.exchange.sending_back import open_returns
from app.services.opening import NewSite, create_store
from app.services.review.open_items import open_items
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.exchange import send_dialog, stick_dialog
from app.ui.pages.exchange.places import Place
from app.ui.pages.exchange.receive_dialog import ReceiveDialog
from app.ui.pages.exchange.returns_dialog import ReturnsDialog
from app.ui.pages.members.member_dialog import MemberDialog
from app.ui.pages.review.review_page import ReviewPage
from tests.journeys.setting_out import Both, enrol, hold_class, import_people
from tests.journeys.two_clerks import Clerk
from tests.ui.window_helpers import child, dress, finished, in_dialog

pytestmark = pytest.mark.journey
PASSWORD = "practice-2026"
REASON = "单位及职务与任职文件不符"
CLICKS_A_MONTH = 3


@pytest.fixture
def both(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    stick = tmp_path / "U盘"
    stick.mkdir()
    dress(QApplication.instance())  # type: ignore[arg-type]
    for module in (send_dialog, stick_dialog):
        monkeypatch.setattr(module, "places", lambda: [Place("U盘 组织办", stick, stick=True)])
    sites = (("township", "青山镇", "林晓"), ("county", "云岭县", "周明"))
    clerks = []
    for level, name, who in sites:
        answers = NewSite(level, name, "云岭县", who)
        store = create_store(tmp_path / level / "store.db", answers, PASSWORD).store
        window = MainWindow(store)
        qtbot.addWidget(window)
        window.resize(1366, 690)
        window.show()
        clerks.append(Clerk(qtbot, window, stick))
        clerks[-1].wait()
    Clerk.steps = 0
    yield Both(*clerks)
    for clerk in clerks:
        clerk.wait()
        clerk.window.close()
        clerk.store.close()


def test_a_township_and_its_county(
    both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    township, county = both.township, both.county
    enrol(both, monkeypatch)
    import_people(township, tmp_path, monkeypatch)
    hold_class(township)
    one, other = some_names(township.store)

    # The first month: everything, one person sent back, the figures on paper.
    report(township)
    county.go("townships")
    county.take_first(lambda dialog: receive_and_return(county, dialog, one))
    assert len(open_returns(county.store)) == 1
    county.look(county.window, "县里收完第一次")

    # Both correct the same telephone number; the county decides.
    township.edit(other, "phone", "13900000011")
    county.edit(other, "phone", "13900000022")
    report(township)
    county.go("townships")
    county.take_first(lambda dialog: receive_and_review(county, dialog))
    decide(county)
    county.go("townships")
    county.send("issue", "下发")

    # The township takes all that lies there, corrects, reports.
    township.go("reporting")
    township.at_stick(township.take_all, "乡镇接收")
    assert value(township.store, other, "phone") == "13900000011"
    correct(township, one)
    report(township)
    county.go("townships")
    county.take_first(lambda dialog: receive_plainly(county, dialog))
    county.look(county.window, "县里收到更正")
    assert value(county.store, one, "workplace") == "村党支部书记"
    assert nothing_is_open(township.store)
    assert nothing_is_open(county.store)
    root = [township.store.site.organization]
    ours = digest.digests(township.store.database.read(), root)
    assert digest.digests(county.store.database.read(), root) == ours


def report(township: Clerk) -> None:
    before = township.clicks
    township.go("reporting")
    first = township.clicks - before
    assert first + township.send("report", "上报") <= CLICKS_A_MONTH
    township.look(township.window, "乡镇已上报")


def receive_and_return(county: Clerk, dialog: ReceiveDialog, whom: str) -> None:
    county.look(dialog, "接收预览")
    county.accept_and_return(dialog, whom, REASON)
    assert "退回 1 条" in dialog.card.words.text()
    county.headcount(dialog)
    county.press("accept_package", dialog)


def receive_and_review(county: Clerk, dialog: ReceiveDialog) -> None:
    county.look(dialog, "接收预览-两边都改过")
    county.accept(dialog, "两边都改过")
    county.press("go_to_review", dialog)


def receive_plainly(county: Clerk, dialog: ReceiveDialog) -> None:
    county.look(dialog, "接收预览-更正")
    county.accept(dialog, "更正")
    county.press("accept_package", dialog)


def decide(county: Clerk) -> None:
    page = county.window.page
    assert isinstance(page, ReviewPage)
    county.look(county.window, "待核实")
    assert page.list.model.rowCount() == 1
    county.key(page.list.table, Qt.Key.Key_1)
    assert page.list.model.rowCount() == 0
    county.look(county.window, "已核实")


def correct(township: Clerk, whom: str) -> None:
    township.look(township.window, "乡镇有退回")
    assert "1 条" in child(township.window, "returns").text()

    def go(dialog: ReturnsDialog) -> None:
        township.look(dialog, "退回清单")
        assert [one.reason for one in open_returns(township.store)] == [REASON]
        township.press("go_to_returned", dialog)

    def change(dialog: MemberDialog) -> None:
        township.look(dialog, "更正那个人")
        assert dialog.form.values()["name"] == whom
        township.fill(dialog, "workplace", "村党支部书记")

    record = in_dialog(township.qtbot, MemberDialog, change, timeout=60)
    township.meet(ReturnsDialog, go, child(township.window, "returns"))
    assert finished(record)
    township.look(township.window, "已更正")


def some_names(store: Store) -> tuple[str, str]:
    found = store.database.read().execute(
        "SELECT name FROM member GROUP BY name HAVING count(*) = 1 ORDER BY min(id) LIMIT 2"
    )
    one, other = (row[0] for row in found)
    return one, other


def value(store: Store, name: str, field: str) -> object:
    connection = store.database.read()
    [(uid,)] = connection.execute("SELECT uid FROM member WHERE name = ?", (name,)).fetchall()
    return member_values(connection, uid)[field]


def nothing_is_open(store: Store) -> bool:
    waits = packages_put_aside.everything(store.database.read())
    return not (open_items(store) or open_returns(store) or held_rows(store) or waits)
