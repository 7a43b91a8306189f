"""The named filters of a register in SQL: 在聘, 本年, 逾期; what of them waits for somebody."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from app.data.database import Connection
from app.data.queries.row_conditions import Asked, lies, says
from app.domain.entity import REGISTRY
from app.domain.registers import NamedView, Register, date_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many rows of a named filter wait for somebody."""

    register: str
    view: str
    rows: int


def of_view(register: Register, view: NamedView, today: datetime.date) -> Iterator[Asked]:
    """Every condition of a named filter."""
    for when in view.says:
        yield says(register.entity, when)
    if view.dated is not None:
        yield lies(*view.dated, today)
    if view.without:
        below = REGISTRY[view.without]
        dated = date_of(below)
        yield (
            f"NOT EXISTS (SELECT 1 FROM {below.name} b WHERE b.{below.owner} = t.uid "  # noqa: S608
            f"AND b.gone = 0 AND substr(b.{dated}, 1, 4) = ?)",
            [f"{today.year:04}"],
        )


def years_of(connection: Connection, register: Register) -> list[str]:
    """The years that rows of a register are dated in, the latest first."""
    if not register.dated:
        return []
    found = connection.execute(
        f"SELECT DISTINCT substr({register.dated}, 1, 4) FROM {register.key} "  # noqa: S608
        f"WHERE gone = 0 AND {register.dated} IS NOT NULL ORDER BY 1 DESC"
    )
    return [str(row[0]) for row in found]


def waiting_rows(
    connection: Connection, register: Register, today: datetime.date
) -> Iterator[Waiting]:
    """What somebody must see to, filter by filter; a filter that finds nothing is left out."""
    for view in register.views:
        if not view.todo:
            continue
        asked = list(of_view(register, view, today))
        where = " AND ".join(["t.gone = 0", *(sql for sql, _ in asked)])
        bound = [value for _, values in asked for value in values]
        found = connection.execute(
            f"SELECT count(*) FROM {register.key} t WHERE {where}",  # noqa: S608
            bound,
        ).fetchone()[0]
        if found:
            yield Waiting(register.key, view.title, found)
