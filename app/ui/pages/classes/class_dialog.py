"""办班: one form on one page; everything but name, dates and place comes from the last class, or
from the one that is copied, half-days and, when wanted, people too."""

import datetime
from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.data.queries.training_classes import class_values, sessions_of
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError
from app.services.classes import training_classes as service
from app.services.classes.class_copy import ClassCopy
from app.services.classes.training_classes import ClassDraft
from app.ui.flow_row import flow
from app.ui.forms.day_edit import DayEdit
from app.ui.forms.form import Form, Values
from app.ui.forms.form_dialog import FormDialog
from app.ui.pages.classes.session_table import Session, SessionTable
from app.ui.parts import button, label
from app.ui.references import StoreReferences
from app.ui.workspace import Workspace

_FIRST = ("name", "starts_on", "ends_on", "place", "teacher")
_REST = (
    "organizer",
    "level",
    "mode",
    "kind",
    "task",
    "half_day_hours",
    "required_share",
    "code",
    "off_job",
    "certificates",
)
_COLUMNS = 3


class ClassDialog(FormDialog):
    """`uid` None makes a new class with these people; its outcome is the class's identity."""

    def __init__(
        self,
        workspace: Workspace,
        uid: bytes | None,
        members: Sequence[bytes] = (),
        parent: QWidget | None = None,
        *,
        like: ClassCopy | None = None,
    ) -> None:
        self._store = workspace.store
        self._uid = uid
        self._like = like
        self._members = tuple(members)
        self._touched = False
        self._first: datetime.date | None = None
        self._last: datetime.date | None = None
        entity = entity_named("training_class")
        fields = [entity.field(name) for name in (*_FIRST, *_REST)]
        form = Form(fields, StoreReferences(self._store), columns=_COLUMNS)
        super().__init__("修改班次" if uid else "办班", form, self._save_class, parent)
        self.resize(1080, 640)
        self.sessions = SessionTable()
        self._add_sessions()
        self._start()

    def _add_sessions(self) -> None:
        many = f"　参训 {len(self._members)} 人" if self._members else ""
        self.people = QCheckBox(_again(self._like) if self._like else "")
        self.people.setObjectName("copy_people")
        self.people.setVisible(self._like is not None and bool(self._like.people))
        add = button("加一个半天", self.sessions.add_half_day, icon_name="plus")
        remove = button("删去选中的半天", self.sessions.remove_selected, icon_name="trash-2")
        again = button("按日期重新生成", self._generate, icon_name="refresh-cw")
        self.innovation = QLineEdit()
        self.innovation.setAccessibleName("党的创新理论，每个半天几学时")
        self.innovation.setObjectName("innovation_all")
        self.innovation.setMaximumWidth(60)
        self.innovation.setToolTip("填了就写进每个半天；也可以在表里逐个半天填。不填按 0 计。")
        self.innovation.textEdited.connect(self._fill_innovation)
        self.hint = label("", "muted")
        head = flow(label("教学安排", "h2"), label(many, "muted"), self.people, None, self.hint)
        head.addWidget(self.innovation)
        self.box.insertLayout(2, head)
        self.box.insertWidget(3, self.sessions, 1)
        self.box.insertLayout(4, flow(add, remove, again, None))
        self.sessions.edited.connect(self._touch)
        for name in ("starts_on", "ends_on", "teacher", "place", "task", "half_day_hours"):
            self.form.editors[name].changed.connect(lambda *_: self._dates_changed())

        self.form.editors["task"].changed.connect(lambda *_: self._show_hint())

    def _show_hint(self) -> None:
        """The task is only a hint: what was taught nobody knows but the clerk."""
        task = self.form.editors["task"].read()
        said = f"任务是“{task}”，" if isinstance(task, str) and task else ""
        self.hint.setText(f"{said}党的创新理论每个半天几学时（不填按 0）")

    def _fill_innovation(self, hours: str) -> None:
        self.sessions.fill_innovation(hours.strip())

    def _start(self) -> None:
        connection = self._store.database.read()
        if self._like is not None:
            self._base = dict(self._like.values)
            self.form.show_values(self._base)
            if self.form.span is not None:
                self.form.span.keep_length(self._like.days)
        elif self._uid is None:
            self._base = dict(service.class_draft(self._store))
            self.form.show_values(self._base)
        else:
            self._base = dict(class_values(connection, self._uid))
            self.form.show_values(self._base)
            rows = sessions_of(connection, self._uid)
            self.sessions.show_sessions([_as_values(session) for session in rows])
            self._touched = True
        self._first, self._last = self._day("starts_on"), self._day("ends_on")
        self._show_hint()
        name = self.form.editors["name"].widget
        name.setFocus()
        if isinstance(name, QLineEdit):
            name.selectAll()  # a proposed name is typed over

    def _touch(self) -> None:
        self._touched = True

    def _day(self, name: str) -> datetime.date | None:
        edit = self.form.editors[name].widget
        found = edit.understood().value if isinstance(edit, DayEdit) else ""
        return datetime.date.fromisoformat(found) if found else None

    def _dates_changed(self) -> None:
        first, before = self._day("starts_on"), self._first
        last, last_before = self._day("ends_on"), self._last
        if first is None:
            return
        self._first, self._last = first, last
        if self._touched:
            if before is not None:
                self.sessions.move_days(first - before)
        elif self._like is not None and (before, last_before) != (first, last):
            self.sessions.show_sessions(self._copied(self._like, first, last))
        elif self._like is None:
            self._generate(quiet=True)

    def _copied(
        self, like: ClassCopy, first: datetime.date, last: datetime.date | None
    ) -> Sequence[Session]:
        """Its half-days; a class that is shorter has fewer, one that is longer has whole days."""
        copied = like.sessions(first.isoformat())
        covered = first + datetime.timedelta(days=like.days)
        if last is None or last < first:
            return copied
        kept = [s for s in copied if str(s["day"]) <= last.isoformat()]
        try:
            planned = self._planned() if last > covered else ()
        except AppError:  # a date that is still being typed; saving says what is wrong with it
            return kept
        return [*kept, *(s for s in planned if str(s["day"]) > covered.isoformat())]

    def _planned(self) -> Sequence[Session]:
        """Whole days from first to last, as the form stands.

        Raises:
            AppError: the dates are missing, wrong or in the wrong order.
        """
        values = {**self._base, **self.form.values()}
        values["name"] = values.get("name") or "（未命名）"
        values["place"] = values.get("place") or "（未定）"
        values["innovation_theory"] = 0  # an old class may say it without anybody having said so
        return service.planned_sessions(values)

    def _generate(self, *, quiet: bool = False) -> None:
        try:
            planned = self._planned()
        except AppError as error:
            if not quiet:
                self.notices.refuse(error)
            return
        self._touched = False
        self.sessions.show_sessions(planned)
        if hours := self.innovation.text().strip():
            touched = self._touched
            self._fill_innovation(hours)
            self._touched = touched

    def _save_class(self, values: Values) -> bytes:
        if self._uid is None:
            everything = {**self._base, **values}
            members = self._members
            if self._like is not None and self.people.isChecked():
                members = (*members, *self._like.people)
            draft = ClassDraft(everything, self.sessions.sessions(), members)
            return service.create_class(self._store, draft)
        service.save_class(self._store, self._uid, self.form.changes(), self.sessions.sessions())
        return self._uid


def _again(like: ClassCopy) -> str:
    gone = f"，另有 {like.gone} 人已退出或已离开" if like.gone else ""
    return f"带上原班名单 {len(like.people)} 人{gone}"


def _as_values(session: object) -> dict[str, Value]:
    entity = entity_named("session")
    names = ["uid", *(field.name for field in entity.fields if field.name != "training_class")]
    return {name: getattr(session, name) or None for name in names}
