"""党内职务, 不作硬性要求, 党员变动: enter, correct, end and take back one dated row of a person."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.data import rows
from app.data.changes import Change
from app.data.queries import dated_rows as reading
from app.data.queries.dated_rows import OpenPost
from app.data.queries.members import member_values
from app.domain.declarations import entity_named
from app.domain.entity import Entity, Value
from app.domain.errors import AppError, InvalidInput, NotFound
from app.domain.known_days import earliest
from app.domain.parsing import parse
from app.domain.people.dated_rows import BEGINS, ENDS, can_end, order_problems
from app.domain.people.membership import NORMAL
from app.services.keeping import refuse_kept_elsewhere
from app.services.membership import SinceAsked, read_since
from app.services.organizations import refuse_not_standing
from app.services.store import Store

PEOPLES = ("post", "exemption", "membership_change")
"""What hangs on a person with a date of its own; training has its own pages."""
ENDED = "结束"


def row_values(store: Store, name: str, uid: bytes) -> Mapping[str, Value]:
    """Every declared field of one row, for the form.

    Raises:
        NotFound: the row is not in this store.
    """
    found = rows.values_of(store.database.read(), entity_named(name), uid)
    if found is None:
        raise NotFound("这一条已经不在了。", "请重新打开该党员后再试。")
    return found


def save_row(
    store: Store, name: str, uid: bytes | None, raw: Mapping[str, Value], reason: str = ""
) -> bytes:
    """Enter one row, or correct fields of one; both ends are looked at together.

    Raises:
        InvalidInput: every problem at once.
        AppError: the person is kept by another site.
    """
    entity = entity_named(name)
    values = parse(entity, raw, partial=uid is not None)
    if uid is not None and not values:
        return uid
    known: Mapping[str, Value] = {} if uid is None else row_values(store, name, uid)
    if problems := order_problems(entity, {**known, **values}):
        raise InvalidInput(problems)
    refuse_kept_elsewhere(store, {**known, **values}.get("member"))
    _refuse_place(store, entity, known, values)
    action = f"登记{entity.label}" if uid is None else f"修改{entity.label}"
    with store.change(action, reason=reason) as change:
        if uid is None:
            return change.create(entity, values)
        change.update(entity, uid, values)
        return uid


def _refuse_place(
    store: Store, entity: Entity, known: Mapping[str, Value], values: Mapping[str, Value]
) -> None:
    """No post goes on in an organization that is no more; one that ended there is history."""
    if entity.name != "post":
        return
    now = {**known, **values}
    if any(now.get(name) != known.get(name) for name in ("organization", ENDS)) or not known:
        refuse_not_standing(store, "organization", now.get("organization"), now.get(ENDS))


def end_row(store: Store, name: str, uid: bytes, last_day: str, reason: str = "") -> None:
    """Say on which day a row held for the last time; one known ahead (任期届满) is as good.

    Raises:
        InvalidInput: no date, or one before the beginning.
        AppError: the person is kept by another site.
    """
    entity = entity_named(name)
    if not can_end(entity):
        raise AppError(f"{entity.label}没有终止日期。", "请改它的日期，或撤销这一条。")
    values = _last_day(entity, last_day)
    known = row_values(store, name, uid)
    if problems := order_problems(entity, {**known, **values}):
        raise InvalidInput(problems)
    refuse_kept_elsewhere(store, known.get("member"))
    with store.change(f"{ENDED}{entity.label}", reason=reason) as change:
        change.update(entity, uid, values)


def _last_day(entity: Entity, text: str) -> dict[str, Value]:
    values = parse(entity, {ENDS: text}, partial=True)
    if not values[ENDS]:
        label = entity.field(ENDS).label
        raise InvalidInput({ENDS: f"请填写{label}；只知道年月或年份也可以，例如 2026-06"})
    return values


def remove_row(store: Store, name: str, uid: bytes, reason: str) -> None:
    """Take out of use what was entered by mistake; it can be restored.

    Raises:
        InvalidInput: no reason was given.
        AppError: the person is kept by another site.
    """
    if not reason.strip():
        hint = "撤销只用于录错的；到期、离任请用“结束”。"
        raise InvalidInput({"reason": "请写明撤销的原因"}, hint)
    refuse_kept_elsewhere(store, row_values(store, name, uid).get("member"))
    with store.change(f"撤销{entity_named(name).label}", reason=reason.strip()) as change:
        change.remove(entity_named(name), uid)


def restore_row(store: Store, name: str, uid: bytes) -> None:
    """Bring back what was taken out of use."""
    with store.change(f"恢复{entity_named(name).label}") as change:
        change.restore(entity_named(name), uid)


def post_doubts(store: Store, uid: bytes) -> list[str]:
    """What was kept as entered but looks wrong: two 书记 at once, one post entered twice."""
    return [
        f"{other.organization}同时还有一名{other.title}：{other.name}"
        + (f"（{other.status}）" if other.status else "")
        + (f"，{other.from_on} 起" if other.from_on else "")
        + "。如已离任，请结束他的任职"
        for other in reading.beside(store.database.read(), uid)
    ]


# Somebody leaves: his posts


@dataclass(frozen=True, slots=True)
class Leaving:
    """Posts that somebody holds in what he leaves, and on which day (empty: nobody said)."""

    day: str
    posts: tuple[OpenPost, ...]


def posts_left(
    store: Store,
    member: bytes,
    raw: Mapping[str, Value],
    since: Mapping[str, SinceAsked] | None = None,
) -> Leaving | None:
    """The posts to ask about when this is saved: all of who leaves us, else those held in the
    branch he leaves. A correction is no leaving."""
    asked = since or {}
    connection = store.database.read()
    now = member_values(connection, member)
    fresh = parse(entity_named("member"), raw, partial=True)
    field = next((name for name in ("status", "organization") if _leaves(name, now, fresh)), None)
    answer = asked.get(field or "", SinceAsked())
    if field is None or answer.corrected:
        return None
    given = fresh.get("status_on") if field == "status" else None
    day = str(given or read_since(answer).on or "")
    where = now.get("organization") if field == "organization" else None
    until = earliest(day) if day else datetime.date.today()
    found = reading.open_posts(
        connection, member, until, where if isinstance(where, bytes) else None
    )
    return Leaving(day, tuple(found)) if found else None


def _leaves(name: str, now: Mapping[str, Value], fresh: Mapping[str, Value]) -> bool:
    if name not in fresh or fresh[name] == now.get(name):
        return False
    return name == "organization" or (now.get(name) == NORMAL and fresh[name] != NORMAL)


def end_posts(change: Change, posts: Sequence[bytes], day: str) -> None:
    """End posts within an action; one that begins after that day never began, and stays."""
    entity = entity_named("post")
    for uid in posts:
        values = {**change.row(entity, uid).values, ENDS: day}
        if problems := order_problems(entity, values):
            begins = str(values[BEGINS])
            raise InvalidInput(
                problems, f"有职务 {begins} 才开始，请先在“党内职务”里核对，再登记离开。"
            )
        change.update(entity, uid, {ENDS: day})
