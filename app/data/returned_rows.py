"""退回 in the store: what does not count for now, and what an own correction settles."""

from collections.abc import Iterable, Mapping

from app.data.database import Connection
from app.domain.entity import Entity, Value
from app.domain.exchange.return_rules import UNSETTLED

_STATES = ", ".join(f"'{state}'" for state in UNSETTLED)
OPEN = f"gone = 0 AND state IN ({_STATES})"
"""The returns that are neither corrected nor withdrawn."""

_PLACES = """
INSERT OR IGNORE INTO temp.returned_place
SELECT p.root, a.session FROM temp.returned_row r
    CROSS JOIN attendance a ON a.uid = r.uid AND a.live = 1
    CROSS JOIN temp.hours_person p ON p.uid = a.member
UNION SELECT p.root, s.uid FROM temp.returned_row r
    CROSS JOIN enrolment e ON e.uid = r.uid
    CROSS JOIN temp.hours_person p ON p.uid = e.member
    CROSS JOIN session s ON s.training_class = e.training_class
"""


def gather_returned(connection: Connection) -> None:
    """Fill temp.returned_row with what was sent back, and temp.returned_place with the half-days
    that therefore count nothing for one of the people in temp.hours_person."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS returned_row(uid BLOB PRIMARY KEY) WITHOUT ROWID"
    )
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS returned_place("
        "person BLOB, session BLOB, PRIMARY KEY (person, session)) WITHOUT ROWID"
    )
    connection.execute("DELETE FROM temp.returned_place")
    connection.execute("DELETE FROM temp.returned_row")
    # Somebody else's row may name anything: what is no identity returns nothing.
    found = connection.execute(
        "INSERT OR IGNORE INTO temp.returned_row "  # noqa: S608  (our own words)
        f"SELECT unhex(row) FROM row_return WHERE {OPEN} AND unhex(row) IS NOT NULL"
    )
    if found.rowcount > 0:
        connection.execute(_PLACES)


def reasons(connection: Connection) -> dict[bytes, str]:
    """What was sent back and does not count, with the reason; several reasons stand together."""
    found: dict[bytes, str] = {}
    for uid, reason in connection.execute(
        f"SELECT unhex(row), reason FROM row_return WHERE {OPEN} AND unhex(row) IS NOT NULL "  # noqa: S608
        "ORDER BY clock, uid"
    ):
        found[uid] = f"{found[uid]}；{reason}" if uid in found else str(reason)
    return found


def any_enrolment(connection: Connection) -> bool:
    """Whether an enrolment was sent back: then a change of one is a change of hours."""
    found = connection.execute(
        f"SELECT 1 FROM row_return WHERE {OPEN} AND entity = 'enrolment' LIMIT 1"  # noqa: S608
    )
    return found.fetchone() is not None


def open_for_row(connection: Connection, entity: Entity, uid: bytes) -> set[bytes]:
    """The open returns of a row: a correction of the row answers them."""
    if entity.name == "row_return":
        return set()
    found = connection.execute(
        f"SELECT uid FROM row_return WHERE row = ? AND {OPEN}",  # noqa: S608
        (uid.hex(),),
    )
    return {row[0] for row in found}


def open_for_facts(
    connection: Connection, entity: Entity, many: Iterable[Mapping[str, Value]]
) -> set[bytes]:
    """The open returns that new marks answer: of those they supersede, and of the same person
    and half-day."""
    if entity.name != "attendance":
        return set()
    waiting = connection.execute(
        "SELECT x.uid, a.uid, a.session, a.member FROM row_return x "  # noqa: S608
        f"JOIN attendance a ON a.uid = unhex(x.row) WHERE x.entity = 'attendance' AND x.{OPEN}"
    ).fetchall()
    if not waiting:
        return set()
    superseded, places = set[bytes](), set[tuple[Value, Value]]()
    for values in many:
        old = values.get("supersedes")
        if isinstance(old, bytes):
            superseded |= {old[at : at + 16] for at in range(0, len(old), 16)}
        places.add((values.get("session"), values.get("member")))
    return {
        uid
        for uid, mark, session, member in waiting
        if mark in superseded or (session, member) in places
    }


def still_open(connection: Connection, returns: Iterable[bytes]) -> set[bytes]:
    """Which of these returns are neither corrected nor withdrawn."""
    return {
        uid
        for uid in returns
        if connection.execute(
            f"SELECT 1 FROM row_return WHERE uid = ? AND {OPEN}",  # noqa: S608
            (uid,),
        ).fetchone()
    }
