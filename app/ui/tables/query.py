"""What a table on screen asks of a query, and what a column is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)


@dataclass(frozen=True)
class View:
    """What the user wants to see: search text, order, and filters by name."""

    text: str = ""
    sort: str = ""
    descending: bool = False
    filters: Mapping[str, Any] = field(default_factory=dict)


class HasId(Protocol):
    """A row as a query returns it."""

    @property
    def id(self) -> int: ...


class TableQuery(Protocol[Row_co]):
    """Ordered ids once, rows by id when they are drawn."""

    def ids(self, view: View) -> Sequence[int]:
        """The ids of all rows that fit, in order."""

    def rows(self, ids: Sequence[int]) -> Sequence[Row_co]:
        """Rows of these ids, in any order; ids that are gone are left out."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: heading, what to show, the sort word of the query, width.

    `right` columns hold figures and `date` columns days: a workbook gets them as such. A `firm`
    one keeps its width where room is lacking: what is told apart by its end is not cut.
    """

    label: str
    value: Callable[[Row], str]
    sort: str = ""
    width: int = 100
    right: bool = False
    date: bool = False
    firm: bool = False
    tone: Callable[[Row], str] | None = None
