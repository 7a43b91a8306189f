"""数据接收: what lies on the stick, one after the other or all in a row, and what may go."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.services import people
from app.services.exchange.invitations import invite
from app.services.exchange.joining import join
from app.services.exchange.receiving import receive_package
from app.services.exchange.sending import find_peer
from app.ui.main_window import MainWindow
from app.ui.pages.exchange import stick_dialog
from app.ui.pages.exchange.places import Place, places
from app.ui.pages.exchange.receive_all_dialog import ReceiveAllDialog
from app.ui.pages.exchange.receive_dialog import ReceiveDialog
from app.ui.pages.exchange.stick_dialog import StickDialog
from tests.builders import change_member, make_member, make_store
from tests.ui.exchange_windows import (
    Windows,
    another_township,
    column,
    package,
    quiet,
    say_yes,
    take,
    two_windows,
)
from tests.ui.practice import members_of
from tests.ui.window_helpers import (
    child,
    cut_off,
    finished,
    in_dialog,
    screenshot,
    unnamed,
    unreached,
)


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    place = Place("U盘 学籍", tmp_path / "stick", stick=True)
    monkeypatch.setattr(stick_dialog, "places", lambda: [place])
    yield from two_windows(qtbot, tmp_path)


def stick_of(qtbot: QtBot, window: MainWindow) -> StickDialog:
    dialog = StickDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.scanned or dialog.place is None, timeout=30_000)
    return dialog


def test_from_the_page_to_the_package_and_back(qtbot: QtBot, windows: Windows) -> None:
    windows.reported()
    windows.county.go("townships")
    quiet(qtbot, windows.county)

    def look(preview: ReceiveDialog) -> None:
        qtbot.waitUntil(lambda: preview.view is not None, timeout=30_000)
        take(qtbot, preview)
        assert "可以安全拔出 U盘" in preview.card.safe.text()
        preview.accept_button.click()

    def choose(dialog: StickDialog) -> None:
        qtbot.waitUntil(lambda: dialog.scanned, timeout=30_000)
        screenshot(dialog, "U盘上的数据包")
        assert unnamed(dialog) == []
        assert cut_off(dialog) == []
        assert unreached(qtbot, dialog) == []
        assert column(dialog.list, 0) == ["给本单位的第 1 号数据包，未接收"]
        outcome = in_dialog(qtbot, ReceiveDialog, look, timeout=30)
        child(dialog, "look").click()
        assert finished(outcome)
        quiet(qtbot, windows.county)
        screenshot(dialog, "U盘上的数据包-已接收")
        told = column(dialog.list, 0)
        assert "给本单位的第 1 号数据包，已接收" in told
        assert "本单位写的回执，请交给青山镇" in told
        dialog.reject()

    outcome = in_dialog(qtbot, StickDialog, choose, timeout=30)
    child(windows.county, "receive").click()
    qtbot.waitUntil(lambda: "ran" in outcome, timeout=60_000)
    assert finished(outcome)
    assert places()[0].folder == windows.stick, "the folder is offered again"


def test_the_list_goes_when_the_package_leads_to_another_page(
    qtbot: QtBot, windows: Windows
) -> None:
    [person] = members_of(windows.mine, 1)
    windows.settle()
    for store, number in ((windows.mine, "13900000001"), (windows.theirs, "13900000002")):
        change_member(store, person, phone=number)
    windows.reported()
    windows.county.go("townships")
    quiet(qtbot, windows.county)

    def look(preview: ReceiveDialog) -> None:
        qtbot.waitUntil(lambda: preview.view is not None, timeout=30_000)
        take(qtbot, preview)
        child(preview, "go_to_review").click()

    def choose(dialog: StickDialog) -> None:
        qtbot.waitUntil(lambda: dialog.scanned, timeout=30_000)
        outcome = in_dialog(qtbot, ReceiveDialog, look, timeout=30)
        child(dialog, "look").click()
        assert finished(outcome)
        assert not dialog.isVisible(), "it would lie over what was asked for"

    outcome = in_dialog(qtbot, StickDialog, choose, timeout=60)
    child(windows.county, "receive").click()
    qtbot.waitUntil(lambda: "ran" in outcome, timeout=60_000)
    assert finished(outcome)
    assert windows.county.page is windows.county.pages["review"]


def test_fresh_ones_come_first_and_a_double_click_opens(qtbot: QtBot, windows: Windows) -> None:
    first = windows.reported()
    receive_package(windows.theirs, first)
    make_member(windows.mine, members_place(windows), name="新来的人")
    windows.reported()
    dialog = stick_of(qtbot, windows.county)
    told = column(dialog.list, 0)
    assert "第 2 号数据包，未接收" in told[0]
    assert told[-1].endswith(("已接收", "青山镇"))

    def look(preview: ReceiveDialog) -> None:
        qtbot.waitUntil(lambda: preview.view is not None, timeout=30_000)
        assert preview.view is not None
        assert preview.view.sequence == 2
        preview.reject()

    outcome = in_dialog(qtbot, ReceiveDialog, look, timeout=30)
    qtbot.keyClick(dialog.list.table, Qt.Key.Key_Return)
    assert finished(outcome)
    quiet(qtbot, windows.county)
    dialog.reject()


def members_place(windows: Windows) -> bytes:
    [uid] = members_of(windows.mine, 1)
    found = windows.mine.database.read().execute(
        "SELECT organization FROM member WHERE uid = ?", (uid,)
    )
    return bytes(found.fetchone()[0])


def test_all_in_a_row_stops_where_a_person_must_decide(
    qtbot: QtBot, windows: Windows, tmp_path: Path
) -> None:
    windows.settle()
    [uid] = members_of(windows.mine, 1)
    people.save_member(windows.mine, uid, {"workplace": "村支部委员"})
    people.save_member(windows.theirs, uid, {"workplace": "镇政府办事员"})
    windows.reported()
    for name in ("红岩乡", "双溪镇"):
        store = another_township(tmp_path, windows.theirs, name)
        make_member(store, store.site.organization, name=f"{name}的人")
        package(store, windows.theirs, windows.stick)
        store.close()
    dialog = stick_of(qtbot, windows.county)
    assert child(dialog, "receive_all").text() == "全部依次接收（3 个）"

    def decide(preview: ReceiveDialog) -> None:
        qtbot.waitUntil(lambda: preview.view is not None, timeout=30_000)
        take(qtbot, preview)
        preview.accept()

    def run(every: ReceiveAllDialog) -> None:
        screenshot(every, "全部依次接收-开始")
        assert unnamed(every) == []
        assert cut_off(every) == []
        child(every, "begin_all").click()
        qtbot.waitUntil(child(every, "look_stopped").isVisible, timeout=60_000)
        screenshot(every, "全部依次接收-停下")
        assert "。。" not in every.notices.text.text()
        stopped = [turn for turn in every.turns if turn.state == "请您看一下"]
        assert [turn.file.from_name for turn in stopped] == ["青山镇"]
        assert "1 项两边都改过" in stopped[0].words
        outcome = in_dialog(qtbot, ReceiveDialog, decide, timeout=30)
        child(every, "look_stopped").click()
        assert finished(outcome)
        qtbot.waitUntil(lambda: every.close_button.text() == "完成", timeout=60_000)
        screenshot(every, "全部依次接收-完成")
        assert "已处理 3 个" in every.heading.text()
        assert "可以安全拔出 U盘" in every.heading.text()
        every.close_button.click()

    outcome = in_dialog(qtbot, ReceiveAllDialog, run, timeout=30)
    child(dialog, "receive_all").click()
    assert finished(outcome)
    quiet(qtbot, windows.county)
    names = windows.theirs.database.read().execute("SELECT name FROM member").fetchall()
    assert {("红岩乡的人",), ("双溪镇的人",)} <= set(names)
    dialog.reject()


def test_own_packages_that_were_confirmed_go_when_asked(
    qtbot: QtBot, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = windows.reported()
    view = receive_package(windows.theirs, path)
    assert view.receipt is not None
    receive_package(windows.mine, view.receipt)
    dialog = stick_of(qtbot, windows.township)
    assert child(dialog, "delete_confirmed").text() == "删除已回执的包（1 个）"
    screenshot(dialog, "乡镇-U盘上的数据包")
    asked: list[str] = []
    say_yes(monkeypatch, asked)
    child(dialog, "delete_confirmed").click()
    quiet(qtbot, windows.township)
    assert path.name in asked[0]
    assert not path.exists()
    assert view.receipt.exists(), "what is not ours stays"
    assert not child(dialog, "delete_confirmed").isVisible()
    dialog.reject()


def test_without_a_stick_a_folder_or_a_file_is_chosen(
    qtbot: QtBot, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = windows.reported()
    monkeypatch.setattr(stick_dialog, "places", list)
    dialog = stick_of(qtbot, windows.county)
    screenshot(dialog, "没有U盘")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: str(windows.stick))
    child(dialog, "choose_folder").click()
    qtbot.waitUntil(lambda: dialog.scanned, timeout=30_000)
    assert len(dialog.files) == 1

    def look(preview: ReceiveDialog) -> None:
        qtbot.waitUntil(lambda: preview.view is not None, timeout=30_000)
        preview.reject()

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: (str(path), ""))
    outcome = in_dialog(qtbot, ReceiveDialog, look, timeout=30)
    child(dialog, "choose_file").click()
    assert finished(outcome)
    quiet(qtbot, windows.county)
    dialog.reject()


def test_an_answer_to_a_file_of_ours_enrols_from_the_stick(
    qtbot: QtBot, windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = invite(windows.theirs, "红岩乡", tmp_path / "开户.xjs")
    (tmp_path / "c").mkdir()
    joining = make_store(tmp_path / "c", "红岩乡")
    answer = join(joining, made.path).answer
    joining.close()
    assert answer is not None
    answer.replace(windows.stick / answer.name)
    dialog = stick_of(qtbot, windows.county)
    asked: list[str] = []
    say_yes(monkeypatch, asked)
    child(dialog, "look").click()
    quiet(qtbot, windows.county)
    assert made.check_words in asked[0], "the digits are compared before anybody is enrolled"
    assert "红岩乡 已开户" in dialog.notices.text.text()
    assert find_peer(windows.theirs, "红岩乡").name == "红岩乡"
    dialog.reject()
