"""What the feedback slip (参训情况反馈单) to one party organization about one class says."""

from dataclasses import dataclass

from app.domain.documents.issuers import issuers


@dataclass(frozen=True)
class FeedbackLine:
    """How one of its people did."""

    number: str
    name: str
    hours: str
    completed: str
    note: str = ""


@dataclass(frozen=True)
class Feedback:
    """One slip; the organization returns the strip at its foot."""

    organization: str
    class_name: str
    period: str
    place: str
    organizer: str
    lines: tuple[FeedbackLine, ...]
    totals: str
    issuer: str
    issued_on: str
    contact: str = ""
    printed_note: str = ""
    number: str = ""

    @property
    def signed_by(self) -> tuple[str, ...]:
        """Everybody who issues it."""
        return issuers(self.issuer)
