"""Who names whom: every reference to a kind of row, found in the declarations, never in a list."""

from typing import NamedTuple

from app.data.database import Connection
from app.data.scope import PARENTS_FIRST
from app.domain.entity import Entity, Field, Kind

BEGINS = "from_on"


class Reference(NamedTuple):
    """A field that names a row, and the kind of row it stands in."""

    entity: Entity
    field: Field

    @property
    def dated(self) -> bool:
        """Whether the row tells what was true from a day on: it stays true of what it named. Whose
        the row is goes along, whatever dates it bears."""
        return self.entity.has(BEGINS) and self.field.name != self.entity.owner


def references_to(kind: str) -> tuple[Reference, ...]:
    """Every declared field that names a row of this kind, owners before what they own."""
    return tuple(
        Reference(entity, field)
        for entity in PARENTS_FIRST
        for field in entity.fields
        if field.kind is Kind.REFERENCE and field.refers_to == kind
    )


def naming(
    connection: Connection, reference: Reference, uid: bytes, which: str = "1"
) -> list[bytes]:
    """The rows whose field names `uid`; `which` is a condition of our own."""
    found = connection.execute(
        f"SELECT uid FROM {reference.entity.name} r "  # noqa: S608  (declared names)
        f"WHERE r.{reference.field.name} = ? AND {which} ORDER BY r.id",
        (uid,),
    )
    return [row[0] for row in found]
