"""谁还没讲党课: leaders who are to give one in a year by some clause, and have not."""

from dataclasses import dataclass
from datetime import date

from app.data.queries.lecturers import leaders_on, lectures_of_year
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.activities.lecturing import DUTIES, Duty, Leader, duty_named, unmet
from app.domain.errors import NotFound
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class OwesLecture:
    """One person, what he is, which clauses he has not met, how often he lectured at all."""

    member: bytes
    name: str
    organization: str
    place: bytes
    posts: str
    given: int
    duties: tuple[Duty, ...]
    note: str

    @property
    def asked(self) -> str:
        """The clauses in words."""
        return "；".join(duty.words for duty in self.duties)


def who_owes_a_lecture(
    store: Store, year: int, organization: bytes | None = None, duty: str = ""
) -> list[OwesLecture]:
    """By branch and name; the post is that of today, or of the last day of a year gone by.

    Raises:
        NotFound: there is no such clause.
    """
    asked = () if not duty else (_named(duty).id,)
    day = min(date.today(), date(year, 12, 31)).isoformat()
    found = []
    with store.database.snapshot() as connection:
        titles = OrganizationTitles(connection)
        given, unnamed = lectures_of_year(connection, year)
        for row in leaders_on(connection, day, organization):
            own = given.get(row.uid, ())
            wanting = unmet(row.leader, own, asked)
            if wanting:
                found.append(
                    OwesLecture(
                        row.uid,
                        row.name,
                        titles.of(row.organization, ""),
                        row.organization,
                        _posts(row.leader),
                        len(own),
                        tuple(wanting),
                        _note(unnamed.get(row.name, 0), row.since, year),
                    )
                )
    return found


def _named(identity: str) -> Duty:
    found = duty_named(identity)
    if found is None:
        listed = "、".join(one.id for one in DUTIES)
        raise NotFound(f"没有“{identity}”这一条讲党课的要求。", f"可选：{listed}。")
    return found


def _posts(leader: Leader) -> str:
    said = [f"{seat.organization}{seat.title}" for seat in leader.seats]
    return "、".join([*said, *([leader.grade] if leader.grade else [])])


def _note(unnamed: int, since: str, year: int) -> str:
    """What may change the answer, for a person to look at."""
    said = []
    if unnamed:
        said.append(f"有 {unnamed} 次同名讲课没有选到名册，请核对")
    if since.startswith(f"{year:04}"):
        said.append(f"本年 {since} 任职")
    return "；".join(said)
