"""What a table on screen asks of a query, and what a column is."""

from array import array
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
    """One column: heading, what to show, the sort word of the query, width."""

    label: str
    value: Callable[[Row], str]
    sort: str = ""
    width: int = 100
    right: bool = False
    tone: Callable[[Row], str] | None = None


class RowList(Generic[Row]):
    """A query over rows that are already in memory, for short lists."""

    def __init__(self, rows: Sequence[Row], words: Callable[[Row], str] = str) -> None:
        self._rows = list(rows)
        self._words = words

    def ids(self, view: View) -> array[int]:
        """Positions of the rows that contain the text."""
        found = (n for n, row in enumerate(self._rows) if view.text in self._words(row))
        return array("q", found)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Rows by position."""
        return [self._rows[n] for n in ids]
