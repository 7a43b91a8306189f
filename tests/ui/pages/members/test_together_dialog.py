"""批量修改 as a clerk does it: tick, choose the field, look, write, take back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.members.members_page import MembersPage
from app.ui.pages.members.roster_dialog import RosterDialog
from app.ui.pages.members.since_dialog import SinceDialog
from app.ui.pages.members.together_dialog import TogetherDialog
from tests.builders import id_number, make_member, make_organization, make_store, value_of
from tests.ui.window_helpers import activate, child, finished, in_dialog, screenshot

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path)
    for n in range(6):
        make_member(made, name=f"周{n}", workplace="青山镇中学")
    return made


@pytest.fixture
def page(qtbot: QtBot, store: Store) -> Iterator[MembersPage]:
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.show()
    window.workspace.open("members")
    found = window.pages["members"]
    assert isinstance(found, MembersPage)
    qtbot.waitUntil(lambda: found.list.model.rowCount() == 6)
    yield found
    window.workspace.runner.stop_all()


def uid(store: Store, name: str) -> bytes:
    rows = store.database.read().execute("SELECT uid FROM member WHERE name = ?", (name,))
    return bytes(rows.fetchone()[0])


def test_ticked_people_get_one_value_and_the_notice_takes_it_back(
    qtbot: QtBot, store: Store, page: MembersPage
) -> None:
    page.list.table.select_row(0)
    qtbot.keyClick(page.list.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(page.list.table, Qt.Key.Key_Space)
    assert page.together.text() == "批量修改这 2 人…"

    def act(dialog: TogetherDialog) -> None:
        dialog.field.setCurrentIndex(dialog.field.findData("workplace"))
        dialog.editors["workplace"].write("青山镇小学")
        qtbot.mouseClick(child(dialog, "together_preview"), LEFT)
        qtbot.waitUntil(lambda: dialog.go.text() == "修改 2 人")
        assert dialog.words.text() == "将修改 2 人。"
        assert dialog.list.model.index(0, 1).data() == "青山镇中学"
        screenshot(dialog, "batch-edit")
        qtbot.mouseClick(dialog.go, LEFT)
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)

    seen = in_dialog(qtbot, TogetherDialog, act, timeout=20)
    qtbot.mouseClick(page.together, LEFT)
    assert finished(seen)
    assert value_of(store, "member", uid(store, "周1"), "workplace") == "青山镇小学"
    assert value_of(store, "member", uid(store, "周2"), "workplace") == "青山镇中学"
    screenshot(page.window(), "members-ticked")
    page.workspace.notices.action.click()
    qtbot.waitUntil(
        lambda: value_of(store, "member", uid(store, "周1"), "workplace") == "青山镇中学",
        timeout=10_000,
    )


def test_another_branch_is_asked_for_its_day(qtbot: QtBot, store: Store, page: MembersPage) -> None:
    branch = make_organization(store, "第二党支部")
    page.list.table.select_row(3)

    def say(dialog: SinceDialog) -> None:
        dialog.lines["organization"].day.setText("2025-06-15")
        qtbot.mouseClick(child(dialog, "since"), LEFT)

    def act(dialog: TogetherDialog) -> None:
        dialog.editors["organization"].write(branch)
        qtbot.mouseClick(child(dialog, "together_preview"), LEFT)
        qtbot.waitUntil(dialog.go.isEnabled)
        said = in_dialog(qtbot, SinceDialog, say)
        qtbot.mouseClick(dialog.go, LEFT)
        assert finished(said)
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)

    seen = in_dialog(qtbot, TogetherDialog, act, timeout=20)
    qtbot.mouseClick(page.together, LEFT)
    assert finished(seen)
    assert value_of(store, "member", uid(store, "周3"), "organization") == branch


def test_a_copied_roster_is_pasted_into_the_list_of_people(
    qtbot: QtBot, store: Store, page: MembersPage
) -> None:
    name = store.site.name
    lines = [f"{one}\t{id_number(n)}\t{name}" for n, one in ((901, "吴九"), (902, "郑十"))]
    QApplication.clipboard().setText("\n".join(["姓名\t身份证号\t党组织", *lines]))
    names: list[str] = []

    def act(dialog: RosterDialog) -> None:
        qtbot.waitUntil(lambda: dialog.plan is not None, timeout=20_000)
        assert dialog.plan is not None
        names.extend(line.name for line in dialog.plan.lines)
        screenshot(dialog, "pasted-roster")
        dialog.reject()

    activate(qtbot, page.window())
    page.list.table.setFocus()
    seen = in_dialog(qtbot, RosterDialog, act, timeout=20)
    qtbot.keyClick(page.list.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert finished(seen)
    assert names == ["吴九", "郑十"]
    assert not list(store.path.parent.glob("临时-*"))
