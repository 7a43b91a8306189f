"""核算: who meets a policy's requirements, who is short and by how much, and why."""

import datetime
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.data import site
from app.data.queries.requirement_facts import RequirementFacts
from app.domain.policy.evaluation import Ground, Judgement, Status, judge
from app.domain.policy.explanation import Outcome, outcome
from app.domain.policy.pace import months_left
from app.domain.policy.requirement import Policy, Requirement
from app.domain.policy.subject import SubjectFacts
from app.domain.policy.window import Window, window_of
from app.domain.uid import uid_text
from app.services.policies import read_policy, read_requirements
from app.services.store import Store

ELSEWHERE = "（已转出本单位）"
ORDER = (Status.SHORT, Status.PENDING, Status.UNSET, Status.EXEMPT, Status.MET)
"""What needs work comes first."""


def this_day() -> datetime.date:
    """Today as the clerk's calendar has it."""
    return datetime.datetime.now().astimezone().date()


_WORDS = {
    "met": "达标",
    "short": "未达标",
    "exempt": "不作硬性要求",
    "pending": "待核实",
    "unset": "口径未设置",
}
_OPEN = "未到期"
_OPEN_GROUNDS = (Ground.OPEN, Ground.NO_HOURS, Ground.NEW_IN_POST)


@dataclass(frozen=True, slots=True)
class SubjectResult:
    """One person under one requirement."""

    kind: str
    id: str
    name: str
    organization: str
    organization_id: str
    value: float
    unit: str
    threshold: float
    status: str
    ground: str
    why: str
    pace: dict[str, Any] | None = None

    @property
    def word(self) -> str:
        """How the person stands."""
        return _OPEN if Ground(self.ground) in _OPEN_GROUNDS else _WORDS[self.status]


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One requirement: to how many it applies and how they stand. While its window is `open`
    nobody is short; `behind` is how many of the pending have less than is due this year."""

    id: str
    clause: str
    text: str
    kind: str
    hardness: str
    applies: int
    met: int
    short: int
    exempt: int
    pending: int
    unset: int
    behind: int
    window_from: str
    window_to: str
    open: bool
    subjects: tuple[SubjectResult, ...]


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """A policy evaluated for one year as seen on one day."""

    policy: str
    title: str
    year: int
    as_of: str
    rules: tuple[RuleResult, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: which year, seen from which day, of whom; of one `member` alone."""

    year: int
    organization: bytes | None = None
    as_of: datetime.date | None = None
    member: bytes | None = None

    @property
    def day(self) -> datetime.date:
        """The day it is seen from."""
        return self.as_of or this_day()


def of_this_site(store: Store, question: Question) -> Question:
    """A township's everybody are its own: whoever moved away, or was elsewhere then, stands there
    as a stub. At the county everybody is everybody."""
    if question.organization is not None or store.site.level == site.COUNTY:
        return question
    return replace(question, organization=store.site.organization)


def check_policy(
    store: Store,
    policy_id: str,
    question: Question,
    *,
    rule: str | None = None,
    limit: int | None = None,
) -> PolicyResult:
    """Evaluate a policy; `limit` cuts the list of subjects, never the counts.

    Raises:
        NotFound: no such policy or requirement.
        InvalidInput: the policy says nothing about that year.
    """
    policy = read_policy(policy_id)
    asked = read_requirements(policy, rule)
    question = of_this_site(store, question)
    with store.database.snapshot() as connection:
        only = None if question.member is None else (question.member,)
        facts = RequirementFacts(connection, question.organization, this_day(), people=only)
        rules = tuple(_rule_result(policy, r, facts, question, limit) for r in asked)
    return PolicyResult(policy.id, policy.title, question.year, question.day.isoformat(), rules)


Judged = tuple[SubjectFacts, Judgement]


def judged(requirement: Requirement, facts: RequirementFacts, window: Window) -> Iterator[Judged]:
    """Everybody to whom a requirement applies, with how they stand."""
    known: dict[Hashable, Judgement | None] = {}
    for subject, kind in facts.subjects(requirement, window):
        if kind not in known:
            known[kind] = judge(requirement, subject, window)
        if (found := known[kind]) is not None:
            yield subject, found


def tallied(
    requirement: Requirement, facts: RequirementFacts, window: Window
) -> Iterator[tuple[SubjectFacts, Judgement, Mapping[bytes, int]]]:
    """The same counted: one for all who are judged alike, and how many of them every branch
    has."""
    for subject, homes in facts.tallies(requirement, window):
        found = judge(requirement, subject, window)
        if found is not None:
            yield subject, found, homes


def _rule_result(
    policy: Policy,
    requirement: Requirement,
    facts: RequirementFacts,
    question: Question,
    limit: int | None,
) -> RuleResult:
    window = window_of(policy, requirement, question.year, question.day)
    others = {} if limit == 0 else facts.other_half_hours(requirement, window)
    by_status: dict[Status, list[Judged]] = {status: [] for status in ORDER}
    for item in judged(requirement, facts, window):
        by_status[item[1].status].append(item)
    ordered = [item for status in ORDER for item in by_status[status]]
    return RuleResult(
        id=requirement.id,
        clause=requirement.clause,
        text=requirement.text,
        kind=requirement.kind,
        hardness=requirement.hardness,
        applies=len(ordered),
        met=len(by_status[Status.MET]),
        short=len(by_status[Status.SHORT]),
        exempt=len(by_status[Status.EXEMPT]),
        pending=len(by_status[Status.PENDING]),
        unset=len(by_status[Status.UNSET]),
        behind=sum(found.behind for _, found in by_status[Status.PENDING]),
        window_from=window.first.isoformat(),
        window_to=window.closes.isoformat(),
        open=window.open,
        subjects=tuple(
            _subject(requirement, window, _with_other(item, others), facts.names)
            for item in ordered[:limit]
        ),
    )


def _with_other(item: Judged, others: Mapping[bytes, int]) -> Judged:
    subject, found = item
    sums = subject.sums._replace(other_half_hours=others.get(subject.uid, 0))
    return subject._replace(sums=sums), found


def _subject(
    requirement: Requirement, window: Window, item: Judged, names: Mapping[bytes, str]
) -> SubjectResult:
    subject, found = item
    said = outcome(requirement, subject, window, found)
    return SubjectResult(
        kind="member",
        id=uid_text(subject.uid),
        name=subject.name,
        organization=names.get(subject.organization, ELSEWHERE),
        organization_id=uid_text(subject.organization),
        value=said.value,
        unit=said.unit,
        threshold=said.threshold,
        status=said.status.value,
        ground=found.ground.value,
        why=said.why,
        pace=_pace(said, window, behind=found.behind),
    )


def _pace(said: Outcome, window: Window, *, behind: bool) -> dict[str, Any] | None:
    """The pace of the first alternative, with the others beside it."""
    if not said.pace:
        return None
    first, *others = (asdict(pace) for pace in said.pace)
    left = {"months_left": months_left(window), "window_to": window.closes.isoformat()}
    return {**first, **left, "behind": behind, "alternatives": others}
