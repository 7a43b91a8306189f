"""What the learning archive (学籍档案) of one member says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainingLine:
    """One training; `hours` marks adjusted hours itself, e.g. 8（调整）."""

    number: str
    period: str
    name: str
    kind: str
    organizer: str
    hours: str
    completed: str
    note: str = ""


@dataclass(frozen=True)
class ArchiveYear:
    """The trainings of one year and the sentence that sums them up."""

    year: str
    lines: tuple[TrainingLine, ...]
    total: str


@dataclass(frozen=True)
class Archive:
    """Who, what they learned year by year, and the sum; `printed_on` is the real date."""

    number: str
    name: str
    sex: str
    ethnicity: str
    birth: str
    education: str
    political_status: str
    joined_on: str
    organization: str
    unit_and_post: str
    id_number: str
    phone: str
    years: tuple[ArchiveYear, ...]
    total: str
    printed_on: str
    compiled_by: str = ""
    history: str = ""
    """Moves between branches and changes of category and status, as far as they are known."""
