"""应训未训 by branch: a bar each, a tick box each, and 办班 for those to be trained."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.people.membership import UNDECIDED
from app.ui.as_typed import as_typed
from app.ui.charts import Point, ShareBar
from app.ui.combo_box import ComboBox
from app.ui.parts import button, clear, label, link, reword, row
from app.ui.portions import Portions

if TYPE_CHECKING:
    from app.domain.policy.window import Window
    from app.services.owed import BranchOwed, Owed, Standing

_MOST_BRANCHES = 60  # a county has hundreds; those with the most people short come first
_HEADS = ("", "党支部", "完成进度", "达标")
_NOBODY = "还没有党员。导入花名册以后，这里按支部列出还要培训的人，打勾就能办班。"
_FOR_NOBODY = "这一项眼下没有适用的人。"
_BEHIND = "低于进度"
_SHORT = "未达标"


class OwedCard(QFrame):
    """`wanted` carries the requirement and the ticked branches; `opened` a branch by its
    identity."""

    wanted = Signal(str, list)
    counted = Signal(object, bool)  # Standing of the chosen requirement; is there still time
    opened = Signal(object)
    begun = Signal()  # there is nobody yet: to the people

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName("应训未训")
        self._owed: Owed | None = None
        self._ticked: set[bytes] = set()
        self.requirement = ComboBox()
        self.requirement.setAccessibleName("哪一项要求")
        self.requirement.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.requirement.activated.connect(lambda _n: self._fill())
        self.total = label("", "muted", wrap=True)
        self.total.setObjectName("owed_total")
        self._why_nobody: Callable[[], str] = str
        self.make = button(
            "办班", self._make_class, icon_name="calendar-check", primary=True, name="owed_to_class"
        )
        inside = QWidget()
        inside.setObjectName("Scrolled")
        self.grid = QGridLayout(inside)
        self.grid.setContentsMargins(0, 0, 8, 0)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(2, 1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._portions = Portions(scroll, self.grid)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addLayout(row(label("应训未训", "h2"), None, self.make))
        box.addWidget(self.requirement)
        box.addWidget(self.total)
        box.addWidget(scroll, 1)

    def show_owed(self, owed: "Owed", why_nobody: Callable[[], str]) -> None:
        """Show these figures; the chosen requirement and the ticks stay."""
        self._why_nobody = why_nobody
        if owed is self._owed:
            return  # nothing was written since
        kept = self.requirement.currentData()
        self._owed = owed
        self.requirement.clear()
        for requirement in owed.requirements:
            self.requirement.addItem(f"{requirement.id}　{requirement.short}", requirement.id)
        place = self.requirement.findData(kept)
        self.requirement.setCurrentIndex(max(0, place))
        self._fill()

    def _fill(self) -> None:
        self._portions.stop()
        clear(self.grid)
        wanted = self.requirement.currentData()
        if self._owed is None or wanted is None:
            return
        total = self._owed.total(wanted)
        self.total.setText(_said(total, self._owed.windows[wanted]))
        self.counted.emit(total, self._owed.windows[wanted].open)
        if not self._owed.branches:
            self._show_nobody()
            return
        last = _BEHIND if self._owed.windows[wanted].open else _SHORT
        for column, head in enumerate((*_HEADS, last)):
            self.grid.addWidget(label(head, "muted"), 0, column)
        branches = [b for b in self._owed.branches if wanted in b.standing]
        if not branches:
            self.grid.addWidget(label(_FOR_NOBODY, "muted", wrap=True), 1, 0, 1, 5)
        branches.sort(key=lambda branch: -branch.owing(wanted))
        shown = branches[:_MOST_BRANCHES]
        self._portions.make(len(shown), lambda n: self._add_branch(shown[n], wanted, n + 1))
        if len(branches) > _MOST_BRANCHES:
            more = f"其余 {len(branches) - _MOST_BRANCHES} 个见“打印”里的应训未训名单"
            self.grid.addWidget(label(more, "muted"), _MOST_BRANCHES + 1, 1, 1, 4)
        self.grid.setRowStretch(min(len(branches), _MOST_BRANCHES) + 2, 1)
        self._count()

    def _show_nobody(self) -> None:
        left = self._why_nobody()
        self.total.setText(left or _NOBODY)
        words = "到“党员”里看" if left else "到“党员”里导入花名册"
        begin = link(words, self.begun.emit, name="first_roster")
        self.grid.addWidget(begin, 0, 0, Qt.AlignmentFlag.AlignLeft)
        self.grid.setRowStretch(1, 1)
        self._count()

    def _add_branch(self, branch: "BranchOwed", wanted: str, line: int) -> None:
        standing = branch.standing[wanted]
        title = branch.name
        tick = QCheckBox()
        tick.setAccessibleName(f"{title}，应训 {standing.owing} 人")
        tick.setObjectName(f"tick_{line}")
        tick.setChecked(branch.organization in self._ticked)
        tick.setEnabled(standing.owing > 0)
        tick.toggled.connect(lambda on, uid=branch.organization: self._tick(uid, on=on))
        bar = _bar(title, standing, self._unit(wanted))
        # Whoever belongs to no one branch for sure has none to go to.
        known = branch.organization != UNDECIDED
        name = link(title, lambda: self.opened.emit(branch.organization)) if known else label(title)
        self.grid.addWidget(tick, line, 0)
        self.grid.addWidget(name, line, 1, Qt.AlignmentFlag.AlignLeft)
        self.grid.addWidget(bar, line, 2)
        self.grid.addWidget(label(f"{standing.met}/{standing.applies}"), line, 3)
        owing = label(f"{standing.owing} 人", tone="bad" if standing.owing else "ok")
        self.grid.addWidget(owing, line, 4)

    def _unit(self, wanted: str) -> str:
        """What the requirement is counted in."""
        listed = self._owed.requirements if self._owed else ()
        return next(r.thresholds[0].unit for r in listed if r.id == wanted)

    def _tick(self, uid: bytes, *, on: bool) -> None:
        (self._ticked.add if on else self._ticked.discard)(uid)
        self._count()

    def ticked(self) -> "list[BranchOwed]":
        """The ticked branches, as they are listed."""
        branches = self._owed.branches if self._owed else ()
        return [branch for branch in branches if branch.organization in self._ticked]

    def _count(self) -> None:
        wanted = self.requirement.currentData()
        number = sum(branch.owing(wanted) for branch in self.ticked())
        reword(self.make, f"为这 {number} 人办班" if number else "办班")

    def _make_class(self) -> None:
        branches = [branch.organization for branch in self.ticked()]
        self._ticked.clear()
        self.wanted.emit(self.requirement.currentData() or "", branches)


def _said(total: "Standing", window: "Window") -> str:
    """The sum over all branches; in an open window nobody is called short."""
    ends = f"不作硬性要求 {total.exempt} 人"
    if total.unset:
        ends += f"，口径未设置 {total.unset} 人"
    if not window.open:
        if total.pending:
            ends += f"，待核实 {total.pending} 人"
        return f"应训 {total.applies} 人，达标 {total.met} 人，未达标 {total.short} 人，{ends}"
    return (
        f"{window.first.year}—{window.closes.year} 年累计，未到期：应训 {total.applies} 人，"
        f"已达标 {total.met} 人，低于本年进度或本年 0 学时 {total.owing} 人，{ends}"
        if window.first.year < window.closes.year
        else f"本年未到期：应训 {total.applies} 人，已达标 {total.met} 人，"
        f"还要培训 {total.owing} 人，{ends}"
    )


def _bar(title: str, standing: "Standing", unit: str) -> ShareBar:
    """How much of what is asked is done: in the first years of five hardly anybody has it all."""
    from app.domain.policy.requirement import PERCENT  # with the figures, after the window

    bar = ShareBar(title)
    done, wanted = round(standing.done, 1), standing.wanted
    if not wanted:
        words = "没有人需要达标"
    elif unit == PERCENT:
        words = f"平均完成规定比例的 {standing.done / wanted:.0%}"
    else:
        words = f"规定 {wanted:g} {unit}，已完成 {done:g} {unit}（{standing.done / wanted:.0%}）"
    bar.show_points([Point(title, done, wanted)])
    bar.setMouseTracking(False)  # the tool tip of the whole says more than that of the point
    said = f"{title}：{words}；应训 {standing.applies} 人，达标 {standing.met} 人"
    bar.setAccessibleDescription(said)
    bar.setToolTip(as_typed(said))
    return bar
