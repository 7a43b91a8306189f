"""待核实 for the window: 上次共同值 | 乡镇值 | 县里值, who decides, what else is known."""

from dataclasses import dataclass
from datetime import datetime

from app.data import site
from app.data.database import Connection
from app.data.queries.attendance import session_place
from app.data.queries.members import member_of_uid
from app.data.queries.open_questions import open_questions
from app.data.queries.review_context import Context
from app.data.queries.review_list import (
    ATTENDANCE,
    FIELD,
    KEEP,
    REMOVED,
    Choice,
    ReviewItem,
    subject,
)
from app.data.queries.review_writers import NOBODY, PAIRED, Writer
from app.domain.declarations import entity_named
from app.domain.entity import Kind, Value
from app.domain.people.membership import NORMAL
from app.domain.uid import uid_from_text
from app.domain.wording import words_of
from app.services.review.deciders import Decider, decider_in
from app.services.review.review_words import ValuesInWords
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values: what it says, who wrote it and when."""

    choice: Choice
    text: str
    who: str
    when: str
    level: str


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the list."""

    item: ReviewItem
    township: str
    organization: str
    common: str
    left: Side | None
    right: Side | None
    more: tuple[Side, ...]
    decider: Decider

    @property
    def paired(self) -> bool:
        """Whether rows share a number or a name."""
        return PAIRED in self.item.id

    @property
    def sides(self) -> tuple[Side, ...]:
        """Every value, in the order of the columns."""
        return tuple(side for side in (self.left, self.right, *self.more) if side is not None)


@dataclass(frozen=True, slots=True)
class Background:
    """Whom it is about, which package brought it, what else was changed."""

    person: str
    package: str
    late: tuple[str, ...]


def questions(store: Store) -> list[Question]:
    """Everything that waits for a decision, as the window lists it."""
    level = store.site.level
    with store.database.snapshot() as connection:
        context = Context(connection)
        return [_question(connection, context, level, i) for i in open_questions(connection)]


def _question(connection: Connection, context: Context, level: str, item: ReviewItem) -> Question:
    name, township = context.place(context.organization_of(item))
    sides, common = _sides(connection, context, item)
    left = next((s for s in sides if s.level == site.TOWNSHIP), None)
    right = next((s for s in sides if s.level == site.COUNTY), None)
    rest = [s for s in sides if s is not left and s is not right]
    left = left or (rest.pop(0) if rest else None)
    right = right or (rest.pop(0) if rest else None)
    return Question(
        item,
        township.name if township is not None else "",
        name,
        common,
        left,
        right,
        tuple(rest),
        decider_in(context, level, item),
    )


def _sides(connection: Connection, context: Context, item: ReviewItem) -> tuple[list[Side], str]:
    writers = context.writers.of(item)
    *values, common = ValuesInWords(connection, item, full=False).values(
        [choice.value for choice in item.siblings] + [item.ancestor]
    )
    made = []
    for choice, value in zip(item.siblings, values, strict=True):
        writer, text = writers.get(choice.id, NOBODY), _text(item, value)
        if choice.id == KEEP and item.kind == REMOVED:
            writer, text = _editor(context, item), "保留"
        if PAIRED in item.id:
            place = context.place(context.owner(item.entity, bytes.fromhex(choice.id)))[0]
            text = f"{text}　{place}" if item.entity != "organization" else text
        made.append(_side(choice, text, writer))
    return made, _text(item, common)


def _side(choice: Choice, text: str, writer: Writer) -> Side:
    who = " ".join(part for part in (writer.name, writer.operator) if part)
    return Side(choice, text, who, moment(writer.clock), writer.level)


def _editor(context: Context, item: ReviewItem) -> Writer:
    edits = context.late_edits(item)
    return edits[0].writer if edits else NOBODY


def _text(item: ReviewItem, value: Value) -> str:
    entity = entity_named(item.entity)
    declared = entity.field(item.field) if entity.has(item.field) else None
    if item.kind == FIELD and declared is not None:
        return words_of(declared, value, full=True, named=str(value))  # masked already
    return "" if value is None else str(value)


def moment(clock: int) -> str:
    """When a value was written, by the clock of the machine that wrote it."""
    if not clock:
        return ""
    return datetime.fromtimestamp(clock / 1000).astimezone().strftime("%Y-%m-%d %H:%M")


def background(store: Store, question: Question) -> Background:
    """What is read only for the one question that is looked at."""
    item = question.item
    with store.database.snapshot() as connection:
        context = Context(connection)
        package = context.package_of(item)
        late = context.late_edits(item) if item.kind == REMOVED else []
        told = tuple(
            f"{_label(item, edit.field)}改为 {_late(item, edit.field, edit.value)}"
            f"（{edit.writer.name} {edit.writer.operator} {moment(edit.writer.clock)}）"
            for edit in late
        )
        person = [_class(connection, item), _person(connection, item)]
        return Background(" · ".join(filter(None, person)), _package(package), told)


def _package(found: tuple[str, str] | None) -> str:
    if found is None:
        return ""
    words, at = found
    package = words.removeprefix("接收 ").partition("，")[0]
    return f"{package}带来（{at.replace('T', ' ')[:16]} 接收）"


def _label(item: ReviewItem, field: str) -> str:
    entity = entity_named(item.entity)
    return entity.field(field).label if entity.has(field) else field


def _late(item: ReviewItem, field: str, value: Value) -> str:
    entity = entity_named(item.entity)
    if not entity.has(field):
        return "…"
    declared = entity.field(field)
    if declared.kind is Kind.REFERENCE:
        return "另一个" + declared.label
    return words_of(declared, value) or "空"


def _class(connection: Connection, item: ReviewItem) -> str:
    found = session_place(connection, item.uid) if item.kind == ATTENDANCE else None
    return subject(connection, "training_class", found[0]) if found else ""


def _person(connection: Connection, item: ReviewItem) -> str:
    uid = item.uid if item.entity == "member" else None
    if item.kind == ATTENDANCE:
        uid = uid_from_text(item.id.rsplit(":", 1)[1])
    row = member_of_uid(connection, uid) if uid else None
    if row is None:
        return ""
    told = (row.sex, row.birth_date, row.political_status, row.workplace, row.status)
    return " · ".join(part for part in told if part and part != NORMAL)
