"""党内职务, 不作硬性要求, 变动 in the window: entered, edited, ended and taken back by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.data.queries.members import exemptions_of, posts_of
from app.data.queries.membership import changes_of
from app.domain.entity import Value
from app.services.dated_rows import save_row
from app.services.store import Store
from app.ui.finding import ShowMember
from app.ui.forms.form_dialog import FormDialog
from app.ui.main_window import MainWindow
from app.ui.pages.members.member_dialog import MemberDialog
from app.ui.pages.members.since_dialog import SinceDialog
from app.ui.today import today
from tests.ui.practice import members_of, practice_store
from tests.ui.window_helpers import child, finished, in_dialog, open_window, screenshot, unnamed


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    store = practice_store(tmp_path, people=12)
    return open_window(qtbot, store, "members")


def opened(
    qtbot: QtBot, window: MainWindow, uid: bytes, act: Callable[[MemberDialog], None]
) -> None:
    outcome = in_dialog(qtbot, MemberDialog, act, timeout=30)
    window.workspace.open("members", ShowMember(uid))
    assert finished(outcome)


def in_form(qtbot: QtBot, fill: Callable[[FormDialog], None], start: Callable[[], object]) -> None:
    outcome = in_dialog(qtbot, FormDialog, fill)
    start()
    assert finished(outcome)


def secretary(store: Store, uid: bytes, since: str) -> bytes:
    held: dict[str, Value] = {
        "member": uid,
        "organization": store.site.organization,
        "title": "书记",
    }
    return save_row(store, "post", None, {**held, "from_on": since})


def test_a_secretary_who_leaves_is_ended_not_undone(qtbot: QtBot, window: MainWindow) -> None:
    store = window.workspace.store
    [uid] = members_of(store, 1)
    secretary(store, uid, "2021-01")
    read = store.database.read()

    def end(dialog: FormDialog) -> None:
        assert child(dialog, "to_on").text() == today(), "today is offered, and can be changed"
        child(dialog, "to_on").setText("2020-12")
        dialog.save_button.click()
        assert "早于" in dialog.form._problems["to_on"].text()
        child(dialog, "to_on").setText("")
        dialog.save_button.click()
        assert "只知道年月" in dialog.form._problems["to_on"].text()
        child(dialog, "to_on").setText("2026.06")
        child(dialog, "reason").setText("换届")
        screenshot(dialog, "结束职务")
        assert unnamed(dialog) == []
        dialog.save_button.click()

    def edit(dialog: FormDialog) -> None:
        assert child(dialog, "to_on").text() == "2026-06"
        child(dialog, "from_on").setText("2021-03-01")
        dialog.save_button.click()

    def act(dialog: MemberDialog) -> None:
        dialog.tabs.setCurrentIndex(1)
        assert not dialog.posts.end_button.isEnabled()
        dialog.posts.table.select_row(0)
        in_form(qtbot, end, dialog.posts.end_button.click)
        assert [post.to_on for post in posts_of(read, uid)] == ["2026-06"]
        assert "已结束" in dialog.notices.text.text()
        dialog.notices.action.click()
        assert [post.to_on for post in posts_of(read, uid)] == [""]
        dialog.posts.table.select_row(0)
        in_form(qtbot, end, dialog.posts.end_button.click)
        for start in (
            lambda: qtbot.keyClick(dialog.posts.table, Qt.Key.Key_F2),
            lambda: qtbot.keyClick(dialog.posts.table, Qt.Key.Key_Return),
        ):
            dialog.posts.table.select_row(0)
            dialog.posts.table.setFocus()
            in_form(qtbot, edit, start)
        assert [post.from_on for post in posts_of(read, uid)] == ["2021-03-01"]
        screenshot(dialog, "党内职务-已结束")
        assert unnamed(dialog) == []
        dialog.reject()

    opened(qtbot, window, uid, act)


def test_the_second_secretary_is_named(qtbot: QtBot, window: MainWindow) -> None:
    store = window.workspace.store
    uid, other = members_of(store, 2)
    secretary(store, other, "2020")

    def fill(dialog: FormDialog) -> None:
        child(dialog, "title").setCurrentText("书记")
        child(dialog, "organization").set_value(store.site.organization)
        child(dialog, "from_on").setText("2026-07")
        dialog.save_button.click()

    def act(dialog: MemberDialog) -> None:
        dialog.tabs.setCurrentIndex(1)
        in_form(qtbot, fill, dialog.posts.add_button.click)
        assert "同时还有一名书记" in dialog.notices.text.text()
        screenshot(dialog, "两名书记")
        dialog.reject()

    opened(qtbot, window, uid, act)
    assert len(posts_of(store.database.read(), uid)) == 1


def test_an_exemption_is_edited_ended_and_taken_back(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = window.workspace.store
    [uid] = members_of(store, 1)
    told: dict[str, Value] = {"member": uid, "reason": "年老体弱", "from_on": "2024"}
    save_row(store, "exemption", None, told)
    read = store.database.read()

    def edit(dialog: FormDialog) -> None:
        child(dialog, "decided_by").setText("青山镇党委")
        dialog.save_button.click()

    def end(dialog: FormDialog) -> None:
        child(dialog, "to_on").setText("2026")
        dialog.save_button.click()

    def act(dialog: MemberDialog) -> None:
        dialog.tabs.setCurrentIndex(2)
        dialog.exemptions.table.select_row(0)
        in_form(qtbot, edit, dialog.exemptions.edit_button.click)
        dialog.exemptions.table.select_row(0)
        in_form(qtbot, end, dialog.exemptions.end_button.click)
        [row] = exemptions_of(read, uid)
        assert (row.decided_by, row.to_on) == ("青山镇党委", "2026")
        dialog.exemptions.table.select_row(0)
        monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: ("录错人了", True))
        dialog.exemptions.remove_button.click()
        assert exemptions_of(read, uid) == []
        dialog.notices.action.click()
        assert len(exemptions_of(read, uid)) == 1
        dialog.reject()

    opened(qtbot, window, uid, act)


def test_a_change_is_corrected_and_the_form_follows(qtbot: QtBot, window: MainWindow) -> None:
    store = window.workspace.store
    [uid] = members_of(store, 1)

    def move(dialog: MemberDialog) -> None:
        branch = child(dialog, "organization")
        branch.open_list()
        branch._take("红星村党支部" if branch.text() != "红星村党支部" else "东风村党支部")
        outcome = in_dialog(qtbot, SinceDialog, answer)
        dialog.save_button.click()
        assert finished(outcome)

    def answer(dialog: SinceDialog) -> None:
        child(dialog, "since_organization").setText("2025-06")
        child(dialog, "since").click()

    opened(qtbot, window, uid, move)

    def edit(dialog: FormDialog) -> None:
        assert child(dialog, "from_on").text() == "2025-06"
        child(dialog, "from_on").setText("2025-09-01")
        child(dialog, "organization").set_value(store.site.organization)
        screenshot(dialog, "编辑变动")
        assert unnamed(dialog) == []
        dialog.save_button.click()

    def act(dialog: MemberDialog) -> None:
        dialog.tabs.setCurrentIndex(3)
        child(dialog, "workplace").setText("村委会")
        assert not hasattr(dialog.changes, "end_button")
        dialog.changes.table.select_row(0)
        in_form(qtbot, edit, dialog.changes.edit_button.click)
        assert "所在党组织也一并改了" in dialog.notices.text.text()
        assert child(dialog, "organization").value() == store.site.organization
        assert dialog.form.changes() == {"workplace": "村委会"}
        screenshot(dialog, "变动-已改")
        dialog.form.call_unchanged()
        dialog.reject()

    opened(qtbot, window, uid, act)
    [line] = changes_of(store.database.read(), uid)
    assert line.from_on == "2025-09-01"


@pytest.mark.parametrize("choice", ["一并结束", "先不结束", "返回修改"])
def test_who_leaves_is_asked_about_his_posts(qtbot: QtBot, window: MainWindow, choice: str) -> None:
    store = window.workspace.store
    [uid] = members_of(store, 1)
    secretary(store, uid, "2021-01")
    seen: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(box.text())
        screenshot(box, "离任一并结束")
        next(one for one in box.buttons() if one.text() == choice).click()

    def act(dialog: MemberDialog) -> None:
        child(dialog, "status").setCurrentText("已转出")
        child(dialog, "status_on").setText("2026-06-30")
        QTimer.singleShot(200, press)
        dialog.save_button.click()
        if choice == "返回修改":
            assert dialog.isVisible()
            dialog.form.call_unchanged()
            dialog.reject()

    opened(qtbot, window, uid, act)
    assert "书记（2021-01 起）" in seen[0]
    [post] = posts_of(store.database.read(), uid)
    assert post.to_on == ("2026-06-30" if choice == "一并结束" else "")
    status = store.database.read().execute("SELECT status FROM member WHERE uid = ?", (uid,))
    assert status.fetchone()[0] == ("正常" if choice == "返回修改" else "已转出")
    if choice == "先不结束":
        assert "1 个职务没有结束" in window.workspace.notices.text.text()
