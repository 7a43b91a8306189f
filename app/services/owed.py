"""应训未训: who still falls short of a requirement, by branch, for the screen and the list."""

import weakref
from dataclasses import dataclass, field

from app.data import site
from app.data.database import Connection, Database
from app.data.queries.requirement_facts import RequirementFacts
from app.domain.policy.evaluation import Judgement, Status
from app.domain.policy.requirement import Requirement
from app.domain.policy.subject import SubjectFacts
from app.domain.policy.window import window_of
from app.services.checks import ELSEWHERE, Question, judged, this_day
from app.services.policies import CURRENT, read_policy
from app.services.store import Store


@dataclass(slots=True)
class Standing:
    """How the people of one branch stand under one requirement."""

    met: int = 0
    short: int = 0
    exempt: int = 0
    pending: int = 0

    @property
    def applies(self) -> int:
        """To how many the requirement applies."""
        return self.met + self.short + self.exempt + self.pending

    def count(self, status: Status) -> None:
        """One person more of that status."""
        setattr(self, status.value, getattr(self, status.value) + 1)


@dataclass(frozen=True, slots=True)
class OwedPerson:
    """One person who is short; `missing` is in `unit`, `year_hours` what this year brought."""

    member: bytes
    name: str
    organization: bytes
    value: float
    unit: str
    threshold: float
    missing: float
    year_hours: float


@dataclass(frozen=True, slots=True)
class BranchOwed:
    """One branch: how its people stand, and who is short, per requirement id."""

    organization: bytes
    name: str
    standing: dict[str, Standing] = field(default_factory=dict)
    people: dict[str, list[OwedPerson]] = field(default_factory=dict)

    def short(self, requirement_id: str) -> int:
        """How many people of the branch are short of a requirement."""
        found = self.standing.get(requirement_id)
        return found.short if found else 0


@dataclass(frozen=True, slots=True)
class Owed:
    """应训未训 of one year: branches in order of entry, and the sums over all of them."""

    year: int
    as_of: str
    requirements: tuple[Requirement, ...]
    branches: tuple[BranchOwed, ...]

    def total(self, requirement_id: str) -> Standing:
        """How everybody stands under one requirement."""
        total = Standing()
        for branch in self.branches:
            found = branch.standing.get(requirement_id, Standing())
            total.met += found.met
            total.short += found.short
            total.exempt += found.exempt
            total.pending += found.pending
        return total


_Key = tuple[int, Question, str, str]
_known: weakref.WeakKeyDictionary[Database, tuple[_Key, Owed]] = weakref.WeakKeyDictionary()


def owed_by_branch(store: Store, question: Question, policy_id: str = CURRENT) -> Owed:
    """Who is short of what, by branch. Computed again only after something was written.

    Raises:
        InvalidInput: the policy says nothing about that year.
    """
    with store.database.snapshot() as connection:
        written = int(site.get(connection, "lseq") or 0)
        key = (written, question, question.day.isoformat(), policy_id)
        known = _known.get(store.database)
        if known is None or known[0] != key:
            known = _known[store.database] = (key, _computed(connection, question, policy_id))
    return known[1]


def _computed(connection: Connection, question: Question, policy_id: str) -> Owed:
    policy = read_policy(policy_id)
    facts = RequirementFacts(connection, question.organization, this_day())
    branches = {uid: BranchOwed(uid, name) for uid, name in facts.branches.items()}
    for requirement in policy.requirements:
        window = window_of(policy, requirement, question.year, question.day)
        for subject, found in judged(requirement, facts, window):
            branch = branches.get(subject.organization)
            if branch is None:
                branch = BranchOwed(subject.organization, ELSEWHERE)
                branches[subject.organization] = branch
            _add(branch, requirement, subject, found)
    told = tuple(branch for branch in branches.values() if branch.standing)
    return Owed(question.year, question.day.isoformat(), policy.requirements, told)


def _add(
    branch: BranchOwed, requirement: Requirement, subject: SubjectFacts, found: Judgement
) -> None:
    branch.standing.setdefault(requirement.id, Standing()).count(found.status)
    if found.status is not Status.SHORT:
        return
    branch.people.setdefault(requirement.id, []).append(
        OwedPerson(
            member=subject.uid,
            name=subject.name,
            organization=subject.organization,
            value=found.value,
            unit=found.threshold.unit,
            threshold=found.threshold.at_least,
            missing=found.threshold.at_least - found.value,
            year_hours=subject.sums.year_half_hours / 2,
        )
    )
