"""Who sits in the 班子 of organizations, and since when each first held that post there."""

from collections.abc import Collection, Iterator

from app.data.database import Connection
from app.domain.known_days import latest
from app.domain.people.dated_rows import in_force
from app.domain.people.elections import HeldSeat, Seat


def seats_held(
    connection: Connection, organizations: Collection[bytes], day: str
) -> list[HeldSeat]:
    """The posts in these organizations that go on beyond a day."""
    return list(_held(connection, organizations, day))


def _held(connection: Connection, organizations: Collection[bytes], day: str) -> Iterator[HeldSeat]:
    marks = ", ".join("?" * len(organizations))
    last = latest(day)
    for uid, member, place, title, since, until in connection.execute(
        "SELECT uid, member, organization, title, from_on, to_on FROM post "  # noqa: S608
        f"WHERE gone = 0 AND organization IN ({marks}) ORDER BY id",
        tuple(organizations),
    ):
        if in_force(until, last):
            yield HeldSeat(uid, Seat(member, place, title), since or "")


def first_held(connection: Connection, member: bytes, organization: bytes, title: str) -> str:
    """首次任职: the earliest day known on which somebody began in this post; empty when unknown."""
    found = connection.execute(
        "SELECT min(from_on) FROM post WHERE gone = 0 AND member = ? AND organization = ? "
        "AND title = ?",
        (member, organization, title),
    ).fetchone()
    return str(found[0] or "")
