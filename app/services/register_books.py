"""A register as a workbook: all of it, to be read in again, and the empty form."""

import dataclasses
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.data.database import Connection
from app.data.queries.called_rows import names_of
from app.data.queries.people_to_match import numbers_of_people
from app.data.queries.registers import every_row
from app.domain.accounts.roles import Verb
from app.domain.columns_beside import owned_by_person
from app.domain.documents.register_book import BookSheet, RegisterBook
from app.domain.entity import REGISTRY, Entity, Field, Value, workbook_fields
from app.domain.progress import Progress
from app.domain.registers import Register
from app.domain.wording import words_of
from app.services.documents import Printed
from app.services.lists import EXPORTED, note_taken
from app.services.people import log_unmasked
from app.services.store import Store

_TO_FILL = "填好后在这个登记册里点“导入”选择本文件；不得录入涉密内容。"
_TO_READ = "可以改好后再导入：空着的格不改动，要清空写“清空”。"


@cache
def _number() -> Field:
    return dataclasses.replace(REGISTRY["member"].field("id_number"), required=False)


def export_register(
    store: Store,
    register: Register,
    path: Path,
    *,
    unmask: str | None = None,
    progress: Progress | None = None,
) -> Printed:
    """Every field of every row, with what hangs on them, to be read in again.

    Raises:
        AppError: the place cannot be written, or full numbers are asked for without a reason.
    """
    from app.reports.register_book import write_xlsx

    content = _book(store, register, unmask=unmask)
    written = write_xlsx(content, path, progress)
    rows = sum(len(sheet.rows) for sheet in content.sheets)
    labels = [made.label for made in _columns(register.entity)]
    note_taken(store, EXPORTED, register.title, rows, labels, full=unmask is not None)
    return Printed(path, written.pages, tuple(written.warnings))


def _book(store: Store, register: Register, *, unmask: str | None) -> RegisterBook:
    store.require(Verb.EXPORT)
    if unmask is not None:
        log_unmasked(store, f"导出{register.title}", unmask)
    with store.database.snapshot() as connection:
        names = _Names(connection)
        sheets = [
            _sheet(connection, names, entity, tab, full=unmask is not None)
            for entity, tab in _tables(register)
        ]
    return RegisterBook(tuple(sheets), _TO_READ)


def _tables(register: Register) -> list[tuple[Entity, str]]:
    return [(register.entity, register.title)] + [
        (entity, entity.label) for entity in register.detail_entities()
    ]


class _Names:
    """What rows are called in a workbook, each table read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables: dict[str, dict[bytes, str]] = {}
        self._numbers: dict[bytes, str | None] | None = None

    def number(self, uid: object) -> str | None:
        """The ID number of a person."""
        if self._numbers is None:
            self._numbers = numbers_of_people(self._connection)
        return self._numbers.get(uid) if isinstance(uid, bytes) else None

    def of(self, about: Field, uid: object) -> str:
        if not isinstance(uid, bytes):
            return ""
        kind = about.refers_to
        if kind not in self._tables:
            self._tables[kind] = names_of(self._connection, REGISTRY[kind])
        return self._tables[kind].get(uid, "")


def _sheet(
    connection: Connection, names: _Names, entity: Entity, tab: str, *, full: bool
) -> BookSheet:
    fields = _columns(entity)
    rows = tuple(
        tuple(_cell(names, entity, made, row.values, full=full) for made in fields)
        for row in every_row(connection, entity)
    )
    return BookSheet(tab, tab, fields, rows)


def _columns(entity: Entity) -> tuple[Field, ...]:
    """What is filled in; beside a person's name stands the number, for many have one name."""
    fields = list(workbook_fields(entity))
    if owned_by_person(entity):
        place = [made.name for made in fields].index(entity.owner)
        fields.insert(place + 1, _number())
    return tuple(fields)


def _cell(
    names: _Names, entity: Entity, made: Field, values: Mapping[str, Value], *, full: bool
) -> str:
    if made is _number():
        return words_of(made, names.number(values[entity.owner]), full=full)
    value = values[made.name]
    return words_of(made, value, full=full, named=names.of(made, value))


def write_register_template(register: Register, path: Path) -> Path:
    """The empty form."""
    from app.reports.register_book import write_xlsx

    sheets = tuple(BookSheet(tab, tab, _columns(entity)) for entity, tab in _tables(register))
    write_xlsx(RegisterBook(sheets, _TO_FILL, to_fill=True), path)
    return path
