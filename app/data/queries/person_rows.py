"""What the registers say of one person: rows that are his, and rows that name him."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from app.data.counted_hours import identities_of
from app.data.database import Connection
from app.data.queries.registers import RegisterRow, rows_where
from app.data.queries.titles import Titles
from app.data.references import Reference, references_to
from app.domain.declarations import entity_named
from app.domain.entity import Entity
from app.domain.registers import REGISTERS, Register, date_of, detail_of

_MOST_WORDS = 5
_IS_ONE_OF = "IN (SELECT unhex(value) FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line: the register's row (`uid`) in which it stands, when it was and what it says."""

    register: str
    title: str
    uid: bytes
    on: str
    words: str


def person_rows(
    connection: Connection, member: bytes, kept: Collection[str] | None = None
) -> list[PersonRow]:
    """Everything, the latest first; of the registers that are `kept`, where that is asked. What
    tells of training is in the ledger."""
    identities = json.dumps([uid.hex() for uid in identities_of(connection, member)])
    titles = Titles(connection)
    found: list[PersonRow] = []
    for reference in references_to("member"):
        register = REGISTERS.get(reference.entity.name) or detail_of(reference.entity)
        if register is None or register.meets or (kept is not None and register.key not in kept):
            continue
        where = f"{reference.field.name} {_IS_ONE_OF} AND gone = 0"
        rows = rows_where(connection, titles, reference.entity, where, (identities,))
        found += (_line(titles, register, reference, row) for row in rows)
    return sorted(found, key=lambda row: (row.on, row.title), reverse=True)


def _line(titles: Titles, register: Register, reference: Reference, row: RegisterRow) -> PersonRow:
    entity = reference.entity
    above = row.values.get(entity.owner) if entity is not register.entity else None
    if not isinstance(above, bytes):
        on = str(row.values.get(date_of(entity)) or "")
        return PersonRow(register.key, register.title, row.uid, on, _words(reference, row, entity))
    held = titles.values(register.key, above)
    on = str(held.get(register.dated or date_of(register.entity)) or "")
    said = "　".join((titles.title(register.key, above), _words(reference, row, entity)))
    return PersonRow(register.key, register.title, above, on, said.strip("　"))


def _words(reference: Reference, row: RegisterRow, entity: Entity) -> str:
    """What the row says besides whom and when; as whom it names him, where it is not his."""
    said = [*_said(reference, row, _listed(entity))][:_MOST_WORDS]
    if reference.field.name != entity.owner and entity.name in REGISTERS:
        said.insert(0, reference.field.label)
    return "　".join(said)


def _listed(entity: Entity) -> Sequence[str]:
    made = REGISTERS.get(entity.name)
    return made.listed if made is not None else tuple(field.name for field in entity.fields)


def _said(reference: Reference, row: RegisterRow, names: Sequence[str]) -> Iterator[str]:
    entity = reference.entity
    left_out = {reference.field.name, entity.owner, date_of(entity)}
    for name in names:
        field = entity_named(entity.name).field(name)
        if name not in left_out and (said := row.words(field)):
            yield said
