"""A column of a list, the same for paper and for a workbook: its head, its field, its width."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from app.reports.pen import CENTER


@dataclass(frozen=True)
class Column:
    """`width` is a share of the line in millimetres; `field` names an attribute of the row.

    In a workbook `date` makes whole days real dates, `percent` turns 88.9% into a share that can be
    reckoned with, and `total` adds up: "sum", or two fields with a stroke between them for a share
    of sums.
    """

    title: str
    field: str
    width: float
    align: float = CENTER
    number: bool = False
    choices: tuple[str, ...] = ()
    percent: bool = False
    total: str = ""
    date: bool = False


@dataclass(frozen=True)
class Band:
    """A line across all columns: the name of a branch above its people, or a sum below them.

    `heads` names what the rows below belong to; where they go on overleaf it is said again.
    """

    text: str
    strong: bool = False
    heads: bool = False


def cells(columns: Sequence[Column], row: object) -> tuple[object, ...]:
    """The values of one row in the order of the columns."""
    if len(columns) == 1:
        return (attrgetter(columns[0].field)(row),)
    values: tuple[object, ...] = attrgetter(*(column.field for column in columns))(row)
    return values


def widths(columns: Sequence[Column], room: float) -> tuple[float, ...]:
    """Shares turned into millimetres that fill `room`."""
    share = room / sum(column.width for column in columns)
    return tuple(column.width * share for column in columns)
