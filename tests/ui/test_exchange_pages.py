"""Township and county: enrol by files, report, look, receive, decide, issue."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.data.queries.members import member_values
from app.services import people
from app.services.enrolment import own_fingerprint
from app.services.receiving import receive_package
from app.services.sending import export_package, find_peer
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.dashboard.dashboard_page import DashboardPage
from app.ui.pages.exchange import send_dialog
from app.ui.pages.exchange.enrol_dialog import EnrolDialog
from app.ui.pages.exchange.open_items_dialog import OpenItemsDialog
from app.ui.pages.exchange.places import Place, chosen_place, places, remember
from app.ui.pages.exchange.receive_dialog import ReceiveDialog
from app.ui.pages.exchange.send_dialog import SendDialog
from app.ui.pages.exchange.shown_rows import shown_rows
from app.ui.pages.review.review_page import ReviewPage
from tests.ui.practice import members_of, practice_store
from tests.ui.window_helpers import child, cut_off, finished, in_dialog, screenshot, unnamed

Windows = tuple[MainWindow, MainWindow]


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    monkeypatch.setattr(send_dialog, "places", lambda: [Place("U盘 学籍", tmp_path, stick=True)])
    township = opened(qtbot, practice_store(tmp_path / "a", people=30))
    county = opened(qtbot, practice_store(tmp_path / "b", level="county", people=0))
    yield township, county
    for window in (township, county):
        window.close()
        window.workspace.store.close()


def opened(qtbot: QtBot, store: Store) -> MainWindow:
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.resize(1366, 690)
    window.show()
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)
    return window


def answer_files(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *a, **k: (str(path), ""))


def enrol(qtbot: QtBot, windows: Windows, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    township, county = windows
    township.go("reporting")
    answer_files(patch, tmp_path / "申请.xjs")
    child(township, "request").click()
    county.go("townships")

    def agree(dialog: EnrolDialog) -> None:
        screenshot(dialog, "乡镇开户")
        assert unnamed(dialog) == []
        assert not child(dialog, "enrol").isEnabled()
        dialog.compared.setChecked(True)
        answer_files(patch, tmp_path / "回复.xjs")
        child(dialog, "enrol").click()

    outcome = in_dialog(qtbot, EnrolDialog, agree)
    child(county, "enrol").click()
    assert finished(outcome)
    digits = own_fingerprint(county.workspace.store)
    assert digits in county.workspace.notices.text.text()
    child(township, "join").click()
    assert digits in township.workspace.notices.text.text(), "both read out the same digits"
    qtbot.waitUntil(lambda: child(township, "report").isVisible())


def send(qtbot: QtBot, window: MainWindow, opening: str) -> Path:
    sent: list[Path] = []

    def confirm(dialog: SendDialog) -> None:
        child(dialog, "confirm_send").click()
        qtbot.waitUntil(lambda: dialog.sent is not None)
        assert dialog.sent is not None
        sent.append(dialog.sent.path)
        screenshot(dialog, "已上报")
        assert dialog.words.text() == "已写好并核对，可以安全拔出 U 盘。"
        told = dialog.notices.text.text()
        assert "在U盘 学籍：" in told, "the stick by its name"
        assert str(dialog.sent.path.parent) not in told, "not the path of a programmer"
        dialog.accept()

    outcome = in_dialog(qtbot, SendDialog, confirm)
    child(window, opening).click()
    assert finished(outcome)
    return sent[0]


def receive(qtbot: QtBot, window: MainWindow, package: Path) -> ReceiveDialog:
    dialog = ReceiveDialog(window.workspace, package, window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.view is not None)
    screenshot(dialog, "数据接收")
    assert unnamed(dialog) == []
    child(dialog, "accept_package").click()
    qtbot.waitUntil(lambda: dialog.accept_button.text() == "完成")
    return dialog


def test_from_enrolment_to_the_decision(
    qtbot: QtBot, windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    township, county = windows
    enrol(qtbot, windows, tmp_path, monkeypatch)
    screenshot(township, "township-reporting-enrolled")
    package = send(qtbot, township, "report")
    dialog = receive(qtbot, county, package)
    told = [dialog.list.model.index(row, 1).data() for row in range(3)]
    assert "党员" in told or dialog.list.model.rowCount() >= 30
    dialog.accept()
    screenshot(county, "county-townships-enrolled")

    # One person changed on both sides at once.
    mine, theirs = township.workspace.store, county.workspace.store
    [uid] = members_of(mine, 1)
    people.save_member(mine, uid, {"workplace": "村支部委员"})
    people.save_member(theirs, uid, {"workplace": "镇政府办事员"})
    second = tmp_path / "第二次.xjb"
    export_package(mine, find_peer(mine, "云岭县"), second)
    assert_disputed(qtbot, county, second)
    receive_package(theirs, second)
    county.go("review")
    review = county.page
    assert isinstance(review, ReviewPage)
    assert review.list.model.rowCount() == 1
    columns = [review.list.model.index(0, column).data() for column in range(5)]
    assert columns[1] == "单位及职务"
    assert "村支部委员" in columns[3]
    assert "镇政府办事员" in columns[4]
    child(review, "take_1").click()
    assert review.list.model.rowCount() == 0
    decided = member_values(theirs.database.read(), uid)["workplace"]
    assert decided == "村支部委员"


def assert_disputed(qtbot: QtBot, window: MainWindow, package: Path) -> None:
    """Before anything is accepted the preview names what both sides changed, first of all."""
    dialog = ReceiveDialog(window.workspace, package, window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.view is not None)
    screenshot(dialog, "数据接收-冲突")
    assert dialog.view is not None
    assert dialog.view.conflicts == 1
    what, _, whom, told = (dialog.list.model.index(0, column).data() for column in range(4))
    assert what == "冲突"
    assert whom == "李㛃"
    assert told
    dialog.reject()


def test_a_dispute_is_told_also_where_the_senders_value_stands(
    qtbot: QtBot, windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    township, county = windows
    enrol(qtbot, windows, tmp_path, monkeypatch)
    mine, theirs = township.workspace.store, county.workspace.store
    receive_package(theirs, send(qtbot, township, "report"))
    [uid] = members_of(mine, 1)
    people.save_member(theirs, uid, {"workplace": "镇政府办事员"})
    people.save_member(mine, uid, {"workplace": "村支部委员"})
    issued = tmp_path / "下发.xjb"
    export_package(theirs, find_peer(theirs, mine.site.name), issued)
    dialog = ReceiveDialog(township.workspace, issued, township)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.view is not None)
    screenshot(dialog, "数据接收-后写的")
    rows = [dialog.list.model.index(row, 0).data() for row in range(dialog.list.model.rowCount())]
    warned = dialog.notices.isVisible() and "1 项两边都改过" in dialog.notices.text.text()
    assert "冲突" in rows or warned
    assert dialog.accept_button.isEnabled()


def test_both_sides_of_a_dispute_stand_in_the_preview(tmp_path: Path) -> None:
    store = practice_store(tmp_path / "c", people=2)
    [uid] = members_of(store, 1)
    rows = shown_rows(
        store,
        [
            ("修改", "member", uid, {"workplace": ("村民", "教师")}),
            ("冲突", "member", uid, {"workplace": ("村民", "教师"), "education": (None, "初中")}),
            ("冲突", "member", uid, {"name": ("李甲", "李乙")}),
            ("修改", "member", uid, {}),
        ],
    )
    assert [row.what for row in rows] == ["冲突", "冲突", "冲突", "修改"]
    assert "本机 村民 ｜ 对方 教师" in rows[0].changes
    assert "本机 空 ｜ 对方 初中" in rows[0].changes
    assert rows[1].subject == "李甲", "called what it is called here"
    assert "两边都改过" in rows[2].changes
    assert "村民 → 教师" in rows[3].changes
    store.close()


def test_a_township_sees_what_waits_for_the_county(
    qtbot: QtBot, windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    township, county = windows
    enrol(qtbot, windows, tmp_path, monkeypatch)
    mine, theirs = township.workspace.store, county.workspace.store
    receive_package(theirs, send(qtbot, township, "report"))
    assert not child(township, "open_items").isVisible()
    [uid] = members_of(mine, 1)
    people.save_member(mine, uid, {"workplace": "村支部委员"})
    people.save_member(theirs, uid, {"workplace": "镇政府办事员"})
    issued = tmp_path / "下发.xjb"
    export_package(theirs, find_peer(theirs, mine.site.name), issued)
    receive_package(mine, issued)
    township.go("dashboard")
    township.workspace.changed()
    qtbot.waitUntil(lambda: not township.workspace.runner.busy)
    assert isinstance(township.page, DashboardPage)
    card = township.page.cards["待核实"]
    assert card.number.text() == "1"

    def look(dialog: OpenItemsDialog) -> None:
        screenshot(dialog, "乡镇待核实")
        assert unnamed(dialog) == []
        assert cut_off(dialog) == []
        line = [dialog.list.model.index(0, column).data() for column in range(5)]
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


def test_a_package_twice_is_a_harmless_no(
    qtbot: QtBot, windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    township, county = windows
    enrol(qtbot, windows, tmp_path, monkeypatch)
    package = send(qtbot, township, "report")
    receive_package(county.workspace.store, package)
    dialog = ReceiveDialog(county.workspace, package, county)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.view is not None)
    assert not dialog.accept_button.isEnabled()
    assert "已接收过" in dialog.notices.text.text()


def test_a_damaged_file_is_refused_in_words(
    qtbot: QtBot, windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, county = windows
    bad = tmp_path / "坏包.xjb"
    bad.write_bytes(b"not a package")
    dialog = ReceiveDialog(county.workspace, bad, county)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.notices.isVisible)
    assert dialog.view is None
    assert not dialog.accept_button.isEnabled()


def test_the_last_folder_is_offered_again(tmp_path: Path) -> None:
    remember(tmp_path)
    assert not chosen_place(tmp_path).stick
    assert tmp_path in [place.folder for place in places()]
