"""Township and county: enrol by files, report, look, receive, decide, issue."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.data.queries.members import member_values
from app.services import people
from app.services.exchange.enrolment import own_fingerprint
from app.services.exchange.receiving import receive_package
from app.ui.main_window import MainWindow
from app.ui.pages.dashboard.dashboard_page import DashboardPage
from app.ui.pages.exchange import send_dialog
from app.ui.pages.exchange.enrol_dialog import EnrolDialog
from app.ui.pages.exchange.open_items_dialog import OpenItemsDialog
from app.ui.pages.exchange.places import Place, chosen_place, places, remember
from app.ui.pages.exchange.send_dialog import SendDialog
from app.ui.pages.review.review_page import ReviewPage
from tests.ui.exchange_windows import Windows, column, opened, package, preview, quiet, take
from tests.ui.practice import members_of, practice_store
from tests.ui.window_helpers import child, cut_off, finished, in_dialog, screenshot, unnamed


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    """Nobody is enrolled yet."""
    monkeypatch.setattr(send_dialog, "places", lambda: [Place("U盘 学籍", tmp_path, stick=True)])
    township = opened(qtbot, practice_store(tmp_path / "a", people=30))
    county = opened(qtbot, practice_store(tmp_path / "b", level="county", people=0))
    yield Windows(township, county, tmp_path)
    for window in (township, county):
        quiet(qtbot, window)
        window.close()
        window.workspace.store.close()


def answer_files(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *a, **k: (str(path), ""))


def enrol(qtbot: QtBot, windows: Windows, patch: pytest.MonkeyPatch) -> None:
    township, county, folder = windows.township, windows.county, windows.stick
    township.go("reporting")
    answer_files(patch, folder / "申请.xjs")
    child(township, "request").click()
    county.go("townships")

    def agree(dialog: EnrolDialog) -> None:
        screenshot(dialog, "乡镇开户")
        assert unnamed(dialog) == []
        assert not child(dialog, "enrol").isEnabled()
        dialog.compared.setChecked(True)
        answer_files(patch, folder / "回复.xjs")
        child(dialog, "enrol").click()

    outcome = in_dialog(qtbot, EnrolDialog, agree)
    child(county, "open_document").click()
    assert finished(outcome)
    digits = own_fingerprint(windows.theirs)
    assert digits in county.workspace.notices.text.text()
    child(township, "join").click()
    assert digits in township.workspace.notices.text.text(), "both read out the same digits"
    qtbot.waitUntil(lambda: child(township, "report").isVisible())


def send(qtbot: QtBot, window: MainWindow, opening: str) -> Path:
    sent: list[Path] = []

    def confirm(dialog: SendDialog) -> None:
        child(dialog, "confirm_send").click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=30_000)
        assert dialog.sent is not None
        sent.append(dialog.sent.path)

    outcome = in_dialog(qtbot, SendDialog, confirm)
    child(window, opening).click()
    assert finished(outcome)
    screenshot(window, "已上报")
    told = window.workspace.notices.text.text()
    assert told.startswith("已写好并核对，可以安全拔出 U盘。")
    assert "在U盘 学籍：" in told, "the stick by its name"
    assert str(sent[0].parent) not in told, "not the path of a programmer"
    return sent[0]


def test_from_enrolment_to_the_decision(
    qtbot: QtBot, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    township, county = windows.township, windows.county
    enrol(qtbot, windows, monkeypatch)
    screenshot(township, "township-reporting-enrolled")
    dialog = preview(qtbot, county, send(qtbot, township, "report"))
    assert "党员" in column(dialog.list, 2)
    take(qtbot, dialog)
    dialog.accept()
    quiet(qtbot, county)
    screenshot(county, "county-townships-enrolled")

    # One person changed on both sides at once.
    mine, theirs = windows.mine, windows.theirs
    [uid] = members_of(mine, 1)
    people.save_member(mine, uid, {"workplace": "村支部委员"})
    people.save_member(theirs, uid, {"workplace": "镇政府办事员"})
    receive_package(theirs, windows.reported())
    county.go("review")
    review = county.page
    assert isinstance(review, ReviewPage)
    assert review.list.model.rowCount() == 1
    columns = [review.list.model.index(0, number).data() for number in range(5)]
    assert columns[1] == "单位及职务"
    assert "村支部委员" in columns[3]
    assert "镇政府办事员" in columns[4]
    child(review, "take_1").click()
    assert review.list.model.rowCount() == 0
    decided = member_values(theirs.database.read(), uid)["workplace"]
    assert decided == "村支部委员"

    # And back to the township from the county's page.
    county.go("townships")
    quiet(qtbot, county)
    county.page.list.table.select_row(0)  # type: ignore[attr-defined]
    view = receive_package(mine, send(qtbot, county, "issue"))
    assert view.applied
    assert member_values(mine.database.read(), uid)["workplace"] == "村支部委员"


def test_a_dispute_is_told_also_where_the_senders_value_stands(
    qtbot: QtBot, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol(qtbot, windows, monkeypatch)
    mine, theirs = windows.mine, windows.theirs
    receive_package(theirs, windows.reported())
    [uid] = members_of(mine, 1)
    people.save_member(theirs, uid, {"workplace": "镇政府办事员"})
    people.save_member(mine, uid, {"workplace": "村支部委员"})
    dialog = preview(qtbot, windows.township, windows.issued())
    screenshot(dialog, "数据接收-后写的")
    warned = dialog.notices.isVisible() and "1 项两边都改过" in dialog.notices.text.text()
    assert "冲突" in column(dialog.list, 0) or warned
    assert dialog.accept_button.isEnabled()
    dialog.reject()


def test_a_township_sees_what_waits_for_the_county(
    qtbot: QtBot, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    township = windows.township
    enrol(qtbot, windows, monkeypatch)
    mine, theirs = windows.mine, windows.theirs
    receive_package(theirs, windows.reported())
    assert not child(township, "open_items").isVisible()
    [uid] = members_of(mine, 1)
    people.save_member(mine, uid, {"workplace": "村支部委员"})
    people.save_member(theirs, uid, {"workplace": "镇政府办事员"})
    receive_package(mine, package(theirs, mine, windows.stick))
    township.go("dashboard")
    township.workspace.changed()
    quiet(qtbot, township)
    assert isinstance(township.page, DashboardPage)
    card = township.page.cards["待核实"]
    assert card.number.text() == "1"

    def look(dialog: OpenItemsDialog) -> None:
        screenshot(dialog, "乡镇待核实")
        assert unnamed(dialog) == []
        assert cut_off(dialog) == []
        line = [dialog.list.model.index(0, number).data() for number in range(5)]
        assert "村支部委员" in line[3]
        assert "镇政府办事员" in line[4]
        assert dialog.findChild(QWidget, "take_1") is None, "only to be looked at"
        assert any("由县里核实" in text.text() for text in dialog.findChildren(QLabel))
        child(dialog, "close_items").click()

    outcome = in_dialog(qtbot, OpenItemsDialog, look)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert finished(outcome)
    assert township.page is township.pages["reporting"]
    assert "1 条" in child(township, "open_items").text()
    outcome = in_dialog(qtbot, OpenItemsDialog, look)
    child(township, "open_items").click()
    assert finished(outcome)


def test_what_is_no_request_is_refused_in_words(
    qtbot: QtBot, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = windows.county
    county.go("townships")
    bad = windows.stick / "别的.xjs"
    bad.write_text("{}", "utf-8")
    answer_files(monkeypatch, bad)
    child(county, "open_document").click()
    assert county.workspace.notices.isVisible()
    assert county.workspace.notices.text.text()


def test_the_last_folder_is_offered_again(tmp_path: Path) -> None:
    remember(chosen_place(tmp_path))
    assert not chosen_place(tmp_path).stick
    assert tmp_path in [place.folder for place in places()]
