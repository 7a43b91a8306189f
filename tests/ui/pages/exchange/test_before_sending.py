"""数据上报, 数据下发: what will be sent is shown first, the usual place is chosen, three clicks."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.services import people
from app.services.exchange.sending import find_peer
from app.ui.pages.exchange import send_dialog
from app.ui.pages.exchange.places import chosen_place, remember
from app.ui.pages.exchange.send_dialog import SendDialog
from app.ui.pages.exchange.stick_dialog import StickDialog
from tests.ui.exchange_windows import Windows, quiet, two_windows
from tests.ui.practice import members_of, some_class
from tests.ui.window_helpers import child, cut_off, finished, in_dialog, screenshot, unnamed


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path) -> Iterator[Windows]:
    yield from two_windows(qtbot, tmp_path)


def sending(qtbot: QtBot, windows: Windows) -> SendDialog:
    county = find_peer(windows.mine, windows.theirs.site.name)
    dialog = SendDialog(windows.township.workspace, county, "数据上报", windows.township)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.content.found is not None, timeout=30_000)
    return dialog


def shown(dialog: SendDialog) -> list[list[str]]:
    model = dialog.content.model
    return [
        [str(model.index(row, column).data()) for column in range(4)]
        for row in range(model.rowCount())
    ]


def test_the_counts_are_there_before_the_third_click(
    qtbot: QtBot, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows.settle()
    [first, second] = members_of(windows.mine, 2)
    people.save_member(windows.mine, first, {"workplace": "村支部委员"})
    some_class(windows.mine, [first, second])
    remember(chosen_place(windows.stick))  # last month's
    clicks: list[str] = []

    def click(widget: QWidget) -> None:
        clicks.append(widget.objectName())
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def confirm(dialog: SendDialog) -> None:
        qtbot.waitUntil(lambda: dialog.content.found is not None, timeout=30_000)
        screenshot(dialog, "上报之前")
        assert dialog.content.heading.text().startswith("将要上报 ")
        rows = shown(dialog)
        assert ["党员", "—", "1", "—"] in rows
        assert ["培训班", "1", "—", "—"] in rows
        assert "党员春季集中轮训班（" in dialog.content.classes.text()
        assert "收下" in dialog.content.since.text()
        assert not unnamed(dialog)
        assert not cut_off(dialog)
        click(dialog.confirm)
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=30_000)

    township = windows.township
    outcome = in_dialog(qtbot, SendDialog, confirm, timeout=30)
    click(child(township, "nav_reporting"))
    quiet(qtbot, township)
    click(child(township, "report"))
    qtbot.waitUntil(lambda: "ran" in outcome, timeout=60_000)
    assert finished(outcome)
    assert len(list(windows.stick.glob("*.xjb"))) == 1
    assert clicks == ["nav_reporting", "report", "confirm_send"], "and nothing left to close"
    notices = township.workspace.notices
    assert notices.text.text().startswith("已写好并核对"), notices.text.text()
    shown_papers: list[str] = []
    monkeypatch.setattr(
        send_dialog, "preview_document", lambda _workspace, kind, _chosen: shown_papers.append(kind)
    )
    assert notices.action.text() == "打印交接单"
    click(notices.action)
    assert shown_papers == ["handover_slip"]


def test_nothing_to_report_is_said(qtbot: QtBot, windows: Windows) -> None:
    windows.settle()
    dialog = sending(qtbot, windows)
    screenshot(dialog, "没有要上报的")
    assert dialog.content.heading.text() == "没有要上报的内容。"
    assert "没有变化" in dialog.content.since.text()
    assert not dialog.content.table.isVisible()
    dialog.content.found = None
    dialog.whole.setChecked(True)
    qtbot.waitUntil(lambda: dialog.content.found is not None, timeout=30_000)
    assert ["党员", "12", "—", "—"] in shown(dialog)


def missing_place(windows: Windows) -> None:
    remember(chosen_place(windows.stick))
    shutil.rmtree(windows.stick)


@pytest.mark.parametrize("opened", ["send", "receive"])
def test_a_stick_that_is_not_there_is_said_and_found_again(
    qtbot: QtBot, windows: Windows, opened: str
) -> None:
    missing_place(windows)
    said: Callable[[], str]
    if opened == "send":
        sender = sending(qtbot, windows)
        dialog: SendDialog | StickDialog = sender
        said, again = sender._lacking.text, "look_again"
        assert not sender.confirm.isEnabled(), "nowhere to write to"
    else:
        dialog = receiver = StickDialog(windows.county.workspace, windows.county)
        qtbot.addWidget(dialog)
        dialog.show()
        said, again = receiver.notices.text.text, "scan_again"
    screenshot(dialog, f"上次的U盘不在-{opened}")
    assert "stick没有插上或找不到了" in said()
    windows.stick.mkdir()
    child(dialog, again).click()
    if isinstance(dialog, SendDialog):
        assert dialog.confirm.isEnabled()
        assert said() == ""
    else:
        qtbot.waitUntil(lambda: dialog.scanned, timeout=30_000)
