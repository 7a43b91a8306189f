"""批量核实: one rule for one field, listed first, written in one transaction, undone as one."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.data.queries.open_questions import open_questions
from app.data.queries.review_context import Context
from app.data.queries.review_item import Choice, ReviewItem
from app.data.queries.review_writers import Writer
from app.data.schema import to_column
from app.domain.accounts.roles import Verb
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Entity, Field, Value
from app.domain.errors import AppError, InvalidInput
from app.domain.registers import REGISTERS
from app.services.review.field_edits import settle
from app.services.review.question_kinds import kind_of
from app.services.review.undoing_decisions import DECIDED_MANY
from app.services.store import Store

TOWNSHIP, COUNTY, LATEST = "township", "county", "latest"
SIDES = {TOWNSHIP: "乡镇值", COUNTY: "县里值", LATEST: "较晚的值"}
ONE_BY_ONE = {
    ("member", "id_number"): "身份证号要对着证件逐条核实",
    ("member", "organization"): "所在党组织关系到人归谁管，要逐条核实",
    ("member", "status"): "党籍状态要逐条核实",
    ("organization", "parent"): "上级党组织要逐条核实",
}
_DAY = 86_400_000  # milliseconds
_FIRST_CLOCK = 1_577_836_800_000  # 2020-01-01: an earlier clock was never set


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of the list: what would be written; `ticked` says whether it is by default."""

    item: ReviewItem
    chosen: Choice
    side: str
    writer: str
    township: str
    organization: str
    ticked: bool
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class DisputedField:
    """A field with open questions, for the choice of a rule."""

    entity: str
    field: str
    label: str
    number: int


def disputed_fields(store: Store) -> list[DisputedField]:
    """Fields that a rule can be given for, the most frequent first."""
    with store.database.snapshot() as connection:
        items = open_questions(connection)
    found = Counter((i.entity, i.field, i.label) for i in items if kind_of(i).by_rule)
    return [DisputedField(*key, number) for key, number in found.most_common()]


def field_named(text: str) -> tuple[Entity, Field]:
    """A field by its name, `entity.name`, its word or one of the words it is known by.

    Raises:
        InvalidInput: there is none, or it is never decided in bulk.
    """
    owner, _, name = text.strip().rpartition(".")
    # A word of one row and of a register besides (联系电话) means what the program is about.
    for entity in sorted(ENTITIES, key=lambda entity: entity.name in REGISTERS):
        for field in entity.fields:
            known = name in (field.name, field.label) or name in field.synonyms
            if known and owner in ("", entity.name, entity.label):
                return entity, field
    raise InvalidInput({"field": f"没有“{text}”这一项，例如可写“联系电话”或 phone"})


def preview_all(
    store: Store, entity: str, field: str, side: str, peer: bytes | None = None
) -> list[Planned]:
    """Exactly what the rule would write; `peer` is one township's site, None means all.

    Raises:
        InvalidInput: no such side.
        AppError: marks are never decided by a rule.
    """
    if side not in SIDES:
        raise InvalidInput({"side": f"没有“{side}”这种取法，可选：{'、'.join(SIDES)}"})
    if entity == "attendance":
        raise AppError("考勤以签到表为准，不能批量核实。", "请由办班单位对着签到表逐条核实。")
    with store.database.snapshot() as connection:
        context = Context(connection)
        wanted = [
            item
            for item in open_questions(connection)
            if (item.entity, item.field) == (entity, field)
            and kind_of(item).by_rule
            and kind_of(item).decider(context, store.site.level, item).here
        ]
        planned = (_planned(context, item, side, peer) for item in wanted)
        return [line for line in planned if line is not None]


def _planned(context: Context, item: ReviewItem, side: str, peer: bytes | None) -> Planned | None:
    writers = context.writers.of_values(item)
    if peer is not None and all(writer.site != peer for writer in writers.values()):
        return None
    chosen = _chosen(item, writers, side)
    if chosen is None:
        return None
    name, township = context.place(context.owner(item.entity, item.uid))
    doubt = _doubt(item, writers, side)
    place = township.name if township is not None else ""
    writer = writers[chosen.id].name
    return Planned(item, chosen, side, writer, place, name, ticked=not doubt, doubt=doubt)


def _chosen(item: ReviewItem, writers: dict[str, Writer], side: str) -> Choice | None:
    if side == LATEST:
        return max(item.siblings, key=lambda c: (writers[c.id].clock, c.id))
    fitting = [c for c in item.siblings if writers[c.id].level == side]
    # Two computers of one township disagree: the rule cannot say which of them.
    return fitting[0] if len({str(c.value) for c in fitting}) == 1 else None


def _doubt(item: ReviewItem, writers: dict[str, Writer], side: str) -> str:
    if item.entity == "certificate":
        return "证书内容要对着原件逐条核实"
    reason = ONE_BY_ONE.get((item.entity, item.field), "")
    clocks = [writers[choice.id].clock for choice in item.siblings]
    now = time.time_ns() // 1_000_000
    off = side == LATEST and not all(_FIRST_CLOCK < clock < now + _DAY for clock in clocks)
    return reason or ("有一台电脑的时钟不对，先后不可信" if off else "")


def write_planned(store: Store, lines: Sequence[Planned]) -> int:
    """Write exactly these lines in one transaction, undone as one; returns how many.

    Raises:
        AppError: nothing is ticked, or a question changed since the list was shown: nothing
            is written then.
    """
    if not lines:
        raise AppError("没有勾选任何一条，没有写入。", "请先勾选要写入的条目。")
    words = f"{lines[0].item.label}：{SIDES[lines[0].side]} {len(lines)} 条"
    with store.change(DECIDED_MANY, summary=words, needs=Verb.REVIEW) as change:
        known = {item.id: item for item in open_questions(change.connection)}
        changed = [line for line in lines if known.get(line.item.id) != line.item]
        if changed:
            raise AppError(
                f"有 {len(changed)} 条在列出之后有了变化，没有写入任何内容。", "请重新列出后再试。"
            )
        for line in lines:
            settle(change, line.item, _value(line))
    return len(lines)


def _value(line: Planned) -> Value:
    return to_column(entity_named(line.item.entity).field(line.item.field), line.chosen.value)


def decide_all(store: Store, entity: str, field: str, side: str, peer: bytes | None = None) -> int:
    """List and write what is ticked by default.

    Raises:
        AppError: the field is decided one by one, or nothing fits the rule.
    """
    lines = preview_all(store, entity, field, side, peer)
    ticked = [line for line in lines if line.ticked]
    if lines and not ticked:
        raise AppError(f"{lines[0].doubt}，没有批量写入。", "请逐条核实。")
    if not ticked:
        raise AppError("没有适用这条规则的待核实内容。", "请检查项目、单位和取法。")
    return write_planned(store, ticked)
