"""The preview of a package: every row, by organization and kind, one of them in full beside it.

What the county sends back is chosen row by row with its reason, in a column of its own: nothing
is ticked here, because a tick means "chosen" everywhere else.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPoint, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QWidget

from app.services.exchange.package_view import FieldLine, PreviewLine
from app.services.exchange.sending_back import ToReturn
from app.ui.asking import ask_reason
from app.ui.offering import offer
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
from app.ui.parts import button, card, column, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.tables.table_view import TableView

_ALL_ORGANIZATIONS, _ALL_KINDS = "全部党组织", "全部处理"
_NOT_ABLE = "只能退回乡镇录入、接收后还在的记录；对方已删除的不用退回。"
_TELL_BOTH = "两边都改过：接收后两边的值都保留，由人决定。"


RETURN_COLUMN = 4


_FIELD_LISTS: dict[str, Sequence[Column[Numbered[FieldLine]]]] = {
    "修改": FIELD_COLUMNS,
    "新增": NEW_COLUMNS,
    "两边都改过": DISPUTED_COLUMNS,
}


REASONS = ("身份证号有误", "缺证明材料", "学时与安排不符", "签到表不全", "姓名或党组织有误")
LONGEST = 500
_ASKED = "退回原因（乡镇会照着更正）："


class PreviewTable(QWidget):
    """`returning` says that other rows are to be sent back, `refused` why one cannot be."""

    returning = Signal()
    refused = Signal(str)

    def __init__(self, *, returns: bool) -> None:
        super().__init__()
        self.lines: list[PreviewLine] = []
        self.reasons: dict[int, str] = {}
        self._returns = returns
        self.list: ListTable[Numbered[PreviewLine]] = ListTable(
            "数据包内容",
            ShortList[PreviewLine](()),
            self._columns(),
            unit="条",
            placeholder="按姓名、内容查找",
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
        self.reason = label("", tone="bad", wrap=True)
        self.send_back = button("退回(&T)…", self._ask, icon_name="undo-2", name="send_back_chosen")
        self._fields = [_field_list(kind, columns) for kind, columns in _FIELD_LISTS.items()]
        self._shown_fields = self._fields[0]
        self.details = self._details()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        across.addWidget(self.list, 1)
        across.addWidget(self.details)
        self.list.selection_changed.connect(self._tell)
        if returns:
            self.list.table.clicked.connect(self._clicked)
        self.send_back.setVisible(returns)

    def _narrow(self, box: QComboBox, letters: int) -> None:
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(letters)

    def _details(self) -> QFrame:
        made = card(
            column(self.heading, self.place, self.note, self.reason, spacing=4),
            *self._fields,
            row(None, self.send_back),
            name="这一条",
        )
        made.setFixedWidth(350)
        return made

    def show_lines(self, lines: Sequence[PreviewLine]) -> None:
        """Every row of a package, with the organizations and kinds that occur."""
        self.lines = list(lines)
        self.reasons = {}
        names = dict.fromkeys(line.organization for line in lines if line.organization)
        found = {line.what for line in lines}
        self._fill(self.organizations, _ALL_ORGANIZATIONS, sorted(names))
        self._fill(self.kinds, _ALL_KINDS, [kind for kind in KINDS if kind in found])
        self.list.show_rows(ShortList(self.lines, fits))
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
        self.reason.setText(self._told(chosen.id, "退回：") if chosen else "")
        self.reason.setVisible(bool(self.reason.text()))
        number = len(self.list.selected_ids())
        self.send_back.setText(f"退回选中的 {number} 条(&T)…" if number > 1 else "退回这一条(&T)…")
        able = any(returnable(self.lines[n]) for n in self.list.selected_ids())
        offer(self.send_back, "" if able else _NOT_ABLE)
        self._show_fields(line)

    def _told(self, number: int, before: str) -> str:
        reason = self.reasons.get(number, "")
        return f"{before}{reason}" if reason else ""

    def _show_fields(self, line: PreviewLine | None) -> None:
        fields = line.fields if line else ()
        place = 0 if any(field.before for field in fields) else 1
        if line is not None and line.what == DISPUTED:
            place = 2
        self._shown_fields = self._fields[place]
        self._shown_fields.show_rows(ShortList(fields))
        for one in self._fields:
            one.setVisible(one is self._shown_fields and bool(fields))

    @property
    def fields(self) -> TableView:
        """The fields of the chosen row, as they are shown."""
        return self._shown_fields.table

    def _columns(self) -> tuple[Column[Numbered[PreviewLine]], ...]:
        if not self._returns:
            return COLUMNS
        back = Column[Numbered[PreviewLine]](
            "退回",
            lambda r: self._cell(r.id),
            width=104,
            tone=lambda r: "bad" if r.id in self.reasons else "accent",
        )
        return (*COLUMNS[:RETURN_COLUMN], back, *COLUMNS[RETURN_COLUMN:])

    def _cell(self, number: int) -> str:
        if not returnable(self.lines[number]):
            return "—"
        return self._told(number, "↩ ") or "退回…"

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() != RETURN_COLUMN:
            return
        where = self.list.table.visualRect(index).bottomLeft()
        self._ask(self.list.table.viewport().mapToGlobal(where))

    def _ask(self, where: QPoint | None = None) -> None:
        """The reasons, beside what was clicked; they hold for every selected row."""
        ids = [n for n in self.list.selected_ids() if returnable(self.lines[n])]
        if not ids:
            self.refused.emit(_NOT_ABLE)
            return
        what = f"选中的 {len(ids)} 条" if len(ids) > 1 else f"“{self.lines[ids[0]].subject}”"
        undo = any(n in self.reasons for n in ids)
        menu = ReturnMenu(self, what, lambda reason: self.send_back_lines(ids, reason), undo=undo)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where or self.send_back.mapToGlobal(QPoint(0, self.send_back.height())))

    def send_back_lines(self, ids: Sequence[int], reason: str) -> None:
        """These go back for this reason; without one they do not."""
        for number in ids:
            self.reasons.pop(number, None)
            if reason:
                self.reasons[number] = reason
        model = self.list.model
        if model.rowCount():
            last = model.index(model.rowCount() - 1, RETURN_COLUMN)
            model.dataChanged.emit(model.index(0, RETURN_COLUMN), last)
        self._tell()
        self.returning.emit()

    def to_return(self) -> list[ToReturn]:
        """What goes back, each with its reason."""
        found = ((self.lines[number], why) for number, why in sorted(self.reasons.items()))
        return [ToReturn(line.entity, line.uid, why) for line, why in found]


def _field_list(
    kind: str, columns: Sequence[Column[Numbered[FieldLine]]]
) -> ListTable[Numbered[FieldLine]]:
    return ListTable(
        f"这一条的内容（{kind}）",
        ShortList[FieldLine](()),
        columns,
        unit="项",
        searchable=False,
        numbers=False,
    )


class ReturnMenu(QMenu):
    """`chosen` gets the reason; an empty one means that it is not sent back after all."""

    def __init__(
        self, parent: QWidget, what: str, chosen: Callable[[str], object], *, undo: bool
    ) -> None:
        super().__init__(f"退回{what}", parent)
        self.setAccessibleName(f"退回{what}，选一个原因")
        self._what = what
        self._chosen = chosen
        self.addSection(f"退回{what}，原因是")
        for reason in REASONS:
            self.addAction(reason).triggered.connect(
                lambda _checked=False, reason=reason: chosen(reason)
            )
        self.addAction("自己写…").triggered.connect(self._write)
        if undo:
            self.addSeparator()
            self.addAction("不退回了").triggered.connect(lambda _checked=False: chosen(""))

    def _write(self) -> None:
        said = ask_reason(self.parentWidget(), f"退回{self._what}", _ASKED)
        if said:
            self._chosen(said[:LONGEST])
