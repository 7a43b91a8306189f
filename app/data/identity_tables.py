"""Identities in a temporary table: SQL then joins with as many of them as there are."""

from collections.abc import Iterable

from app.data.database import Connection


def fill(connection: Connection, table: str, uids: Iterable[bytes]) -> None:
    """Let temp.`table`(uid) hold these and nothing else; `table` is a name of our own."""
    # Made once and emptied: making a table anew means preparing every statement anew.
    connection.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS {table}(uid BLOB PRIMARY KEY) WITHOUT ROWID"
    )
    connection.execute(f"DELETE FROM temp.{table}")  # noqa: S608
    connection.executemany(
        f"INSERT OR IGNORE INTO temp.{table} VALUES (?)",  # noqa: S608
        [(uid,) for uid in sorted(uids)],
    )
