"""考勤: 本页已签 with the absent 序号, or marks by keys in the grid; nothing is presumed."""

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout

from app.data.queries.attendance import marks_of
from app.data.queries.training_classes import SessionRow, participants_of, sessions_of
from app.domain.errors import InvalidInput
from app.domain.training.codes import UNMARKED
from app.services.classes.attendance import MarkOutcome, Signature, enter_marks, sign_page
from app.ui.combo_box import ComboBox
from app.ui.pages.class_room.absent_list import HINT, absent_list
from app.ui.pages.class_room.attendance_grid import KEYS, AttendanceGrid
from app.ui.pages.class_room.attendance_model import AttendanceModel
from app.ui.pages.class_room.step import ClassStep
from app.ui.parts import button, card, label, row
from app.ui.today import today
from app.ui.workspace import Workspace


class AttendanceStep(ClassStep):
    """One half-day is chosen; the grid shows them all."""

    title = "考勤"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.model = AttendanceModel(self)
        self._pointed = b""
        self.grid = AttendanceGrid()
        self.grid.setModel(self.model)
        self.session = ComboBox()
        self.session.setAccessibleName("半天")
        self.checked_by = _line("核对人", workspace.store.operator, 110)
        self.paper = _line("签到表存放处", "", 220)
        self.paper.setPlaceholderText("如 2026 年培训档案盒 3 号")
        self.signed = button("本页已签", self.sign, primary=True, name="page_signed")
        self.absent = _line("缺席的序号", "", 300)
        self.absent.setObjectName("absent")
        self.absent.setPlaceholderText("如 3 7 12s 15b；无人缺席直接按回车")
        self.left = label("", "muted")
        self._build()

    def _build(self) -> None:
        self.absent.setToolTip(HINT)
        self.absent.setEnabled(False)
        self.absent.returnPressed.connect(self._enter)
        for field in (self.checked_by, self.paper):
            field.returnPressed.connect(self.sign)
        self.session.activated.connect(self._show_session)
        self.grid.marked.connect(self._mark_by_key)
        first = row(_words("半天", self.session), self.session, self.left, None)
        second = row(
            *(_words("核对人", self.checked_by), self.checked_by),
            *(_words("签到表存放处", self.paper), self.paper),
            self.signed,
            *(_words("缺席的序号", self.absent), self.absent),
            None,
        )
        keys = "　".join(f"{key} {mark}" for key, mark in KEYS.items())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(card(first, second, label(HINT, "muted")))
        box.addWidget(label(f"在表格里选中格子后按键：{keys}", "muted"))
        box.addWidget(self.grid, 1)

    def show_class(self, uid: bytes) -> None:
        """Another class has its paper in another place."""
        if uid != self.uid:
            self.paper.clear()
        super().show_class(uid)

    def reload(self) -> None:
        """People, half-days and marks; the oldest half-day still open is chosen first."""
        connection = self.workspace.store.database.read()
        people = [p for p in participants_of(connection, self.uid) if not p.withdrawn]
        sessions = sessions_of(connection, self.uid)
        marks = marks_of(connection, self.uid)
        self.model.show_class(people, sessions, marks)
        kept = self._chosen()
        self._fill_sessions(kept.uid if kept else None)
        papers = [mark.paper for live in marks.values() for mark in live if mark.paper]
        if papers and not self.paper.text():
            self.paper.setText(papers[-1])
        widths = (52, 150, 190)
        for column in range(self.model.columnCount()):
            self.grid.setColumnWidth(column, widths[column] if column < 3 else 104)
        self._show_session()

    def choose(self, session: bytes) -> None:
        """Go to one half-day, from 待录考勤."""
        self._fill_sessions(session)
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

    def _show_session(self) -> None:
        session = self._chosen()
        self.left.setText(self._progress(session))
        self.signed.setEnabled(session is not None and bool(self.model.people))
        if session is None:
            return
        self.absent.setEnabled(False)
        self.absent.clear()
        if self._pointed != session.uid and not self.grid.hasFocus():
            self._point_at(session.uid)

    def _progress(self, session: SessionRow | None) -> str:
        if session is None:
            return "还没有教学安排。"
        if not self.model.people:
            return "名单里还没有人，请先在“名单”里增加学员。"
        if session.day > today():
            return "课还没有上，上完再录考勤。"
        waiting = self.model.unmarked(session)
        return f"{UNMARKED} {waiting} 人" if waiting else "本半天已录完"

    def _point_at(self, session: bytes) -> None:
        """The first cell of a half-day; never while the clerk types down a column."""
        self._pointed = session
        index = self.model.index(0, self.model.column_of(session))
        flags = QItemSelectionModel.SelectionFlag
        self.grid.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)

    def sign(self) -> None:
        """本页已签: first who checked and where the paper lies, then who was absent."""
        for field in (self.checked_by, self.paper):
            if not field.text().strip():
                words = f"请先填写{field.accessibleName()}，再点“本页已签”。"
                self.workspace.notices.warn(words)
                field.setFocus()
                return
        self.absent.setEnabled(True)
        self.absent.setFocus()

    def _enter(self) -> None:
        session = self._chosen()
        if session is None:
            return
        try:
            absent = absent_list(self.absent.text())
            numbers = [person.number for person in self.model.people]
            signature = self._signature()
            store = self.workspace.store
            outcome = self.workspace.save(
                lambda: sign_page(store, session.uid, numbers, absent, signature)
            )
        except InvalidInput as error:
            self.workspace.refuse(error)
            return
        self._tell(outcome, session)

    def _mark_by_key(self, key: str) -> None:
        chosen: dict[bytes, dict[bytes, str]] = {}
        for index in self.grid.selectionModel().selectedIndexes():
            session = self.model.session_at(index)
            if session is not None:
                person = self.model.people[index.row()]
                chosen.setdefault(session.uid, {})[person.member] = KEYS[key]
        if not self.checked_by.text().strip() or not chosen:
            self.checked_by.setFocus()
            return
        store, signature = self.workspace.store, self._signature()
        for uid, marks in chosen.items():
            self.workspace.save(
                lambda uid=uid, marks=marks: enter_marks(store, uid, marks, signature)  # type: ignore[misc]
            )
        self.grid.step_down()

    def _signature(self) -> Signature:
        return Signature(self.checked_by.text().strip(), self.paper.text().strip())

    def _tell(self, outcome: MarkOutcome | None, session: SessionRow) -> None:
        if outcome is None:
            return
        corrected = f"，更正 {outcome.corrected} 人" if outcome.corrected else ""
        done = f"{session.day} {session.slot}：已录入 {outcome.entered} 人{corrected}。"
        following = self._chosen()
        if following is not None and self._open(following.uid):
            self.workspace.notices.done(done)
            self.signed.setFocus()
            return
        # Enter pressed once more must not sign a half-day again that is entered already.
        self.workspace.notices.done(done + "到今天为止的半天都录完了。")
        self.grid.setFocus()


def _line(name: str, text: str, width: int) -> QLineEdit:
    made = QLineEdit(text)
    made.setAccessibleName(name)
    made.setFixedWidth(width)
    return made


def _words(text: str, buddy: QLineEdit | QComboBox) -> QLabel:
    made = label(text, "muted")
    made.setBuddy(buddy)
    return made
