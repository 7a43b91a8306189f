"""The menus of a list: what can be done to its rows, and which columns it shows."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

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
    chosen = bool(made.table.selected_ranges())
    if made.opens():
        _add(menu, "打开\tEnter", made.open_selected, on=made.selected_number() >= 0)
    for button, keys in made.offered:
        if button.isVisibleTo(made.table.window()):
            words = button.text().replace("&", "")
            _add(menu, f"{words}\t{keys}" if keys else words, button.click, on=button.isEnabled())
    menu.addSeparator()
    _add(menu, "复制\tCtrl+C", taking.copy, on=chosen)
    _add(menu, "复制（含表头）", taking.copy_with_heads, on=chosen)
    _add(menu, "复制单元格", taking.copy_cell, on=made.table.currentIndex().isValid())
    if bringing.takes:
        _add(menu, "粘贴\tCtrl+V", bringing.paste)
    menu.addSeparator()
    any_row = bool(made.model.ids)
    _add(menu, "全选\tCtrl+A", made.table.selectAll, on=any_row)
    if made.model.checkable:
        _add(menu, "打勾/取消打勾\t空格", made.tick_selected, on=chosen)
        _add(menu, "全部打勾/全部取消", made.tick_all, on=any_row)
    menu.addSeparator()
    _add_column_choice(menu, made)
    if taking.workspace is not None:
        menu.addSeparator()
        _add(menu, "导出…", taking.export, on=any_row)
        _add(menu, "打印…", taking.print, on=any_row)
    return menu


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
