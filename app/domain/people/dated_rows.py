"""Rows that hold from a day to a day (党内职务, 不作硬性要求): their order, who overlaps whom."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.entity import Entity, Value
from app.domain.known_days import earliest, latest
from app.domain.people.codes import SOLE_POSTS

BEGINS, ENDS = "from_on", "to_on"


def can_end(entity: Entity) -> bool:
    """Whether rows of this kind have a last day of their own."""
    return entity.has(BEGINS) and entity.has(ENDS)


def order_problems(entity: Entity, values: Mapping[str, Value]) -> dict[str, str]:
    """An end before the beginning, by field; both may be known to the year or month only."""
    if not can_end(entity):
        return {}
    begins, ends = values.get(BEGINS), values.get(ENDS)
    if not isinstance(begins, str) or not isinstance(ends, str):
        return {}
    if latest(ends) >= earliest(begins):
        return {}
    first, last = entity.field(BEGINS).label, entity.field(ENDS).label
    return {ENDS: f"{last} {ends} 早于{first} {begins}，请核对"}


def in_force(to_on: str | None, day: datetime.date) -> bool:
    """Whether a row may still hold on a day: an end that is known ahead has not come yet."""
    return not to_on or latest(to_on) >= day


@dataclass(frozen=True, slots=True)
class HeldBy:
    """One post of somebody, as far as another one may stand beside it."""

    member: bytes
    name: str
    title: str
    from_on: str | None
    to_on: str | None


def overlapping(post: HeldBy, others: Sequence[HeldBy]) -> list[HeldBy]:
    """Posts of the same kind in the same organization that surely ran beside this one: another
    person's where only one can hold it, this person's own where it was entered twice."""
    return [
        other
        for other in others
        if other.title == post.title
        and (other.member == post.member or post.title in SOLE_POSTS)
        and _surely_together(post, other)
    ]


def _surely_together(one: HeldBy, other: HeldBy) -> bool:
    # 2024-06 after 2024-06 is a handover, and so is the same day.
    begun = max(latest(post.from_on or "1900") for post in (one, other))
    ended = min(earliest(post.to_on or "2099-12-31") for post in (one, other))
    return begun < ended
