"""How many rows each peer has not confirmed, for all peers at once and without preparing any."""

from collections.abc import Iterator, Sequence

from app.data import ownership, site
from app.data.database import Connection
from app.data.queries.peer_list import PeerRow
from app.domain.declarations import ENTITIES
from app.domain.entity import Entity, Scope

_FRESH = "t.lseq > p.acked AND t.via IS NOT p.skip"

_BELOW = """
INSERT OR IGNORE INTO temp.backlog_place
WITH RECURSIVE below(uid) AS (
    SELECT ?1 UNION SELECT o.uid FROM organization o JOIN below ON o.parent = below.uid)
SELECT uid, ?2 FROM below
"""

_CLASSES = """
INSERT OR IGNORE INTO temp.backlog_place
SELECT c.uid, o.peer FROM training_class c JOIN temp.backlog_place o ON o.uid = c.organization
UNION
SELECT e.training_class, o.peer FROM enrolment e JOIN temp.backlog_place o ON o.uid = e.member
WHERE e.training_class IN (
    SELECT uid FROM training_class WHERE lseq > ?1
    {changed})
"""


def backlog(connection: Connection, peers: Sequence[PeerRow]) -> dict[int, int]:
    """Peer to the number of rows that the next package to it would hold. Notices about what left
    a peer's scope are not counted. Call inside a snapshot: nobody's writing waits for it."""
    found = dict.fromkeys((peer.id for peer in peers), 0)
    newest = site.written(connection)
    behind = [peer for peer in peers if peer.acked < newest]
    below = [peer for peer in behind if peer.level == site.TOWNSHIP]
    for peer in behind:
        if peer not in below:
            found[peer.id] = sum(_upwards(connection, peer))
    if below:
        after = min(peer.acked for peer in below)
        _prepare(connection, below, after)
        for entity in ENTITIES:
            for number, count in _downwards(connection, entity, after):
                found[number] += count
    return found


def _upwards(connection: Connection, peer: PeerRow) -> Iterator[int]:
    skip = skipped(connection, peer)
    for entity in ENTITIES:
        if entity.scope is Scope.LOCAL:
            continue
        own = " AND rank = 1" if entity.scope is Scope.BROADCAST else ""
        counted = connection.execute(
            f"SELECT count(*) FROM {entity.name} WHERE {_after('lseq', peer.acked)} "  # noqa: S608
            f"AND via IS NOT ?2{own}",
            (peer.acked, skip),
        )
        yield int(counted.fetchone()[0])


def _after(column: str, acked: int) -> str:
    # Everything: reading in order is quicker than through the index.
    return f"{column} > ?1" if acked else f"+{column} > ?1"


def skipped(connection: Connection, peer: PeerRow) -> int:
    """The local number of who brought rows that are not sent back to where they came from."""
    found = connection.execute(
        "SELECT id FROM incarnation WHERE key = ?", (peer.incarnation,)
    ).fetchone()
    return int(found[0]) if found else 0


def _prepare(connection: Connection, below: Sequence[PeerRow], after: int) -> None:
    for table, columns in (
        ("backlog_peer", "peer INTEGER PRIMARY KEY, acked INTEGER, skip INTEGER"),
        ("backlog_place", "uid BLOB, peer INTEGER, PRIMARY KEY(uid, peer)"),
    ):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table}({columns}) WITHOUT ROWID")
        connection.execute(f"DELETE FROM temp.{table}")  # noqa: S608  (our own names)
    for peer in below:
        told = (peer.id, peer.acked, skipped(connection, peer))
        connection.execute("INSERT INTO temp.backlog_peer VALUES (?, ?, ?)", told)
        for root in peer.scope:
            connection.execute(_BELOW, (root, peer.id))
    connection.execute(
        "INSERT OR IGNORE INTO temp.backlog_place SELECT m.uid, o.peer FROM member m "
        "JOIN temp.backlog_place o ON o.uid = m.organization"
    )
    changed = " ".join(
        f"UNION SELECT training_class FROM {entity.name} WHERE lseq > ?1"  # noqa: S608
        for entity in ENTITIES
        if "training_class" in ownership.leading(entity)
    )
    connection.execute(_CLASSES.format(changed=changed), (after,))


def _downwards(connection: Connection, entity: Entity, after: int) -> Sequence[tuple[int, int]]:
    changed = _after("t.lseq", after)
    if entity.scope is Scope.BROADCAST:
        sql = (
            f"SELECT p.peer, count(*) FROM {entity.name} t JOIN temp.backlog_peer p "  # noqa: S608
            f"WHERE {changed} AND {_FRESH} GROUP BY 1"
        )
    elif entity.scope is Scope.ROW:
        sql = (
            f"SELECT p.peer, count(DISTINCT t.uid) FROM {entity.name} t "  # noqa: S608
            "JOIN temp.backlog_place o ON o.uid IN (t.member, t.training_class, t.organization) "
            f"JOIN temp.backlog_peer p ON p.peer = o.peer WHERE {changed} AND {_FRESH} GROUP BY 1"
        )
    elif not ownership.is_anchor(entity) and not entity.owner:
        return []
    else:
        sql = (
            f"SELECT p.peer, count(*) FROM {entity.name} t {_to_owner(entity)} "  # noqa: S608
            f"CROSS JOIN temp.backlog_peer p ON p.peer = o.peer "
            f"WHERE {changed} AND {_FRESH} GROUP BY 1"
        )
    return connection.execute(sql, (after,)).fetchall()


def _to_owner(entity: Entity) -> str:
    """The way from the row to whose it is, as `scope.condition` judges it."""
    if ownership.is_anchor(entity):
        return "CROSS JOIN temp.backlog_place o ON o.uid = t.uid"
    here, column, joins = "t", entity.owner, ""
    for above in ownership.between(entity):
        if ownership.is_anchor(above):
            break
        joins += f"CROSS JOIN {above.name} ON {above.name}.uid = {here}.{column} "
        here, column = above.name, above.owner
    return f"{joins}CROSS JOIN temp.backlog_place o ON o.uid = {here}.{column}"
