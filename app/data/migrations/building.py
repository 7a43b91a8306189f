"""What every step that creates synced tables does the same way."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from app.data.schema import ROW_COLUMNS, STAMP_COLUMNS

if TYPE_CHECKING:
    from sqlite_utils import Database

    from app.data.database import Connection


def add_column(db: "Database", table: str, name: str, sql_type: str) -> None:
    """Add a field to a synced table; it takes over what packages of newer programs had brought
    for it while this store did not know it."""
    from app.data.exchange.unknown_parts import fill_column  # only an upgrade pays for it

    db.execute(f"ALTER TABLE {table} ADD COLUMN {name} {sql_type}")
    fill_column(cast("Connection", db.conn), table, name, sql_type)


def create_kept(
    db: "Database",
    tables: Mapping[str, Mapping[str, type]],
    indexes: Mapping[str, Sequence[Sequence[str]]],
) -> None:
    """The same by their own fields alone: identity and stamp columns come from one place."""
    whole = {
        name: {**ROW_COLUMNS, **fields, "gone": int, **STAMP_COLUMNS}
        for name, fields in tables.items()
    }
    create_synced(db, whole, indexes)


def create_synced(
    db: "Database",
    tables: Mapping[str, Mapping[str, type]],
    indexes: Mapping[str, Sequence[Sequence[str]]],
) -> None:
    """Create tables with their row identity, the exchange index and the indexes named.

    No UNIQUE but the row identity: two sites would silently lose a person (design §3.2).
    """
    for name, columns in tables.items():
        defaults = {"gone": 0} if "gone" in columns else {}
        table = db.table(name)
        table.create(dict(columns), pk="id", not_null={"uid"}, defaults=defaults)
        table.create_index(["uid"], unique=True)
        table.create_index(["lseq"])
        for wanted in indexes.get(name, ()):
            table.create_index(list(wanted))
