"""到期提醒: dates of registers that come or have gone by, and what waits there; gone itself where
there is nothing."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout

from app.domain.registers import REGISTERS
from app.ui.finding import ShowRow
from app.ui.giving_link import GivingLink
from app.ui.parts import clear, label

if TYPE_CHECKING:
    from app.data.queries.register_views import Waiting
    from app.data.queries.registers import DueRow

_MOST = 5


class DueCard(QFrame):
    """`chosen` carries what the register is to show."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName("到期提醒")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.heading = label("到期提醒", "h2")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(2)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(6)
        box.addWidget(self.heading)
        box.addLayout(self.lines)
        self.hide()

    def show_due(self, due: "Sequence[DueRow]", to_do: "Sequence[Waiting]" = ()) -> None:
        """Those that have waited longest, the rest is counted; then the lists that wait."""
        clear(self.lines)
        self.heading.setText(f"到期提醒　{len(due) + sum(one.rows for one in to_do):,} 项")
        for row in due[:_MOST]:
            self._add(words_of(row), ShowRow(row.register, row.uid), "due")
        if len(due) > _MOST:
            self.lines.addWidget(label(f"还有 {len(due) - _MOST} 项，到“登记册”里看", "muted"))
        for one in to_do:
            made = REGISTERS[one.register]
            words = f"{made.title}　{one.view} {one.rows:,} {made.unit}"
            self._add(words, ShowRow(one.register, view=one.view), "to_do")
        self.setVisible(bool(due or to_do))

    def _add(self, words: str, what: ShowRow, name: str) -> None:
        self.lines.addWidget(GivingLink(words, partial(self.chosen.emit, what), name=name))


def words_of(row: "DueRow") -> str:
    """师资库　王䶮：聘期届满 2026-12-10，还有 10 天."""
    left = f"还有 {row.days} 天" if row.days > 0 else "就在今天"
    told = left if row.days >= 0 else f"已过 {-row.days} 天"
    return f"{REGISTERS[row.register].title}　{row.title}：{row.text} {row.on}，{told}"
