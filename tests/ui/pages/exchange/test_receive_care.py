"""交换情况, what waits, what was not written, 撤回 and 停用 at the county's page."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.data.exchange import incidents
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services.exchange.deciding_held_back import held_rows
from app.services.exchange.putting_aside import put_aside, put_aside_packages
from app.services.exchange.receiving import receive_package
from app.services.exchange.restore_points import restore_points
from app.services.exchange.sending import find_peer
from app.services.store import Store
from app.ui.main_window import MainWindow
from app.ui.pages.exchange import put_aside_dialog
from app.ui.pages.exchange.health_strip import bar
from app.ui.pages.exchange.held_back_dialog import HeldBackDialog
from app.ui.pages.exchange.invite_dialog import InviteDialog
from app.ui.pages.exchange.places import Place
from app.ui.pages.exchange.put_aside_dialog import PutAsideDialog
from app.ui.pages.exchange.revoke_dialog import RevokeDialog
from app.ui.pages.exchange.take_back_dialog import TakeBackDialog
from app.ui.pages.exchange.townships_page import TownshipsPage
from app.ui.theme import LIGHT
from tests.builders import make_member
from tests.ui.exchange_windows import (
    Windows,
    another_township,
    column,
    package,
    quiet,
    say_yes,
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
    monkeypatch.setattr(put_aside_dialog, "places", lambda: [place])
    yield from two_windows(qtbot, tmp_path)


def page_of(qtbot: QtBot, windows: Windows) -> TownshipsPage:
    windows.county.go("townships")
    windows.county.workspace.changed()
    quiet(qtbot, windows.county)
    page = windows.county.page
    assert isinstance(page, TownshipsPage)
    page.list.table.select_row(0)
    return page


def looked_over(qtbot: QtBot, widget: QWidget, name: str) -> None:
    screenshot(widget, name)
    assert unnamed(widget) == []
    assert cut_off(widget) == []
    assert unreached(qtbot, widget) == []


def age(store: Store, name: str, days: int) -> None:
    """As though the last package had come so long ago."""
    then = datetime.now().astimezone() - timedelta(days=days)
    with store.database.write() as connection:
        connection.execute(
            "UPDATE peer SET last_received = ? WHERE name = ?",
            (then.isoformat(timespec="seconds"), name),
        )


def test_the_page_tells_how_it_stands_with_every_township(
    qtbot: QtBot, windows: Windows, tmp_path: Path
) -> None:
    windows.settle()
    for name in ("红岩乡", "双溪镇"):
        store = another_township(tmp_path, windows.theirs, name)
        make_member(store, store.site.organization, name=f"{name}的人")
        receive_package(windows.theirs, package(store, windows.theirs, windows.stick))
        store.close()
    age(windows.theirs, "红岩乡", 40)
    with windows.theirs.database.write() as connection:
        incidents.note(connection, incidents.UNKNOWN, incidents.KEY, detail="黑石镇")
    page = page_of(qtbot, windows)
    looked_over(qtbot, windows.county, "交换情况")
    assert column(page.list, 0) == ["青山镇", "红岩乡", "双溪镇"]
    search = page.list.search
    search.setText("SXZ")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert column(page.list, 0) == ["双溪镇"], "by initials, as everywhere"
    search.clear()
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert column(page.list, 1)[1] == "40 天前"
    rows = [page.list.model.row(n) for n in range(3)]
    shares = [bar(found.row) for found in rows if found is not None]
    assert [round(share, 2) for share, _ in shares] == [0.0, 0.65, 0.0]
    assert [colour for _, colour in shares] == [LIGHT.ok, LIGHT.warn, LIGHT.ok]
    page.list.table.select_row(1)
    assert page.details.name.text() == "红岩乡"
    assert "管辖：红岩乡" in page.details.facts.text()
    assert page.details.words.text() == column(page.list, 6)[1]

    [dismiss] = [w for w in page.incidents.findChildren(QWidget) if "dismiss" in w.objectName()]
    assert "黑石镇" in dismiss.accessibleName()
    dismiss.click()  # type: ignore[attr-defined]
    quiet(qtbot, windows.county)
    assert not page.incidents.isVisible()


def test_stopped_with_a_reason_and_enrolled_again(qtbot: QtBot, windows: Windows) -> None:
    windows.settle()
    page = page_of(qtbot, windows)

    def stop(dialog: RevokeDialog) -> None:
        assert "一律拒收" in dialog.words.text()
        dialog.retired.setChecked(True)
        assert "第 1 号（含）以前" in dialog.words.text()
        looked_over(qtbot, dialog, "停用")
        assert not child(dialog, "confirm_revoke").isEnabled()
        dialog.agreed.setChecked(True)
        child(dialog, "confirm_revoke").click()

    outcome = in_dialog(qtbot, RevokeDialog, stop)
    child(page, "revoke").click()
    assert finished(outcome)
    quiet(qtbot, windows.county)
    assert find_peer(windows.theirs, "青山镇").revoked
    assert "已停用" in page.details.words.text()
    assert "单位撤并" in page.details.facts.text()
    assert not page.issue.isEnabled()
    screenshot(windows.county, "交换情况-已停用")

    def again(dialog: InviteDialog) -> None:
        assert dialog.scope.text() == "青山镇"
        assert dialog.name.text() == "青山镇"
        dialog.reject()

    outcome = in_dialog(qtbot, InviteDialog, again)
    child(page, "enrol_again").click()
    assert finished(outcome)


def test_what_waits_is_received_or_removed(
    qtbot: QtBot, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = windows.reported()
    put_aside(windows.theirs, path, "等补证明材料")
    page = page_of(qtbot, windows)
    link = child(page, "put_aside_packages")
    assert link.text() == "暂存的数据包（1）"
    asked: list[str] = []
    say_yes(monkeypatch, asked)

    def receive(dialog: PutAsideDialog) -> None:
        looked_over(qtbot, dialog, "暂存的数据包")
        assert column(dialog.list, 2) == ["人工暂存：等补证明材料"]
        child(dialog, "receive_put_aside").click()
        qtbot.waitUntil(lambda: not put_aside_packages(windows.theirs), timeout=30_000)
        quiet(qtbot, windows.county)
        screenshot(dialog, "暂存的数据包-已接收")
        assert "已接收" in dialog.notices.text.text()
        dialog.accept()

    outcome = in_dialog(qtbot, PutAsideDialog, receive, timeout=30)
    link.click()
    assert finished(outcome)
    assert not link.isVisible()

    make_member(windows.mine, name="下一个月的人")
    put_aside(windows.theirs, windows.reported(), "")
    page_of(qtbot, windows)

    def remove(dialog: PutAsideDialog) -> None:
        child(dialog, "drop_waiting").click()
        assert not dialog.list.model.rowCount()
        dialog.accept()

    outcome = in_dialog(qtbot, PutAsideDialog, remove)
    link.click()
    assert finished(outcome)
    assert "第 2 号" in asked[-1]
    assert not put_aside_packages(windows.theirs)


def test_a_row_that_was_not_written_is_looked_at_and_taken(
    qtbot: QtBot, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows.settle()
    outside = windows.theirs.site.organization
    said: dict[str, Value] = {"name": "写错单位的人", "organization": outside}
    with windows.mine.change("改过的程序", bounded=False) as change:
        change.create(entity_named("member"), said)
    receive_package(windows.theirs, windows.reported())
    assert len(held_rows(windows.theirs)) == 1
    page = page_of(qtbot, windows)
    assert child(page, "held_rows").text() == "未写入的记录（1）"
    say_yes(monkeypatch)

    def take(dialog: HeldBackDialog) -> None:
        looked_over(qtbot, dialog, "未写入的记录")
        assert column(dialog.list, 2) == ["写错单位的人"]
        child(dialog, "accept_held").click()
        assert not dialog.list.model.rowCount()
        child(dialog, "close_held").click()

    outcome = in_dialog(qtbot, HeldBackDialog, take)
    child(page, "held_rows").click()
    assert finished(outcome)
    assert not held_rows(windows.theirs)


def test_a_receive_is_taken_back_from_the_register(qtbot: QtBot, windows: Windows) -> None:
    receive_package(windows.theirs, windows.reported())
    make_member(windows.theirs, name="后来录的人")
    before = windows.theirs
    page = page_of(qtbot, windows)
    assert not child(page, "take_back_chosen").isVisible()
    page.register.table.table.select_row(0)
    assert child(page, "take_back_chosen").isVisible()
    replaced: list[Store] = []
    windows.county.workspace.store_replaced.connect(replaced.append)

    def agree(dialog: TakeBackDialog) -> None:
        looked_over(qtbot, dialog, "撤回接收")
        assert "新增党员" in column(dialog.list, 2)
        assert not child(dialog, "confirm_take_back").isEnabled()
        dialog.agreed.setChecked(True)
        child(dialog, "confirm_take_back").click()
        qtbot.waitUntil(lambda: bool(replaced), timeout=30_000)

    outcome = in_dialog(qtbot, TakeBackDialog, agree, timeout=30)
    child(page, "take_back_chosen").click()
    assert finished(outcome)
    [back] = replaced
    assert back is not before
    count = back.database.read().execute("SELECT count(*) FROM member").fetchone()
    assert count[0] == 0
    assert windows.county.workspace.leaving
    back.close()


def test_a_point_that_is_gone_is_said_and_nothing_is_lost(qtbot: QtBot, windows: Windows) -> None:
    receive_package(windows.theirs, windows.reported())
    page = page_of(qtbot, windows)
    [point] = restore_points(windows.theirs)
    dialog = TakeBackDialog(windows.county.workspace, point, page)
    qtbot.addWidget(dialog)
    dialog.show()
    point.path.unlink()
    dialog.agreed.setChecked(True)
    child(dialog, "confirm_take_back").click()
    qtbot.waitUntil(dialog.notices.isVisible, timeout=30_000)
    assert dialog.isVisible()
    assert child(dialog, "confirm_take_back").isEnabled()
    assert not windows.county.workspace.leaving
    count = windows.theirs.database.read().execute("SELECT count(*) FROM member").fetchone()
    assert count[0] == 12
    dialog.reject()


def test_after_taking_back_a_new_window_opens(
    qtbot: QtBot, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys
    import threading

    from app.services.exchange.restore_points import take_back
    from app.ui.start import run_window

    monkeypatch.setattr("app.ui.error_gate.faulthandler.enable", lambda *a: None)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    receive_package(windows.theirs, windows.reported())
    store = windows.theirs
    windows.county.close()
    windows.township.close()
    seen: list[tuple[MainWindow, str, int]] = []
    end = time.monotonic() + 60

    def act() -> None:
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        window = next((w for w in shown if w.isVisible()), None)
        if window is None or window.workspace.runner.busy or any(window is w for w, *_ in seen):
            if time.monotonic() < end:
                QTimer.singleShot(20, act)
            return
        people = window.workspace.store.database.read().execute("SELECT count(*) FROM member")
        told = window.workspace.notices.text.text()
        seen.append((window, told, people.fetchone()[0]))
        if len(seen) == 1:
            point = restore_points(window.workspace.store)[0]
            window.workspace.go_on_with(take_back(window.workspace.store, point))
            QTimer.singleShot(20, act)
        else:
            window.close()

    QTimer.singleShot(50, act)
    assert run_window(store.path, store) == 0
    assert [people for _, _, people in seen] == [12, 0]
    assert "已撤回" in seen[1][1]
    assert members_of(windows.mine, 1), "the other window's store was not touched"
