"""What a peer hears of beyond its scope: where rows it once held went, and the names above it."""

from collections.abc import Iterator

from app.data import rows, scope
from app.data.database import Connection
from app.data.exchange.records import Line, row_record
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Entity


def notices(connection: Connection, peer: int, after: int) -> Iterator[Line]:
    """Rows the peer once held and that live elsewhere now: where they went, and nothing else."""
    owners = {e.name: "member" for e in ENTITIES if e.has("member") and not e.facts}
    for name, owner in {**scope.OWNER, **owners}.items():
        entity = entity_named(name)
        gone = connection.execute(
            f"SELECT t.uid FROM {name} t JOIN held_by h ON h.uid = t.uid AND h.peer = ? "  # noqa: S608
            f"WHERE t.lseq > ? AND NOT ({_of_t(entity)})",
            (peer, after),
        ).fetchall()
        for (uid,) in gone:
            row = rows.load(connection, entity, uid)
            assert row is not None  # read in the same snapshot
            yield row_record(row, only=(owner,)).line()


def _of_t(entity: Entity) -> str:
    return "t." + scope.condition(entity)


def names_above(connection: Connection, after: int) -> Iterator[Line]:
    """The committees above the prepared scope, so that a county class shows who runs it."""
    entity = entity_named("organization")
    found = connection.execute(
        f"{scope.ABOVE} SELECT o.uid FROM organization o JOIN above ON above.uid = o.uid "  # noqa: S608
        "WHERE o.lseq > ? AND o.uid NOT IN (SELECT uid FROM temp.scope_organization)",
        (after,),
    ).fetchall()
    for (uid,) in found:
        row = rows.load(connection, entity, uid)
        assert row is not None  # read in the same snapshot
        yield row_record(row).line()
