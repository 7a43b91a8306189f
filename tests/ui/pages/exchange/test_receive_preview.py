"""The preview of a package: every row in words, rows sent back, and the result afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QInputDialog
from pytestqt.qtbot import QtBot

from app.domain.declarations import entity_named
from app.services import people
from app.services.exchange.receiving import receive_package
from app.services.exchange.sending_back import open_returns
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.pages.exchange.preview_table import RETURN_COLUMN, ReturnMenu
from app.ui.pages.review.review_page import ReviewPage
from tests.ui.exchange_windows import Windows, column, preview, take, two_windows
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
def windows(qtbot: QtBot, tmp_path: Path) -> Iterator[Windows]:
    yield from two_windows(qtbot, tmp_path)


def looked_over(qtbot: QtBot, dialog: QDialog, name: str) -> None:
    screenshot(dialog, name)
    assert unnamed(dialog) == []
    assert cut_off(dialog) == []
    assert unreached(qtbot, dialog) == []


def test_every_row_stands_there_by_organization_and_kind(qtbot: QtBot, windows: Windows) -> None:
    dialog = preview(qtbot, windows.county, windows.reported())
    looked_over(qtbot, dialog, "数据接收-预览")
    table = dialog.preview
    assert table.list.model.rowCount() == len(table.lines) >= 20
    assert table.list.table.horizontalHeader().height() < 60, "the header is one line"
    assert "新增 " in dialog.counts.text()

    box = table.organizations
    box.setCurrentIndex(box.findText("青山镇东风村党支部"))
    box.activated.emit(box.currentIndex())
    assert set(column(table.list, 1)) == {"青山镇东风村党支部"}
    box.setCurrentIndex(0)
    box.activated.emit(0)
    table.list.search.setText("李㛃")
    qtbot.keyClick(table.list.search, Qt.Key.Key_Return)
    assert set(column(table.list, 3)) == {"李㛃"}
    table.list.table.select_row(0)
    assert table.heading.text() == "李㛃"
    shown = [table.fields.model().index(n, 1).data() for n in range(3)]
    assert "李㛃" in shown
    everything = " ".join(column(table.list, 5))
    assert "********" in everything, "numbers of people are masked"
    dialog.reject()


def test_what_both_sides_changed_comes_first_and_leads_to_the_decision(
    qtbot: QtBot, windows: Windows
) -> None:
    windows.settle()
    [uid] = members_of(windows.mine, 1)
    people.save_member(windows.mine, uid, {"workplace": "村支部委员"})
    people.save_member(windows.theirs, uid, {"workplace": "镇政府办事员"})
    dialog = preview(qtbot, windows.county, windows.reported())
    looked_over(qtbot, dialog, "数据接收-冲突")
    assert dialog.view is not None
    assert dialog.view.conflicts == 1
    assert column(dialog.list, 0)[0] == "冲突"
    assert column(dialog.list, 3)[0] == "李㛃"
    told = column(dialog.list, 5)[0]
    assert "本机 镇政府办事员" in told
    assert "对方 村支部委员" in told
    heads = [dialog.preview.fields.model().headerData(n, Qt.Orientation.Horizontal) for n in (1, 2)]
    assert heads == ["本机", "对方"]

    take(qtbot, dialog)
    screenshot(dialog, "已接收-去核实")
    assert child(dialog, "go_to_review").text() == "去核实 1 条"
    child(dialog, "go_to_review").click()
    assert isinstance(windows.county.page, ReviewPage)
    assert not dialog.isVisible()


def choose(menu: ReturnMenu, words: str) -> None:
    """One click in the menu of reasons."""
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def test_rows_go_back_with_their_reasons_in_the_same_receive(
    qtbot: QtBot, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = preview(qtbot, windows.county, windows.reported())
    table, model = dialog.list.table, dialog.list.model
    assert not model.index(0, 0).flags() & Qt.ItemFlag.ItemIsUserCheckable, "a tick means chosen"
    assert model.headerData(RETURN_COLUMN, Qt.Orientation.Horizontal) == "退回"
    first, second, third = [
        n for n, line in enumerate(dialog.preview.lines) if line.entity == "member"
    ][:3]
    # Two clicks for one row: its own cell, and the reason.
    cell = table.visualRect(model.index(first, RETURN_COLUMN)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    menu = dialog.findChildren(ReturnMenu)[-1]
    assert menu.isVisible()
    screenshot(menu, "退回原因")
    choose(menu, "身份证号有误")
    assert model.index(first, RETURN_COLUMN).data() == "↩ 身份证号有误"
    assert model.index(second, RETURN_COLUMN).data() == "退回…"
    assert dialog.preview.reason.text() == "退回：身份证号有误"
    # Several at once, by the button that the keyboard reaches.
    rows = table.selectionModel()
    for number in (second, third):
        rows.select(model.index(number, 0), rows.SelectionFlag.Select | rows.SelectionFlag.Rows)
    assert dialog.preview.send_back.text() == "退回选中的 3 条(&T)…"
    dialog.preview.send_back.click()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("  材料上没有盖章 ", True))
    choose(dialog.findChildren(ReturnMenu)[-1], "自己写…")
    assert dialog.accept_button.text() == "接收，其中退回 3 条"
    screenshot(dialog, "数据接收-退回")
    # Whoever thinks better of it takes one out again.
    table.select_row(third)
    dialog.preview.send_back.click()
    choose(dialog.findChildren(ReturnMenu)[-1], "不退回了")
    assert dialog.accept_button.text() == "接收，其中退回 2 条"
    table.select_row(third)
    dialog.preview.send_back.click()
    choose(dialog.findChildren(ReturnMenu)[-1], "缺证明材料")

    dialog.accept_button.click()
    qtbot.waitUntil(lambda: dialog.received is not None, timeout=30_000)
    assert dialog.received is not None
    assert dialog.received.returned == 3
    assert "退回 3 条" in dialog.card.words.text()
    screenshot(dialog, "已接收-退回")
    reasons = sorted(one.reason for one in open_returns(windows.theirs))
    assert reasons == ["材料上没有盖章", "材料上没有盖章", "缺证明材料"]

    # The receipt tells the township, whose card leads to the list.
    assert dialog.received.receipt is not None
    theirs = preview(qtbot, windows.township, dialog.received.receipt)
    assert theirs.accept_button.text() == "收下回执"
    screenshot(theirs, "收下回执")
    take(qtbot, theirs)
    screenshot(theirs, "回执已收下")
    assert child(theirs, "go_to_returns").text() == "看退回 3 条"
    assert len(open_returns(windows.mine)) == 3
    theirs.accept()
    dialog.accept()


def test_a_row_that_cannot_go_back_says_so(qtbot: QtBot, windows: Windows) -> None:
    windows.settle()
    [uid] = members_of(windows.mine, 1)
    with windows.mine.change("删除") as change:
        change.remove(entity_named("member"), uid)
    dialog = preview(qtbot, windows.county, windows.reported())
    removed = next(n for n, line in enumerate(dialog.preview.lines) if line.what == "删除")
    assert dialog.list.model.index(removed, RETURN_COLUMN).data() == "—"
    dialog.list.table.select_row(removed)
    assert not dialog.preview.send_back.isEnabled()
    dialog.list.table.clicked.emit(dialog.list.model.index(removed, RETURN_COLUMN))
    assert dialog.preview.to_return() == []
    assert "只能退回" in dialog.notices.text.text()
    assert dialog.accept_button.text() == "接收"
    dialog.reject()


def test_a_township_ticks_nothing(qtbot: QtBot, windows: Windows) -> None:
    windows.settle()
    [uid] = members_of(windows.theirs, 1)
    people.save_member(windows.theirs, uid, {"workplace": "镇政府办事员"})
    dialog = preview(qtbot, windows.township, windows.issued())
    index = dialog.list.model.index(0, 0)
    assert index.data(Qt.ItemDataRole.CheckStateRole) is None
    take(qtbot, dialog)
    screenshot(dialog, "乡镇已接收")
    assert "可以安全拔出 U盘" in dialog.card.safe.text()
    assert not child(dialog, "go_to_review").isVisible()
    dialog.accept()


def test_afterwards_the_headcount_can_be_printed(qtbot: QtBot, windows: Windows) -> None:
    dialog = preview(qtbot, windows.county, windows.reported())
    take(qtbot, dialog)
    looked_over(qtbot, dialog, "已接收")
    assert dialog.received is not None
    assert f"已接收 {dialog.received.applied} 条" in dialog.card.title.text()

    def look(paper: PrintPreview) -> None:
        screenshot(paper, "党员增减变化表")
        paper.accept()

    outcome = in_dialog(qtbot, PrintPreview, look, timeout=30)
    child(dialog, "print_headcount").click()
    qtbot.waitUntil(lambda: "ran" in outcome, timeout=30_000)
    assert finished(outcome)
    dialog.accept()


def test_a_file_that_changed_meanwhile_is_looked_at_again(qtbot: QtBot, windows: Windows) -> None:
    path = windows.reported()
    dialog = preview(qtbot, windows.county, path)
    people.save_member(windows.mine, members_of(windows.mine, 1)[0], {"workplace": "村支部委员"})
    path.write_bytes(windows.reported().read_bytes())
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: dialog.view is not None and dialog.view.sequence == 2, timeout=30_000)
    assert dialog.received is None, "what was not shown is not applied"
    take(qtbot, dialog)
    dialog.accept()


def test_put_aside_with_a_reason(
    qtbot: QtBot, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = preview(qtbot, windows.county, windows.reported())
    monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: ("等补证明材料", True))
    child(dialog, "put_aside").click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=30_000)
    assert "暂存的数据包" in windows.county.workspace.notices.text.text()
    count = windows.theirs.database.read().execute("SELECT count(*) FROM member").fetchone()
    assert count[0] == 0, "nothing was written"


def test_a_package_twice_is_a_harmless_no(qtbot: QtBot, windows: Windows) -> None:
    package = windows.reported()
    receive_package(windows.theirs, package)
    dialog = preview(qtbot, windows.county, package)
    assert not dialog.accept_button.isEnabled()
    assert not child(dialog, "put_aside").isVisible()
    assert "无需重复接收" in dialog.notices.text.text()
    dialog.reject()


def test_a_package_before_its_time_is_put_aside_and_taken_up_later(
    qtbot: QtBot, windows: Windows
) -> None:
    windows.settle()
    [uid] = members_of(windows.mine, 1)
    people.save_member(windows.mine, uid, {"workplace": "村支部委员"})
    missing = windows.reported()
    acknowledge_unseen(windows)
    people.save_member(windows.mine, uid, {"workplace": "镇政府干部"})
    early = windows.reported()
    dialog = preview(qtbot, windows.county, early)
    assert dialog.accept_button.text() == "暂存并写回执"
    screenshot(dialog, "数据接收-缺号")
    take(qtbot, dialog)
    assert dialog.card.title.text() == "已暂存，没有写入"
    screenshot(dialog, "已暂存")
    dialog.accept()
    dialog = preview(qtbot, windows.county, missing)
    take(qtbot, dialog)
    assert "暂存的第 3 号数据包也一并接收" in dialog.card.words.text()
    screenshot(dialog, "已接收-续接")
    dialog.accept()


def acknowledge_unseen(windows: Windows) -> None:
    """As though the county had confirmed everything: the next package leaves a gap."""
    with windows.mine.database.write() as connection:
        connection.execute("UPDATE peer SET acked = (SELECT max(hi) FROM package_log)")


def test_a_damaged_file_is_refused_in_words(qtbot: QtBot, windows: Windows) -> None:
    from app.ui.pages.exchange.receive_dialog import ReceiveDialog

    bad = windows.stick / "坏包.xjb"
    bad.write_bytes(b"not a package")
    dialog = ReceiveDialog(windows.county.workspace, bad, windows.county)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.notices.isVisible, timeout=30_000)
    assert dialog.view is None
    assert not dialog.accept_button.isEnabled()
    dialog.reject()
