"""Who somebody was on a day: in which branch, of which category, on the register or not.

The columns of a person hold today's truth. 入党日期, 转正日期 and 状态日期 already date what they
speak of and are not repeated; `Past` holds what they cannot say: moves between branches, changes
of category without a date, and returns. A person without a past belonged to today's branch as far
as is known.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from app.domain.held import Held, all_of
from app.domain.known_days import earliest, latest
from app.domain.people.codes import PARTY_MEMBERS
from app.domain.people.course import Course, DateOf, Fact, Told, course, possible

NORMAL = "正常"
FULL, PROBATIONARY = PARTY_MEMBERS
NOT_YET = "未入党"
"""What somebody was before 入党日期, when nothing else is known."""


class Past(NamedTuple):
    """How branch, category and status went; empty where they always were as they are."""

    organization: Course = ()
    political_status: Course = ()
    status: Course = ()


class Standing(Protocol):
    """What the columns of a person say today; rows read in bulk are like this."""

    @property
    def organization(self) -> bytes:
        """Where the person belongs today."""

    @property
    def political_status(self) -> str:
        """Today's category."""

    @property
    def status(self) -> str:
        """Today's status."""

    @property
    def status_on(self) -> str | None:
        """Since when, where it is known."""

    @property
    def joined_on(self) -> str | None:
        """入党日期."""

    @property
    def full_on(self) -> str | None:
        """转正日期."""


class Person(Standing, Protocol):
    """The same with what is known of the past."""

    @property
    def past(self) -> Past | None:
        """What changed; None for nearly everybody."""


DATED = ("organization", "political_status", "status")
"""The columns of a person that a row of 党员变动 tells of."""


def past_of(
    person: Standing,
    told: Mapping[str, Sequence[Told]],
    written: Mapping[str, str],
    replaced: Mapping[str, Sequence[Fact]],
) -> Past | None:
    """The past of a person by column: what was told, on which day today's value was entered
    (absent: long ago), and the values that stood there before; None when it is all one."""
    status = [*told.get("status", ())]
    if person.status != NORMAL and status:
        status[-1] = _by_column(status[-1], person)
    elif person.status != NORMAL and not replaced.get("status"):
        status = [Told(NORMAL, person.status, person.status_on, written.get("status", ""))]
    dates: Mapping[str, DateOf] = {
        "political_status": dates_of_category(person.joined_on, person.full_on),
        "status": dates_of_status(person.status, person.status_on),
    }
    told = {**told, "status": status}
    made = [
        course(
            told.get(name, ()),
            getattr(person, name),
            written.get(name, ""),
            replaced.get(name, ()),
            dates.get(name),
        )
        for name in DATED
    ]
    return Past(*made) if any(made) else None


def _by_column(told: Told, person: Standing) -> Told:
    """状态日期 may have been corrected since: it speaks of today's status."""
    if told.after != person.status or told.correction or told.taken_back:
        return told
    return told._replace(from_on=person.status_on or told.from_on)


def dates_of_category(joined_on: str | None, full_on: str | None) -> DateOf:
    """A change of category that nobody dated is dated by 入党日期 and 转正日期."""

    def date_of(before: Fact, after: Fact) -> str | None:
        if after == FULL and before == PROBATIONARY:
            return full_on
        return joined_on if after in PARTY_MEMBERS and before not in PARTY_MEMBERS else None

    return date_of


def dates_of_status(status: str, status_on: str | None) -> DateOf:
    """状态日期 says since when somebody has left; of a return it says nothing."""
    return lambda _, after: status_on if after == status != NORMAL else None


def branches_on(person: Person, day: str) -> tuple[bytes | None, ...]:
    """Where somebody may have belonged on a day; None: not with us. One when it is certain."""
    turns = () if person.past is None else person.past.organization
    return possible_branches(turns, person.organization, day)


def possible_branches(turns: Course, now: bytes, day: str) -> tuple[bytes | None, ...]:
    """The same for people read in bulk."""
    if not turns:
        return (now,)
    found = possible(turns, now, day)
    return tuple(value if isinstance(value, bytes) else None for value in found)


UNDECIDED = b""
"""The identity under which figures keep whoever cannot be given to one branch."""
UNDECIDED_NAME = "（当时不在本单位或所在党组织待定）"


def branch_of(branches: tuple[bytes | None, ...]) -> bytes:
    """The one branch among the possible ones, else UNDECIDED."""
    named = [branch for branch in branches if branch is not None]
    return named[0] if len(named) == 1 else UNDECIDED


def among(branches: tuple[bytes | None, ...], wanted: Collection[bytes]) -> Held:
    """Whether somebody belonged to one of the wanted branches."""
    return _held(branches, lambda branch: branch in wanted)


def statuses_on(person: Person, day: str) -> tuple[Fact, ...]:
    """Which 党籍状态 somebody may have had on a day."""
    if person.past is not None and person.past.status:
        return possible(person.past.status, person.status, day)
    if person.status == NORMAL:
        return (NORMAL,)
    if person.status_on is None or latest(person.status_on).isoformat() <= day:
        return (person.status,)
    # Somebody who left after that day still belonged to it.
    if earliest(person.status_on).isoformat() > day:
        return (NORMAL,)
    return (NORMAL, person.status)


def categories_on(person: Person, day: str) -> tuple[Fact, ...]:
    """Which 人员类别 somebody may have had on a day: what 入党日期 and 转正日期 say goes first."""
    found: tuple[Fact, ...] = (person.political_status,)
    if person.past is not None and person.past.political_status:
        found = possible(person.past.political_status, person.political_status, day)
    made: dict[Fact, None] = {}
    for category in found:
        made.update(dict.fromkeys(_by_dates(person, category, day)))
    return tuple(made)


def _by_dates(person: Person, category: Fact, day: str) -> tuple[Fact, ...]:
    if category not in PARTY_MEMBERS:
        return (category,)
    joined, full = _begun(person.joined_on, day), Held.YES
    if category == FULL and person.full_on is not None:
        full = _begun(person.full_on, day)
    made: list[Fact] = [] if joined is Held.YES else [NOT_YET]
    if joined is not Held.NO:
        made += [PROBATIONARY] if full is not Held.YES else []
        made += [category] if full is not Held.NO else []
    return tuple(made)


def _begun(since: str | None, day: str) -> Held:
    """Without a date it has been so all along, as far as is known."""
    if since is None or since < day[: len(since)]:
        return Held.YES  # what almost every row says; no date needs to be built
    if latest(since).isoformat() <= day:
        return Held.YES
    return Held.NO if earliest(since).isoformat() > day else Held.UNCERTAIN


def membership(person: Person, day: str, categories: Collection[str] = PARTY_MEMBERS) -> Held:
    """Whether somebody was on the register of one of our branches, in one of these categories."""
    if person.past is None and person.status == NORMAL:
        if person.political_status not in categories:
            return Held.NO
        both = FULL in categories and PROBATIONARY in categories
        if both and _begun(person.joined_on, day) is Held.YES:
            return Held.YES  # what almost every row says
    return all_of(
        _held(branches_on(person, day), lambda branch: branch is not None),
        _held(statuses_on(person, day), lambda status: status == NORMAL),
        _held(categories_on(person, day), lambda category: category in categories),
    )


def _held(values: Sequence[Fact], wanted: Callable[[Fact], bool]) -> Held:
    fits = [wanted(value) for value in values]
    if all(fits):
        return Held.YES
    return Held.UNCERTAIN if any(fits) else Held.NO


def why_uncertain(person: Person, day: str, categories: Collection[str] = PARTY_MEMBERS) -> str:
    """Which date is missing, in the clerk's words; empty when nothing is uncertain."""
    unsure = []
    if _held(branches_on(person, day), lambda branch: branch is not None) is Held.UNCERTAIN:
        unsure.append("转入日期")
    if _held(statuses_on(person, day), lambda status: status == NORMAL) is Held.UNCERTAIN:
        unsure.append("党籍状态变动的日期")
    if _held(categories_on(person, day), lambda one: one in categories) is Held.UNCERTAIN:
        unsure.append("入党日期" if person.joined_on else "人员类别变动的日期")
    return f"{'、'.join(unsure)}不清楚或没有写到日，无法确定 {day} 是否在册" if unsure else ""


def why_branch_uncertain(person: Person, day: str) -> str:
    """The same for the branch alone."""
    if len(branches_on(person, day)) == 1:
        return ""
    return f"调动的日期不清楚或没有写到日，无法确定 {day} 在哪个党组织"
