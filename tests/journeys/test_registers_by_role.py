"""Every register clicked through as each role: listed, entered, changed, printed, undone."""

import datetime
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.domain.accounts.roles import Role
from app.domain.conditions import is_needed
from app.domain.entity import Entity, Kind, Value
from app.domain.progress import Silent
from app.domain.registers import REGISTERS
from app.services import accounts, registers
from app.services.opening import open_store
from app.services.practice.registers import fill_registers
from app.services.store import Store
from app.ui.dialogs import print_preview
from app.ui.finding import ShowRow
from app.ui.main_window import MainWindow
from app.ui.pages.registers import register_view
from app.ui.pages.registers.register_view import RegisterView
from app.ui.pages.registers.registers_page import RegistersPage
from app.ui.pages.registers.row_dialog import RowDialog
from tests.builders import count
from tests.register_building import value_for
from tests.ui.practice import members_of, practice_store
from tests.ui.window_helpers import open_window, screenshot

SECRET = "viewer-practice-2026"
PEOPLE = 8
WORKING = [("county", Role.HEAD), ("township", Role.HEAD), ("township", Role.CLERK)]


def begun(folder: Path, level: str, role: Role) -> Store:
    """A site with rows in every register, opened by somebody of this role."""
    head = practice_store(folder, level=level, people=PEOPLE)
    fill_registers(head, Random(3), datetime.date.today())
    if role is Role.HEAD:
        return head
    accounts.add_account(head, "王五", SECRET, role)
    head.close()
    return open_store(head.path, SECRET, "王五")


def filled(store: Store, entity: Entity) -> dict[str, Value]:
    """What somebody would type: every field that is asked for, and the title."""
    values: dict[str, Value] = {}
    for field in entity.fields:
        needed = field.required or is_needed(entity, field, values)
        wanted = needed or field.name == entity.title
        if not wanted or field.by_action:
            continue
        if field.refers_to == "member":
            values[field.name] = members_of(store, 1)[0]
        elif field.refers_to == "organization":
            values[field.name] = store.site.organization
        elif field.kind is Kind.TEXT and field.name == entity.title:
            values[field.name] = "点过的一条"
        elif field.kind is not Kind.REFERENCE:
            values[field.name] = value_for(field)
    return values


class Clicker:
    """One window with what it opens answered at once."""

    def __init__(self, window: MainWindow, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self.window, self.folder = window, folder
        self.answer: Callable[[QDialog], object] = lambda dialog: dialog.close()
        self.printed: list[Path] = []

        def answered(dialog: QDialog) -> int:
            self.answer(dialog)
            return dialog.result()

        def at_once(
            _workspace: object, _title: str, function: Any, done: Any, **given: Any
        ) -> None:
            given.pop("writes", None)
            outcome = function(**given, progress=Silent())
            self.printed.append(outcome.path)
            done(outcome)

        patch.setattr(QDialog, "exec", answered)
        patch.setattr(type(window.workspace), "run_process", at_once)
        patch.setattr(print_preview, "PrintPreview", lambda *_a, **_k: QDialog())
        patch.setattr(register_view, "save_file", lambda *_a: folder / "export.xlsx")

    def settle(self, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: not self.window.workspace.runner.busy, timeout=30_000)

    def view(self, key: str) -> RegisterView:
        page = self.window.pages["registers"]
        assert isinstance(page, RegistersPage)
        page.show_what(ShowRow(key))
        assert page.view is not None
        assert page.view.register.key == key
        return page.view


def _entered(clicker: Clicker, store: Store, view: RegisterView) -> None:
    entity = view.register.entity
    before = count(store, entity.name, "gone = 0")
    told = filled(store, entity)

    def save(dialog: QDialog) -> None:
        assert isinstance(dialog, RowDialog)
        dialog.form.show_values({**dialog.form.values(), **told})
        dialog.try_save()
        assert dialog.result(), f"{entity.name}: {dialog.notices.text.text()} {told}"

    clicker.answer = save
    view.new.click()
    assert count(store, entity.name, "gone = 0") == before + 1, entity.name
    [uid] = (
        store.database.read()
        .execute(f"SELECT uid FROM {entity.name} ORDER BY id DESC LIMIT 1")
        .fetchone()
    )

    def change(dialog: QDialog) -> None:
        assert isinstance(dialog, RowDialog)
        dialog.form.editors["note"].write("改过")
        dialog.try_save()

    clicker.answer = change
    view.edit(uid)
    assert registers.row_values(store, entity, uid)["note"] == "改过"
    view.undo.click()
    assert registers.row_values(store, entity, uid)["note"] is None, entity.name


def _taken_along(qtbot: QtBot, clicker: Clicker, view: RegisterView) -> None:
    entity = view.register.entity
    clicker.answer = lambda dialog: dialog.close()
    clicker.printed.clear()
    view.print_list.click()
    clicker.settle(qtbot)
    assert clicker.printed, entity.name
    (clicker.folder / "export.xlsx").unlink(missing_ok=True)
    view.book.click()
    clicker.settle(qtbot)
    assert (clicker.folder / "export.xlsx").stat().st_size > 0, entity.name


@pytest.mark.parametrize(("level", "role"), WORKING)
def test_who_works_does_all_of_it_in_every_register(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str, role: Role
) -> None:
    store = begun(tmp_path, level, role)
    window = open_window(qtbot, store, "registers")
    clicker = Clicker(window, monkeypatch, tmp_path)
    for key in REGISTERS:
        view = clicker.view(key)
        assert view.list.model.rowCount(), key
        screenshot(window, f"journey-{level}-{role}-{key}")
        _entered(clicker, store, view)
        if level == "county":
            _taken_along(qtbot, clicker, view)
    clicker.settle(qtbot)


def test_who_may_only_look_sees_all_of_it_and_changes_nothing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = begun(tmp_path, "county", Role.VIEWER)
    window = open_window(qtbot, store, "registers")
    clicker = Clicker(window, monkeypatch, tmp_path)
    for key in REGISTERS:
        view = clicker.view(key)
        assert view.list.model.rowCount(), key
        view.list.table.select_row(0)
        offered = (view.new, view.bring, view.out, view.copy, view.together, view.book)
        assert not [b.text() for b in offered if b.isEnabled()], key
        assert view.print_list.isEnabled()
        before = count(store, key, "gone = 0")

        def refused(dialog: QDialog) -> None:
            assert isinstance(dialog, RowDialog)
            assert not dialog.save_button.isEnabled()
            dialog.try_save()

        clicker.answer = refused
        [row] = view.query.rows(list(view.list.model.ids)[:1])
        view.edit(row.uid)
        assert count(store, key, "gone = 0") == before
    clicker.settle(qtbot)
