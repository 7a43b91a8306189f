"""How the people of every branch stand, kept with the sequence and the day it is true of."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from app.data import kept_stale
from app.data.database import Connection

COLUMNS = ("met", "short", "exempt", "pending", "unset", "owing", "behind", "done", "wanted")
_NAMES = ", ".join(COLUMNS)
QUESTIONS = "open questions"
MOST = 4
"""Questions remembered at a time: this year's of everybody, and a few others."""


@dataclass(frozen=True, slots=True)
class KeptBoard:
    """Which figures these are, and when they were true."""

    id: int
    lseq: int
    day: str


def find(connection: Connection, about: str) -> KeptBoard | None:
    """The figures kept of a question."""
    found = connection.execute(
        "SELECT id, lseq, day FROM kept_figures WHERE about = ?", (about,)
    ).fetchone()
    return KeptBoard(*found) if found else None


def questions(connection: Connection, lseq: int) -> int | None:
    """How many questions were open at a sequence, if that is known."""
    found = connection.execute(
        "SELECT day FROM kept_figures WHERE about = ? AND lseq = ?", (QUESTIONS, lseq)
    ).fetchone()
    return int(found[0]) if found else None


def keep_questions(connection: Connection, lseq: int, number: int) -> None:
    """Keep that number, in the place where other figures have their day."""
    connection.execute("DELETE FROM kept_figures WHERE about = ?", (QUESTIONS,))
    connection.execute(
        "INSERT INTO kept_figures(about, lseq, day) VALUES (?, ?, ?)",
        (QUESTIONS, lseq, str(number)),
    )


def rows(connection: Connection, board: KeptBoard) -> Iterable[tuple[Any, ...]]:
    """Branch, requirement and the columns of its standing."""
    return connection.execute(
        f"SELECT branch, requirement, {_NAMES} FROM kept_standing WHERE figures = ?",  # noqa: S608
        (board.id,),
    )


def holds(connection: Connection, board: KeptBoard, branch: bytes) -> bool:
    """Whether anybody is counted in a branch."""
    found = connection.execute(
        "SELECT 1 FROM kept_standing WHERE figures = ? AND branch = ? LIMIT 1", (board.id, branch)
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
    lseq, day = when
    board = find(connection, about)
    if board is None:
        connection.execute(
            "INSERT INTO kept_figures(about, lseq, day) VALUES (?, ?, ?)", (about, lseq, day)
        )
        board = find(connection, about)
        assert board is not None  # just put there
    connection.execute(
        "UPDATE kept_figures SET lseq = ?, day = ? WHERE id = ?", (lseq, day, board.id)
    )
    if branches is None:
        connection.execute("DELETE FROM kept_standing WHERE figures = ?", (board.id,))
    else:
        connection.executemany(
            "DELETE FROM kept_standing WHERE figures = ? AND branch = ?",
            [(board.id, branch) for branch in branches],
        )
    marks = ", ".join("?" * (len(COLUMNS) + 3))
    connection.executemany(
        f"INSERT INTO kept_standing(figures, branch, requirement, {_NAMES}) VALUES ({marks})",  # noqa: S608
        [(board.id, *row) for row in found],
    )
    _let_go(connection)


def _let_go(connection: Connection) -> None:
    """Questions that were asked longest ago."""
    old = (
        "(SELECT id FROM kept_figures WHERE about NOT IN ('waiting', 'open questions') "
        "ORDER BY lseq DESC LIMIT -1 OFFSET ?)"
    )
    for table, column in (("kept_standing", "figures"), ("kept_figures", "id")):
        connection.execute(f"DELETE FROM {table} WHERE {column} IN {old}", (MOST,))  # noqa: S608
    kept_stale.forget(connection)
