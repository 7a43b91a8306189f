"""The question that is looked at, spelt out: whom, which package, each value, the buttons."""

from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.accounts.roles import Verb
from app.domain.characters import visible
from app.services.review.kinds import OTHER, TAKE, Action, Question, Side
from app.services.review.questions import Background
from app.ui.duties import needs
from app.ui.pages.review.review_list_view import side_cell
from app.ui.pages.review.two_lines import Cell, plain
from app.ui.parts import button, clear, label, row
from app.ui.theme import LIGHT

_COUNTED = "一二三四五六七八九十"
_HEADS = {"township": "乡镇值", "county": "县里值"}


class QuestionCard(QFrame):
    """`acted` carries the action whose button was pressed."""

    acted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName("所选的待核实")
        self.heading = label("", "h2")
        self.heading.setObjectName("chosen_item")
        self.about = label("", "muted", wrap=True)
        self.about.setObjectName("about_item")
        self._values = QHBoxLayout()
        self._values.setSpacing(10)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        self.buttons: list[QPushButton] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 10)
        box.setSpacing(6)
        box.addLayout(row(self.heading, None))
        box.addWidget(self.about)
        box.addLayout(self._values)
        box.addLayout(self._buttons)

    def show_question(
        self, question: Question, known: Background, actions: tuple[Action, ...]
    ) -> None:
        """Spell one question out."""
        item = question.item
        self.heading.setText(f"{item.subject}　{item.label}")
        places = [question.township, question.organization]
        told = [*dict.fromkeys(p for p in places if p), known.person, known.package, *known.late]
        self.about.setText(" · ".join(part for part in told if part))
        clear(self._values)
        if question.common:
            self._values.addWidget(_value_box("上次共同值", plain(question.common)), 1)
        for number, side in enumerate(question.sides):
            other = next((s for s in question.sides if s is not side), None)
            cell = side_cell(question, side, other)
            self._values.addWidget(_value_box(_head(question, side, number), cell), 1)
        self._show_buttons(question, actions)

    def _show_buttons(self, question: Question, actions: tuple[Action, ...]) -> None:
        clear(self._buttons)
        self.buttons = []
        for number, action in enumerate(actions, start=1):
            key = f"　{number}" if number <= 3 else ""
            name = f"{action.kind}_{number}" if action.kind == TAKE else action.kind
            made = button(
                f"{action.text}{key}",
                partial(self.acted.emit, action),
                name=name,
                icon_name="pencil" if action.kind == OTHER else "",
            )
            needs(made, Verb.REVIEW)
            self.buttons.append(made)
            self._buttons.addWidget(made)
        if not question.decider.here:
            self._buttons.addWidget(label(f"{question.decider.words}。", tone="warn"))
        self._buttons.addStretch(1)


def _head(question: Question, side: Side, number: int) -> str:
    if question.kind.paired:
        return f"登记{_COUNTED[number]}" if number < len(_COUNTED) else "登记"
    return _HEADS.get(side.level, "") or "可选"


def _value_box(head: str, cell: Cell) -> QWidget:
    value = QLabel()
    value.setTextFormat(Qt.TextFormat.RichText)
    value.setText(_marked(cell))
    value.setAccessibleName(f"{head} {cell.text}")
    value.setWordWrap(True)
    made = QWidget()
    box = QVBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(2)
    box.addWidget(label(head, "muted"))
    box.addWidget(value)
    box.addWidget(label(cell.below, "muted", wrap=True))
    return made


def _marked(cell: Cell) -> str:
    look = f"background-color:{LIGHT.warn_soft}; color:{LIGHT.warn};"
    return "".join(
        f'<b style="{look}">{escape(visible(piece))}</b>' if differs else escape(visible(piece))
        for piece, differs in cell.parts
    )
