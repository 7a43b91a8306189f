"""A query over rows that are already in memory, for short lists and previews."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from app.ui.tables.query import View

Row = TypeVar("Row")


@dataclass(frozen=True)
class Numbered(Generic[Row]):
    """A row with its position as its id."""

    id: int
    row: Row


def everything(_row: Any, _view: View) -> bool:
    """Every row fits."""
    return True


class ShortList(Generic[Row]):
    """Rows in their given order; `fits` decides what a view shows."""

    def __init__(self, rows: Sequence[Row], fits: Callable[[Row, View], bool] = everything) -> None:
        self._rows = list(rows)
        self._fits = fits

    def ids(self, view: View) -> Sequence[int]:
        """Positions of the rows that fit."""
        return array("q", (n for n, row in enumerate(self._rows) if self._fits(row, view)))

    def rows(self, ids: Sequence[int]) -> list[Numbered[Row]]:
        """Rows by position."""
        return [Numbered(n, self._rows[n]) for n in ids]
