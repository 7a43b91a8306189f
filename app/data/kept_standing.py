"""How the people of every branch stand under a question, kept for whoever looks next."""

from collections.abc import Collection, Iterable
from typing import Any

from app.data import kept_figures, kept_stale
from app.data.database import Connection
from app.data.kept_figures import Kept

COLUMNS = ("met", "short", "exempt", "pending", "unset", "owing", "behind", "done", "wanted")
_NAMES = ", ".join(COLUMNS)
MOST = 4
"""Questions remembered at a time: this year's of everybody, and a few others."""


def rows(connection: Connection, kept: Kept) -> Iterable[tuple[Any, ...]]:
    """Branch, requirement and the columns of its standing."""
    return connection.execute(
        f"SELECT branch, requirement, {_NAMES} FROM kept_standing WHERE figures = ?",  # noqa: S608
        (kept.id,),
    )


def holds(connection: Connection, kept: Kept, branch: bytes) -> bool:
    """Whether anybody is counted in a branch."""
    found = connection.execute(
        "SELECT 1 FROM kept_standing WHERE figures = ? AND branch = ? LIMIT 1", (kept.id, branch)
    )
    return found.fetchone() is not None


def keep(
    connection: Connection,
    about: str,
    when: tuple[int, str],
    found: Iterable[tuple[Any, ...]],
    branches: Collection[bytes] | None = None,
) -> None:
    """Keep the standing of some branches (of all: whatever was kept before goes)."""
    number = kept_figures.note(connection, about, *when)
    if branches is None:
        connection.execute("DELETE FROM kept_standing WHERE figures = ?", (number,))
    else:
        connection.executemany(
            "DELETE FROM kept_standing WHERE figures = ? AND branch = ?",
            [(number, branch) for branch in branches],
        )
    marks = ", ".join("?" * (len(COLUMNS) + 3))
    connection.executemany(
        f"INSERT INTO kept_standing(figures, branch, requirement, {_NAMES}) VALUES ({marks})",  # noqa: S608
        [(number, *row) for row in found],
    )
    _let_go(connection)


def _let_go(connection: Connection) -> None:
    """Questions that were asked longest ago."""
    marks = ", ".join("?" for _ in kept_figures.OF_THE_STORE)
    old = (
        f"(SELECT id FROM kept_figures WHERE about NOT IN ({marks}) "  # noqa: S608
        "ORDER BY lseq DESC LIMIT -1 OFFSET ?)"
    )
    bound = (*kept_figures.OF_THE_STORE, MOST)
    for table, column in (("kept_standing", "figures"), ("kept_figures", "id")):
        connection.execute(f"DELETE FROM {table} WHERE {column} IN {old}", bound)  # noqa: S608
    kept_stale.forget(connection)
