"""The preview of a package: every row, by organization and kind, one of them in full beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from app.services.exchange.package_view import FieldLine, PreviewLine
from app.services.exchange.returns import ToReturn
from app.ui.pages.exchange.shown_rows import (
    COLUMNS,
    DISPUTED,
    DISPUTED_COLUMNS,
    FIELD_COLUMNS,
    KINDS,
    NEW_COLUMNS,
    fits,
    returnable,
)
from app.ui.parts import card, column, label
from app.ui.tables.lazy_table_model import LazyTableModel
from app.ui.tables.query import Column
from app.ui.tables.search_table import SearchTable
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.tables.table_view import TableView

_ALL_ORGANIZATIONS, _ALL_KINDS = "全部党组织", "全部处理"
_TELL_BOTH = "两边都改过：接收后两边的值都保留，由人决定。"


class PreviewTable(QWidget):
    """`ticked` says that other rows are to be sent back; a row that cannot be is not ticked."""

    ticked = Signal()
    refused = Signal(str)

    def __init__(self, *, returns: bool) -> None:
        super().__init__()
        self.lines: list[PreviewLine] = []
        self._checked: set[int] = set()
        self.list: SearchTable[Numbered[PreviewLine]] = SearchTable(
            "数据包内容",
            ShortList[PreviewLine](()),
            COLUMNS,
            unit="条",
            placeholder="按姓名、内容查找",
            checkable=returns,
        )
        self.list.search.setMinimumWidth(170)
        self.organizations = self.list.add_filter("党组织", "organization", {})
        self.kinds = self.list.add_filter("处理", "what", {})
        self._narrow(self.organizations, 9)
        self._narrow(self.kinds, 5)
        self.list.tools.addWidget(self.list.count)
        self.heading = label("", "h2", wrap=True)
        self.place = label("", "muted", wrap=True)
        self.note = label("", wrap=True)
        self.fields = TableView("这一条的内容", numbers=False)
        self.details = self._details()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        across.addWidget(self.list, 1)
        across.addWidget(self.details)
        self.list.selection_changed.connect(self._tell)
        self.list.model.checks_changed.connect(self._check)

    def _narrow(self, box: QComboBox, letters: int) -> None:
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(letters)

    def _details(self) -> QFrame:
        made = card(
            column(self.heading, self.place, self.note, spacing=4), self.fields, name="这一条"
        )
        made.setFixedWidth(350)
        return made

    def show_lines(self, lines: Sequence[PreviewLine]) -> None:
        """Every row of a package, with the organizations and kinds that occur."""
        self.lines = list(lines)
        names = dict.fromkeys(line.organization for line in lines if line.organization)
        found = {line.what for line in lines}
        self._fill(self.organizations, _ALL_ORGANIZATIONS, sorted(names))
        self._fill(self.kinds, _ALL_KINDS, [kind for kind in KINDS if kind in found])
        self.list.model.show_query(ShortList(self.lines, fits))
        self.list.reload()
        if self.lines:
            self.list.table.select_row(0)

    def _fill(self, box: QComboBox, everything: str, words: Sequence[str]) -> None:
        box.clear()
        box.addItem(everything, None)
        for word in words:
            box.addItem(word, word)

    def _tell(self) -> None:
        chosen = self.list.selected_row()
        self.details.setVisible(bool(self.lines))
        line = chosen.row if chosen else None
        self.heading.setText(line.subject or line.kind if line else "选中一条看全部内容")
        place = f"{line.what}　{line.kind}　{line.organization}" if line else ""
        self.place.setText(place)
        note = (line.note or (_TELL_BOTH if line.what == DISPUTED else "")) if line else ""
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._show_fields(line)

    def _show_fields(self, line: PreviewLine | None) -> None:
        fields = line.fields if line else ()
        columns: Sequence[Column[Numbered[FieldLine]]] = FIELD_COLUMNS
        if line is not None and line.what == DISPUTED:
            columns = DISPUTED_COLUMNS
        elif not any(field.before for field in fields):
            columns = NEW_COLUMNS
        model = LazyTableModel(ShortList(fields), columns, self.fields)
        model.show_view(model.view)
        before = self.fields.model()
        self.fields.setModel(model)
        if before is not None:
            before.deleteLater()
        for number, item in enumerate(columns):
            self.fields.setColumnWidth(number, item.width)
        self.fields.setVisible(bool(fields))

    def _check(self) -> None:
        model = self.list.model
        wrong = [n for n in model.checked if not returnable(self.lines[n])]
        if wrong:
            line = self.lines[wrong[0]]
            model.set_checked(wrong, on=False)
            self.refused.emit(f"{line.kind}“{line.subject}”（{line.what}）不能退回。")
            return
        self.ticked.emit()

    def to_return(self) -> list[PreviewLine]:
        """The ticked rows."""
        return [self.lines[number] for number in self.list.model.checked]


def with_reasons(lines: Sequence[PreviewLine], reasons: Sequence[str]) -> list[ToReturn]:
    """What goes back, each with its reason."""
    pairs = zip(lines, reasons, strict=True)
    return [ToReturn(line.entity, line.uid, reason) for line, reason in pairs]
