"""What the year-end summary (年度总结) says: figures only, its judgements are left to people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure of the overview with its unit and how it was counted."""

    name: str
    value: str
    unit: str
    note: str = ""


@dataclass(frozen=True)
class BranchLine:
    """One party organization in the year; `coverage` is a percentage as text."""

    number: str
    name: str
    members: str
    trained: str
    coverage: str
    person_times: str
    hours: str
    average_hours: str
    owed: str


@dataclass(frozen=True)
class ClassLine:
    """One class of the year."""

    number: str
    name: str
    organizer: str
    period: str
    people: str
    completed: str
    hours: str


@dataclass(frozen=True)
class IndicatorLine:
    """One requirement of a policy: to whom it applies and how many meet it."""

    id: str
    text: str
    applies: str
    met: str
    short: str
    rate: str
    note: str = ""


@dataclass(frozen=True)
class YearSummary:
    """Everything on the summary; `chart` are (label, value) pairs, as in the window."""

    organization: str
    year: str
    opening: str
    figures: tuple[Figure, ...]
    branches: tuple[BranchLine, ...]
    classes: tuple[ClassLine, ...]
    indicators: tuple[IndicatorLine, ...]
    chart_title: str
    chart_unit: str
    chart: tuple[tuple[str, float], ...]
    signed_by: str
    signed_on: str
    as_of: str
    branch_note: str = ""
    class_note: str = ""

    @property
    def title(self) -> str:
        return f"{self.organization}{self.year}年度党员教育培训工作总结"
