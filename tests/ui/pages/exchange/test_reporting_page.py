"""A township: open the county's 开户文件, see what was sent back, correct or explain it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from app.data.queries.peer_list import all_peers
from app.services.exchange.invitations import invitations, invite
from app.services.exchange.sending_back import open_returns, return_rows
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.exchange.invite_dialog import InviteDialog
from app.ui.pages.exchange.join_dialog import JoinDialog
from app.ui.pages.exchange.returns_dialog import ReturnsDialog
from app.ui.pages.members.member_dialog import MemberDialog
from app.ui.pages.members.members_page import MembersPage
from tests.builders import Pair, hand_over, make_county, make_member, make_pair, make_store
from tests.ui.window_helpers import child, cut_off, finished, in_dialog, screenshot, unnamed


def opened(qtbot: QtBot, store: Store) -> MainWindow:
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.resize(1366, 690)
    window.show()
    qtbot.waitUntil(lambda: not window.workspace.runner.busy)
    return window


def look(dialog: object, name: str) -> None:
    screenshot(dialog, name)  # type: ignore[arg-type]
    assert unnamed(dialog) == []  # type: ignore[arg-type]
    assert cut_off(dialog) == []  # type: ignore[arg-type]


def answer_files(patch: pytest.MonkeyPatch, path: Path) -> None:
    for name in ("getSaveFileName", "getOpenFileName"):
        patch.setattr(QFileDialog, name, lambda *a, **k: (str(path), ""))


def test_one_file_and_a_telephone_call_enrol_a_township(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county, township = make_county(tmp_path), make_store(tmp_path, "青山镇")
    answer_files(monkeypatch, tmp_path / "青山镇开户文件.xjs")
    at_county, at_township = opened(qtbot, county), opened(qtbot, township)
    dialog = InviteDialog(at_county.workspace, at_county)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not child(dialog, "write_invitation").isEnabled()
    dialog.scope.setText("青山镇")
    child(dialog, "write_invitation").click()
    (written,) = invitations(county)
    assert written.check_words in dialog.notices.text.text()
    look(dialog, "县里写开户文件")

    at_township.go("reporting")
    screenshot(at_township, "还没有开户")

    def join(found: JoinDialog) -> None:
        look(found, "打开开户文件")
        assert not child(found, "join_county").isEnabled()
        found.compared.setChecked(True)
        assert found.invitation.digits == written.check_words
        child(found, "join_county").click()
        look(found, "已加入")
        child(found, "join_county").click()

    outcome = in_dialog(qtbot, JoinDialog, join)
    child(at_township, "join").click()
    assert finished(outcome)
    assert [peer.name for peer in all_peers(township.database.read())] == [county.site.name]
    assert child(at_township, "report").isVisible()
    make_member(township)
    hand_over(township, county, tmp_path)
    dialog.reload()
    assert [(line.state, line.used_by) for line in invitations(county)] == [("已开户", "青山镇")]
    for window in (at_county, at_township):
        window.close()
        window.workspace.store.close()


def test_a_file_that_was_given_to_the_wrong_person_is_taken_back(
    qtbot: QtBot, tmp_path: Path
) -> None:
    county = make_county(tmp_path)
    invite(county, "青山镇", tmp_path / "x.xjs")
    window = opened(qtbot, county)
    dialog = InviteDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.list.table.select_row(0)
    child(dialog, "cancel_invitation").click()
    assert [line.state for line in invitations(county)] == ["已取消"]
    dialog.list.table.select_row(0)
    assert not child(dialog, "cancel_invitation").isEnabled()
    window.close()
    county.close()


def test_somebody_elses_file_is_refused_in_words(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    township = make_store(tmp_path, "青山镇")
    (tmp_path / "信.xjs").write_text("你好")
    window = opened(qtbot, township)
    window.go("reporting")
    answer_files(monkeypatch, tmp_path / "信.xjs")
    child(window, "join").click()
    assert window.workspace.notices.isVisible()
    assert all_peers(township.database.read()) == []
    window.close()
    township.close()


@pytest.fixture
def returned(tmp_path: Path) -> Iterator[tuple[Pair, bytes]]:
    """The county sent a person of the township back, and the township has heard of it."""
    pair = make_pair(tmp_path)
    member = make_member(pair.township, name="张学文")
    pair.settle()
    return_rows(pair.county, [("member", member)], "身份证号与原件不符")
    pair.settle()
    yield pair, member
    pair.township.close()
    pair.county.close()


def test_what_was_sent_back_leads_to_its_record(qtbot: QtBot, returned: tuple[Pair, bytes]) -> None:
    pair, _ = returned
    window = opened(qtbot, pair.township)
    assert "退回 1 条" in child(window, "returned").text()
    window.go("reporting")
    assert "1 条" in child(window, "returns").text()
    screenshot(window, "有退回的上报页")

    def go(dialog: ReturnsDialog) -> None:
        look(dialog, "退回清单")
        child(dialog, "go_to_returned").click()

    outcome = in_dialog(qtbot, ReturnsDialog, go)
    names: list[str] = []

    def read(form: MemberDialog) -> None:
        names.append(str(form.form.editors["name"].read()))
        assert "身份证号与原件不符" in form.notices.text.text()
        screenshot(form, "更正退回的人")
        form.form.editors["workplace"].write("青山镇小学")
        child(form, "save").click()

    record = in_dialog(qtbot, MemberDialog, read)
    child(window, "returns").click()
    assert finished(outcome)
    assert finished(record)
    assert isinstance(window.page, MembersPage)
    assert names == ["张学文"]
    assert open_returns(pair.township) == []
    assert "已更正" in window.workspace.notices.text.text()
    window.close()


def test_an_explanation_travels_and_the_county_takes_the_return_back(
    qtbot: QtBot, returned: tuple[Pair, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    pair, _ = returned
    township = opened(qtbot, pair.township)
    dialog = ReturnsDialog(township.workspace, township)
    qtbot.addWidget(dialog)
    dialog.show()
    for said in ("", "已对照原件，号码无误"):
        monkeypatch.setattr(QInputDialog, "getMultiLineText", lambda *a, s=said: (s, True))
        child(dialog, "explain_return").click()
    assert open_returns(pair.township)[0].answer == "已对照原件，号码无误"
    pair.settle()
    county = opened(qtbot, pair.county)
    other = ReturnsDialog(county.workspace, county)
    qtbot.addWidget(other)
    other.show()
    look(other, "县里看退回")
    monkeypatch.setattr(QInputDialog, "getText", lambda *a: ("说明属实", True))
    child(other, "withdraw_return").click()
    assert open_returns(pair.county) == []
    for window in (township, county):
        window.close()
