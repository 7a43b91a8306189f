"""应训未训: how the people of every branch stand, kept up with every write."""

import datetime
import weakref
from collections import defaultdict
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from math import fsum
from typing import NamedTuple

from app.data import kept_figures, kept_standing, site
from app.data.database import Connection, Database
from app.data.kept_figures import Kept
from app.data.queries.membership import ever_elsewhere
from app.data.queries.owed import branch_names, organizations_touched, touched_branches
from app.data.queries.people_read import PeopleRead
from app.data.queries.requirement_facts import RequirementFacts
from app.domain.errors import StorageError
from app.domain.people.membership import UNDECIDED, UNDECIDED_NAME
from app.domain.policy.evaluation import Ground, Judgement, Status
from app.domain.policy.requirement import Policy, Requirement
from app.domain.policy.subject import SubjectFacts
from app.domain.policy.window import Window, window_of
from app.services.checks import ELSEWHERE, Question, of_this_site, tallied, this_day
from app.services.policies import CURRENT, policy_digest, read_policy
from app.services.resting_collector import resting_collector
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
    behind: int = 0
    done: float = 0.0
    wanted: float = 0.0

    @property
    def applies(self) -> int:
        """To how many the requirement applies."""
        return self.met + self.short + self.exempt + self.pending + self.unset

    def add(self, one: "_Stand", number: int) -> None:
        """So many who stand like that; `done` apart, because fractions are added up exactly."""
        setattr(self, one.status, getattr(self, one.status) + number)
        self.owing += one.owing * number
        self.behind += one.behind * number
        self.wanted += one.wanted * number


class _Stand(NamedTuple):
    """How one person stands under one requirement."""

    status: str
    owing: bool
    behind: bool
    wanted: float


@dataclass(frozen=True, slots=True)
class BranchOwed:
    """One branch: how its people stand per requirement id."""

    organization: bytes
    name: str
    standing: dict[str, Standing] = field(default_factory=dict)

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
            total.behind += found.behind
            total.done += found.done
            total.wanted += found.wanted
        return total


Branches = dict[bytes, dict[str, Standing]]


@dataclass(slots=True)
class _Board:
    """What was worked out last for a store: of which question, up to which write. `kept` says
    whether the store keeps just this; what it keeps differs in some branches, or (None) in all."""

    about: str
    day: datetime.date
    lseq: int
    owed: Owed
    differing: set[bytes] | None
    kept: bool


_boards: weakref.WeakKeyDictionary[Database, dict[str, _Board]] = weakref.WeakKeyDictionary()
"""By question: as many as the store keeps."""
FEW_BRANCHES = 100
"""Up to so many touched branches are judged again by themselves, else everybody is."""
JUDGED = "1"
"""Counted up when judging itself changes: what was kept before is then computed again."""


def owed_by_branch(
    store: Store, question: Question, policy_id: str = CURRENT, read: PeopleRead | None = None
) -> Owed:
    """Who is short of what, by branch. After a write only the branches it touched are judged
    again; without one nothing is. `read` are people read already in the snapshot that goes on.

    Raises:
        InvalidInput: the policy says nothing about that year.
    """
    return _worked_out(store, question, policy_id, read).owed


def keep_owed(store: Store, question: Question) -> Owed:
    """The same, kept in the store for the next start; not while something else is written, and
    not inside a snapshot."""
    board = _worked_out(store, question, CURRENT)
    if board.kept or board.day != this_day() or store.database.in_snapshot:
        return board.owed
    branches = {b.organization: b.standing for b in board.owed.branches}
    some = branches if board.differing is None else board.differing
    rows = [
        (branch, requirement, *(getattr(standing, name) for name in kept_standing.COLUMNS))
        for branch in some
        for requirement, standing in branches.get(branch, {}).items()
    ]
    # Shown all the same when the store is busy; then the next one to look works it out again.
    with suppress(StorageError), store.database.sealed_write() as connection:
        if site.written(connection) == board.lseq:
            when = (board.lseq, board.day.isoformat())
            kept_standing.keep(connection, board.about, when, rows, board.differing)
            board.kept = True
    return board.owed


def _worked_out(
    store: Store, question: Question, policy_id: str, read: PeopleRead | None = None
) -> _Board:
    policy = read_policy(policy_id)
    with store.database.snapshot() as connection:
        question = _asked(store, connection, question)
        about = _about(policy, question)
        lseq, day = site.written(connection), question.day
        boards = _boards.setdefault(store.database, {})
        known = boards.get(about)
        if known is not None and (known.day, known.lseq) == (day, lseq):
            return known
        kept = kept_figures.find(connection, about)
        touched = None if kept is None else _touched(connection, kept, policy, question)
        branches: Branches = {}
        if touched is None or touched:
            with nullcontext() if touched else resting_collector():
                facts = RequirementFacts(
                    connection, question.organization, this_day(), touched, read=read
                )
                branches = _counted(policy, question, facts)
        if kept is not None and touched is not None:
            branches |= _kept(connection, kept, touched)
        owed = _named(policy, question, branches, branch_names(connection))
        same = touched == set() and kept is not None and kept.day == day.isoformat()
        board = _Board(about, day, lseq, owed, touched, same)
        if len(boards) >= kept_standing.MOST:
            boards.clear()
        boards[about] = board
    return board


def _asked(store: Store, connection: Connection, question: Question) -> Question:
    """The question of everybody, where that of a county's own organization is the same."""
    question = of_this_site(store, question)
    if question.organization != store.site.organization or store.site.level != site.COUNTY:
        return question
    return question if ever_elsewhere(connection) else replace(question, organization=None)


def _about(policy: Policy, question: Question) -> str:
    """One question as text; a policy that was changed is another question."""
    asked = (question.organization or b"").hex()
    return f"{JUDGED}:{policy.id}:{policy_digest(policy.id)}:{question.year}:{asked}"


def _touched(
    connection: Connection, kept: Kept, policy: Policy, question: Question
) -> set[bytes] | None:
    """Branches to judge again; None when it is better to start over."""
    closes = datetime.date(question.year, 12, 31)
    then, now = (min(d, closes) for d in (datetime.date.fromisoformat(kept.day), question.day))
    if then > now:
        return None  # asked of a day gone by
    if then < now and kept_standing.holds(connection, kept, UNDECIDED):
        return None  # by the clock of another machine somebody was entered on a day to come
    if question.organization is not None and organizations_touched(connection, kept.lseq):
        return None  # what lies below it may be another
    service = max(r.who.in_post_months for r in policy.requirements)
    touched = touched_branches(connection, kept.lseq, (then, now), service)
    return touched if touched is not None and len(touched) <= FEW_BRANCHES else None


def _kept(connection: Connection, kept: Kept, touched: set[bytes]) -> Branches:
    found: Branches = {}
    for branch, requirement, *columns in kept_standing.rows(connection, kept):
        if branch not in touched:
            found.setdefault(branch, {})[requirement] = Standing(*columns)
    return found


def _counted(policy: Policy, question: Question, facts: RequirementFacts) -> Branches:
    branches: Branches = {}
    for requirement in policy.requirements:
        window = window_of(policy, requirement, question.year, question.day)
        done = defaultdict[bytes, list[float]](list)
        stand = defaultdict[tuple[bytes, _Stand], int](int)
        for subject, found, homes in tallied(requirement, facts, window):
            one, made = _of_one(subject, found)
            for branch, number in homes.items():
                stand[branch, one] += number
                done[branch].append(made * number)
        for (branch, one), number in stand.items():
            standing = branches.setdefault(branch, {}).setdefault(requirement.id, Standing())
            standing.add(one, number)
        for branch, parts in done.items():
            # Not in the order of people: it is another when only some branches are judged.
            branches[branch][requirement.id].done = fsum(parts)
    return branches


def _of_one(subject: SubjectFacts, found: Judgement) -> tuple["_Stand", float]:
    """How one person stands, and how much of what is wanted is done: all of it by whoever met any
    alternative."""
    wanted = done = 0.0
    met = found.status is Status.MET
    if found.ground in (Ground.FIGURES, Ground.OPEN):
        # Short under several alternatives is held against the first: all are measured by it.
        wanted = found.by.thresholds[0].at_least
        done = wanted if met else min(found.value, wanted)
    return _Stand(found.status.value, is_owing(subject, found), found.behind, wanted), done


def is_owing(subject: SubjectFacts, found: Judgement) -> bool:
    """Whether somebody is to be trained: short, behind, or without any hours of this year."""
    idle = found.ground is Ground.OPEN and not subject.sums.year_half_hours
    return found.status is Status.SHORT or found.behind or idle


def _named(policy: Policy, question: Question, branches: Branches, names: dict[bytes, str]) -> Owed:
    """Branches in order of entry, unknown ones last."""
    names[UNDECIDED] = UNDECIDED_NAME
    order = [*(uid for uid in names if uid in branches), *(b for b in branches if b not in names)]
    windows = {r.id: window_of(policy, r, question.year, question.day) for r in policy.requirements}
    made = tuple(BranchOwed(uid, names.get(uid, ELSEWHERE), branches[uid]) for uid in order)
    return Owed(question.year, question.day.isoformat(), policy.requirements, windows, made)


def kept_problems(store: Store) -> list[str]:
    """Whether what is kept equals what everybody's facts say."""
    question = of_this_site(store, Question(this_day().year))
    policy = read_policy(CURRENT)
    with store.database.snapshot() as connection:
        kept = kept_figures.find(connection, _about(policy, question))
        if kept is None:
            return []
        touched = _touched(connection, kept, policy, question)
        if touched is None:
            return []
        facts = RequirementFacts(connection, question.organization, this_day())
        counted, known = _counted(policy, question, facts), _kept(connection, kept, touched)
    whole = {uid for uid in {*counted, *known} - touched if counted.get(uid) != known.get(uid)}
    return [f"应训未训的计数与台账不一致：{len(whole)} 个支部（可重新计算）"] if whole else []
