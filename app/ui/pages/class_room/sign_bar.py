"""本页已签: who checked the sheets, where the paper lies, and the absent of each signed page."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QLabel, QLineEdit, QVBoxLayout

from app.data.queries.training_classes import SessionRow
from app.services.classes.attendance import Signature
from app.ui.combo_box import dressed
from app.ui.flow_row import flow
from app.ui.offering import offer
from app.ui.pages.class_room.absent_list import HINT
from app.ui.parts import button, label

_MOST_PAGES = 3
"""上午, 下午 and 晚上."""


class SignBar(QFrame):
    """Nothing is entered before somebody says, page by page, that it was signed.

    `entered` carries the half-days and what was typed for each; `wanting` what must be filled in
    first, if anything.
    """

    entered = Signal(list)
    wanting = Signal(str)

    def __init__(self, operator: str, known: Callable[[SessionRow], str]) -> None:
        """`known` are the absent that were entered for a half-day already, as they are typed."""
        super().__init__()
        self._operator, self._known = operator, known
        self._open: Sequence[SessionRow] = ()
        self._asked: Sequence[SessionRow] = ()
        self._whole_day = False
        self.checked_by = _line("核对人", 110)
        self.paper = _line("签到表存放处", 220)
        self.paper.setPlaceholderText("如 2026 年培训档案盒 3 号")
        self.signed = button("本页已签", self.sign, primary=True, name="page_signed")
        self.day_signed = button("当天各页都已签", self.sign_day, name="day_signed")
        self.day_signed.setToolTip("当天几个半天的签到表都在手上时，一次录完；缺席仍逐页填。")
        self.absents = [_line("缺席的序号", 200) for _ in range(_MOST_PAGES)]
        self._words = [label("", "muted") for _ in range(_MOST_PAGES)]
        self.enter = button("录入", self._enter, name="enter_pages")
        self._build()
        self.forget()

    def _build(self) -> None:
        for number, field in enumerate(self.absents):
            field.setObjectName("absent" if number == 0 else f"absent_{number + 1}")
            field.setToolTip(HINT)
            field.returnPressed.connect(lambda number=number: self._next(number))
            self._words[number].setBuddy(field)
        self.absents[0].setPlaceholderText("如 3 7 12s 15b")
        for field in (self.checked_by, self.paper):
            field.returnPressed.connect(self._go_on)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addLayout(
            flow(
                *(_words("核对人", self.checked_by), self.checked_by),
                *(_words("签到表存放处", self.paper), self.paper),
                *(self.signed, self.day_signed, None),
            )
        )
        lines = [w for pair in zip(self._words, self.absents, strict=True) for w in pair]
        box.addLayout(flow(*lines, self.enter, None))

    @property
    def absent(self) -> QLineEdit:
        """The line of the half-day that is chosen."""
        return self.absents[0]

    def signature(self) -> Signature:
        """Who checked, and where the paper lies, as it stands."""
        return Signature(self.checked_by.text().strip(), self.paper.text().strip())

    def forget(self) -> None:
        """Another class was checked by somebody else and lies in another place."""
        self.checked_by.setText(self._operator)
        self.paper.clear()

    def suggest(self, papers: Sequence[str]) -> None:
        """Places said before, offered while typing; never filled in."""
        completer = dressed(QCompleter(list(papers), self.paper))
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.paper.setCompleter(completer)

    def show_pages(self, pages: Sequence[SessionRow], why: str) -> None:
        """The chosen half-day and those of its day that are open too; `why` they cannot be."""
        self._open, self._asked, self._whole_day = pages, (), False
        for made in (self.checked_by, self.paper, self.signed):
            offer(made, why)
        self.day_signed.setVisible(len(pages) > 1)
        offer(self.day_signed, why)
        self.day_signed.setText(f"当天 {len(pages)} 页都已签")
        for number, (field, words) in enumerate(zip(self.absents, self._words, strict=True)):
            here = number < max(1, len(pages))
            field.setVisible(here)
            words.setVisible(here)
            field.setEnabled(False)
            field.clear()
            slot = pages[number].slot if number < len(pages) and len(pages) > 1 else ""
            words.setText(f"{slot}缺席的序号")
            field.setAccessibleName(f"{slot}缺席的序号")
        self.enter.setEnabled(False)

    def begin(self) -> None:
        """Where the next half-day begins: what is still to be said, else the button."""
        empty = next((f for f in (self.checked_by, self.paper) if not f.text().strip()), None)
        (empty or self.signed).setFocus()

    def sign(self) -> None:
        """This page is signed: first who checked and where the paper lies, then who was absent."""
        self._whole_day = False
        self._go_on()

    def sign_day(self) -> None:
        """Every open page of this day is signed; each has its own line for its absent."""
        self._whole_day = True
        self._go_on()

    def _go_on(self) -> None:
        if not self.signed.isEnabled():
            return
        for field in (self.checked_by, self.paper):
            if not field.text().strip():
                which = self.day_signed.text() if self._whole_day else "本页已签"
                self.wanting.emit(f"请先填写{field.accessibleName()}，再点“{which}”。")
                field.setFocus()
                return
        self.wanting.emit("")
        self._asked = self._open if self._whole_day else self._open[:1]
        for number, field in enumerate(self.absents):
            field.setEnabled(number < len(self._asked))
            if field.isEnabled() and not field.text():
                # 请假 marked before: signing the page must not turn it into 出勤 unseen.
                field.setText(self._known(self._asked[number]))
        self.enter.setEnabled(True)
        self.absent.setFocus()

    def _next(self, number: int) -> None:
        if number + 1 < len(self._asked):
            self.absents[number + 1].setFocus()
        else:
            self._enter()

    def _enter(self) -> None:
        self.entered.emit(
            [(page, field.text()) for page, field in zip(self._asked, self.absents, strict=False)]
        )


def _line(name: str, width: int) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setFixedWidth(width)
    return made


def _words(text: str, buddy: QLineEdit) -> QLabel:
    made = label(text, "muted")
    made.setBuddy(buddy)
    return made
