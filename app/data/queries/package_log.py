"""登记、签收: the packages that were sent and received."""

from dataclasses import dataclass

from app.data.database import Connection
from app.data.queries.peer_list import PeerRow, all_peers, titles


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the package register (登记、签收)."""

    direction: str
    peer: int
    incarnation: str
    sequence: int
    digest: str
    at: str
    operator: str
    rows: int
    bytes: int
    counts: str
    lo: int
    hi: int
    file_name: str


def logged(
    connection: Connection, direction: str, incarnation: str, sequence: int
) -> tuple[str, str] | None:
    """Digest and time of a package with this number, when it was registered before."""
    row = connection.execute(
        "SELECT digest, at FROM package_log WHERE direction = ? AND incarnation = ? "
        "AND sequence = ? ORDER BY id LIMIT 1",
        (direction, incarnation, sequence),
    ).fetchone()
    return (str(row[0]), str(row[1])) if row else None


def logged_package(connection: Connection, number: int) -> tuple[LogEntry, PeerRow] | None:
    """A line of the package register with the peer; number 0 means the newest."""
    names = ", ".join(f"l.{name}" for name in LogEntry.__slots__)
    row = connection.execute(
        f"SELECT {names} FROM package_log l JOIN peer p ON p.id = l.peer "  # noqa: S608
        "WHERE ? IN (0, l.id) ORDER BY l.id DESC LIMIT 1",
        (number,),
    ).fetchone()
    if row is None:
        return None
    entry = LogEntry(*row)
    return entry, next(peer for peer in all_peers(connection) if peer.id == entry.peer)


def package_register(connection: Connection, limit: int = 200) -> list[tuple[int, LogEntry, str]]:
    """The package register (登记、签收), the newest first: number, line, peer."""
    names = ", ".join(f"l.{name}" for name in LogEntry.__slots__)
    rows = connection.execute(
        f"SELECT l.id, {names} FROM package_log l JOIN peer p ON p.id = l.peer "  # noqa: S608
        "ORDER BY l.id DESC LIMIT ?",
        (limit,),
    )
    called, found = titles(connection), []
    for number, *row in rows:
        entry = LogEntry(*row)
        found.append((int(number), entry, called[entry.peer]))
    return found


def knows_digest(connection: Connection, incarnation: str, digest: str) -> bool:
    """Whether a package of that content came from this incarnation."""
    found = connection.execute(
        "SELECT 1 FROM package_log WHERE direction = 'in' AND incarnation = ? AND digest = ?",
        (incarnation, digest),
    ).fetchone()
    return found is not None
