"""待核实 about what two sites wrote side by side: a field, or a removal that others did not see."""

from collections.abc import Sequence
from typing import Any

from app.data import rows
from app.data.changes import Change
from app.data.database import Connection
from app.data.exchange.reopened_conflict import reopen_conflict
from app.data.membership_changes import TOLD_ALREADY, everything, told_with
from app.data.queries.review_context import Context, LateEdit, standing
from app.data.queries.review_item import Choice, ReviewItem
from app.data.queries.review_list import KEEP, subject
from app.data.queries.review_writers import NOBODY, Writer
from app.data.schema import to_column
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Field, Kind, Value
from app.domain.exchange.versions import GONE, Sibling, plain
from app.domain.parsing import parse
from app.domain.people.membership import DATED
from app.domain.uid import uid_from_text
from app.domain.wording import masked_apart, words_of
from app.services.review.kinds import OneValue, Question, Side, Written
from app.services.store import Store

DECIDED = "核实"
"""The action in the audit trail, and the first word of the detail that an undo reads."""
_OPENS_OTHERS = ("name", "id_number", "number", "parent", "organization", "status", "merged_into")
"""Fields whose decision may open or settle other questions."""


class FieldEdit(OneValue):
    """One field, edited at two sites."""

    trail = (DECIDED,)
    by_rule = True

    def in_words(
        self, connection: Connection, item: ReviewItem, many: Sequence[Value], *, full: bool = False
    ) -> list[Value]:
        """Names for references, numbers masked but never alike."""
        field = _declared(item)
        if field is None:
            return list(many)
        if field.kind is Kind.REFERENCE:
            return [_named(connection, field, value) for value in many]
        return list(many) if full else masked_apart(field, many)

    def shown(self, item: ReviewItem, value: Value) -> str:
        """As forms show it; masked already."""
        field = _declared(item)
        if field is None:
            return super().shown(item, value)
        return words_of(field, value, full=True, named=str(value))

    def stands_alone(self, item: ReviewItem) -> bool:
        """Most fields do."""
        return item.field not in _OPENS_OTHERS

    def take(self, store: Store, item: ReviewItem, chosen: Choice) -> None:
        """One of the values."""
        with store.database.snapshot() as connection:
            whose = self.writers(Context(connection), item)[chosen.id].name
        field = entity_named(item.entity).field(item.field)
        self._write(store, item, to_column(field, chosen.value), f"取{whose}的值")

    def decide(self, store: Store, item: ReviewItem, value: str) -> None:
        """A value that is checked like every other."""
        entity = entity_named(item.entity)
        if entity.field(item.field).kind is Kind.REFERENCE:
            right: Value = uid_from_text(value)
        else:
            right = parse(entity, {item.field: value}, partial=True)[item.field]
        self._write(store, item, right, "另填")

    def _write(self, store: Store, item: ReviewItem, value: Value, how: str) -> None:
        words = f"{item.subject} {item.label}：{how}"
        with store.change(DECIDED, summary=words, needs=Verb.REVIEW) as change:
            settle(change, item, value)


class Removal(Written):
    """A row that one site took out and another edited or brought back."""

    trail = (DECIDED,)

    def in_words(
        self,
        _connection: Connection,
        _item: ReviewItem,
        many: Sequence[Value],
        *,
        full: bool = False,
    ) -> list[Value]:
        """Removed or not; there is no common value before."""
        del full
        return ["删除" if value else "保留" for value in many[:-1]] + [None]

    def side(
        self, context: Context, item: ReviewItem, choice: Choice, value: Value, writer: Writer
    ) -> tuple[str, Writer]:
        """Whoever edited it first speaks for keeping it."""
        if choice.id != KEEP:
            return super().side(context, item, choice, value, writer)
        edits = self.late_edits(context, item)
        return "保留", edits[0].writer if edits else NOBODY

    def late_edits(self, context: Context, item: ReviewItem) -> list[LateEdit]:
        """Why it is asked at all."""
        return context.late_edits(item)

    def taking(self, _question: Question, side: Side) -> str:
        """保留 or 删除."""
        return "保留" if side.text.startswith("保留") else "删除"

    def take(self, store: Store, item: ReviewItem, chosen: Choice) -> None:
        """Out of use at every site, or back."""
        words = f"{item.subject} {'删除' if chosen.value else '保留'}"
        with store.change(DECIDED, summary=words, needs=Verb.REVIEW) as change:
            before = standing(change.connection, item.uid, GONE)
            step = change.remove if chosen.value else change.restore
            step(entity_named(item.entity), item.uid)
            _note(change, item, before)


def _declared(item: ReviewItem) -> Field | None:
    entity = entity_named(item.entity)
    return entity.field(item.field) if entity.has(item.field) else None


def _named(connection: Connection, field: Field, value: Value) -> Value:
    uid = uid_from_text(str(value)) if value is not None else None
    return value if uid is None else subject(connection, field.refers_to, uid)


def settle(change: Change, item: ReviewItem, value: Value) -> None:
    """Write what was decided about one field inside an action that is open, with the way back."""
    before = standing(change.connection, item.uid, item.field)
    told = everything(TOLD_ALREADY)
    entity = entity_named(item.entity)
    if item.entity == "member" and item.field in DATED:
        # A move that is not kept is not told of either.
        for lost in before:
            if plain(lost.value) != plain(value):
                _take_back_told(change, item, lost)
    change.update(entity, item.uid, {item.field: value}, since=told)
    _note(change, item, before)


def _take_back_told(change: Change, item: ReviewItem, lost: Sibling) -> None:
    entity = entity_named("membership_change")
    value = to_column(entity.field(item.field), lost.value)
    for uid in told_with(change.connection, item.uid, item.field, value, lost.dot):
        change.remove(entity, uid)


def _note(change: Change, item: ReviewItem, before: list[Sibling]) -> None:
    kept = [[plain(s.value), dict(s.over)] for s in before]
    change.details.append([DECIDED, item.entity, item.uid.hex(), item.field, kept])


def reopen(change: Change, written: tuple[str, int], line: list[Any]) -> bool:
    """The values stand side by side again; not where somebody wrote since the decision, which is
    named by incarnation and number."""
    entity, uid, field = entity_named(line[0]), bytes.fromhex(line[1]), str(line[2])
    row = rows.load(change.connection, entity, uid)
    versions = row.versions.get(field) if row else None
    if not line[3] or versions is None or [s.dot for s in versions.siblings] != [written]:
        return False
    earlier = [(value, tuple(sorted(over.items()))) for value, over in line[3]]
    reopen_conflict(change, entity, uid, field, earlier)
    return True
