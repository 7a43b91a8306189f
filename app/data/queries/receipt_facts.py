"""What a receipt says: the package it answers, and what its reader must send or hear again."""

import json
from collections.abc import Sequence

from app.data.database import Connection
from app.data.exchange import outgoing
from app.data.exchange.records import Line
from app.data.queries.peer_list import PeerRow
from app.domain.declarations import entity_named


def answered(
    connection: Connection, peer: int, sequence: int
) -> tuple[str, str, dict[str, int]] | None:
    """Incarnation, digest and counts of a package that was received from a peer."""
    found = connection.execute(
        "SELECT incarnation, digest, counts FROM package_log "
        "WHERE direction = 'in' AND peer = ? AND sequence = ? ORDER BY id DESC LIMIT 1",
        (peer, sequence),
    ).fetchone()
    return (str(found[0]), str(found[1]), json.loads(found[2] or "{}")) if found else None


def returns_unconfirmed(connection: Connection, peer: PeerRow) -> Sequence[Line]:
    """The lines of what was sent back to a peer and which it has not confirmed. Call inside a
    writing transaction: what is sent is noted as held there."""
    if connection.execute("SELECT 1 FROM row_return LIMIT 1").fetchone() is None:
        return []
    outgoing.prepare(connection, peer)
    delta = outgoing.delta_for(connection, peer, full=False)
    return list(outgoing.lines_of(connection, entity_named("row_return"), delta))
