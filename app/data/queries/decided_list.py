"""Decisions about 待核实 as the audit trail has them, and which of them were undone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.data.database import Connection


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One decision; `detail` is what an undo needs, empty when it was erased."""

    id: int
    incarnation: str
    n: int
    at: str
    operator: str
    action: str
    reason: str
    summary: str
    detail: list[list[Any]]
    undone: bool


def decided_since(
    connection: Connection, actions: Sequence[str], undoing: str, since: str
) -> list[DecidedRow]:
    """Decisions of these kinds from a day on, the newest first."""
    marks = ", ".join("?" * len(actions))
    found = connection.execute(
        "SELECT id, incarnation, coalesce(n, 0), at, operator, action, coalesce(reason, ''), "  # noqa: S608
        f"coalesce(summary, ''), detail FROM audit WHERE action IN ({marks}) AND at >= ? "
        "ORDER BY id DESC",
        (*actions, since),
    ).fetchall()
    undone = _undone(connection, undoing)
    made = []
    for number, incarnation, n, at, operator, action, reason, summary, detail in found:
        done = number in undone
        said = (at, operator, action, reason, summary)
        made.append(DecidedRow(number, incarnation, n, *said, _lines(detail), done))
    return made


def newest_decision(connection: Connection, actions: Sequence[str]) -> int:
    """The number of the newest of these decisions; 0 when there is none."""
    marks = ", ".join("?" * len(actions))
    found = connection.execute(
        f"SELECT coalesce(max(id), 0) FROM audit WHERE action IN ({marks})",  # noqa: S608
        tuple(actions),
    )
    return int(found.fetchone()[0])


def _undone(connection: Connection, undoing: str) -> set[int]:
    found = connection.execute("SELECT detail FROM audit WHERE action = ?", (undoing,))
    return {int(line[1]) for row in found for line in _lines(row[0]) if line and line[0] == undoing}


def _lines(detail: str | None) -> list[list[Any]]:
    made = json.loads(detail or "[]")
    return [line for line in made if isinstance(line, list)] if isinstance(made, list) else []


def fact_now(connection: Connection, fact: bytes) -> tuple[bool, str, str, str] | None:
    """Whether a mark is live, the mark, who checked it and where its paper lies."""
    found = connection.execute(
        "SELECT live, mark, checked_by, paper FROM attendance WHERE uid = ?", (fact,)
    ).fetchone()
    if found is None:
        return None
    return bool(found[0]), str(found[1]), str(found[2] or ""), str(found[3] or "")
