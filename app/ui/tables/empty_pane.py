"""What stands where rows would: why there are none, and the button that fits that reason."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.accounts.roles import Verb
from app.ui.duties import needs
from app.ui.parts import button, column, label, row

Act = Callable[[], object]


@dataclass(frozen=True)
class Offer:
    """A button: its words and what it does."""

    words: str
    act: Act
    verb: Verb | None = None
    """What kind of action it is: grey for whose role does not allow it, as the page's button is."""


@dataclass(frozen=True)
class Nothing:
    """What a page says and offers where nothing is there at all."""

    words: str
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Why:
    """Why there are no rows: only ticked ones are wanted, none exist, a search, a filter."""

    only_ticked: bool
    nothing_at_all: bool
    searched: str
    narrowed: str


@dataclass(frozen=True)
class Ways:
    """The ways back of a list."""

    clear_search: Act
    clear_filters: Act
    show_all: Act


class EmptyPane(QWidget):
    """Words and up to two buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", "muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setObjectName("empty_words")
        self._offers: tuple[Offer, ...] = ()
        self.first = button("", lambda: self._act(0), name="empty_first")
        self.second = button("", lambda: self._act(1), name="empty_second")
        self.setLayout(column(None, self.words, row(None, self.first, self.second, None), None))

    def explain(self, why: Why, nothing: Nothing, ways: Ways) -> None:
        """The reason that holds, and the button that fits it."""
        search = Offer("清除查找", ways.clear_search)
        filters = Offer("清除筛选", ways.clear_filters)
        if why.only_ticked:
            self.tell("没有勾选任何一行。", Offer("看全部", ways.show_all))
        elif why.nothing_at_all:
            self.tell(nothing.words, *nothing.offers)
        elif why.searched and why.narrowed:
            self.tell(f"在“{why.narrowed}”里没有找到“{why.searched}”。", search, filters)
        elif why.searched:
            self.tell(f"没有找到“{why.searched}”。", search)
        else:
            self.tell(f"“{why.narrowed}”里没有内容。", filters, *nothing.offers)

    def tell(self, words: str, *offers: Offer) -> None:
        """Say why, and offer these."""
        self._offers = offers
        self.words.setText(words)
        for number, made in enumerate((self.first, self.second)):
            there = number < len(offers)
            made.setVisible(there)
            if there:
                made.setText(offers[number].words)
                # What is said beside it tells it from other buttons of that word on the page.
                made.setAccessibleName(f"{offers[number].words}，{words}")
                _allow(made, offers[number].verb)

    def _act(self, number: int) -> None:
        self._offers[number].act()


def _allow(made: QPushButton, verb: Verb | None) -> None:
    """One button offers now this, now that: it is judged anew each time."""
    needs(made, verb)
    made.setToolTip("")
    made.setAccessibleDescription("")
    made.setEnabled(False)
    made.setEnabled(True)  # whoever watches over the roles looks at what is offered
