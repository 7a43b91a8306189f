"""落实情况 in the window: clause after clause, each with its form."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.domain.registers import REGISTERS
from app.services.duties import duties_of_year
from app.services.kept_registers import keep_registers
from app.ui.dialog import Dialog
from app.ui.finding import ShowRow
from app.ui.pages.registers.duties_dialog import DutiesDialog
from app.ui.pages.registers.duties_view import DutiesView
from app.ui.pages.registers.registers_page import RegistersPage
from app.ui.pages.registers.row_dialog import RowDialog
from tests.ui.practice import practice_store
from tests.ui.window_helpers import finished, in_dialog, open_window, screenshot


def test_clause_after_clause(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, level="county", people=2)
    keep_registers(store, list(REGISTERS))
    window = open_window(qtbot, store, "registers")
    page = window.pages["registers"]
    assert isinstance(page, RegistersPage)
    page.show_what(ShowRow("duty"))
    view = page.view
    assert isinstance(view, DutiesView)
    done: dict[str, dict[str, object]] = {}

    def first(dialog: Dialog) -> None:
        assert isinstance(dialog, DutiesDialog)
        screenshot(dialog, "duties")
        done["form"] = in_dialog(qtbot, RowDialog, fill)
        dialog.record.click()

    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, RowDialog)
        said = dialog.form.values()
        assert said["number"] == duties_of_year(store, 2026)[0].clause.number
        assert not said["done"], "nothing is claimed"
        more = {"done": "已落实", "done_on": "2026-03-05", "evidence": "盒 3"}
        dialog.form.show_values({**said, **more})
        done["again"] = in_dialog(qtbot, DutiesDialog, close)
        dialog.save_button.click()

    def close(dialog: Dialog) -> None:
        assert isinstance(dialog, DutiesDialog)
        assert "已落实 1" in dialog.told.text()
        dialog.reject()

    done["list"] = in_dialog(qtbot, DutiesDialog, first)
    view.one_by_one.click()
    assert all(finished(one) for one in done.values())
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)
