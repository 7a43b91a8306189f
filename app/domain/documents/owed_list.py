"""What the list of people still owed training (应训未训名单) says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OwedLine:
    """One person; hours are finished text with their unit in the column head."""

    number: str
    name: str
    sex: str
    organization: str
    done: str
    required: str
    short: str
    note: str = ""


@dataclass(frozen=True)
class OwedBranch:
    """One branch and its people."""

    name: str
    lines: tuple[OwedLine, ...]


@dataclass(frozen=True)
class OwedList:
    """`requirement` is the rule in words with its clause; `as_of` the day it was worked out for."""

    scope: str
    year: str
    requirement: str
    as_of: str
    unit: str
    branches: tuple[OwedBranch, ...]
    totals: str
    printed_note: str = ""

    @property
    def title(self) -> str:
        return f"{self.scope}{self.year}年应训未训名单"
