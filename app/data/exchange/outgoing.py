"""What a peer may have and has not confirmed, as the records of a package."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.data import attachments, audit, rows, scope, site
from app.data.database import Connection
from app.data.exchange import departures, unknown_parts
from app.data.exchange.peers import confirmed_to_us
from app.data.exchange.records import FACTS, PER_LINE, Line, as_sent, row_record
from app.data.queries.peer_list import PeerRow
from app.domain.entity import REGISTRY, Entity, Scope
from app.domain.exchange.versions import Sibling

_BESIDE = 1
"""Lines that are no rows: contents of attachments."""
_EDITED = "EXISTS (SELECT 1 FROM register r WHERE r.uid = t.uid)"


@dataclass(frozen=True, slots=True)
class Delta:
    """What lies between what the peer confirmed (`lo`) and now (`hi`).

    `assumed` is the incarnation of the peer whose word this relies on, `skip` its local number:
    what it brought itself is not echoed. Nothing is assumed when everything is sent.
    """

    peer: PeerRow
    lo: int
    hi: int
    assumed: str
    skip: int


def delta_for(connection: Connection, peer: PeerRow, *, full: bool) -> Delta:
    """The span of changes for one peer; `full` starts from nothing."""
    hi = int(site.get(connection, "lseq") or 0)
    if full or not peer.incarnation:
        return Delta(peer, 0 if full else peer.acked, hi, "", 0)
    skip = rows.incarnation_number(connection, peer.incarnation)
    return Delta(peer, peer.acked, hi, peer.incarnation, skip)


def manifest(connection: Connection, delta: Delta) -> Line:
    """What the content begins with: the span, what we confirm, and whose writes the rows name."""
    return {
        "lo": delta.lo,
        "hi": delta.hi,
        "for": delta.assumed,
        "confirmed": confirmed_to_us(connection, delta.peer.id),
        "incarnations": incarnations(connection),
        "audit_head": audit.head(connection, str(site.get(connection, "incarnation"))).hex(),
    }


def incarnations(connection: Connection) -> list[list[str | None]]:
    """Every incarnation known here with its site and name."""
    known = connection.execute("SELECT key, site, name FROM incarnation ORDER BY id")
    return [[key, uid.hex() if uid else None, name] for key, uid, name in known]


def prepare(connection: Connection, peer: PeerRow) -> None:
    """Set up the scope of a township; towards the county nothing is held back."""
    if peer.level == site.TOWNSHIP:
        scope.prepare(connection, peer.scope)
        scope.hold(connection, peer.id)


def records(connection: Connection, delta: Delta, *, attached: bool = False) -> Iterator[Line]:
    """Every line of the package after the manifest, the contents of attachments when somebody
    chose so. Call inside one snapshot, after `prepare`."""
    for entity in scope.PARENTS_FIRST:
        if not _travels(entity):
            continue
        condition = where(entity, delta)
        if entity.facts:
            yield from _facts(connection, entity, condition, delta)
        else:
            yield from _rows(connection, entity, condition, delta)
    if delta.peer.level == site.TOWNSHIP:
        yield from departures.notices(connection, delta.peer.id, delta.lo)
        yield from departures.names_above(connection, delta.lo)
    else:
        # Whose scope an unknown table has is unknown too: it goes up to the county only.
        yield from unknown_parts.lines(connection, REGISTRY, delta.lo)
    if attached:
        places = {entity: where(entity, delta) for entity in attachments.holding()}
        yield from attachments.lines(connection, places)


def kinds(connection: Connection) -> int:
    """So many sorts of lines `records` may tell at the most."""
    unknown = connection.execute("SELECT count(DISTINCT entity) FROM carried").fetchone()[0]
    return len(scope.PARENTS_FIRST) + int(unknown) + _BESIDE


def lines_of(connection: Connection, entity: Entity, delta: Delta) -> Iterator[Line]:
    """The lines of one table alone, for a receipt. Call after `prepare`."""
    yield from _rows(connection, entity, where(entity, delta), delta)


def _travels(entity: Entity) -> bool:
    return entity.scope is not Scope.LOCAL


def where(entity: Entity, delta: Delta) -> str:
    """The condition for the rows of table `t` that this peer may have."""
    if delta.peer.level == site.TOWNSHIP:
        return scope.condition(entity)
    # Towards the county only settings of its own: one that was restored may have lost them.
    return "t.rank = 1" if entity.scope is Scope.BROADCAST else "1"


def _select(entity: Entity, where: str, first: str) -> str:
    columns = ", ".join(as_sent(field) for field in entity.fields)
    return (
        f"SELECT {first}, t.uid, lower(hex(t.uid)), "  # noqa: S608  (our own words)
        "i.key, t.n, t.clock, t.rank, t.operator, "
        f"{columns} FROM {entity.name} t JOIN incarnation i ON i.id = t.site "
        f"WHERE t.lseq > ? AND t.via IS NOT ? AND {where}"
    )


def _rows(connection: Connection, entity: Entity, where: str, delta: Delta) -> Iterator[Line]:
    names = [field.name for field in entity.fields]
    table = entity.name
    for edited, uid, text, site_, n, clock, rank, operator, *values in connection.execute(
        _select(entity, where, _EDITED), (delta.lo, delta.skip)
    ):
        if edited:
            yield edited_line(connection, entity, uid)
            continue
        said = {k: v for k, v in zip(names, values, strict=True) if v is not None}
        yield {"table": table, "uid": text, "by": (site_, n, clock, rank, operator), "is": said}


def edited_line(connection: Connection, entity: Entity, uid: bytes) -> Line:
    """The line of one row with its versions; what is undecided brings its last common value."""
    row = rows.load(connection, entity, uid)
    assert row is not None  # read in the same snapshot
    before: dict[str, Sibling] = {}
    for name, versions in row.versions.items():
        if versions.undecided(name):
            common = rows.last_common(connection, uid, name, versions)
            if common is not None:
                before[name] = common
    return row_record(row, before=before).line()


def _facts(connection: Connection, entity: Entity, where: str, delta: Delta) -> Iterator[Line]:
    names = [field.name for field in entity.fields]
    unknown = unknown_parts.extras(connection, entity)
    found = connection.execute(_select(entity, where, "0"), (delta.lo, delta.skip))
    batch: list[tuple[object, ...]] = []
    for _, uid, *row in found:
        if uid in unknown:
            more = unknown[uid]
            whole = [*row, *more.values()]
            yield {"table": entity.name, "fields": [*names, *more], FACTS: [whole]}
            continue
        batch.append(tuple(row))
        if len(batch) == PER_LINE:
            yield {"table": entity.name, "fields": names, FACTS: batch}
            batch = []
    if batch:
        yield {"table": entity.name, "fields": names, FACTS: batch}
