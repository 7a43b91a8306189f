"""办班: one form on one page; everything but name, dates and place comes from the last class."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from app.data.queries.training_classes import class_values, sessions_of
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError
from app.services.classes import training_classes as service
from app.services.classes.training_classes import ClassDraft
from app.ui.forms.form import Form, Values
from app.ui.forms.form_dialog import FormDialog
from app.ui.pages.classes.session_table import SessionTable
from app.ui.parts import button, label, row
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
    ) -> None:
        self._store = workspace.store
        self._uid = uid
        self._members = tuple(members)
        self._touched = False
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
        head = row(label("教学安排", "h2"), label(many, "muted"), None, self.hint)
        head.addWidget(self.innovation)
        self.box.insertLayout(2, head)
        self.box.insertWidget(3, self.sessions, 1)
        self.box.insertLayout(4, row(add, remove, again, None))
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
        if self._uid is None:
            self._base = dict(service.class_draft(self._store))
            self.form.show_values(self._base)
        else:
            self._base = dict(class_values(connection, self._uid))
            self.form.show_values(self._base)
            rows = sessions_of(connection, self._uid)
            self.sessions.show_sessions([_as_values(session) for session in rows])
            self._touched = True
        self._show_hint()
        self.form.editors["name"].widget.setFocus()

    def _touch(self) -> None:
        self._touched = True

    def _dates_changed(self) -> None:
        if not self._touched:
            self._generate(quiet=True)

    def _generate(self, *, quiet: bool = False) -> None:
        values = {**self._base, **self.form.values()}
        values["name"] = values.get("name") or "（未命名）"
        values["place"] = values.get("place") or "（未定）"
        values["innovation_theory"] = 0  # an old class may say it without anybody having said so
        try:
            planned = service.planned_sessions(values)
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
            draft = ClassDraft(everything, self.sessions.sessions(), self._members)
            return service.create_class(self._store, draft)
        if changes := self.form.changes():
            service.change_class(self._store, self._uid, changes)
        service.save_sessions(self._store, self._uid, self.sessions.sessions())
        return self._uid


def _as_values(session: object) -> dict[str, Value]:
    entity = entity_named("session")
    names = ["uid", *(field.name for field in entity.fields if field.name != "training_class")]
    return {name: getattr(session, name) or None for name in names}
