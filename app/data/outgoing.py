"""What a peer may have and has not confirmed, as the records of a package."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.data import audit, rows, scope, site
from app.data.database import Connection
from app.data.peers import PeerRow, confirmed_to_us
from app.data.records import PER_LINE, FactsRecord, Line, RowRecord, row_record
from app.data.rows import Stamp
from app.domain.declarations import ENTITIES
from app.domain.entity import Entity, Scope, Value
from app.domain.exchange.register import plain

@dataclass(frozen=True, slots=True)
class Delta:
    """What lies between what the peer confirmed (`lo`) and now (`hi`)."""

    peer: PeerRow
    lo: int
    hi: int


def delta_for(connection: Connection, peer: PeerRow, *, full: bool) -> Delta:
    """The span of changes for one peer; `full` starts from nothing."""
    hi = int(site.get(connection, "lseq") or 0)
    return Delta(peer, 0 if full else peer.acked, hi)


def manifest(connection: Connection, delta: Delta) -> Line:
    """What the content begins with: the span, what we confirm, and whose writes the rows name."""
    known = connection.execute("SELECT key, site, name FROM incarnation ORDER BY id")
    names = [[key, uid.hex() if uid else None, name] for key, uid, name in known]
    return {
        "lo": delta.lo,
        "hi": delta.hi,
        "confirmed": confirmed_to_us(connection, delta.peer.id),
        "incarnations": names,
        "audit_head": audit.head(connection, str(site.get(connection, "incarnation"))).hex(),
    }


def prepare(connection: Connection, peer: PeerRow) -> None:
    """Set up the scope of a township; towards the county nothing is held back."""
    if peer.level == site.TOWNSHIP:
        scope.prepare(connection, peer.scope)
        connection.execute(
            "INSERT OR IGNORE INTO held_by(uid, peer) SELECT uid, ? FROM temp.scope_member",
            (peer.id,),
        )


def records(connection: Connection, delta: Delta) -> Iterator[Line]:
    """Every line of the package after the manifest. Call inside one snapshot."""
    for entity in ENTITIES:
        if not _travels(entity, delta.peer):
            continue
        where = _where(entity, delta)
        if entity.facts:
            yield from _facts(connection, entity, where, delta)
        else:
            yield from _rows(connection, entity, where, delta)
    if delta.peer.level == site.TOWNSHIP:
        yield from _departures(connection, delta)
        yield from _ancestors(connection, delta)
    yield from _carried(connection, delta)


def _travels(entity: Entity, peer: PeerRow) -> bool:
    if entity.scope is Scope.BROADCAST:
        return peer.level == site.TOWNSHIP
    return entity.scope is not Scope.LOCAL


def _where(entity: Entity, delta: Delta) -> str:
    if delta.peer.level == site.TOWNSHIP:
        return scope.condition(entity)
    return "1"


def _rows(connection: Connection, entity: Entity, where: str, delta: Delta) -> Iterator[Line]:
    edited = {
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT uid FROM register WHERE entity = ?", (entity.name,)
        )
    }
    names = [field.name for field in entity.fields]
    columns = ", ".join(f"t.{name}" for name in names)
    found = connection.execute(
        f"SELECT t.uid, i.key, t.n, t.clock, t.rank, t.operator, {columns} "  # noqa: S608
        f"FROM {entity.name} t JOIN incarnation i ON i.id = t.site "
        f"WHERE t.lseq > ? AND t.via IS NOT ? AND {where}",
        (delta.lo, delta.peer.id),
    )
    for uid, *stamp_and_values in found:
        if uid in edited:
            yield _record(connection, entity, uid)
            continue
        values: dict[str, Value] = {
            name: plain(value)
            for name, value in zip(names, stamp_and_values[5:], strict=True)
            if value is not None
        }
        stamp = Stamp(*stamp_and_values[:5])
        yield RowRecord(entity.name, uid, stamp, values, {}).line()


def _record(
    connection: Connection, entity: Entity, uid: bytes, only: Sequence[str] | None = None
) -> Line:
    row = rows.load(connection, entity, uid)
    assert row is not None  # read in the same snapshot
    return row_record(row, only).line()


def _facts(connection: Connection, entity: Entity, where: str, delta: Delta) -> Iterator[Line]:
    names = tuple(field.name for field in entity.fields)
    columns = ", ".join(f"t.{name}" for name in names)
    found = connection.execute(
        f"SELECT t.uid, i.key, t.n, t.clock, t.rank, t.operator, {columns} "  # noqa: S608
        f"FROM {entity.name} t JOIN incarnation i ON i.id = t.site "
        f"WHERE t.lseq > ? AND t.via IS NOT ? AND {where}",
        (delta.lo, delta.peer.id),
    )
    batch: list[list[Value]] = []
    for row in found:
        batch.append([value.hex() if isinstance(value, bytes) else value for value in row])
        if len(batch) == PER_LINE:
            yield FactsRecord(entity.name, names, batch).line()
            batch = []
    if batch:
        yield FactsRecord(entity.name, names, batch).line()


def _departures(connection: Connection, delta: Delta) -> Iterator[Line]:
    # Someone the peer once held lives elsewhere now: it hears where to, and nothing else.
    gone = connection.execute(
        "SELECT m.uid FROM member m JOIN held_by h ON h.uid = m.uid AND h.peer = ? "
        "WHERE m.lseq > ? AND m.uid NOT IN (SELECT uid FROM temp.scope_member)",
        (delta.peer.id, delta.lo),
    ).fetchall()
    member = next(e for e in ENTITIES if e.name == "member")
    for (uid,) in gone:
        yield _record(connection, member, uid, only=("organization",))


def _ancestors(connection: Connection, delta: Delta) -> Iterator[Line]:
    # The committees above, by name only, so that a county class shows who runs it.
    organization = next(e for e in ENTITIES if e.name == "organization")
    found = connection.execute(
        """WITH RECURSIVE above(uid, parent) AS (
            SELECT o.uid, o.parent FROM organization o JOIN temp.scope_root r ON r.value = o.uid
            UNION SELECT o.uid, o.parent FROM organization o JOIN above ON o.uid = above.parent)
        SELECT o.uid FROM organization o JOIN above ON above.uid = o.uid
        WHERE o.lseq > ? AND o.uid NOT IN (SELECT uid FROM temp.scope_organization)""",
        (delta.lo,),
    ).fetchall()
    for (uid,) in found:
        yield _record(connection, organization, uid)


def _carried(connection: Connection, delta: Delta) -> Iterator[Line]:
    # Whose scope an unknown table has is unknown too: it goes up to the county only.
    if delta.peer.level == site.TOWNSHIP:
        return
    for (text,) in connection.execute("SELECT record FROM carried WHERE lseq > ?", (delta.lo,)):
        yield RowRecord.parse(text).line()
