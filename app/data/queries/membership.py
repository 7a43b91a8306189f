"""What the store knows of the past of people: told changes, and what stood there before.

Read in bulk and only where there is something to know: whoever never moved costs nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from app.data import identity_tables
from app.data.counted_hours import one_person
from app.data.database import Connection
from app.data.membership_changes import CORRECTION
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.declarations import entity_named
from app.domain.exchange.versions import decode
from app.domain.people.course import Fact, Told
from app.domain.people.membership import (
    DATED,
    NORMAL,
    Past,
    branch_of,
    past_of,
    possible_branches,
)

BRANCH = entity_named("member").field("organization").label

_FIELDS = ", ".join(f"'{name}'" for name in DATED)


class _Columns(NamedTuple):
    organization: bytes
    political_status: str
    status: str
    status_on: str | None
    joined_on: str | None
    full_on: str | None


def pasts(
    connection: Connection,
    merged: Mapping[bytes, bytes],
    people: Collection[bytes] | None = None,
) -> dict[bytes, Past]:
    """The past of everybody (or of some) who has one; `merged` leads to who somebody is now."""
    some = "" if people is None else _only(connection, _identities(people, merged))
    told = _told(connection, merged, some)
    replaced = _replaced(connection, some)
    asked = {*told, *replaced, *_left_some_day(connection, some)}
    written = _written(connection, asked)
    found: dict[bytes, Past] = {}
    for uid, columns, row_day in _columns(connection, asked):
        days = dict.fromkeys(DATED, row_day) | written.get(uid, {})
        past = past_of(columns, told.get(uid, {}), days, replaced.get(uid, {}))
        if past is not None:
            found[uid] = past
    return found


def moved_people(
    connection: Connection,
    merged: Mapping[bytes, bytes],
    branches: Collection[bytes] | None = None,
) -> None:
    """Fill temp.moved_person with whoever may ever have belonged to another organization, or only
    with those who may have belonged to one of these."""
    told, seen = "", ""
    if branches is not None:
        identity_tables.fill(connection, "past_branch", branches)
        those = "IN (SELECT uid FROM temp.past_branch)"
        told = f"WHERE organization {those} OR organization_before {those}"
        seen = f"AND unhex(value) {those}"
    rows = connection.execute(
        f"SELECT member FROM membership_change {told} "  # noqa: S608  (our own names)
        f"UNION SELECT uid FROM superseded WHERE field = 'organization' {seen}"
    )
    identity_tables.fill(connection, "moved_person", {merged.get(row[0], row[0]) for row in rows})


def any_moved(
    connection: Connection, merged: Mapping[bytes, bytes], people: Collection[bytes]
) -> bool:
    """Whether one of these people may ever have belonged to another organization."""
    identity_tables.fill(connection, "past_person", _identities(people, merged))
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM temp.past_person p CROSS JOIN membership_change c "
        "ON c.member = p.uid) OR EXISTS (SELECT 1 FROM temp.past_person p "
        "CROSS JOIN superseded s ON s.uid = p.uid AND s.field = 'organization')"
    )
    return bool(found.fetchone()[0])


def ever_elsewhere(connection: Connection) -> bool:
    """Whether anybody may once have belonged to no organization of this store; today everybody
    belongs to one, for the county has whatever is there."""
    found = connection.execute(
        "WITH told(place) AS ("
        "SELECT organization FROM membership_change WHERE organization IS NOT NULL "
        "UNION SELECT coalesce(organization_before, x'') FROM membership_change "
        "WHERE organization IS NOT NULL "
        "UNION SELECT coalesce(unhex(value), x'') FROM superseded "
        "WHERE field = 'organization' AND value IS NOT NULL) "
        "SELECT EXISTS (SELECT 1 FROM told WHERE "
        "NOT EXISTS (SELECT 1 FROM organization o WHERE o.uid = place) "
        "AND NOT EXISTS (SELECT 1 FROM member m WHERE m.organization = place))"
    )
    return bool(found.fetchone()[0])


def branches_then(connection: Connection, people: Collection[bytes], day: str) -> dict[bytes, str]:
    """The branch, by its name, of those who on a day certainly belonged to another one than now."""
    past = pasts(connection, one_person(connection), people)
    then = {
        uid: (branch_of(possible_branches(past[uid].organization, now.organization, day)), now)
        for uid, now, _day in _columns(connection, past)
    }
    names = dict(connection.execute("SELECT uid, name FROM organization").fetchall())
    return {
        uid: names[branch]
        for uid, (branch, now) in then.items()
        if branch != now.organization and names.get(branch)
    }


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of somebody's history as people read it."""

    uid: bytes
    from_on: str
    kind: str
    what: str
    before: str
    after: str
    basis: str
    entered: str


def changes_of(connection: Connection, member: bytes) -> list[ChangeRow]:
    """What was told of one person, the latest first; what nobody dated by the day it was entered,
    for it had happened by then."""
    merged = one_person(connection)
    identity_tables.fill(
        connection, "past_person", _identities([merged.get(member, member)], merged)
    )
    columns = ", ".join(f"{name}_before, {name}" for name in DATED)
    rows = connection.execute(
        "SELECT uid, coalesce(from_on, ''), kind, coalesce(basis, ''), clock, "  # noqa: S608
        f"{columns} FROM membership_change "
        "WHERE member IN (SELECT uid FROM temp.past_person) AND gone = 0 ORDER BY clock, id"
    ).fetchall()
    titles = OrganizationTitles(connection)
    person = entity_named("member")
    found = []
    for uid, on, kind, basis, clock, *values in rows:
        for at, name in enumerate(DATED):
            before, after = values[2 * at : 2 * at + 2]
            if after is None:
                continue
            old, new = _shown(titles, before), _shown(titles, after)
            label = person.field(name).label
            found.append(ChangeRow(uid, on, kind, label, old, new, basis, _day(clock)))
    return sorted(found, key=lambda row: row.from_on or row.entered)[::-1]


def newest_told(connection: Connection, member: bytes, field: str) -> bytes | None:
    """The line that tells of the last change of one column, by when it was and then by when it
    was entered; what nobody dated had happened by the day it was entered."""
    assert field in DATED
    rows = connection.execute(
        "SELECT uid, from_on, clock FROM membership_change WHERE member = ? "  # noqa: S608
        f"AND {field} IS NOT NULL AND kind <> ? AND gone = 0 ORDER BY clock, id",
        (member, CORRECTION),
    ).fetchall()
    found = max(rows, key=lambda row: (row[1] or _day(row[2]), row[2]), default=None)
    return found[0] if found else None


def _shown(titles: OrganizationTitles, value: object) -> str:
    return titles.of(value) if isinstance(value, bytes) else str(value or "")


def branches_ever(
    connection: Connection, merged: Mapping[bytes, bytes], people: Collection[bytes]
) -> set[bytes]:
    """Every organization that these people belong to or were ever told to belong to."""
    identity_tables.fill(connection, "past_person", _identities(people, merged))
    those = "IN (SELECT uid FROM temp.past_person)"
    found = connection.execute(
        f"SELECT organization FROM member WHERE uid {those} "  # noqa: S608  (our own names)
        f"UNION SELECT organization FROM membership_change WHERE member {those} "
        f"UNION SELECT organization_before FROM membership_change WHERE member {those} "
        f"UNION SELECT unhex(value) FROM superseded WHERE field = 'organization' AND uid {those}"
    )
    return {row[0] for row in found if isinstance(row[0], bytes)}


def _identities(people: Collection[bytes], merged: Mapping[bytes, bytes]) -> set[bytes]:
    """With everybody who was merged into one of them."""
    found = set(people)
    return found | {uid for uid, root in merged.items() if root in found}


def _only(connection: Connection, people: Collection[bytes]) -> str:
    identity_tables.fill(connection, "past_asked", people)
    return "IN (SELECT uid FROM temp.past_asked)"


def _told(
    connection: Connection, merged: Mapping[bytes, bytes], some: str
) -> dict[bytes, dict[str, list[Told]]]:
    columns = ", ".join(f"{name}_before, {name}" for name in DATED)
    only = f"WHERE member {some}" if some else ""
    rows = connection.execute(
        f"SELECT member, kind, from_on, gone, clock, {columns} FROM membership_change "  # noqa: S608
        f"{only} ORDER BY clock, id"
    )
    found: dict[bytes, dict[str, list[Told]]] = {}
    for member, kind, from_on, gone, clock, *values in rows:
        mine = found.setdefault(merged.get(member, member), {})
        for at, name in enumerate(DATED):
            before, after = values[2 * at : 2 * at + 2]
            if after is None:
                continue
            one = Told(before, after, from_on, _day(clock), kind == CORRECTION, bool(gone))
            mine.setdefault(name, []).append(one)
    return found


def _replaced(connection: Connection, some: str) -> dict[bytes, dict[str, list[Fact]]]:
    """Values that this store has seen give way to another; a package of an older program brings
    such a change without a word of when."""
    only = f"AND s.uid {some}" if some else ""
    rows = connection.execute(
        "SELECT s.uid, s.field, s.value FROM superseded s "  # noqa: S608  (our own names)
        "CROSS JOIN member m ON m.uid = s.uid AND m.gone = 0 "
        f"WHERE s.field IN ({_FIELDS}) AND s.value IS NOT NULL {only} ORDER BY s.clock"
    )
    found: dict[bytes, dict[str, list[Fact]]] = {}
    for uid, field, value in rows:
        fact = bytes.fromhex(str(value)) if field == "organization" else str(value)
        found.setdefault(uid, {}).setdefault(field, []).append(fact)
    return found


def _left_some_day(connection: Connection, some: str) -> list[bytes]:
    """Apart, those who were merged into others: the rest is answered from one index."""
    only = f"AND uid {some}" if some else ""
    left = (
        f"SELECT uid FROM member WHERE status <> :normal AND status_on IS NULL AND gone = 0 {only}"  # noqa: S608
    )
    rows = connection.execute(
        f"{left} AND merged_into IS NULL UNION ALL {left} AND merged_into IS NOT NULL",
        {"normal": NORMAL},
    )
    return [row[0] for row in rows]


def _written(connection: Connection, people: Collection[bytes]) -> dict[bytes, dict[str, str]]:
    """On which day what is there now was entered, where it was edited since the row began."""
    identity_tables.fill(connection, "past_person", people)
    rows = connection.execute(
        f"SELECT r.uid, r.field, r.state FROM temp.past_person p "  # noqa: S608  (our own names)
        f"CROSS JOIN register r ON r.uid = p.uid AND r.field IN ({_FIELDS})"
    )
    found: dict[bytes, dict[str, str]] = defaultdict(dict)
    for uid, field, state in rows:
        found[uid][field] = _day(decode(state).shown.clock)
    return found


def _columns(
    connection: Connection, people: Collection[bytes]
) -> list[tuple[bytes, _Columns, str]]:
    identity_tables.fill(connection, "past_person", people)
    rows: list[Any] = connection.execute(
        "SELECT m.uid, m.clock, m.organization, m.political_status, m.status, m.status_on, "
        "m.joined_on, m.full_on FROM temp.past_person p CROSS JOIN member m ON m.uid = p.uid "
        "WHERE m.gone = 0"
    ).fetchall()
    return [(uid, _Columns(*columns), _day(clock)) for uid, clock, *columns in rows]


def _day(clock: int) -> str:
    return datetime.fromtimestamp(clock / 1000).astimezone().date().isoformat()
