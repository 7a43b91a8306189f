"""Every training that rows tell of, by person: records of other training, and classes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from app.data.counted_hours import one_person
from app.data.database import Connection
from app.domain.training.same_training import CLASS, RECORD, Told

_RECORDS = """
SELECT member, uid, title, mode, starts_on, ends_on, hours FROM record
WHERE gone = 0 AND starts_on <= :last AND ends_on >= :first
"""
_CLASSES = """
SELECT e.member, c.uid, c.name, c.mode, c.starts_on, c.ends_on,
    (SELECT total(s.hours) FROM session s WHERE s.training_class = c.uid AND s.gone = 0)
FROM training_class c JOIN enrolment e ON e.training_class = c.uid AND e.gone = 0
WHERE c.gone = 0 AND e.withdrawn = 0 AND c.starts_on <= :last AND c.ends_on >= :first
"""
_WHOSE = (
    " AND {}.member IN (SELECT :member UNION SELECT uid FROM member WHERE merged_into = :member)"
)


def trainings_between(
    connection: Connection, first: str, last: str, member: bytes | None = None
) -> Mapping[bytes, list[Told]]:
    """By person, everything that has a day in common with these; whoever was merged into another
    is that other."""
    merged = one_person(connection)
    found: dict[bytes, list[Told]] = defaultdict(list)
    whose = _WHOSE if member is not None else ""
    bound: dict[str, object] = {"first": first, "last": last, "member": member}
    for kind, sql, table in ((RECORD, _RECORDS, "record"), (CLASS, _CLASSES, "e")):
        for person, uid, *told in connection.execute(sql + whose.format(table), bound):
            found[merged.get(person, person)].append(Told(uid, kind, *told))
    return found


def told_apart(connection: Connection) -> set[frozenset[str]]:
    """The pairs that somebody has looked at: they are two."""
    rows = connection.execute("SELECT one, another FROM told_apart WHERE gone = 0")
    return {frozenset(pair) for pair in rows}


def pairs_of_year(connection: Connection, year: int) -> Iterator[tuple[bytes, Told, Told]]:
    """Two rows of one person within a year, each pair once, one of them a record at least."""
    for person, told in trainings_between(connection, f"{year}-01-01", f"{year}-12-31").items():
        ordered = sorted(told, key=lambda one: (one.starts_on, one.uid))
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                if RECORD in (one.kind, other.kind):
                    yield person, one, other
