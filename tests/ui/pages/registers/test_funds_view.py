"""经费汇总 in the window."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.domain.registers import REGISTERS
from app.services.kept_registers import keep_registers
from app.ui.dialog import Dialog
from app.ui.finding import ShowRow
from app.ui.pages.registers.fund_totals_dialog import FundTotalsDialog
from app.ui.pages.registers.funds_view import FundsView
from app.ui.pages.registers.registers_page import RegistersPage
from app.ui.today import this_year
from tests.register_building import make_row
from tests.ui.practice import practice_store
from tests.ui.window_helpers import finished, in_dialog, open_window, screenshot


def test_the_sums_of_a_year(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, level="county", people=1)
    keep_registers(store, list(REGISTERS))
    for name, purpose, actual in (("师资费", "党员教育培训", 100), ("慰问", "其他用途", 300)):
        make_row(
            store, "fund", name=name, year=str(this_year()), source="留存党费", purpose=purpose,
            actual=actual,
        )  # fmt: skip
    window = open_window(qtbot, store, "registers")
    page = window.pages["registers"]
    assert isinstance(page, RegistersPage)
    page.show_what(ShowRow("fund"))
    assert isinstance(page.view, FundsView)

    def look(dialog: Dialog) -> None:
        assert isinstance(dialog, FundTotalsDialog)
        screenshot(dialog, "fund-totals")
        assert "占 25.0%，低于 50%" in dialog.words.text()
        dialog.way.setCurrentIndex(dialog.way.findData("用途"))
        dialog.reload()
        assert dialog.list.model.rowCount() == 3, "two purposes and the sum of all"
        dialog.accept()

    done = in_dialog(qtbot, FundTotalsDialog, look)
    page.view.sums.click()
    assert finished(done)
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)
