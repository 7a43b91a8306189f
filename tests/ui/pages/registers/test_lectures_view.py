"""谁还没讲 in the window: listed by clause, and a 党课 entered from there."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.domain.registers import REGISTERS
from app.services.kept_registers import keep_registers
from app.ui.dialog import Dialog
from app.ui.finding import ShowRow
from app.ui.pages.registers.lecture_owed_dialog import LectureOwedDialog
from app.ui.pages.registers.lectures_view import LecturesView
from app.ui.pages.registers.registers_page import RegistersPage
from app.ui.pages.registers.row_dialog import RowDialog
from tests.builders import count
from tests.register_building import make_row
from tests.ui.practice import members_of, practice_store
from tests.ui.window_helpers import finished, in_dialog, open_window, screenshot


def test_from_the_list_of_those_who_have_not(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, level="county", people=4)
    keep_registers(store, list(REGISTERS))
    for who in members_of(store, 2):
        place = store.site.organization
        make_row(store, "post", member=who, organization=place, title="书记", to_on=None)
    window = open_window(qtbot, store, "registers")
    page = window.pages["registers"]
    assert isinstance(page, RegistersPage)
    page.show_what(ShowRow("lecture"))
    view = page.view
    assert isinstance(view, LecturesView)
    listed: list[int] = []

    def choose(dialog: Dialog) -> None:
        assert isinstance(dialog, LectureOwedDialog)
        dialog.duty.setCurrentIndex(dialog.duty.findData("JN-35"))
        dialog.reload()
        listed.append(dialog.list.model.rowCount())
        screenshot(dialog, "lecture-owed")
        entered.update(in_dialog(qtbot, RowDialog, enter))
        dialog.enter.click()

    def enter(dialog: Dialog) -> None:
        assert isinstance(dialog, RowDialog)
        more = {"topic": "支部怎么建", "held_on": "2026-01-05", "medium": "现场"}
        dialog.form.show_values({**dialog.form.values(), **more, "speaks_as": "基层党组织书记"})
        dialog.save_button.click()

    entered: dict[str, object] = {}
    done = in_dialog(qtbot, LectureOwedDialog, choose)
    view.owed.click()
    assert finished(done)
    assert listed == [2]
    assert count(store, "lecture", "lecturer IS NOT NULL AND post_then LIKE '%书记'") == 1
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)
