"""师资库 and 阵地 in the window: what hangs on a row in sum, lectures out of classes, coverage."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.domain.registers import REGISTERS
from app.services.kept_registers import keep_registers
from app.ui.dialog import Dialog
from app.ui.finding import ShowRow
from app.ui.pages.registers.coverage_dialog import CoverageDialog
from app.ui.pages.registers.registers_page import RegistersPage
from app.ui.pages.registers.resources_views import TeachersView, VenuesView
from tests.builders import count, make_class
from tests.register_building import make_row
from tests.ui.practice import practice_store
from tests.ui.window_helpers import finished, in_dialog, open_window, screenshot


def test_teachers_and_places(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, level="county", people=1)
    keep_registers(store, list(REGISTERS))
    make_row(store, "teacher", name="王䶮")
    make_class(store, teacher="王䶮", first_day="2026-03-02", days=1)
    venue = make_row(store, "venue")
    make_row(store, "venue_use", venue=venue, used_on="2026-03-05")
    window = open_window(qtbot, store, "registers")
    page = window.pages["registers"]
    assert isinstance(page, RegistersPage)
    page.show_what(ShowRow("teacher"))
    view = page.view
    assert isinstance(view, TeachersView)
    view.from_classes.click()
    assert count(store, "teacher_lecture") == 1
    [row] = view.query.rows(list(view.list.model.ids))
    assert [column.value(row) for column in view.own_columns()] == ["1", "2026-03-02", ""]
    screenshot(window, "teachers")
    page.show_what(ShowRow("venue"))
    places = page.view
    assert isinstance(places, VenuesView)
    [used] = places.query.rows(list(places.list.model.ids))
    assert places.own_columns()[0].value(used) == "2026-03-05"

    def look(dialog: Dialog) -> None:
        assert isinstance(dialog, CoverageDialog)
        screenshot(dialog, "coverage")
        assert "8 个村（社区），已覆盖 0，没有 8" in dialog.words.text()
        dialog.accept()

    done = in_dialog(qtbot, CoverageDialog, look)
    places.coverage.click()
    assert finished(done)
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)
