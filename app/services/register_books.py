"""A register as a workbook: all of it, to be read in again, and the empty form."""

from pathlib import Path

from app.data.database import Connection
from app.data.queries.called_rows import names_of
from app.data.queries.registers import every_row
from app.domain.accounts.roles import Verb
from app.domain.documents.register_book import BookSheet, RegisterBook
from app.domain.entity import REGISTRY, Entity, Field
from app.domain.progress import Progress
from app.domain.registers import Register
from app.domain.wording import words_of
from app.services.documents import Printed
from app.services.lists import EXPORTED, note_taken
from app.services.people import log_unmasked
from app.services.store import Store

_TO_FILL = "填好后在这个登记册里点“导入”选择本文件；不得录入涉密内容。"
_TO_READ = "可以改好后再导入：空着的格不改动，要清空写“清空”。"


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
    labels = [made.label for made in register.entity.fields]
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
    rows = tuple(
        tuple(
            words_of(
                made, row.values[made.name], full=full, named=names.of(made, row.values[made.name])
            )
            for made in entity.fields
        )
        for row in every_row(connection, entity)
    )
    return BookSheet(tab, tab, entity.fields, rows)


def write_register_template(register: Register, path: Path) -> Path:
    """The empty form."""
    from app.reports.register_book import write_xlsx

    sheets = tuple(BookSheet(tab, tab, entity.fields) for entity, tab in _tables(register))
    write_xlsx(RegisterBook(sheets, _TO_FILL, to_fill=True), path)
    return path
