"""批量核实: a rule for one field, the list of exactly what will be written, then one write."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.data.queries.peer_list import all_peers
from app.domain.errors import AppError
from app.services.review import deciding_many, undoing_decisions
from app.services.review.deciding_many import SIDES, DisputedField, Planned
from app.services.review.question_kinds import kind_of
from app.services.store import Store
from app.ui.combo_box import ComboBox
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, reword, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered, ShortList

Line = Numbered[Planned]


class BulkDialog(Dialog):
    """`written` says how many were, `decision` which decision an undo takes back."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("批量核实")
        self.resize(1060, 600)
        self._store = store
        self._lines: Sequence[Planned] = ()
        self.written = self.decision = 0
        self.notices = NoticeBar()
        self.field, self.side, self.township = self._choices()
        self.list = self._table()
        self.confirm = button("写入", self._write, primary=True, name="confirm_many")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        chosen = (self.field, label("："), self.side, label("，"), self.township)
        box.addLayout(row(*chosen, None, self.list.count))
        words = (
            "下面就是将要写入的全部内容，不要的去掉勾选（空格键）。"
            "考勤不能批量核实；身份证号、所在党组织、党籍状态和证书要逐条勾选。"
        )
        box.addWidget(label(words, "muted", wrap=True))
        box.addWidget(self.notices)
        box.addWidget(self.list, 1)
        cancel = button("取消", self.reject, name="cancel_many")
        box.addLayout(row(None, cancel, self.confirm))
        self.list.model.checks_changed.connect(self._count)
        self.show_plan()

    def _choices(self) -> tuple[QComboBox, QComboBox, QComboBox]:
        field, side, township = ComboBox(), ComboBox(), ComboBox()
        for found in deciding_many.disputed_fields(self._store):
            field.addItem(f"{found.label}（{found.number} 条）", found)
        for key, words in SIDES.items():
            side.addItem(f"全部取{words}", key)
        township.addItem("全部单位", None)
        for peer in all_peers(self._store.database.read()):
            if peer.level == "township":
                township.addItem(peer.title, peer.site)
        named = ((field, "项目"), (side, "取法"), (township, "单位"))
        for combo, name in named:
            combo.setAccessibleName(name)
            combo.activated.connect(lambda _n: self.show_plan())
        return field, side, township

    def _table(self) -> ListTable[Line]:
        columns: tuple[Column[Line], ...] = (
            Column("对象", lambda r: r.row.item.subject, width=130),
            Column("党组织", lambda r: r.row.organization, width=160),
            Column("上次共同值", lambda r: self._before(r.row), width=130),
            Column("现在并排的值", lambda r: self._standing(r.row), width=240),
            Column("将写入", lambda r: self._value(r.row), width=140, tone=lambda _r: "accent"),
            Column("说明", lambda r: r.row.doubt, width=150, tone=lambda _r: "warn"),
        )
        return ListTable(
            "将要写入的内容",
            ShortList[Planned](()),
            columns,
            unit="条",
            placeholder="按姓名、党组织查找",
            checkable=True,
        )

    def show_plan(self) -> None:
        """List what the chosen rule would write."""
        chosen: DisputedField | None = self.field.currentData()
        self._lines = ()
        if chosen is not None:
            rule = (chosen.entity, chosen.field, str(self.side.currentData()))
            peer = self.township.currentData()
            self._lines = deciding_many.preview_all(
                self._store, *rule, bytes(peer) if peer else None
            )
        self.list.model.set_checked(self.list.model.checked, on=False)
        self.list.show_rows(ShortList(self._lines, _fits))
        ticked = [number for number, line in enumerate(self._lines) if line.ticked]
        self.list.model.set_checked(ticked)

    def ticked(self) -> list[Planned]:
        """The lines that will be written."""
        return [self._lines[number] for number in self.list.model.checked]

    def _count(self) -> None:
        number = len(self.list.model.checked)
        reword(self.confirm, f"写入 {number} 条")
        self.confirm.setEnabled(number > 0)

    def _write(self) -> None:
        try:
            self.written = deciding_many.write_planned(self._store, self.ticked())
        except AppError as error:
            self.notices.refuse(error)
            self.show_plan()
            return
        self.decision = undoing_decisions.last_decision(self._store)
        self.accept()

    def _words(self, line: Planned) -> list[str]:
        """Every value of a line: the last common one, those that stand, the chosen one."""
        many = [*(c.value for c in line.item.siblings), line.chosen.value, line.item.ancestor]
        shown = kind_of(line.item).in_words(self._store.database.read(), line.item, many)
        return ["—" if value is None else str(value) for value in (shown[-1], *shown[:-1])]

    def _before(self, line: Planned) -> str:
        return self._words(line)[0]

    def _standing(self, line: Planned) -> str:
        return " ｜ ".join(self._words(line)[1:-1])

    def _value(self, line: Planned) -> str:
        return self._words(line)[-1]


def _fits(line: Planned, view: View) -> bool:
    return view.text in f"{line.item.subject}{line.organization}{line.township}"
