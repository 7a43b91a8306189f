"""Township and county: enrol by files, report, look, receive, decide, issue."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from app.data.queries.members import member_values
from app.services import people
from app.services.enrolment import own_fingerprint
from app.services.receiving import receive_package
from app.services.sending import export_package, find_peer
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.exchange import send_dialog
from app.ui.pages.exchange.enrol_dialog import EnrolDialog
from app.ui.pages.exchange.places import Place, places, remember
from app.ui.pages.exchange.receive_dialog import ReceiveDialog
from app.ui.pages.exchange.send_dialog import SendDialog
from app.ui.pages.review.review_page import ReviewPage
from tests.ui.practice import members_of, practice_store
from tests.ui.window_helpers import child, finished, in_dialog, screenshot, unnamed

Windows = tuple[MainWindow, MainWindow]


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    monkeypatch.setattr(send_dialog, "places", lambda: [Place("U盘 学籍", tmp_path)])
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
    receive_package(theirs, second)
    county.go("review")
    review = county.page
    assert isinstance(review, ReviewPage)
    assert review.list.model.rowCount() == 1
    screenshot(county, "county-review-open")
    columns = [review.list.model.index(0, column).data() for column in range(5)]
    assert columns[1] == "单位及职务"
    assert "村支部委员" in columns[3]
    assert "镇政府办事员" in columns[4]
    child(review, "take_theirs").click()
    assert review.list.model.rowCount() == 0
    decided = member_values(theirs.database.read(), uid)["workplace"]
    assert decided == "村支部委员"


def test_a_value_of_ones_own(
    qtbot: QtBot, windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    township, county = windows
    enrol(qtbot, windows, tmp_path, monkeypatch)
    mine, theirs = township.workspace.store, county.workspace.store
    receive_package(theirs, send(qtbot, township, "report"))
    [uid] = members_of(mine, 1)
    people.save_member(mine, uid, {"phone": "13900001111"})
    people.save_member(theirs, uid, {"phone": "13900002222"})
    receive_package(theirs, send(qtbot, township, "report"))
    county.go("review")
    review = county.page
    assert isinstance(review, ReviewPage)
    assert "13900001111" not in review.list.model.index(0, 3).data(), "phones are masked"
    monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: ("12", True))
    review._decide()
    assert review.list.model.rowCount() == 1, "a wrong phone is refused"
    assert county.workspace.notices.isVisible()
    monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: ("13900003333", True))
    review._decide()
    assert review.list.model.rowCount() == 0


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
    assert tmp_path in [place.folder for place in places()]
