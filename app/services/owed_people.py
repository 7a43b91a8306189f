"""应训未训 by name: who is to be trained under a requirement, in some branches or in all."""

from collections.abc import Collection
from dataclasses import dataclass

from app.data.queries.requirement_facts import RequirementFacts
from app.domain.policy.evaluation import Judgement
from app.domain.policy.pace import paces
from app.domain.policy.subject import SubjectFacts
from app.domain.policy.window import Window, window_of
from app.services.checks import Question, judged, of_this_site, this_day
from app.services.owed import is_owing
from app.services.policies import CURRENT, read_policy, read_requirements
from app.services.store import Store


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


def owed_people(
    store: Store,
    question: Question,
    requirement_id: str,
    branches: Collection[bytes] | None = None,
) -> dict[bytes, list[OwedPerson]]:
    """Who is to be trained, by branch and name.

    Raises:
        NotFound: the policy has no such requirement.
        InvalidInput: the policy says nothing about that year.
    """
    question = of_this_site(store, question)
    policy = read_policy(CURRENT)
    (requirement,) = read_requirements(policy, requirement_id)
    window = window_of(policy, requirement, question.year, question.day)
    found: dict[bytes, list[OwedPerson]] = {}
    with store.database.snapshot() as connection:
        facts = RequirementFacts(connection, question.organization, this_day(), branches)
        for subject, judgement in judged(requirement, facts, window):
            if is_owing(subject, judgement):
                mine = found.setdefault(subject.organization, [])
                mine.append(_person(subject, judgement, window))
    return found


def _person(subject: SubjectFacts, found: Judgement, window: Window) -> OwedPerson:
    due = paces(found.by, subject, window)[0].due if window.open else found.threshold.at_least
    return OwedPerson(
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
