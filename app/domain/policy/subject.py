"""What is known of one person when requirements are evaluated: dated facts and ready sums."""

from dataclasses import dataclass
from typing import NamedTuple

from app.domain.held import Held
from app.domain.people.membership import Past
from app.domain.training.attendance_rules import DAY_PARTS


@dataclass(frozen=True, slots=True)
class DatedFact:
    """An exemption, or a post: which, and from when to when as far as known."""

    what: str
    from_on: str | None
    to_on: str | None


@dataclass(frozen=True, slots=True)
class HeldPost(DatedFact):
    """A post and where it is held: in a 基层党组织 (None: the organization is not known here)
    that is there until it is dissolved."""

    grassroots: bool | None = True
    dissolved_on: str | None = None


class Sums(NamedTuple):
    """Summed by the store under the filters of one requirement. Whole half-hours and whole parts
    of a day, so that sums stay exact. Tuples, because 60,000 are made at a time."""

    half_hours: int = 0
    innovation_half_hours: int = 0
    day_parts: int = 0
    year_half_hours: int = 0  # the part that falls into the year being looked at
    other_half_hours: int = 0  # in the window but outside the filters
    before_half_hours: int = 0  # before 入党 and therefore not in the sums above
    doubtful_half_hours: int = 0  # in the sums above, but perhaps before 入党: no exact date
    doubtful_innovation: int = 0
    doubtful_parts: int = 0

    @property
    def hours(self) -> float:
        """Hours that count."""
        return self.half_hours / 2

    @property
    def days(self) -> float:
        """Days that count."""
        return self.day_parts / DAY_PARTS

    @property
    def without_doubt(self) -> "Sums":
        """The same without what may lie before 入党."""
        return self._replace(
            half_hours=self.half_hours - self.doubtful_half_hours,
            innovation_half_hours=self.innovation_half_hours - self.doubtful_innovation,
            day_parts=self.day_parts - self.doubtful_parts,
        )


class SubjectFacts(NamedTuple):
    """One person with the sums of one requirement. `organization` is the branch at the end of the
    window (UNDECIDED when that cannot be told), the other columns are today's; `past` dates them.
    `within` says whether that branch is among those asked about."""

    uid: bytes
    name: str
    organization: bytes
    political_status: str
    status: str
    status_on: str | None
    joined_on: str | None
    cadre_scope: bool
    posts: tuple[HeldPost, ...]
    exemptions: tuple[DatedFact, ...]
    sums: Sums
    full_on: str | None = None
    past: Past | None = None
    within: Held = Held.YES
