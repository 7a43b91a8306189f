"""其他培训记录 in the window: reached from 台账, a whole branch, asked lines, approved, twice."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.entity import Value
from app.domain.registers import REGISTERS
from app.services import registers
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.main_window import MainWindow
from app.ui.pages.ledger.records_page import RecordsPage
from app.ui.pages.registers.activity_dialog import ActivityDialog
from app.ui.pages.registers.doubles_dialog import DoublesDialog
from app.ui.pages.registers.import_dialog import RegisterImportDialog
from app.ui.pages.registers.records_view import RecordsView
from tests.builders import count, value_of
from tests.ui.practice import members_of, practice_store
from tests.ui.window_helpers import child, finished, in_dialog, open_window, screenshot

RECORD = REGISTERS["record"].entity
ACTIVITY: dict[str, Value] = {
    "title": "三月主题党日",
    "mode": "集体学习",
    "level": "支部",
    "starts_on": "2026-03-05",
    "ends_on": "2026-03-05",
    "hours": 2.0,
    "evidence": "签到表存支部",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return practice_store(tmp_path, people=12)


@pytest.fixture
def view(qtbot: QtBot, store: Store) -> Iterator[RecordsView]:
    window: MainWindow = open_window(qtbot, store, "ledger")
    child(window, "other_records").click()
    page = window.pages["records"]
    assert isinstance(page, RecordsPage)
    assert isinstance(page.view, RecordsView)
    yield page.view
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)


def test_a_whole_branch_but_for_one(qtbot: QtBot, store: Store, view: RecordsView) -> None:
    everybody = members_of(store, 12)
    registers.save_row(store, RECORD, None, {"member": everybody[0], **ACTIVITY})

    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, ActivityDialog)
        dialog.show_people()
        assert dialog.notices.has_said
        dialog.form.show_values(ACTIVITY)
        dialog.show_people()
        assert dialog.list.model.rowCount() == len(everybody)
        assert dialog.list.model.checked_count == len(everybody) - 1
        screenshot(dialog, "records-activity")
        first = dialog.list.model.checked[0]
        dialog.list.model.set_checked([first], on=False)
        dialog.go.click()

    done = in_dialog(qtbot, ActivityDialog, fill)
    view.branch.click()
    assert finished(done)
    assert count(store, "record") == len(everybody) - 1


def test_hours_of_ones_own_are_offered_for_approval(store: Store, view: RecordsView) -> None:
    row = registers.save_row(
        store, RECORD, None, {"member": members_of(store, 12)[0], **ACTIVITY, "self_declared": 1}
    ).uid
    view.workspace.changed()
    assert not view.agree.isEnabled()
    view.list.table.select_row(0)
    assert view.agree.isEnabled()
    screenshot(view.window(), "records-view")
    assert value_of(store, "record", row, "approval") is None


def test_asked_lines_wait(qtbot: QtBot, store: Store, view: RecordsView, tmp_path: Path) -> None:
    person = members_of(store, 12)[0]
    registers.save_row(store, RECORD, None, {"member": person, **ACTIVITY})
    name = value_of(store, "member", person, "name")
    number = value_of(store, "member", person, "id_number")
    made = openpyxl.Workbook()
    assert made.active is not None
    for line in (("姓名", "身份证号", "培训内容", "学时"), (name, number, "主题党日", 2)):
        made.active.append([str(cell) for cell in line])
    made.save(tmp_path / "a.xlsx")
    dialog = RegisterImportDialog(view.workspace, REGISTERS["record"], view)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.open_file(tmp_path / "a.xlsx")
    qtbot.waitUntil(lambda: not view.workspace.runner.busy, timeout=30_000)
    assert dialog.notices.has_said
    assert dialog.plan is not None
    assert [str(line.action) for line in dialog.plan.lines] == ["拒绝"]
    dialog._common = {"starts_on": "2026-03-05", "ends_on": "2026-03-05", "mode": "集体学习"}
    dialog.again.click()
    dialog._read()
    qtbot.waitUntil(lambda: not view.workspace.runner.busy, timeout=30_000)
    assert [str(line.action) for line in dialog.plan.lines] == ["待确认"]
    assert dialog.asked.isVisible()
    assert not dialog.go.isEnabled()
    screenshot(dialog, "records-asked")
    dialog.asked.another.click()
    assert dialog.go.isEnabled()
    assert not dialog.asked.isVisible()
    dialog.go.click()
    qtbot.waitUntil(lambda: not view.workspace.runner.busy, timeout=30_000)
    assert count(store, "record") == 2


def test_what_stands_twice(qtbot: QtBot, store: Store, view: RecordsView) -> None:
    person = members_of(store, 12)[0]
    for title in ("三月主题党日", "主题党日"):
        registers.save_row(store, RECORD, None, {"member": person, **ACTIVITY, "title": title})

    def look(dialog: Dialog) -> None:
        assert isinstance(dialog, DoublesDialog)
        dialog.year.setCurrentIndex(dialog.year.findData(2026))
        dialog.reload()
        assert len(dialog.chosen_lines()) == 1
        screenshot(dialog, "records-doubles")
        dialog.apart.click()
        assert dialog.list.model.rowCount() == 0
        QApplication.processEvents()
        dialog.accept()

    done = in_dialog(qtbot, DoublesDialog, look)
    view.twice.click()
    assert finished(done)
    assert count(store, "told_apart") == 1
