"""The list of reasons that is confirmed when a class is closed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.training.completion import COMPLETED, Completion
from app.ui.dialog import Dialog
from app.ui.parts import button, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList

COLUMNS: tuple[Column[Numbered[Completion]], ...] = (
    Column("姓名", lambda r: r.row.name, width=150),
    Column(
        "结果",
        lambda r: r.row.outcome,
        width=90,
        tone=lambda r: "ok" if r.row.outcome == COMPLETED else "bad",
    ),
    Column("原因", lambda r: r.row.reason, width=540),
)


CLOSE_ONLY, CLOSE_AND_PRINT = "close", "print"


class CloseDialog(Dialog):
    """Those who do not complete come first."""

    def __init__(self, rows: Sequence[Completion], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("结班")
        self.resize(1000, 520)
        ordered = sorted(rows, key=lambda row: row.outcome == COMPLETED)
        done = sum(row.outcome == COMPLETED for row in rows)
        self.list: ListTable[Numbered[Completion]] = ListTable(
            "结业名单", ShortList(ordered), COLUMNS, unit="人", searchable=False
        )
        self.table, self.model = self.list.table, self.list.model
        self.list.reload()
        words = f"结业 {done} 人，未结业 {len(rows) - done} 人。请核对原因后确认。"
        self.agreed = CLOSE_ONLY
        confirm = button("确认结班", self.accept, name="confirm_close")
        both = button(
            "确认结班，打印反馈单",
            self._print_too,
            icon_name="printer",
            primary=True,
            name="close_and_print",
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label(words, "h2"))
        box.addWidget(label("确认后名单、考勤不再改动；需要更正时可取消结班。", "muted"))
        box.addWidget(self.list, 1)
        box.addLayout(row(None, button("再看看", self.reject), confirm, both))
        both.setFocus()

    def _print_too(self) -> None:
        self.agreed = CLOSE_AND_PRINT
        self.accept()
