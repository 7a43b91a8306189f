"""待核实 for the window: 上次共同值 | 乡镇值 | 县里值, who decides, what else is known."""

from dataclasses import dataclass
from datetime import datetime

from app.data import site
from app.data.database import Connection
from app.data.queries.open_questions import open_questions
from app.data.queries.review_context import Context
from app.data.queries.review_item import ReviewItem
from app.data.queries.review_writers import NOBODY
from app.domain.declarations import entity_named
from app.domain.entity import Kind, Value
from app.domain.wording import words_of
from app.services.review.kinds import Question, Side
from app.services.review.question_kinds import kind_of
from app.services.store import Store


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
    kind = kind_of(item)
    name, township = context.place(kind.organization(context, item))
    sides, common = _sides(connection, context, item)
    left = next((s for s in sides if s.level == site.TOWNSHIP), None)
    right = next((s for s in sides if s.level == site.COUNTY), None)
    rest = [s for s in sides if s is not left and s is not right]
    left = left or (rest.pop(0) if rest else None)
    right = right or (rest.pop(0) if rest else None)
    return Question(
        item,
        kind,
        township.name if township is not None else "",
        name,
        common,
        left,
        right,
        tuple(rest),
        kind.decider(context, level, item),
    )


def _sides(connection: Connection, context: Context, item: ReviewItem) -> tuple[list[Side], str]:
    kind = kind_of(item)
    writers = kind.writers(context, item)
    many = [*(choice.value for choice in item.siblings), item.ancestor]
    *values, common = kind.in_words(connection, item, many)
    made = []
    for choice, value in zip(item.siblings, values, strict=True):
        known = writers.get(choice.id, NOBODY)
        text, writer = kind.side(context, item, choice, value, known)
        who = " ".join(part for part in (writer.name, writer.operator) if part)
        made.append(Side(choice, text, who, moment(writer.clock), writer.level))
    return made, kind.shown(item, common)


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
        told = tuple(
            f"{_label(item, edit.field)}改为 {_late(item, edit.field, edit.value)}"
            f"（{edit.writer.name} {edit.writer.operator} {moment(edit.writer.clock)}）"
            for edit in question.kind.late_edits(context, item)
        )
        return Background(question.kind.about(connection, item), _package(package), told)


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
