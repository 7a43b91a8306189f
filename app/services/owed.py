"""应训未训: who still falls short of a requirement, by branch, for the screen and the list."""

import datetime
import weakref
from dataclasses import dataclass, field, replace

from app.data import site
from app.data.counted_hours import one_person
from app.data.database import Connection, Database
from app.data.queries.membership import any_moved, branches_ever
from app.data.queries.owed import changed_people
from app.data.queries.requirement_facts import RequirementFacts
from app.domain.people.membership import UNDECIDED
from app.domain.policy.evaluation import Ground, Judgement, Status
from app.domain.policy.pace import paces
from app.domain.policy.requirement import Policy, Requirement
from app.domain.policy.window import Window, window_of
from app.services.checks import ELSEWHERE, Judged, Question, judged, of_this_site, this_day
from app.services.policies import CURRENT, read_policy
from app.services.store import Store


@dataclass(slots=True)
class Standing:
    """How the people of one branch stand under one requirement; `done` of `wanted` hours, days
    or per cent is what those held to it have behind them, more than is asked counting as all.
    While the window is open nobody is short; `owing` are those to be trained this year all the
    same: who has less than is due by its end, or nothing at all from this year."""

    met: int = 0
    short: int = 0
    exempt: int = 0
    pending: int = 0
    unset: int = 0
    owing: int = 0
    done: float = 0.0
    wanted: float = 0.0

    @property
    def applies(self) -> int:
        """To how many the requirement applies."""
        return self.met + self.short + self.exempt + self.pending + self.unset

    def count(self, found: Judgement, wanted: float, *, owing: bool) -> None:
        """One person more; whoever met any alternative has done all of `wanted`."""
        status = found.status
        setattr(self, status.value, getattr(self, status.value) + 1)
        self.owing += owing
        if found.ground in (Ground.FIGURES, Ground.OPEN):
            self.wanted += wanted
            self.done += wanted if status is Status.MET else min(found.value, wanted)


@dataclass(frozen=True, slots=True)
class OwedPerson:
    """One person who is short, or in an open window behind its pace or without any hours this
    year. `due` is what should be done by now (all of it once the window is over); `missing` is up
    to that, both in `unit`; `year_hours` is what this year brought, `by` the requirement that
    decided."""

    member: bytes
    name: str
    organization: bytes
    value: float
    unit: str
    threshold: float
    due: float
    missing: float
    year_hours: float
    by: str


@dataclass(frozen=True, slots=True)
class BranchOwed:
    """One branch: how its people stand, and who is to be trained, per requirement id."""

    organization: bytes
    name: str
    standing: dict[str, Standing] = field(default_factory=dict)
    people: dict[str, list[OwedPerson]] = field(default_factory=dict)

    def owing(self, requirement_id: str) -> int:
        """How many people of the branch are to be trained under a requirement."""
        found = self.standing.get(requirement_id)
        return found.owing if found else 0


@dataclass(frozen=True, slots=True)
class Owed:
    """应训未训 of one year: branches in order of entry, and the sums over all of them. `windows`
    say per requirement whether there is still time."""

    year: int
    as_of: str
    requirements: tuple[Requirement, ...]
    windows: dict[str, Window]
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
            total.unset += found.unset
            total.owing += found.owing
            total.done += found.done
            total.wanted += found.wanted
        return total


@dataclass(frozen=True, slots=True)
class _Board:
    """What was computed last for a store, and up to which write."""

    question: tuple[Question, str, str]
    written: int
    homes: dict[bytes, bytes]
    branches: dict[bytes, BranchOwed]
    owed: Owed


_boards: weakref.WeakKeyDictionary[Database, _Board] = weakref.WeakKeyDictionary()
FEW_BRANCHES = 100
"""Up to so many touched branches are judged again by themselves, else everybody is."""


def owed_by_branch(store: Store, question: Question, policy_id: str = CURRENT) -> Owed:
    """Who is short of what, by branch. After a write only the branches it touched are judged
    again; without one nothing is.

    Raises:
        InvalidInput: the policy says nothing about that year.
    """
    question = of_this_site(store, question)
    with store.database.snapshot() as connection:
        written = int(site.get(connection, "lseq") or 0)
        asked = (question, question.day.isoformat(), policy_id)
        known = _boards.get(store.database)
        if known is not None and known.question == asked:
            if known.written == written:
                return known.owed
            touched = _touched(connection, known)
        else:
            known, touched = None, None
        policy = read_policy(policy_id)
        facts = RequirementFacts(connection, question.organization, this_day(), touched)
        board = _board(policy, asked, written, facts)
        if known is not None and touched is not None:
            board = _renewed(known, board, touched, facts)
        _boards[store.database] = board
    return board.owed


def _touched(connection: Connection, known: _Board) -> set[bytes] | None:
    """Branches that people changed in, ever left or came to, and whoever has none that is known;
    None when it is better to start over."""
    people = changed_people(connection, known.written)
    if people is None or len(people) > FEW_BRANCHES * 30:
        return None
    merged = one_person(connection)
    touched = branches_ever(connection, merged, people)
    if any_moved(connection, merged, people):
        touched.add(UNDECIDED)
    touched.update(known.homes[uid] for uid in people if uid in known.homes)
    return touched if len(touched) <= FEW_BRANCHES else None


def _board(
    policy: Policy, asked: tuple[Question, str, str], written: int, facts: RequirementFacts
) -> _Board:
    question = asked[0]
    branches: dict[bytes, BranchOwed] = {}
    for requirement in policy.requirements:
        window = window_of(policy, requirement, question.year, question.day)
        for subject, found in judged(requirement, facts, window):
            branch = branches.get(subject.organization)
            if branch is None:
                name = facts.names.get(subject.organization, ELSEWHERE)
                branch = branches[subject.organization] = BranchOwed(subject.organization, name)
            _add(branch, requirement, window, (subject, found))
    windows = {r.id: window_of(policy, r, question.year, question.day) for r in policy.requirements}
    owed = Owed(question.year, asked[1], policy.requirements, windows, _ordered(branches, facts))
    last = min(question.day, datetime.date(question.year, 12, 31))
    return _Board(asked, written, facts.branch_of_everybody(last), branches, owed)


def _renewed(known: _Board, fresh: _Board, touched: set[bytes], facts: RequirementFacts) -> _Board:
    """The board known before with the touched branches replaced."""
    branches = {uid: held for uid, held in known.branches.items() if uid not in touched}
    homes = {uid: home for uid, home in known.homes.items() if home not in touched}
    branches |= fresh.branches
    homes |= fresh.homes
    owed = replace(fresh.owed, branches=_ordered(branches, facts))
    return replace(fresh, branches=branches, homes=homes, owed=owed)


def _ordered(branches: dict[bytes, BranchOwed], facts: RequirementFacts) -> tuple[BranchOwed, ...]:
    """Branches in order of entry, unknown ones last."""
    listed = [branches[uid] for uid in facts.names if uid in branches]
    return (*listed, *(held for uid, held in branches.items() if uid not in facts.names))


def _add(branch: BranchOwed, requirement: Requirement, window: Window, item: Judged) -> None:
    subject, found = item
    # A person who is short is held against the first alternative: all are measured by it.
    wanted = found.by.thresholds[0].at_least
    idle = found.ground is Ground.OPEN and not subject.sums.year_half_hours
    owing = found.status is Status.SHORT or found.behind or idle
    standing = branch.standing.setdefault(requirement.id, Standing())
    standing.count(found, wanted, owing=owing)
    if not owing:
        return
    due = paces(found.by, subject, window)[0].due if window.open else found.threshold.at_least
    branch.people.setdefault(requirement.id, []).append(
        OwedPerson(
            member=subject.uid,
            name=subject.name,
            organization=subject.organization,
            value=found.value,
            unit=found.threshold.unit,
            threshold=found.threshold.at_least,
            due=due,
            missing=max(0.0, round(due - found.value, 3)),
            year_hours=subject.sums.year_half_hours / 2,
            by=found.by.id,
        )
    )
