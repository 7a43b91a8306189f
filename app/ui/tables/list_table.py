"""THE list of this program: search box, filters, rows, ticks, and what people know from a
spreadsheet (copy, paste, menu, columns, export, print). Every list in the window is one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QMetaMethod, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.domain.accounts.roles import Verb
from app.ui.combo_box import ComboBox
from app.ui.flow_row import flow
from app.ui.icons import field_icon
from app.ui.parts import SteadyText
from app.ui.tables.bringing_in import BringingIn, OpenImport
from app.ui.tables.cells import Cells
from app.ui.tables.column_chooser import ColumnChooser
from app.ui.tables.empty_pane import Act, EmptyPane, Nothing, Offer, Ways, Why
from app.ui.tables.kept_selection import KeptSelection
from app.ui.tables.lazy_table_model import LazyTableModel
from app.ui.tables.list_keys import ListKeys
from app.ui.tables.list_menu import heads_menu, row_menu
from app.ui.tables.narrowing import Narrowing
from app.ui.tables.offered import NEW, REMOVE, Offered
from app.ui.tables.on_screen import OnScreen
from app.ui.tables.query import Column, HasId, TableQuery, View
from app.ui.tables.reading import Reading
from app.ui.tables.table_view import TableView
from app.ui.tables.taking_out import TakingOut
from app.ui.tables.ticks import TickStrip

Row = TypeVar("Row", bound=HasId)
DEBOUNCE = 150  # milliseconds after the last key


class ListTable(OnScreen, Generic[Row]):
    """A list under `name`. `opened` carries the row that was double-clicked or entered.

    `searchable` False leaves the search box out (short lists in dialogs), `numbers` the numbers at
    the left. Rows can be ticked where it is `checkable`; `tickable` says which of them. `full` says
    that whole ID numbers are shown, so that every copy is noted.
    """

    opened = Signal(object)
    selection_changed = Signal()

    def __init__(  # noqa: PLR0913  (each keyword is a way a list may be)
        self,
        name: str,
        query: TableQuery[Row],
        columns: Sequence[Column[Row]],
        *,
        unit: str = "人",
        placeholder: str = "查找",
        checkable: bool = False,
        tickable: Callable[[Row], bool] | None = None,
        searchable: bool = True,
        numbers: bool = True,
        full: bool = False,
    ) -> None:
        super().__init__()
        self.name, self.unit, self.searchable = name, unit, searchable
        self.model: LazyTableModel[Row] = LazyTableModel(
            query, columns, self, checkable=checkable, tickable=tickable
        )
        self.search = QLineEdit()
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(placeholder)
        self.search.setClearButtonEnabled(True)
        self.search.addAction(field_icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        if not searchable:  # showing it here would open it as a window of its own
            self.search.hide()
        self.count = SteadyText("")
        self.count.setProperty("role", "muted")
        self.tools = flow(self.search)
        self.table = TableView(name, numbers=numbers)
        self.reading = Reading(self.table)
        self.narrowing = Narrowing()
        self.taking = TakingOut(self, full=full)
        self.bringing = BringingIn(self)
        self.empty = EmptyPane()
        self.offered = Offered()
        self._nothing = Nothing("还没有内容。")
        self._build()

    def _build(self) -> None:
        self._set_up_table()
        self._stack = QStackedLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self.tools)
        box.addLayout(self._stack, 1)
        # Only now: a stack that stands nowhere shows its first widget as a window of its own.
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        if self.model.checkable:
            self.ticks = TickStrip(self.model, self.unit)
            box.addWidget(self.ticks)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE)
        self._timer.timeout.connect(self._search_now)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self._search_now)

    def _set_up_table(self) -> None:
        table, heads = self.table, self.table.heads
        table.setModel(self.model)
        table.setItemDelegate(Cells(self.model, table))
        heads.set_up(self.name, self.model.columns, tick_box=self.model.checkable)
        heads.sectionClicked.connect(self._sort_by)
        heads.choice_asked.connect(lambda place: self._pop_up(heads_menu(self), place))
        heads.tick_all_asked.connect(self.tick_all)
        table.activated.connect(lambda index: self._open(index.row()))
        table.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        table.copy_asked.connect(self.taking.copy)
        table.paste_asked.connect(self.bringing.paste)
        table.tick_asked.connect(self.tick_selected)
        table.remove_asked.connect(lambda: self.offered.press(REMOVE))
        table.menu_asked.connect(lambda place: self._pop_up(self.menu(), place))
        KeptSelection(self)
        self.model.modelReset.connect(self._after_reset)
        self._show_remembered_sort()

    # What pages use

    def add_filter(self, name: str, key: str, choices: Mapping[str, Any]) -> QComboBox:
        """A combo box beside the search box: shown word → value given to the query."""
        made = ComboBox()
        made.setAccessibleName(name)
        for word, value in choices.items():
            made.addItem(word, value)
        made.activated.connect(lambda _n: self.filter_by(key, made.currentData()))
        self.narrowing.combos[key] = (name, made)
        self.tools.addWidget(made)
        return made

    def filter_by(
        self,
        key: str,
        value: object,
        words: str = "",
        widen: Callable[[], object] | None = None,
    ) -> None:
        """Show only rows that fit; None takes the filter away.

        A filter that is set elsewhere (a tree) says in `words` what it is, and how to `widen` it.
        """
        filters = dict(self.model.view.filters)
        filters.pop(key, None)
        if value is not None:
            filters[key] = value
        if key not in self.narrowing.combos:
            self.narrowing.set_from_elsewhere(key, words, widen)
        self._show(replace(self.model.view, filters=filters), follow=True)

    def when_empty(
        self, text: str, suggestion: str = "", clicked: Act | None = None, verb: Verb | None = None
    ) -> None:
        """What to say and offer when nothing is there at all; a search says so by itself."""
        self._nothing = Nothing(text, (Offer(suggestion, clicked, verb),) if clicked else ())
        self._tell_empty()

    def offers(
        self,
        *buttons: QAbstractButton,
        new: QAbstractButton | None = None,
        remove: QAbstractButton | None = None,
    ) -> None:
        """The buttons of a page that act on this list: they stand in its menu too. `new` is pressed
        by Ctrl+N, `remove` by Delete."""
        self.offered.add(*buttons, new=new, remove=remove)

    def takes_rows(
        self, open_import: OpenImport, what: str = "", where: QWidget | None = None
    ) -> None:
        """Pasted cells and dropped files open this import; files on the page `where` as well.
        `open_import` gets the file and returns when it is done with it: cells are wiped then."""
        self.bringing.take_rows(open_import, what, where)

    def show_rows(self, query: TableQuery[Row]) -> None:
        """Show another query's rows; place, selection and ticks stay where they can."""
        bar = self.table.verticalScrollBar()
        place = bar.value()
        self.model.show_query(query)
        bar.setValue(place)

    def reload(self) -> None:
        """Ask again; selection and scroll position stay."""
        bar = self.table.verticalScrollBar()
        place = bar.value()
        self._show(self.model.view)
        bar.setValue(place)

    def why_empty(self) -> str:
        """What stands where its rows would."""
        return self.empty.words.text()

    def selected_row(self) -> Row | None:
        """The row when exactly one is selected."""
        number = self.selected_number()
        return self.model.row(number) if number >= 0 else None

    # What menus and keys use

    def menu(self) -> QMenu:
        """What the right button opens."""
        return row_menu(self, self.taking, self.bringing)

    def opens(self) -> bool:
        """Whether anybody opens a row of this list."""
        return self.isSignalConnected(QMetaMethod.fromSignal(self.opened))

    def open_selected(self) -> None:
        """The row that is selected alone."""
        for top, _bottom in self.table.selected_ranges()[:1]:
            self._open(top)

    def start_search(self) -> bool:
        """The search box, ready to type; False where there is none."""
        if not self.search.isVisible():
            return False
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
        return True

    def press_new(self) -> bool:
        """新增 of this list; False where there is none."""
        return self.offered.press(NEW)

    def tick_selected(self) -> None:
        """Tick all selected rows; when all of them are ticked, untick them."""
        if self.model.checkable:
            self._turn(self.model.can_be_ticked(self.selected_ids()))

    def tick_all(self) -> None:
        """The same with every row shown."""
        self._turn(self.model.can_be_ticked(self.model.ids))

    def choose_columns(self) -> None:
        """The dialog with all columns."""
        labels = [item.label.replace("\n", "") for item in self.model.columns]
        ColumnChooser(self.table.heads, labels, self).exec()

    def reset_columns(self) -> None:
        """Columns and order of rows as they were at first."""
        self.table.heads.show_as_declared()
        self._show(replace(self.model.view, sort="", descending=False), follow=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Now it is known on which page it stands."""
        super().showEvent(event)
        ListKeys.join(self)

    # Inside

    def _pop_up(self, menu: QMenu, place: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _turn(self, ids: Sequence[int]) -> None:
        on = not all(map(self.model.is_checked, ids))
        if ids:
            self.model.set_checked(ids, on=on)

    def _search_now(self) -> None:
        self._timer.stop()
        text = self.search.text().strip()
        if text != self.model.view.text:
            self.model.only_checked = False
            self._show(replace(self.model.view, text=text))
            self.table.scrollToTop()

    def _clear_search(self) -> None:
        self.search.clear()
        self._search_now()

    def _clear_filters(self) -> None:
        self._show(replace(self.model.view, filters=self.narrowing.clear(self.model.view)))

    def _show_all(self) -> None:
        self.model.only_checked = False
        self._show(self.model.view)

    def _sort_by(self, section: int) -> None:
        word, view = self.model.sort_word(section), self.model.view
        if not word:
            return
        descending = view.sort == word and not view.descending
        self.table.heads.show_sort(section, word, descending=descending)
        self._show(replace(view, sort=word, descending=descending), follow=True)

    def _show_remembered_sort(self) -> None:
        word, descending = self.table.heads.remembered_sort()
        words = [self.model.sort_word(n) for n in range(len(self.model.columns))]
        if word and word in words:
            self.table.heads.show_sort(words.index(word), word, descending=descending)
            self.model.view = View(sort=word, descending=descending)

    def _show(self, view: View, *, follow: bool = False) -> None:
        """`follow` goes to the selected row, to the top when there is none."""
        self.model.show_view(view)
        if follow:
            number = self.selected_number()
            if number >= 0:
                middle = QAbstractItemView.ScrollHint.PositionAtCenter
                self.table.scrollTo(self.model.index(number, 0), middle)
            else:
                self.table.scrollToTop()

    def _after_reset(self) -> None:
        self.reading.end()
        found = self.model.rowCount()
        self.count.setText(f"共 {found:,} {self.unit}")
        self._stack.setCurrentIndex(0 if found else 1)
        self._tell_empty()
        self.selection_changed.emit()

    def _tell_empty(self) -> None:
        if self.model.rowCount():
            return
        view = self.model.view
        narrowed = bool(view.text or view.filters)
        ways = Ways(self._clear_search, self._clear_filters, self._show_all)
        self.empty.explain(
            Why(
                only_ticked=self.model.only_checked,
                nothing_at_all=not narrowed or not self.model.has_any(View()),
                searched=view.text,
                narrowed="、".join(self.narrowing.words(view)),
            ),
            self._nothing,
            ways,
        )

    def _open(self, number: int) -> None:
        found = self.model.row(number)
        if found is not None:
            self.opened.emit(found)
