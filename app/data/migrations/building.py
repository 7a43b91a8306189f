"""What every step that creates synced tables does the same way."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


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
