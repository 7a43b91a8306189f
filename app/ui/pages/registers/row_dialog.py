"""One row of a register: its form, and what hangs on it in tabs beside."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QTabWidget, QWidget

from app.data.queries.registers import RegisterRow, hanging_rows
from app.data.queries.row_uses import Use
from app.domain.entity import REGISTRY, Entity, Value, typed_fields
from app.domain.registers import Register
from app.services import registers
from app.services.registers import Saved
from app.ui.asking import ask_reason
from app.ui.dialogs.help_chapters import CHAPTER, chapter_of_group
from app.ui.forms.form import Form, Values
from app.ui.forms.form_dialog import FormDialog
from app.ui.pages.registers.people_list import PeopleList
from app.ui.parts import column, label
from app.ui.references import StoreReferences
from app.ui.tables.dated_list import Acts, DatedList
from app.ui.tables.kind_columns import detail_column_of
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.workspace import Workspace

NOTHING: Mapping[str, Value] = {}


def in_use_words(used: str) -> str:
    """What is said before a row is taken out that others name."""
    return f"。\n有{used}写着它，移出后那里仍写着" if used else ""


def _uses_list(uses: Sequence[Use]) -> ListTable[Numbered[Use]]:
    columns: list[Column[Numbered[Use]]] = [
        Column("在哪里", lambda one: one.row.kind, width=140),
        Column("作为", lambda one: one.row.field, width=120),
        Column("哪一条", lambda one: one.row.title, width=360),
    ]
    return ListTable("用到它的", ShortList(uses), columns, unit="条", searchable=False)


class RowDialog(FormDialog):
    """`uid` None is a new row, which begins with what is `offered` besides; what hangs on a row
    can be entered once the row is there."""

    def __init__(
        self,
        workspace: Workspace,
        register: Register,
        uid: bytes | None,
        parent: QWidget,
        offered: Mapping[str, Value] = NOTHING,
    ) -> None:
        store, entity = workspace.store, register.entity
        form = Form(typed_fields(entity), StoreReferences(store))
        values = (
            {**registers.first_values(store, entity), **offered}
            if uid is None
            else registers.row_values(store, entity, uid)
        )
        form.show_values(values)
        named = registers.title_of(entity, values)
        title = f"新增{entity.label}" if uid is None else f"{entity.label}　{named}"
        super().__init__(title, form, self._save_row, parent)
        self.setProperty(CHAPTER, chapter_of_group(register.group))
        self._workspace, self._register, self._uid = workspace, register, uid
        self.lists: dict[str, DatedList[RegisterRow]] = {}
        self.clears = label("", tone="warn")
        self.foot.insertWidget(0, self.clears)
        form.changed.connect(self._say_what_is_cleared)
        self._uses = registers.uses(store, entity, uid) if uid is not None else []
        if register.details or self._uses:
            self._add_details()

    def _save_row(self, values: Values) -> Saved:
        raw = values if self._uid is None else self.form.changes()
        entity = self._register.entity
        return registers.save_row(self._workspace.store, entity, self._uid, raw)

    def _say_what_is_cleared(self) -> None:
        """What is hidden by an answer above goes with saving; nobody loses it unasked."""
        labels = self.form.hidden_with_values()
        self.clears.setText(f"保存后清空：{'、'.join(labels)}" if labels else "")

    def _add_details(self) -> None:
        details = list(self._register.detail_entities())
        if self._uid is None:
            words = "、".join(entity.label for entity in details)
            self.box.insertWidget(2, label(f"保存后再打开，可以登记{words}。", "muted"))
            return
        tabs = QTabWidget()
        tabs.setAccessibleName(f"{self._register.entity.label}分页")
        self.box.replaceWidget(self.form, tabs)
        first = QWidget()
        inside = column(self.form, None)
        inside.setContentsMargins(0, 12, 0, 0)
        first.setLayout(inside)
        tabs.addTab(first, "基本情况")
        if self._register.marks is not None:
            self.people = PeopleList(self._workspace, self._register, self._uid, self._tell)
            tabs.addTab(self.people, REGISTRY[self._register.marks.table].label)
        for entity in self._register.listed_details():
            made = self._detail_list(entity)
            self.lists[entity.name] = made
            tabs.addTab(made, entity.label)
        if self._uses:
            tabs.addTab(_uses_list(self._uses), f"用到它的 {len(self._uses)}")
        self.tabs = tabs

    def _detail_list(self, entity: Entity) -> DatedList[RegisterRow]:
        owner, store = self._uid or b"", self._workspace.store
        columns = [detail_column_of(f) for f in entity.fields if f.name != entity.owner]
        return DatedList(
            entity.label,
            columns,
            lambda: hanging_rows(store.database.read(), entity, owner),
            Acts(
                add=lambda: self._fill(entity, None),
                edit=lambda row: self._fill(entity, row.uid),
                remove=lambda row: self._remove(entity, row.uid),
            ),
            note="双击修改；“撤销这一条”只用于录错的，要写明原因。",
        )

    def _fill(self, entity: Entity, uid: bytes | None) -> None:
        store = self._workspace.store
        fields = [f for f in typed_fields(entity) if f.name != entity.owner]
        form = Form(fields, StoreReferences(store))
        form.show_values(
            registers.proposed_below(store, entity, self._uid or b"")
            if uid is None
            else registers.row_values(store, entity, uid)
        )
        owner: dict[str, Value] = {entity.owner: self._uid}

        def save(values: Values) -> Saved:
            raw = {**values, **owner} if uid is None else form.changes()
            return registers.save_row(store, entity, uid, raw)

        title = f"{'新增' if uid is None else '修改'}{entity.label}"
        if FormDialog(title, form, save, self).exec():
            self._after(entity)

    def _remove(self, entity: Entity, uid: bytes) -> None:
        store = self._workspace.store
        used = registers.used_by(store, entity, uid)
        words = f"为什么撤销（只用于录错的）{in_use_words(used)}："
        reason = ask_reason(self, f"撤销{entity.label}", words)
        if not reason:
            return
        done = self._workspace.attempt(
            lambda: registers.remove_row(store, entity, uid, reason, used=used)
        )
        if done is None:
            self._after(entity)

    def _after(self, entity: Entity) -> None:
        self.lists[entity.name].reload()
        self._workspace.changed()
        self._tell("已保存。")

    def _tell(self, words: str) -> None:
        self.notices.done(words, "", None)
