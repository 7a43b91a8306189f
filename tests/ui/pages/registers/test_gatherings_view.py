"""组织生活 and 远程教育学习 in the window: hours for the chosen rows, months, one more study."""

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.entity import Value
from app.domain.registers import REGISTERS
from app.services.kept_registers import keep_registers
from app.ui.dialog import Dialog
from app.ui.finding import ShowRow
from app.ui.pages.registers.gatherings_view import GatheringsView
from app.ui.pages.registers.registers_page import RegistersPage
from app.ui.pages.registers.remote_months_dialog import RemoteMonthsDialog
from app.ui.pages.registers.row_dialog import RowDialog
from tests.builders import count
from tests.register_building import make_row
from tests.ui.practice import members_of, practice_store
from tests.ui.window_helpers import finished, in_dialog, open_window, screenshot

DAY = f"{date.today().year - 1}-03-05"


@pytest.mark.parametrize("key", ["assembly", "remote_study"])
def test_hours_of_the_chosen_rows_in_one_step(qtbot: QtBot, tmp_path: Path, key: str) -> None:
    store = practice_store(tmp_path, level="county", people=3)
    keep_registers(store, list(REGISTERS))
    marks = REGISTERS[key].marks
    assert marks is not None
    for topic in ("学文件", "看节目"):
        uid = make_row(store, key, topic=topic, held_on=DAY, hours=2)
        for who in members_of(store, 3):
            said: dict[str, Value] = {key: uid, "member": who, "mark": "参加"}
            make_row(store, marks.table, **said)
    window = open_window(qtbot, store, "registers")
    page = window.pages["registers"]
    assert isinstance(page, RegistersPage)
    page.show_what(ShowRow(key))
    view = page.view
    assert isinstance(view, GatheringsView)
    view.list.model.set_checked(list(view.list.model.ids), on=True)
    view.give.click()
    assert count(store, "record", "gone = 0") == 6
    view.list.model.set_checked(list(view.list.model.ids), on=True)
    view.give.click()
    assert count(store, "record", "gone = 0") == 6, "twice does nothing"
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)


def test_months_and_one_more_study(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, level="county", people=2)
    keep_registers(store, list(REGISTERS))
    window = open_window(qtbot, store, "registers")
    page = window.pages["registers"]
    assert isinstance(page, RegistersPage)
    page.show_what(ShowRow("remote_study"))
    view = page.view
    assert isinstance(view, GatheringsView)
    done: dict[str, dict[str, object]] = {}

    def look(dialog: Dialog) -> None:
        assert isinstance(dialog, RemoteMonthsDialog)
        screenshot(dialog, "remote-months")
        done["form"] = in_dialog(qtbot, RowDialog, fill)
        dialog.enter.click()

    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, RowDialog)
        dialog.form.show_values({**dialog.form.values(), "topic": "节目", "held_on": DAY})
        dialog.save_button.click()

    done["list"] = in_dialog(qtbot, RemoteMonthsDialog, look)
    view.months.click()
    assert all(finished(one) for one in done.values())
    where = "organization <> (SELECT value FROM meta WHERE key = 'organization')"
    assert count(store, "remote_study", where) == 1, "of the branch that was chosen"
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)
