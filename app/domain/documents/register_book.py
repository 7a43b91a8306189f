"""A register as a workbook that can be read in again: its sheet, and those of what hangs on it."""

from dataclasses import dataclass

from app.domain.entity import Field


@dataclass(frozen=True)
class BookSheet:
    """One table; rows are finished texts in the order of the fields, none for an empty form."""

    tab: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class RegisterBook:
    """`to_fill` is an empty form with the sheet that explains it."""

    sheets: tuple[BookSheet, ...]
    note: str
    to_fill: bool = False
