"""What hangs on an organization goes to another: by declaration, so that no kind of row is left."""

import datetime
from dataclasses import dataclass

from app.data.changes import Change
from app.data.membership_changes import CORRECTED, Since, everything
from app.data.organization_tree import chain_above, parents
from app.data.queries.organization_use import living
from app.data.references import Reference, naming, references_to
from app.domain.declarations import entity_named
from app.domain.entity import Scope, Value
from app.domain.errors import AppError
from app.domain.known_days import earliest, latest
from app.domain.people.dated_rows import BEGINS, ENDS, can_end, in_force, order_problems
from app.domain.people.former_names import former_names, with_former

ORGANIZATION = entity_named("organization")


@dataclass(frozen=True, slots=True)
class Takeover:
    """From where to where, since when (empty: one organization that was entered twice), and
    whether whoever holds a post goes on holding it in the other one."""

    source: bytes
    target: bytes
    day: str = ""
    carry_posts: bool = False

    @property
    def twice(self) -> bool:
        """Whether it was one organization all along, so that nothing ever moved."""
        return not self.day


def take_over(change: Change, asked: Takeover) -> int:
    """Re-point every row that names the source; how many were written.

    On a day: who and what is there today goes over; what is dated stays true of the source, and
    what still runs ends there. Entered twice: every row, the dated ones too. What speaks of the
    source itself, a 退回, goes on speaking of it.
    """
    waiting = [
        (reference, naming(change.connection, reference, asked.source, _which(reference, asked)))
        for reference in references_to(ORGANIZATION.name)
        if reference.entity.scope is not Scope.ROW
    ]
    written = 0
    for reference, uids in waiting:
        for uid in uids:
            # What is kept of somebody who has left says where that was: elsewhere it is written.
            if not change.about_who_left(reference.entity, uid):
                written += bool(_row(change, reference, uid, asked))
    return written


def _which(reference: Reference, asked: Takeover) -> str:
    return "1" if asked.twice else living(reference.entity.name)


def _row(change: Change, reference: Reference, uid: bytes, asked: Takeover) -> list[str]:
    values: dict[str, Value] = {reference.field.name: asked.target}
    if asked.twice:
        return change.update(reference.entity, uid, values, since=everything(CORRECTED))
    if not reference.dated:
        return change.update(reference.entity, uid, values, since=everything(Since(asked.day)))
    return _ended(change, reference, uid, asked) if can_end(reference.entity) else []


def _ended(change: Change, reference: Reference, uid: bytes, asked: Takeover) -> list[str]:
    """A post in an organization that is no more ended with it; it may go on in the other."""
    entity = reference.entity
    held = change.row(entity, uid).values
    until = held.get(ENDS)
    if isinstance(until, str) and not in_force(until, latest(asked.day)):
        return []
    if order_problems(entity, {**held, ENDS: asked.day}):
        raise AppError(
            f"有{entity.label} {held[BEGINS]!s} 才开始，晚于 {asked.day}，没有改动。",
            "请先在该党员的“党内职务”里核对日期，再办理。",
            code="begins-later",
        )
    done = change.update(entity, uid, {ENDS: asked.day})
    if asked.carry_posts:
        goes_on = {reference.field.name: asked.target, BEGINS: asked.day, ENDS: until}
        change.create(entity, {**held, **goes_on})
    return done


def give_way(change: Change, source: bytes, target: bytes) -> None:
    """A target somewhere below the source takes the place of what goes."""
    if source in chain_above(parents(change.connection), target):
        above = change.row(ORGANIZATION, source).values.get("parent")
        change.update(ORGANIZATION, target, {"parent": above})


def keep_names(change: Change, source: bytes, target: bytes) -> None:
    """Who looks for the name that is given up finds where its people went."""
    left, kept = (change.row(ORGANIZATION, uid).values for uid in (source, target))
    names = [str(left["name"]), *former_names(left.get("former_names"))]
    said = with_former(kept.get("former_names"), names, str(kept["name"]))
    change.update(ORGANIZATION, target, {"former_names": said})


def not_yet(day: str) -> bool:
    """Whether a day is still to come."""
    return earliest(day) > datetime.date.today()
