"""What a peer hears of beyond its scope: where rows it once held went, and the names above it."""

from collections.abc import Iterator

from app.data import ownership, rows, scope
from app.data.database import Connection
from app.data.exchange.records import Line, row_record
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Entity


def notices(connection: Connection, peer: int, after: int) -> Iterator[Line]:
    """Rows the peer once held and that live elsewhere now: where they went, and nothing else."""
    for entity in ENTITIES:
        for uid in _left(connection, entity, peer, after):
            row = rows.load(connection, entity, uid)
            assert row is not None  # read in the same snapshot
            yield row_record(row, only=ownership.leading(entity)).line()


def counts(connection: Connection, peer: int, after: int) -> tuple[int, int]:
    """How many rows `notices` tells of, and how many names stand above."""
    left = sum(len(_left(connection, entity, peer, after)) for entity in ENTITIES)
    return left, len(_above(connection, after))


def _left(connection: Connection, entity: Entity, peer: int, after: int) -> list[bytes]:
    if entity.facts or not ownership.leading(entity):
        return []
    found = connection.execute(
        f"SELECT t.uid FROM {entity.name} t "  # noqa: S608  (declared names)
        "JOIN held_by h ON h.uid = t.uid AND h.peer = ? "
        f"WHERE t.lseq > ? AND NOT ({_of_t(entity)})",
        (peer, after),
    )
    return [row[0] for row in found]


def _of_t(entity: Entity) -> str:
    return "t." + scope.condition(entity)


def names_above(connection: Connection, after: int) -> Iterator[Line]:
    """The committees above the prepared scope, so that a county class shows who runs it."""
    entity = entity_named("organization")
    for uid in _above(connection, after):
        row = rows.load(connection, entity, uid)
        assert row is not None  # read in the same snapshot
        yield row_record(row).line()


def _above(connection: Connection, after: int) -> list[bytes]:
    found = connection.execute(
        f"{scope.ABOVE} SELECT o.uid FROM organization o JOIN above ON above.uid = o.uid "  # noqa: S608
        "WHERE o.lseq > ? AND o.uid NOT IN (SELECT uid FROM temp.scope_organization)",
        (after,),
    )
    return [row[0] for row in found]
