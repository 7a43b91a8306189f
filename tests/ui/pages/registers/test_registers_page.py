"""登记册 in the window: listed, narrowed, entered, changed, imported, pasted, taken back."""

import datetime
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QInputDialog
from pytestqt.qtbot import QtBot

from app.services.practice.registers import fill_registers
from app.services.registers import row_values, save_row
from app.services.store import Store
from app.ui.finding import ShowRow
from app.ui.main_window import MainWindow
from app.ui.pages.registers.import_dialog import RegisterImportDialog
from app.ui.pages.registers.register_view import RegisterView
from app.ui.pages.registers.registers_page import RegistersPage
from app.ui.pages.registers.row_dialog import RowDialog
from app.ui.pages.registers.together_dialog import TogetherRowsDialog
from app.ui.pages.settings.registers_tab import RegistersTab
from app.ui.pages.settings.settings_page import SettingsPage
from tests.builders import make_member
from tests.ui.practice import practice_store
from tests.ui.window_helpers import child, finished, in_dialog, open_window, screenshot, unnamed

TODAY = datetime.date.today()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = practice_store(tmp_path, level="county", people=10)
    fill_registers(made, Random(3), TODAY, ("teacher", "venue"))
    return made


@pytest.fixture
def window(qtbot: QtBot, store: Store) -> Iterator[MainWindow]:
    made = open_window(qtbot, store, "registers")
    page = made.pages["registers"]
    assert isinstance(page, RegistersPage)
    page._choose("teacher")
    yield made
    qtbot.waitUntil(lambda: not made.workspace.runner.busy, timeout=30_000)


def view(window: MainWindow) -> RegisterView:
    page = window.pages["registers"]
    assert isinstance(page, RegistersPage)
    shown = page.view
    assert shown is not None
    return shown


def cells(made: RegisterView, column: str) -> list[str]:
    heads = [item.label for item in made.list.model.columns]
    at = heads.index(column)
    texts = made.list.model.texts(list(made.list.model.ids), [at])
    return [row[0] for row in texts]


def select(made: RegisterView, row: int) -> None:
    made.list.table.selectRow(row)


def test_listed_searched_and_narrowed(qtbot: QtBot, window: MainWindow) -> None:
    made = view(window)
    assert made.register.key == "teacher"
    assert len(cells(made, "姓名")) == 6
    assert all("*" in phone for phone in cells(made, "联系电话"))
    screenshot(window, "registers_teachers")
    assert unnamed(window) == []
    made.list.search.setText("shuidao")
    made.list.search.returnPressed.emit()
    assert len(cells(made, "姓名")) == 0, "nobody finds a paragraph by its sounds"
    made.list.search.setText("水稻")
    made.list.search.returnPressed.emit()
    assert cells(made, "单位及职务") == ["县农业农村局高级农艺师"]
    made.list.search.clear()
    made.list.search.returnPressed.emit()
    made.list.filter_by("state", "退出")
    assert cells(made, "聘任状态") == ["退出"]
    window.go("registers", ShowRow("venue"))
    assert view(window).register.key == "venue"
    assert "可容纳人数合计 360" in view(window).totals.text()
    assert "建设投入（元）合计 475,000.00" in view(window).totals.text()
    screenshot(window, "registers_venues")


def test_a_field_comes_with_the_answer_that_asks_for_it(qtbot: QtBot, window: MainWindow) -> None:
    made = view(window)

    def fill(dialog: RowDialog) -> None:
        form = dialog.form
        assert not child(form, "left_why").isVisible()
        form.editors["name"].write("丁某某")
        form.editors["subjects"].write("实用技术、其他")
        form.editors["fee"].write("1,200.5")
        form.editors["state"].write("退出")
        assert child(form, "left_why").isVisible()
        dialog.try_save()
        assert form._problems["left_why"].isVisible()
        screenshot(dialog, "register_row_new")
        form.editors["left_why"].write("调离")
        dialog.try_save()

    outcome = in_dialog(qtbot, RowDialog, fill)
    made.new.click()
    assert finished(outcome)
    assert "丁某某" in cells(made, "姓名")
    assert "撤销“新增师资 丁某某”" in made.undo.text()
    made.undo.click()
    assert "丁某某" not in cells(made, "姓名")
    assert not made.undo.isEnabled()


def test_what_is_hidden_is_named_before_it_is_cleared(qtbot: QtBot, window: MainWindow) -> None:
    made = view(window)
    made.list.filter_by("state", "退出")
    uid = made.query.rows(list(made.list.model.ids))[0].uid

    def back(dialog: RowDialog) -> None:
        dialog.form.editors["state"].write("在聘")
        assert dialog.clears.text() == "保存后清空：退出原因"
        screenshot(dialog, "register_row_clears")
        dialog.try_save()

    outcome = in_dialog(qtbot, RowDialog, back)
    made.edit(uid)
    assert finished(outcome)
    assert row_values(window.workspace.store, made.register.entity, uid)["left_why"] is None


def test_what_hangs_on_a_row_is_entered_beside_it(qtbot: QtBot, window: MainWindow) -> None:
    made = view(window)
    uid = made.query.rows([1])[0].uid

    def look(dialog: RowDialog) -> None:
        dialog.tabs.setCurrentIndex(1)
        listed = dialog.lists["teacher_lecture"]
        assert listed.model.rowCount() == 1
        screenshot(dialog, "register_row_details")
        dialog.reject()

    outcome = in_dialog(qtbot, RowDialog, look)
    made.edit(uid)
    assert finished(outcome)


def test_taken_out_with_a_reason_and_back(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = view(window)
    before = cells(made, "姓名")
    select(made, 0)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("登记了两次", True))
    made.out.click()
    assert cells(made, "姓名") == before[1:]
    made.undo.click()
    assert cells(made, "姓名") == before


def test_many_at_once(qtbot: QtBot, window: MainWindow) -> None:
    made = view(window)
    made.list.model.set_checked(list(made.list.model.ids)[:3], on=True)

    def change(dialog: TogetherRowsDialog) -> None:
        dialog.field.setCurrentIndex(dialog.field.findData("level"))
        dialog.form.editors["level"].write("省级")
        screenshot(dialog, "registers_together")
        dialog.go.click()

    outcome = in_dialog(qtbot, TogetherRowsDialog, change)
    made.together.click()
    assert finished(outcome)
    assert cells(made, "师资层级").count("省级") == 3


def planned(qtbot: QtBot, dialog: RegisterImportDialog) -> None:
    qtbot.waitUntil(lambda: dialog.plan is not None, timeout=60_000)
    qtbot.waitUntil(dialog.go.isVisible, timeout=10_000)


def test_a_file_is_planned_asked_about_imported_and_taken_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    made = view(window)
    path = tmp_path / "师资.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    known = cells(made, "姓名")[0]
    sheet.append(["姓名", "级别", "人员来源", "擅长"])
    sheet.append(["甲某", "市级", "老党员", "实用技术"])
    sheet.append([known, "省级", "", ""])
    sheet.append(["乙某", "宇宙级", "", ""])
    book.save(path)

    def work(dialog: RegisterImportDialog) -> None:
        dialog.open_file(path)
        planned(qtbot, dialog)
        assert dialog.questions.isVisible()
        screenshot(dialog, "register_import_plan")
        assert unnamed(dialog) == []
        places = {place[1:]: combo for place, combo in dialog._asked.items()}
        source = places["source", "老党员"]
        source.setCurrentIndex(source.findText("先进模范"))
        column = places["", "擅长"]
        column.setCurrentIndex(column.findText("授课领域"))
        dialog.plan = None
        dialog.again.click()
        planned(qtbot, dialog)
        assert dialog.plan is not None
        assert [str(line.action) for line in dialog.plan.lines] == ["新增", "更新", "拒绝"]
        dialog.go.click()
        qtbot.waitUntil(lambda: dialog.outcome is not None, timeout=60_000)
        screenshot(dialog, "register_import_done")
        dialog.undo.click()
        qtbot.waitUntil(lambda: "已撤销 2 条" in dialog.result_text.text(), timeout=60_000)
        dialog.reject()

    outcome = in_dialog(qtbot, RegisterImportDialog, work, timeout=120)
    made.bring.click()
    assert finished(outcome)
    assert "甲某" not in cells(made, "姓名")


def test_pasted_cells_are_an_import(qtbot: QtBot, window: MainWindow) -> None:
    made = view(window)
    QApplication.clipboard().setText("姓名\t职称\n丙某\t教授\n")

    def work(dialog: RegisterImportDialog) -> None:
        planned(qtbot, dialog)
        dialog.go.click()
        qtbot.waitUntil(lambda: dialog.outcome is not None, timeout=60_000)
        dialog.reject()

    outcome = in_dialog(qtbot, RegisterImportDialog, work, timeout=120)
    made.list.table.setFocus()
    qtbot.keyClick(made.list.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert finished(outcome)
    assert "丙某" in cells(made, "姓名")


def test_what_falls_due_stands_on_the_first_screen(qtbot: QtBot, window: MainWindow) -> None:
    window.go("dashboard")
    page = window.pages["dashboard"]
    card = page.due  # type: ignore[attr-defined]
    qtbot.waitUntil(card.isVisible, timeout=60_000)
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=60_000)
    assert "到期提醒　2 项" in card.heading.text()
    screenshot(window, "dashboard_due")

    def look(dialog: RowDialog) -> None:
        assert dialog.windowTitle().startswith("阵地")
        dialog.reject()

    outcome = in_dialog(qtbot, RowDialog, look)
    card.lines.itemAt(0).widget().button.click()
    assert finished(outcome)


def test_a_township_switches_on_what_it_keeps(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    window = open_window(qtbot, practice_store(tmp_path / "t", people=3), "settings")
    assert "registers" not in window.buttons
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    tab = page.show_tab(RegistersTab)
    screenshot(window, "settings_registers")
    box = tab.boxes["venue"]
    assert isinstance(box, QCheckBox)
    box.setChecked(True)
    tab.save.click()
    assert "registers" in window.buttons
    window.buttons["registers"].click()
    assert view(window).register.key == "venue"
    screenshot(window, "registers_empty")
    window.go("settings")
    box.setChecked(False)
    tab.save.click()
    assert "registers" not in window.buttons


def test_a_write_reloads_what_it_concerns(qtbot: QtBot, window: MainWindow) -> None:
    store, made = window.workspace.store, view(window)
    window.go("ledger")
    window.go("registers", ShowRow("venue"))
    pages = {key: window.pages[key] for key in ("ledger", "registers")}
    reloads: list[str] = []
    for key, page in pages.items():
        page.reload = partial(reloads.append, key)  # type: ignore[method-assign]
    venue = view(window)
    uid = venue.query.rows(list(venue.list.model.ids)[:1])[0].uid
    save_row(store, venue.register.entity, uid, {"note": "加了桌椅"})
    window.workspace.changed()
    assert reloads == ["registers"]
    window.go("ledger")
    assert reloads == ["registers"], "the ledger holds nothing of a venue"
    make_member(store)
    window.workspace.changed()
    assert reloads == ["registers", "ledger"], "a person concerns everything"
    window.go("registers")
    window.go("registers", ShowRow("teacher"))
    reloads.clear()
    teacher = made.query.rows(list(made.list.model.ids)[:1])[0].uid
    save_row(store, made.register.entity, teacher, {"note": "改"})
    window.workspace.changed()
    assert reloads == ["registers"]
    with store.database.sealed_write():
        pass
    window.workspace.changed()
    assert reloads == ["registers"] * 2, "what nobody told of may be anything"
