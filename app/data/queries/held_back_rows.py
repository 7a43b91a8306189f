"""未写入的记录: what senders may not write and what waits with its reason."""

from dataclasses import dataclass

from app.data.database import Connection
from app.data.queries.peer_list import titles


@dataclass(frozen=True, slots=True)
class HeldBackRow:
    """One row or fact that was not applied."""

    id: int
    peer: int
    peer_name: str
    entity: str
    uid: bytes
    reason: str
    at: str
    sequence: int


def held_rows(connection: Connection) -> list[HeldBackRow]:
    """Everything that waits, oldest first."""
    found = connection.execute(
        "SELECT id, peer, entity, uid, reason, at, sequence FROM held ORDER BY id"
    )
    called = titles(connection)
    return [HeldBackRow(n, peer, called.get(peer, "未知单位"), *row) for n, peer, *row in found]
