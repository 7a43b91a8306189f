"""What 应训未训 needs beside the judgements: names, and which branches to judge again."""

import datetime
from collections.abc import Collection, Iterable

from app.data import identity_tables, kept_stale
from app.data.counted_hours import one_person
from app.data.database import Connection
from app.data.queries.membership import any_moved, branches_ever
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.people.membership import UNDECIDED

_ONE_DAY = datetime.timedelta(days=1)
_MONTHS = 12
_SHORT_MONTH = datetime.timedelta(days=4)

_PEOPLE = "SELECT uid FROM member WHERE gone = 0 AND merged_into IS NULL AND ({})"
_DATES = (
    (_PEOPLE, ("joined_on", "full_on", "status_on")),
    ("SELECT member FROM post WHERE {}", ("from_on", "to_on")),
    ("SELECT member FROM exemption WHERE {}", ("from_on", "to_on")),
    ("SELECT member FROM membership_change WHERE {}", ("from_on",)),
    (
        "SELECT p.member FROM post p CROSS JOIN organization o ON o.uid = p.organization WHERE {}",
        ("o.dissolved_on",),
    ),
)
_SERVICE = ("SELECT member FROM post WHERE {}", ("from_on",))


def branch_names(connection: Connection) -> dict[bytes, str]:
    """What every organization is called, in order of entry."""
    titles = OrganizationTitles(connection)
    found = connection.execute("SELECT uid FROM organization WHERE gone = 0 ORDER BY id")
    return {row[0]: titles.of(row[0]) for row in found}


def touched_branches(
    connection: Connection, lseq: int, days: tuple[datetime.date, datetime.date], service: int
) -> set[bytes] | None:
    """The branches whose standing may differ from what it was at a sequence on the first of the
    two days; None means every one. `service` is the months in post that somebody may be held to.
    """
    if kept_stale.since(connection, kept_stale.EVERYBODY, lseq):
        return None
    people = kept_stale.since(connection, kept_stale.PERSON, lseq)
    people |= _holders(connection, kept_stale.since(connection, kept_stale.ORGANIZATION, lseq))
    if days[0] != days[1]:
        people |= _turning(connection, days, service)
    if len(people) > kept_stale.MANY:
        return None
    touched = kept_stale.since(connection, kept_stale.BRANCH, lseq)
    if not people:
        return touched
    merged = one_person(connection)
    people |= {merged[uid] for uid in people if uid in merged}
    touched |= branches_ever(connection, merged, people)
    if any_moved(connection, merged, people):
        touched.add(UNDECIDED)
    return touched


def organizations_touched(connection: Connection, lseq: int) -> bool:
    """Whether the tree may have changed since."""
    return bool(kept_stale.since(connection, kept_stale.ORGANIZATION, lseq))


def _holders(connection: Connection, organizations: Collection[bytes]) -> set[bytes]:
    """Whoever ever held a post in one of these: what kind it is of decides which."""
    if not organizations:
        return set()
    identity_tables.fill(connection, "touched_organization", organizations)
    found = connection.execute(
        "SELECT member FROM post WHERE organization IN (SELECT uid FROM temp.touched_organization)"
    )
    return {row[0] for row in found}


def _turning(
    connection: Connection, days: tuple[datetime.date, datetime.date], service: int
) -> set[bytes]:
    """Whoever has a date that may have begun, ended or become certain from one day to the other;
    a date known to the month or year turns somewhere within it."""
    first, last = days[0] - _ONE_DAY, days[1] + _ONE_DAY
    asked = [(sql, columns, first, last) for sql, columns in _DATES]
    if service:
        months = service % _MONTHS, service // _MONTHS
        asked.append((*_SERVICE, _before(first, *months), _before(last, *months) + _SHORT_MONTH))
    found: set[bytes] = set()
    for sql, columns, since, until in asked:
        bound = {"since": since.isoformat(), "until": until.isoformat()}
        found.update(row[0] for row in connection.execute(sql.format(_within(columns)), bound))
    return found


def _within(columns: Iterable[str]) -> str:
    return " OR ".join(
        f"{c} BETWEEN substr(:since, 1, length({c})) AND substr(:until, 1, length({c}))"
        for c in columns
    )


def _before(day: datetime.date, months: int, years: int) -> datetime.date:
    """So many months before, or up to three days more: there is no 30 February."""
    count = (day.year - years) * _MONTHS + day.month - 1 - months
    return datetime.date(count // _MONTHS, count % _MONTHS + 1, min(day.day, 28))
