"""A query over rows that are already in memory, for short lists and previews."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.domain.people.names import sort_key
from app.ui.tables.query import Column, View

Row = TypeVar("Row")


@dataclass(frozen=True)
class Numbered(Generic[Row]):
    """A row with its position as its id."""

    id: int
    row: Row


def own_mark(row: Any) -> object:
    """By what a row is known again: its identity in the store, else all that it says."""
    return getattr(row, "uid", None) or row


def everything(_row: Any, _view: View) -> bool:
    """Every row fits."""
    return True


class ShortList(Generic[Row]):
    """Rows in their given order, or by what a column shows; `fits` decides what a view shows."""

    def __init__(
        self,
        rows: Sequence[Row],
        fits: Callable[[Row, View], bool] = everything,
        mark: Callable[[Row], object] = own_mark,
    ) -> None:
        self._rows = list(rows)
        self._fits = fits
        self._mark = mark

    def ids(self, view: View) -> Sequence[int]:
        """Positions of the rows that fit."""
        return array("q", (n for n, row in enumerate(self._rows) if self._fits(row, view)))

    def rows(self, ids: Sequence[int]) -> list[Numbered[Row]]:
        """Rows by position."""
        return [Numbered(n, self._rows[n]) for n in ids]

    def mark(self, number: int) -> object:
        """By what the row at this position is known again."""
        return self._mark(self._rows[number])

    def known(self, marks: Sequence[object]) -> list[int]:
        """Positions of the rows with these marks."""
        if not marks:
            return []
        try:
            wanted = frozenset(marks)
            return [n for n, row in enumerate(self._rows) if self._mark(row) in wanted]
        except TypeError:  # rows that hold lists are compared one by one
            few = list(marks)
            return [n for n, row in enumerate(self._rows) if self._mark(row) in few]

    def ordered(
        self, ids: Sequence[int], column: Column[Numbered[Row]], *, descending: bool
    ) -> Sequence[int]:
        """These positions by what the column shows: figures as figures, names by pinyin."""
        keys = {n: _key(column.value(Numbered(n, self._rows[n]))) for n in ids}
        return sorted(ids, key=keys.__getitem__, reverse=descending)


def _key(text: str) -> tuple[int, float, str]:
    plain = text.replace(",", "")
    try:
        return (0, float(plain), "")
    except ValueError:
        return (1, 0.0, sort_key(text))
