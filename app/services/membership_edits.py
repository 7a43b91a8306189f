"""党员变动 corrected: date, before and after of one line, with what follows for today's columns."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.data.changes import Change
from app.data.membership_changes import CHANGE, TOLD_ALREADY, everything
from app.data.queries.members import member_values
from app.data.queries.membership import newest_told
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import InvalidInput
from app.domain.exchange.versions import plain
from app.domain.parsing import parse
from app.domain.people.membership import DATED, NORMAL
from app.services.dated_rows import row_values
from app.services.keeping import refuse_kept_elsewhere
from app.services.membership import SinceAsked, read_since
from app.services.organizations import refuse_not_standing
from app.services.store import Store

KIND = "membership_change"


@dataclass(frozen=True, slots=True)
class SavedChange:
    """The line, and the labels of today's columns that were set right with it."""

    uid: bytes
    follows: tuple[str, ...] = ()


def save_membership_change(
    store: Store, uid: bytes | None, raw: Mapping[str, Value], reason: str = ""
) -> SavedChange:
    """Add one line of somebody's history, or correct one.

    A new line leaves today's columns as they are. A correction of the line that led to what a
    column says today takes the column along, for both would otherwise contradict each other:
    after → the column, since when → 状态日期.

    Raises:
        InvalidInput: every problem at once; also a line that says nothing, that changes nothing,
            or a day to come.
        AppError: the person is kept by another site.
    """
    entity = entity_named(KIND)
    read_since(SinceAsked(str(raw.get("from_on") or "")))
    values = parse(entity, raw, partial=uid is not None)
    if uid is not None and not values:
        return SavedChange(uid)
    known: Mapping[str, Value] = {} if uid is None else row_values(store, KIND, uid)
    _refuse_empty({**known, **values})
    refuse_kept_elsewhere(store, {**known, **values}.get("member"))
    action = f"登记{entity.label}" if uid is None else f"修改{entity.label}"
    with store.change(action, reason=reason) as change:
        if uid is None:
            return SavedChange(change.create(entity, values))
        follows = _columns(change, uid, known, values)
        if "organization" in follows:
            refuse_not_standing(store, "organization", follows["organization"])
        change.update(entity, uid, values)
        person = known["member"]
        assert isinstance(person, bytes)  # a required reference
        change.update(entity_named("member"), person, follows, since=everything(TOLD_ALREADY))
    labels = tuple(entity_named("member").field(name).label for name in follows)
    return SavedChange(uid, labels)


def _refuse_empty(values: Mapping[str, Value]) -> None:
    told = [name for name in DATED if values.get(name)]
    if not told:
        raise InvalidInput({"organization": "请填写变动后的党组织、人员类别或党籍状态"})
    entity = entity_named(KIND)
    same = {
        name: f"{entity.field(name).label}变动前后一样，请核对；录错的这一条可以撤销"
        for name in told
        if plain(values[name]) == plain(values.get(f"{name}_before"))
    }
    if same:
        raise InvalidInput(same)


def _columns(
    change: Change, uid: bytes, known: Mapping[str, Value], fresh: Mapping[str, Value]
) -> dict[str, Value]:
    """What of today's columns rests on this line and is therefore corrected with it."""
    person = known["member"]
    if not isinstance(person, bytes) or known.get("kind") != CHANGE:
        return {}
    now = member_values(change.connection, person)
    found: dict[str, Value] = {}
    for name in DATED:
        if known.get(name) is None or plain(known[name]) != plain(now.get(name)):
            continue
        if newest_told(change.connection, person, name) != uid:
            continue
        after = fresh.get(name, known[name])
        if after is not None and plain(after) != plain(known[name]):
            found[name] = after
        if name == "status":
            found |= _status_day(after, now, known, fresh)
    return found


def _status_day(
    after: Value, now: Mapping[str, Value], known: Mapping[str, Value], fresh: Mapping[str, Value]
) -> dict[str, Value]:
    if after == NORMAL:
        return {"status_on": None} if now.get("status_on") is not None else {}
    moved = "from_on" in fresh and fresh["from_on"] != known.get("from_on")
    return {"status_on": fresh["from_on"]} if moved else {}
