"""A list as it stands on the screen: its columns in their order, its rows, what narrowed it."""

from dataclasses import dataclass

TEXT, FIGURE, DATE = "text", "figure", "date"


@dataclass(frozen=True)
class ShownColumn:
    """One column in sight; `kind` says what its cells hold."""

    title: str
    kind: str = TEXT


@dataclass(frozen=True)
class ShownList:
    """Rows are finished texts in the order of the columns, masked where the screen masks."""

    title: str
    narrowed: str
    columns: tuple[ShownColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    total: str
    note: str = ""
