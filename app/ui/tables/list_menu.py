"""The menus of a list: what can be done to its rows, and which columns it shows."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.domain.accounts.roles import Verb
from app.services.lists import COPIED, EXPORTED, PRINTED
from app.ui.as_typed import as_typed
from app.ui.duties import duty_of, needs
from app.ui.tables.bringing_in import BringingIn
from app.ui.tables.lazy_table_model import LazyTableModel
from app.ui.tables.offered import Offered
from app.ui.tables.table_view import TableView
from app.ui.tables.taking_out import TakingOut


class Acts(Protocol):
    """What a list does for its menu."""

    name: str
    model: LazyTableModel[Any]
    table: TableView
    offered: Offered

    def opens(self) -> bool: ...
    def open_selected(self) -> None: ...
    def selected_number(self) -> int: ...
    def tick_selected(self) -> None: ...
    def tick_all(self) -> None: ...
    def choose_columns(self) -> None: ...
    def reset_columns(self) -> None: ...


def row_menu(made: Acts, taking: TakingOut, bringing: BringingIn) -> QMenu:
    """What the right button and the menu key open; what cannot be done now is grey."""
    menu = QMenu(made.table)
    menu.setAccessibleName(f"{made.name}的操作")
    _add_acts(menu, made)
    menu.addSeparator()
    _add_copying(menu, made, taking)
    if bringing.takes:
        needs(_add(menu, "粘贴\tCtrl+V", bringing.paste), Verb.ENTER)
    menu.addSeparator()
    any_row = bool(made.model.ids)
    _add(menu, "全选\tCtrl+A", made.table.selectAll, on=any_row)
    if made.model.checkable:
        chosen = bool(made.table.selected_ranges())
        _add(menu, "打勾/取消打勾\t空格", made.tick_selected, on=chosen)
        _add(menu, "全部打勾/全部取消", made.tick_all, on=any_row)
    menu.addSeparator()
    _add_column_choice(menu, made)
    if taking.workspace is not None:
        menu.addSeparator()
        needs(_add(menu, "导出…", taking.export, on=any_row), taking.duty(EXPORTED))
        needs(_add(menu, "打印…", taking.print, on=any_row), taking.duty(PRINTED))
    return menu


def _add_acts(menu: QMenu, made: Acts) -> None:
    """What the page can do to the chosen row."""
    one = made.selected_number() >= 0
    if made.opens():
        _add(menu, "打开\tEnter", made.open_selected, on=one)
    for button, keys in made.offered:
        if not button.isVisibleTo(made.table.window()):
            continue
        words = button.text().replace("&", "")
        words = f"{words}\t{keys}" if keys else words
        action = _add(menu, words, button.click, on=button.isEnabled())
        action.setToolTip(as_typed(button.toolTip()))
        if (verb := duty_of(button)) is not None:
            needs(action, verb)
    for entry in made.offered.entries:
        _add(menu, entry.words, entry.act, on=one).setObjectName(entry.name)


def _add_copying(menu: QMenu, made: Acts, taking: TakingOut) -> None:
    chosen = bool(made.table.selected_ranges())
    for words, act in (
        ("复制\tCtrl+C", taking.copy),
        ("复制（含表头）", taking.copy_with_heads),
    ):
        action = _add(menu, words, act, on=chosen)
        if taking.noted():
            needs(action, taking.duty(COPIED))
    _add(menu, "复制单元格", taking.copy_cell, on=made.table.currentIndex().isValid())


def heads_menu(made: Acts) -> QMenu:
    """A tick for every column, as it stands from left to right."""
    menu = QMenu(made.table)
    menu.setAccessibleName(f"{made.name}的列")
    heads = made.table.heads
    for section in heads.order():
        on = heads.is_chosen(section)
        action = _add(
            menu,
            made.model.columns[section].label,
            lambda section=section, on=on: heads.show_section(section, on=not on),  # type: ignore[misc]
            on=not on or heads.can_be_hidden(section),
        )
        action.setCheckable(True)
        action.setChecked(on)
    menu.addSeparator()
    _add_column_choice(menu, made)
    return menu


def _add_column_choice(menu: QMenu, made: Acts) -> None:
    _add(menu, "选择显示的列…", made.choose_columns)
    _add(menu, "恢复默认列", made.reset_columns)


def _add(menu: QMenu, words: str, act: Callable[[], object], *, on: bool = True) -> QAction:
    action = menu.addAction(words)
    action.setEnabled(on)
    action.triggered.connect(lambda _checked=False: act())
    return action
