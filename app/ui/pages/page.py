"""The base of every page: reloads when data changed and it is visible, or when it is shown next."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.data.queries.size import is_small
from app.domain.registers import is_of_register
from app.services.taking_over import take_over
from app.ui.fitting import Scrolled
from app.ui.flow_row import FlowRow
from app.ui.parts import label
from app.ui.workspace import Workspace

Found = TypeVar("Found")


class Page(Scrolled):
    """Title on the left, tools on the right, content below."""

    title = ""
    reads_registers = True
    """Whether anything of it comes out of 登记册; else a write there does not concern it."""
    part_made = Signal(QWidget)
    """A part was built when it was first needed, so that no first visit waits for it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._stale = True
        self._questions: dict[str, int] = {}
        self._waiting: set[str] = set()
        workspace.data_changed.connect(self._data_changed)
        self.heading = label(self.title, "h1")
        self.subtitle = label("", "muted")
        self.head = FlowRow()
        self.head.addWidget(self.heading)
        self.head.addWidget(self.subtitle)
        self.head.addStretch(1)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(20, 14, 20, 6)
        self.box.setSpacing(12)
        self.box.addLayout(self.head)

    def reload(self) -> None:
        """Read again what is shown."""

    def show_what(self, what: object) -> None:
        """Show one thing on this page; pages that cannot ignore it."""

    def ask(self, what: str, work: Callable[[], Found], show: Callable[[Found], object]) -> None:
        """Read in the pool; what was shown stays until the answer is there. Of several questions
        of one kind only the last is answered, however late the others come back."""
        number = self._next(what)
        self._waiting.add(what)

        def answered(found: Found) -> None:
            if self._questions[what] == number:
                self._waiting.discard(what)
                show(found)

        job = self.workspace.runner.start(lambda _progress: work())
        job.succeeded.connect(answered)
        job.refused.connect(self.workspace.refuse)
        job.crashed.connect(self.workspace.crashed)

    def read(self, what: str, work: Callable[[], Found], show: Callable[[Found], object]) -> None:
        """Read and show: at once from a store that is read in the blink of an eye, else when the
        pool has the answer."""
        if is_small(self.workspace.store.database.read()):
            self._next(what)  # what is under way is older
            show(work())
        else:
            self.ask(what, work, show)

    def when_people_are_known(self, show: Callable[[], object], *years: int) -> None:
        """Show lists of people: at once, or when the pool has taken over what changed, if that is
        much; `years` are those whose hours the order needs."""
        people = self.workspace.store.people
        if people.behind(*years):
            self.ask("people", lambda: take_over(people, *years), lambda _: show())
            self.reading_people()
        else:
            self._next("people")
            show()

    def reading_people(self) -> None:
        """The answer takes a moment: a list that is empty so far says so."""

    def waits_for(self, what: str) -> bool:
        """Whether an answer of this kind is still to come."""
        return what in self._waiting

    def _next(self, what: str) -> int:
        self._waiting.discard(what)
        self._questions[what] = self._questions.get(what, 0) + 1
        return self._questions[what]

    def showEvent(self, event: QShowEvent) -> None:
        """A page that missed a change catches up."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()

    def concerned_by(self, written: frozenset[str]) -> bool:
        """Whether a write of these tables (none: of anything) changes what is shown here."""
        return self.reads_registers or not written or not all(map(is_of_register, written))

    def _data_changed(self, written: frozenset[str]) -> None:
        if not self.concerned_by(written):
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True
