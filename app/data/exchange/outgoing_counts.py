"""What the next package to a peer will hold, counted as people count: added, changed, revoked."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.data import scope, site
from app.data.database import Connection
from app.data.exchange import outgoing
from app.data.exchange.outgoing import Delta
from app.domain.entity import Entity, Scope

_TOLD_CLASSES = ("training_class", "session", "enrolment", "attendance", "certificate")


@dataclass(frozen=True, slots=True)
class KindCount:
    """The rows of one kind that the peer has not confirmed."""

    entity: str
    new: int
    changed: int
    revoked: int

    @property
    def all(self) -> int:
        """Together."""
        return self.new + self.changed + self.revoked


def counts(connection: Connection, delta: Delta) -> list[KindCount]:
    """Per kind, in the order of a package. Call after `scope.prepare` for a township."""
    known = _known_until(connection, delta)
    return [one for one in _counted(connection, delta, known) if one.all]


def _counted(connection: Connection, delta: Delta, known: int) -> Iterator[KindCount]:
    own = str(site.get(connection, "incarnation"))
    for entity in scope.PARENTS_FIRST:
        if entity.scope is Scope.LOCAL:
            continue
        gone, older = _gone(entity), _older(entity)
        found = connection.execute(
            f"SELECT total(NOT {gone} AND NOT ({older})), "  # noqa: S608  (our own words)
            f"total(NOT {gone} AND ({older})), total({gone}) FROM {entity.name} t "
            f"JOIN incarnation i ON i.id = t.site WHERE {_where(entity, delta)}",
            {"lo": delta.lo, "skip": delta.skip, "own": own, "known": known},
        ).fetchone()
        yield KindCount(entity.name, *(int(number) for number in found))


def classes(connection: Connection, delta: Delta) -> list[bytes]:
    """The classes that anything of it is about, the newest first."""
    parts = []
    for entity in scope.PARENTS_FIRST:
        if entity.name not in _TOLD_CLASSES:
            continue
        column = {"training_class": "t.uid", "attendance": "s.training_class"}.get(
            entity.name, "t.training_class"
        )
        joined = "JOIN session s ON s.uid = t.session " if entity.name == "attendance" else ""
        parts.append(
            f"SELECT {column} FROM {entity.name} t {joined}WHERE {_where(entity, delta)}"  # noqa: S608
        )
    found = connection.execute(
        f"SELECT uid FROM training_class WHERE uid IN ({' UNION '.join(parts)}) "  # noqa: S608
        "ORDER BY starts_on DESC, id DESC",
        {"lo": delta.lo, "skip": delta.skip},
    )
    return [row[0] for row in found]


def confirmed_at(connection: Connection, delta: Delta) -> str:
    """When the package was made that the peer confirmed last; empty when it never did."""
    found = connection.execute(
        "SELECT max(at) FROM package_log WHERE direction = 'out' AND peer = ? AND hi <= ? "
        "AND incarnation = (SELECT value FROM meta WHERE key = 'incarnation')",
        (delta.peer.id, delta.peer.acked),
    ).fetchone()
    return str(found[0] or "")


def _where(entity: Entity, delta: Delta) -> str:
    # Everything: reading in order is quicker than through the index.
    after = "t.lseq > :lo" if delta.lo else "+t.lseq > :lo"
    return f"{after} AND t.via IS NOT :skip AND {outgoing.where(entity, delta)}"


def _gone(entity: Entity) -> str:
    return "0" if entity.facts else "(t.gone = 1)"


def _older(entity: Entity) -> str:
    """Whether the peer knew the row before; a fact is changed by another that supersedes it."""
    if entity.facts:
        return "t.supersedes IS NOT NULL"
    edited = "EXISTS (SELECT 1 FROM register r WHERE r.uid = t.uid)"
    return f"{edited} AND (i.key <> :own OR t.n <= :known) AND :lo > 0"


def _known_until(connection: Connection, delta: Delta) -> int:
    """The counter of our own writes when the last confirmed package was made: its line in the
    audit trail stands after theirs."""
    found = connection.execute(
        "SELECT max(n) FROM audit WHERE incarnation = (SELECT value FROM meta WHERE key = "
        "'incarnation') AND id <= (SELECT max(a.id) FROM audit a JOIN package_log l "
        "ON l.at = a.at AND a.action = '导出数据包' "
        "AND a.summary LIKE '%第 ' || l.sequence || ' 号%' "
        "WHERE l.direction = 'out' AND l.peer = ? AND l.hi <= ?)",
        (delta.peer.id, delta.lo),
    ).fetchone()
    return int(found[0] or 0)
