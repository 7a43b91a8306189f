"""Half-days for which one person has live marks that differ; whoever was entered twice is one
person, and the marks of both entries meet.

Looking through all marks takes its time, so how many differ in which half-day is kept; where marks
were written since, it is looked at again.
"""

import json
from collections import Counter
from collections.abc import Collection

from app.data import identity_tables, kept_figures, kept_stale
from app.data.counted_hours import one_person
from app.data.database import Connection

Place = tuple[bytes, bytes, list[bytes]]
"""Half-day, person, and the identities whose marks differ."""

MOST = 1_000
"""More half-days than this are not kept: somebody has other worries then."""

# In the order of the index, so that a million marks are not sorted: the plus keeps SQLite from
# taking `live` for a constant and looking for another order.
_DIFFERING = (
    "SELECT session, member FROM attendance WHERE +live = 1 {some} "
    "GROUP BY session, live, member HAVING min(mark) <> max(mark)"
)
_SOME = "AND session IN (SELECT uid FROM temp.marked_session)"


def differing_marks(connection: Connection) -> list[Place]:
    """All of them."""
    people = _people(connection)
    found = [(*place, [place[1]]) for place in _of_one_entry(connection, people)]
    return found + _of_several(connection, people)


def count_differing(connection: Connection) -> tuple[int, dict[bytes, int] | None]:
    """How many they are, and what `keep` keeps; None when that is not worth it."""
    people = _people(connection)
    kept = _kept(connection)
    if kept is None:
        by_session = Counter(place[0] for place in _of_one_entry(connection, people))
    else:
        known, touched = kept
        again = Counter(place[0] for place in _of_one_entry(connection, people, touched))
        by_session = Counter({uid: n for uid, n in known.items() if uid not in touched}) + again
    number = by_session.total() + len(_of_several(connection, people))
    return number, dict(by_session) if len(by_session) <= MOST else None


def keep(connection: Connection, lseq: int, by_session: dict[bytes, int]) -> None:
    """Keep what was counted, in the place where other figures have their day."""
    text = json.dumps({uid.hex(): number for uid, number in sorted(by_session.items())})
    kept_figures.note(connection, kept_figures.DIFFERING_MARKS, lseq, text)


def _kept(connection: Connection) -> tuple[dict[bytes, int], set[bytes]] | None:
    """What is kept, and the half-days where marks were written since; None: start over."""
    kept = kept_figures.find(connection, kept_figures.DIFFERING_MARKS)
    if kept is None or any(
        kept_stale.since(connection, kind, kept.lseq)
        for kind in (kept_stale.EVERYBODY, kept_stale.EVERY_CLASS)
    ):
        return None
    known = {bytes.fromhex(uid): number for uid, number in json.loads(kept.day).items()}
    return known, kept_stale.since(connection, kept_stale.SESSION, kept.lseq)


def _people(connection: Connection) -> dict[bytes, list[bytes]]:
    """Whoever was entered more than once, with all identities."""
    people: dict[bytes, list[bytes]] = {}
    for uid, root in one_person(connection).items():
        people.setdefault(root, [root]).append(uid)
    return people


def _of_one_entry(
    connection: Connection,
    people: dict[bytes, list[bytes]],
    sessions: Collection[bytes] | None = None,
) -> list[tuple[bytes, bytes]]:
    known = {uid for identities in people.values() for uid in identities}
    some = ""
    if sessions is not None:
        identity_tables.fill(connection, "marked_session", sessions)
        some = _SOME
    found = connection.execute(_DIFFERING.format(some=some))
    return [(session, member) for session, member in found if member not in known]


def _of_several(connection: Connection, people: dict[bytes, list[bytes]]) -> list[Place]:
    found: list[Place] = []
    for root, identities in people.items():
        sessions = connection.execute(
            f"SELECT session FROM attendance WHERE member IN ({', '.join('?' * len(identities))}) "  # noqa: S608
            "AND live = 1 GROUP BY session HAVING count(DISTINCT mark) > 1",
            identities,
        )
        found += [(row[0], root, identities) for row in sessions]
    return found
