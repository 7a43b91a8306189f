"""党员变动: since when a change holds, as it was asked for; the history of one person to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.data.membership_changes import CORRECTED, Since, is_told_by_a_date
from app.data.queries.members import member_values
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import InvalidInput
from app.domain.known_days import earliest
from app.domain.parsing import parse
from app.domain.people.membership import DATED
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class SinceAsked:
    """What somebody answers to 自何时起: a date as it is typed (empty: 不清楚), by which paper, or
    that the entry before was wrong."""

    on: str = ""
    basis: str = ""
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Undated:
    """One change that is about to be saved and of which nobody has said since when."""

    field: str
    label: str
    before: Value
    after: Value


def changes_to_date(store: Store, uid: bytes, raw: Mapping[str, Value]) -> list[Undated]:
    """Of which changes to ask 自何时起; not where 入党日期, 转正日期 or 状态日期 says it."""
    entity = entity_named("member")
    fresh = parse(entity, raw, partial=True)
    now = member_values(store.database.read(), uid)
    asked = []
    for name in DATED:
        if name not in fresh or fresh[name] == now.get(name) or is_told_by_a_date(name, now, fresh):
            continue
        if name == "status" and fresh.get("status_on"):
            continue
        asked.append(Undated(name, entity.field(name).label, now.get(name), fresh[name]))
    return asked


def read_since(asked: SinceAsked, problem: str = "from_on") -> Since:
    """What was answered, checked like every date.

    Raises:
        InvalidInput: no date, or one that is still to come.
    """
    if asked.corrected:
        return CORRECTED
    try:
        read = parse(
            entity_named("membership_change"),
            {"from_on": asked.on, "basis": asked.basis},
            partial=True,
        )
    except InvalidInput as error:
        raise InvalidInput({problem: next(iter(error.problems.values()))}) from error
    on = read["from_on"]
    if isinstance(on, str) and earliest(on) > date.today():
        raise InvalidInput({problem: f"{on} 还没有到，请到日再改，或先核对日期"})
    basis = read["basis"]
    return Since(
        on if isinstance(on, str) else None, basis=basis if isinstance(basis, str) else None
    )


def read_all(asked: Mapping[str, SinceAsked]) -> dict[str, Since]:
    """The answers by field.

    Raises:
        InvalidInput: every problem at once.
    """
    found: dict[str, Since] = {}
    problems: dict[str, str] = {}
    for name, answer in asked.items():
        try:
            found[name] = read_since(answer, name)
        except InvalidInput as error:
            problems |= error.problems
    if problems:
        raise InvalidInput(problems)
    return found
