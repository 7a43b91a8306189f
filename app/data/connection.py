"""The part of a DB-API connection that we use."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

KEY_BYTES = 32


class Cursor(Protocol):
    """The part of a DB-API cursor that we use."""

    rowcount: int
    description: Sequence[Sequence[Any]]

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """All rows."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """The part of a DB-API connection that we use."""

    total_changes: int
    in_transaction: bool

    def execute(self, sql: str, parameters: Any = ...) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, parameters: Iterable[Any]) -> Cursor:
        """Run one statement for many rows."""

    def interrupt(self) -> None:
        """Stop what is running, from another thread."""

    def close(self) -> None:
        """Release the file."""
