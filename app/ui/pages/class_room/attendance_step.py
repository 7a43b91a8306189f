"""考勤: 本页已签 with the absent 序号, or marks by keys and mouse in the grid; nothing is
presumed, and what was entered can be taken back by new facts."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout

from app.data.queries.attendance import Marks, marks_of, papers_said
from app.data.queries.training_classes import SessionRow, participants_of, sessions_of
from app.domain.accounts.roles import Verb
from app.domain.errors import InvalidInput
from app.domain.training.codes import UNMARKED
from app.services.classes.attendance import (
    Marked,
    MarkOutcome,
    SignedPage,
    enter_many,
    may_mark,
    sign_pages,
    take_back,
)
from app.services.why_not import why_not
from app.ui.combo_box import ComboBox
from app.ui.flow_row import flow
from app.ui.pages.class_room.absent_list import HINT, absent_list, absent_words
from app.ui.pages.class_room.attendance_grid import KEYS, AttendanceGrid
from app.ui.pages.class_room.attendance_model import AttendanceModel
from app.ui.pages.class_room.mark_history import (
    NOTHING_DONE,
    NOTHING_UNDONE,
    MarkHistory,
    told,
)
from app.ui.pages.class_room.mark_palette import NOTHING_CHOSEN, MarkPalette, redo_keys, undo_keys
from app.ui.pages.class_room.sign_bar import SignBar
from app.ui.pages.class_room.step import ClassStep
from app.ui.parts import card, label
from app.ui.today import today
from app.ui.workspace import Workspace

_WIDTHS = (52, 150, 190)
_HALF_DAY_WIDTH = 104


class AttendanceStep(ClassStep):
    """One half-day is chosen; the grid shows them all."""

    title = "考勤"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.model = AttendanceModel(self)
        self.history = MarkHistory()
        self._pointed = b""
        self._kept: bytes | None = None
        self._reasons: dict[bytes, str] = {}
        self.grid = AttendanceGrid()
        self.grid.setModel(self.model)
        self.session = ComboBox()
        self.session.setAccessibleName("半天")
        self.bar = SignBar(
            workspace.store.operator, lambda page: absent_words(self.model.told(page))
        )
        self.palette_row = MarkPalette(self.undo, self.redo)
        self.left = label("", "muted", wrap=True)
        self._build()

    def _build(self) -> None:
        self.bar.entered.connect(self._enter)
        self.bar.wanting.connect(self._ask_for)
        self.session.activated.connect(self._session_chosen)
        self.grid.marked.connect(self._mark_by_key)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.grid.customContextMenuRequested.connect(self._show_menu)
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        self.palette_row.marked.connect(self._mark)
        for sequences, act in ((undo_keys(), self.undo), (redo_keys(), self.redo)):
            for sequence in sequences:
                context = Qt.ShortcutContext.WidgetWithChildrenShortcut
                QShortcut(sequence, self, act, context=context)
        words = label("半天", "muted")
        words.setBuddy(self.session)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        first = flow(words, self.session, self.left, None)
        box.addWidget(card(first, self.bar, label(HINT, "muted")))
        box.addWidget(self.palette_row)
        box.addWidget(self.grid, 1)

    @property
    def checked_by(self) -> QLineEdit:
        """Who checked the signed sheets."""
        return self.bar.checked_by

    @property
    def paper(self) -> QLineEdit:
        """Where the paper lies."""
        return self.bar.paper

    @property
    def signed(self) -> QPushButton:
        """本页已签."""
        return self.bar.signed

    @property
    def absent(self) -> QLineEdit:
        """The absent 序号 of the chosen half-day."""
        return self.bar.absent

    def show_class(self, uid: bytes) -> None:
        """Another class begins anew: nothing that was chosen or typed for the last one is kept."""
        if uid != self.uid:
            self._kept, self._pointed = None, b""
            self.history.forget()
            self.bar.forget()
            self.grid.clearSelection()
            self.grid.scrollToTop()
        super().show_class(uid)

    def reload(self) -> None:
        """People, half-days and marks; the oldest half-day still open is chosen first."""
        connection = self.workspace.store.database.read()
        people = [p for p in participants_of(connection, self.uid) if not p.withdrawn]
        sessions = sessions_of(connection, self.uid)
        marks = marks_of(connection, self.uid)
        self._reasons.clear()
        self.model.show_class(people, sessions, marks)
        self._fill_sessions(self._kept)
        self._recall(marks)
        self.bar.suggest(papers_said(connection))
        for column in range(self.model.columnCount()):
            width = _WIDTHS[column] if column < len(_WIDTHS) else _HALF_DAY_WIDTH
            self.grid.setColumnWidth(column, width)
        self._show_session()

    def _recall(self, marks: Marks) -> None:
        """Where this class's paper lies and who checked it, as was said of it last."""
        last = [mark for live in marks.values() for mark in live if mark.paper]
        if last and not self.paper.text():
            self.paper.setText(last[-1].paper)

    def choose(self, session: bytes) -> None:
        """Go to one half-day, from 待录考勤."""
        self._kept = session
        self._fill_sessions(session)
        self._show_session()

    def _session_chosen(self) -> None:
        session = self._chosen()
        self._kept = session.uid if session else None
        self._show_session()

    def _fill_sessions(self, wanted: bytes | None) -> None:
        self.session.clear()
        first_open = 0
        for number, session in enumerate(self.model.sessions):
            self.session.addItem(
                f"{session.day} {session.slot}　{session.course}", session.uid.hex()
            )
            if wanted == session.uid:
                first_open = number
        if wanted is None or not self._open(wanted):
            first_open = next(
                (n for n, s in enumerate(self.model.sessions) if self._open(s.uid)), first_open
            )
        self.session.setCurrentIndex(first_open)

    def _open(self, uid: bytes) -> bool:
        found = next((s for s in self.model.sessions if s.uid == uid), None)
        return found is not None and found.day <= today() and self.model.unmarked(found) > 0

    def _chosen(self) -> SessionRow | None:
        number = self.session.currentIndex()
        return self.model.sessions[number] if 0 <= number < len(self.model.sessions) else None

    def _pages(self) -> Sequence[SessionRow]:
        """The chosen half-day, and what else of its day is still open."""
        chosen = self._chosen()
        if chosen is None:
            return ()
        day = [s for s in self.model.sessions if s.day == chosen.day and s.uid != chosen.uid]
        return (chosen, *(s for s in day if self._open(s.uid)))

    def _why_not(self, session: SessionRow | None) -> str:
        if session is None:
            return "还没有教学安排，请先在“修改班次”里加上半天。"
        if why := self.workspace.store.why_not(Verb.ENTER):
            return why
        uid = session.uid
        if uid not in self._reasons:  # asked again after every reload, not at every selection
            self._reasons[uid] = why_not(lambda: may_mark(self.workspace.store, uid))
        return self._reasons[uid]

    def _show_session(self) -> None:
        session = self._chosen()
        why = self._why_not(session)
        self.left.setText(why or self._progress(session))
        self.bar.show_pages(self._pages(), why)
        if session is not None and self._pointed != session.uid and not self.grid.hasFocus():
            self._point_at(session.uid)
        self._offer()

    def _progress(self, session: SessionRow | None) -> str:
        waiting = self.model.unmarked(session) if session else 0
        return f"{UNMARKED} {waiting} 人" if waiting else "本半天已录完"

    def _point_at(self, session: bytes) -> None:
        """The first cell of a half-day; never while the clerk types down a column."""
        self._pointed = session
        index = self.model.index(0, self.model.column_of(session))
        flags = QItemSelectionModel.SelectionFlag
        self.grid.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)

    def _offer(self) -> None:
        cells = self._cells()
        reasons = {uid: self._why_not(self._session_of(uid)) for uid in cells}
        why = next(filter(None, reasons.values()), "") if cells else NOTHING_CHOSEN
        self.palette_row.offer_marks(why)
        closed = self._why_not(self._chosen()) if self._chosen() else ""
        self.palette_row.offer_back(
            closed if self.history.last else NOTHING_DONE,
            closed if self.history.next else NOTHING_UNDONE,
        )

    def _session_of(self, uid: bytes) -> SessionRow | None:
        return next((s for s in self.model.sessions if s.uid == uid), None)

    # Signed pages

    def _ask_for(self, words: str) -> None:
        if words:
            self.workspace.notices.warn(words)
        else:
            self.workspace.notices.put_away()

    def _enter(self, typed: list[tuple[SessionRow, str]]) -> None:
        store, signature = self.workspace.store, self.bar.signature()
        numbers = tuple(person.number for person in self.model.people)
        try:
            pages = [SignedPage(page.uid, numbers, absent_list(text)) for page, text in typed]
            outcome = self.workspace.save(lambda: sign_pages(store, pages, signature))
        except InvalidInput as error:
            self.workspace.refuse(error)
            return
        if outcome is not None:
            self._tell(outcome, [page for page, _ in typed])

    def _tell(self, outcome: MarkOutcome, pages: Sequence[SessionRow]) -> None:
        corrected = f"，更正 {outcome.corrected} 人次" if outcome.corrected else ""
        days = "、".join(f"{page.day} {page.slot}" for page in pages)
        unit = "人次" if len(pages) > 1 else "人"
        done = f"{days}：已录入 {outcome.entered} {unit}{corrected}。"
        following = self._chosen()
        if following is not None and self._open(following.uid):
            self.signed.setFocus()
        else:
            # Enter pressed once more must not sign a half-day again that is entered already.
            done += "到今天为止的半天都录完了。"
            self.grid.setFocus()
        self._entered(outcome, done)

    def _entered(self, outcome: MarkOutcome, words: str) -> None:
        self.history.entered(outcome)
        self._offer()
        if outcome.facts:
            self.workspace.notices.done(words, "撤销", self.undo)
        else:
            self.workspace.notices.done(words, "", None)

    # Single cells

    def _cells(self) -> Mapping[bytes, Sequence[int]]:
        return self.model.cells(self.grid.selectionModel().selectedIndexes(), self._chosen())

    def _mark_by_key(self, key: str) -> None:
        if self._mark(KEYS[key]):
            self.grid.step_down()

    def _mark(self, mark: str) -> bool:
        cells = self._cells()
        for uid in cells:
            if why := self._why_not(self._session_of(uid)):
                self.workspace.notices.warn(why)
                return False
        if not cells:
            self.workspace.notices.warn(NOTHING_CHOSEN)
            return False
        if not self.checked_by.text().strip():
            self.workspace.notices.warn("请先填写核对人，再录考勤。")
            self.checked_by.setFocus()
            return False
        people = self.model.people
        marked: Marked = {
            uid: {people[number].member: mark for number in rows} for uid, rows in cells.items()
        }
        store, signature = self.workspace.store, self.bar.signature()
        outcome = self.workspace.save(lambda: enter_many(store, marked, signature))
        if outcome is None:
            return False
        if outcome.facts:
            words = f"已记“{mark}”：{told(outcome.facts, self.model)}。"
            self._entered(outcome, words)
        return True

    def _show_menu(self, where: QPoint) -> None:
        index = self.grid.indexAt(where)
        if index.isValid() and not self.grid.selectionModel().isSelected(index):
            self.grid.setCurrentIndex(index)
        menu = self.palette_row.menu(self.grid)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.grid.viewport().mapToGlobal(where))

    # Back and forward

    def undo(self) -> None:
        """Take back what was entered last, by new facts."""
        self._back(self.history.last, NOTHING_DONE, self.history.taken_back, "已撤销")

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._back(self.history.next, NOTHING_UNDONE, self.history.done_again, "已重做")

    def _back(
        self,
        step: MarkOutcome | None,
        nothing: str,
        moved: Callable[[MarkOutcome | None], None],
        words: str,
    ) -> None:
        if step is None:
            self.workspace.notices.warn(nothing)
            return
        store, signature = self.workspace.store, self.bar.signature()
        outcome = self.workspace.save(lambda: take_back(store, step, signature))
        moved(outcome)
        self._offer()
        if outcome is None:
            return
        kept = len(step.facts) - len(outcome.facts)
        left = f"；{kept} 处后来又改过，没有动" if kept else ""
        again = ("重做", self.redo) if moved == self.history.taken_back else ("撤销", self.undo)
        facts = told(outcome.facts, self.model)
        note = "录过的仍留在修改记录里。" if moved == self.history.taken_back else ""
        self.workspace.notices.done(f"{words}：{facts}{left}。{note}", *again)
