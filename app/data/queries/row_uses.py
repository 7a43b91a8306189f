"""Who refers to a row: what is said before it is taken out, and shown in its form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.data.database import Connection
from app.data.ownership import naming
from app.data.queries.titles import Titles
from app.domain.entity import Entity
from app.domain.registers import detail_of

_MOST = 500


@dataclass(frozen=True, slots=True)
class Use:
    """One row that names another: its table and field in words, and what it is called."""

    uid: bytes
    kind: str
    field: str
    title: str


def uses_of(
    connection: Connection, entity: Entity, uid: bytes, besides: Sequence[Entity] = ()
) -> Iterator[Use]:
    """Rows in use that name this one; those of the tables `besides` go along with it."""
    titles = Titles(connection)
    for other, name in naming(entity.name):
        if other in besides:
            continue
        standing = "live = 1" if other.facts else "gone = 0"
        found = connection.execute(
            f"SELECT uid FROM {other.name} WHERE {name} = ? AND {standing} LIMIT {_MOST}",  # noqa: S608
            (uid,),
        ).fetchall()
        label = other.field(name).label
        for (one,) in found:
            yield Use(one, other.label, label, _called(titles, other, one))


def _called(titles: Titles, entity: Entity, uid: bytes) -> str:
    """What a row is called; of one that hangs on another, that first."""
    above = detail_of(entity)
    owner = titles.values(entity.name, uid).get(entity.owner) if above else None
    parts = (titles.title(above.key, owner) if above else "", titles.title(entity.name, uid))
    return "　".join(part for part in parts if part)


def uses_in_words(
    connection: Connection, entity: Entity, uid: bytes, besides: Sequence[Entity] = ()
) -> str:
    """3 条授课记录、1 条党课; empty where nobody refers to it."""
    counted: dict[str, int] = {}
    for use in uses_of(connection, entity, uid, besides):
        counted[use.kind] = counted.get(use.kind, 0) + 1
    return "、".join(f"{number} 条{kind}" for kind, number in counted.items())
