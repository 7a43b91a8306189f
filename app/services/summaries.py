"""Count the figures of the year-end summary (年度总结)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.data.database import Connection
from app.data.queries.organizations import OrganizationRow, all_organizations, below
from app.data.queries.people_of_year import PersonOfYear, YearAsked, alike, people_of_year
from app.data.queries.people_read import PeopleRead, read_people
from app.data.queries.year_figures import (
    Learned,
    Totals,
    YearClass,
    classes_of_year,
    learned,
)
from app.domain.people.membership import UNDECIDED, UNDECIDED_NAME
from app.domain.policy.requirement import Requirement
from app.domain.share import mean, percent
from app.domain.training.codes import CLOSED, COLLECTIVE_MODES, LEVELS, RUNNING, TASKS
from app.domain.uid import uid_text
from app.services.checks import ELSEWHERE, Question
from app.services.owed import Owed, Standing, keep_owed, owed_by_branch
from app.services.policies import CURRENT, read_policy
from app.services.resting_collector import resting_collector
from app.services.store import Store
from app.services.summary_figures import (
    BASES,
    ClassFigures,
    OrganizationFigures,
    RequirementFigures,
    ShareFigures,
    SummaryFigures,
)


def summary_figures(store: Store, question: Question) -> SummaryFigures:
    """Count one year as seen on one day, of one organization or of everything in this store."""
    with resting_collector():
        found = _counted(store, question)
    if _in_period(question):
        keep_owed(store, question)  # the costliest part: known already next time
    return found


def _counted(store: Store, question: Question) -> SummaryFigures:
    asked = _asked(question)
    with store.database.snapshot() as connection:
        owed, people = _owed_and_people(store, connection, question)
        made = learned(connection, asked, people)
        classes = [_as_seen(row, question) for row in classes_of_year(connection, asked)]
        branches, title = _branches(store, connection, question)
        members, pending = _members(people)
        trained = sum(people[uid].counted for uid in made.total.people)
        total = made.total
        return SummaryFigures(
            year=question.year,
            as_of=question.day.isoformat(),
            organization=title,
            organizations=_standing_then(branches, asked.until),
            members=members,
            members_pending=sum(pending.values()),
            pending=tuple(f"{why}：{number} 人" for why, number in sorted(pending.items())),
            trained=trained,
            coverage=percent(trained, members),
            people_trained=len(total.people),
            person_times=total.person_times,
            classes_held=len(classes),
            classes_closed=sum(row.state == CLOSED for row in classes),
            hours=total.half_hours / 2,
            average_hours=_average(total),
            average_per_member=mean(made.counted_half_hours, members),
            innovation_hours=total.innovation_half_hours / 2,
            innovation_share=percent(total.innovation_half_hours, total.half_hours),
            uncounted_hours=made.uncounted_half_hours / 2,
            elsewhere_hours=made.elsewhere_half_hours / 2,
            classes=tuple(_class(row, made) for row in classes),
            by_organization=_organizations(branches, people, made, _standing(owed)),
            by_mode=_shares(made.by_mode, COLLECTIVE_MODES),
            by_level=_shares(made.by_level, LEVELS),
            by_task=_shares(made.by_task, TASKS),
            requirements=_requirements(owed),
            bases={**BASES, "members": f"期末（{asked.until}）{BASES['members']}"},
        )


def _owed_and_people(
    store: Store, connection: Connection, question: Question
) -> tuple[Owed | None, Mapping[bytes, PersonOfYear]]:
    """Who owes what, then who belonged in the year: the windows of duties begin earlier, and what
    is found out of people for them serves the year as well."""
    asked = _asked(question)
    read = read_people(connection, asked.organization)
    owed = _owed(store, question, read)
    return owed, people_of_year(connection, asked, read)


def _asked(question: Question) -> YearAsked:
    last = min(f"{question.year:04}-12-31", question.day.isoformat())
    return YearAsked(f"{question.year:04}-01-01", last, question.organization)


def _members(people: Mapping[bytes, PersonOfYear]) -> tuple[int, Counter[str]]:
    """How many are 在册党员, and of how many nobody can tell why."""
    members, pending = 0, Counter[str]()
    for person, number in alike(people.values()):
        members += number * person.counted
        if person.pending:
            pending[person.pending] += number
    return members, pending


def _as_seen(row: YearClass, question: Question) -> YearClass:
    """A class that was closed after the day asked for was still running on it."""
    if row.state != CLOSED or row.closed_on <= question.day.isoformat():
        return row
    return replace(row, state=RUNNING, completed=0)


def _branches(
    store: Store, connection: Connection, question: Question
) -> tuple[list[OrganizationRow], str]:
    """The organizations of the summary and the name at its head."""
    tree = all_organizations(connection)
    root = question.organization or store.site.organization
    title = next((row.name for row in tree if row.uid == root), store.site.name)
    if question.organization is None:
        return tree, title
    wanted = set(below(connection, question.organization))
    return [row for row in tree if row.uid in wanted], title


def _standing_then(branches: list[OrganizationRow], day: str) -> int:
    return sum(row.stands_on(date.fromisoformat(day)) for row in branches)


def _average(total: Totals) -> float:
    """Hours per person trained, to one decimal."""
    return mean(total.half_hours, len(total.people))


def _class(row: YearClass, made: Learned) -> ClassFigures:
    total = made.by_class.get(row.uid, Totals())
    return ClassFigures(
        id=uid_text(row.uid),
        name=row.name,
        organizer=row.organizer,
        kind=row.kind,
        level=row.level,
        mode=row.mode,
        off_job=bool(row.off_job),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=row.state,
        enrolled=row.enrolled,
        attended=len(total.people),
        completed=row.completed,
        hours=total.half_hours / 2,
    )


def _shares(found: Mapping[str, Totals], order: tuple[str, ...]) -> tuple[ShareFigures, ...]:
    labels = [*order, *(label for label in found if label not in order)]
    return tuple(
        ShareFigures(
            label, len(found[label].people), found[label].person_times, found[label].half_hours / 2
        )
        for label in labels
        if label in found
    )


def _organizations(
    branches: list[OrganizationRow],
    people: Mapping[bytes, PersonOfYear],
    made: Learned,
    standing: Mapping[bytes, Mapping[str, Standing]],
) -> tuple[OrganizationFigures, ...]:
    counted = Counter[bytes]()
    for person, number in alike(people.values()):
        counted[person.organization] += number * person.counted
    # Trained are those of the branch at the end, wherever they belonged when they learned.
    trained_of = Counter(
        people[uid].organization for uid in made.total.people if people[uid].counted
    )
    names = {row.uid: row.name for row in branches}
    known = dict.fromkeys([*counted, *made.by_branch])
    listed = [uid for uid in names if uid in known]
    listed += sorted(uid for uid in known if uid not in names)
    names[UNDECIDED] = UNDECIDED_NAME
    lines = []
    for uid in listed:
        total = made.by_branch.get(uid, Totals())
        trained = trained_of[uid]
        lines.append(
            OrganizationFigures(
                id=uid_text(uid),
                name=names.get(uid, ELSEWHERE),
                members=counted[uid],
                trained=trained,
                coverage=percent(trained, counted[uid]),
                person_times=total.person_times,
                hours=total.half_hours / 2,
                average_hours=_average(total),
                short={key: found.short for key, found in standing.get(uid, {}).items()},
                owing={key: found.owing for key, found in standing.get(uid, {}).items()},
            )
        )
    return tuple(lines)


def _owed(store: Store, question: Question, read: PeopleRead) -> Owed | None:
    """Nothing for a year the policy does not speak of; the other figures stand all the same."""
    return owed_by_branch(store, question, read=read) if _in_period(question) else None


def _standing(owed: Owed | None) -> dict[bytes, Mapping[str, Standing]]:
    return {b.organization: b.standing for b in owed.branches} if owed else {}


def _requirements(owed: Owed | None) -> tuple[RequirementFigures, ...]:
    return tuple(_requirement(owed, r) for r in owed.requirements) if owed else ()


def _requirement(owed: Owed, requirement: Requirement) -> RequirementFigures:
    total, window = owed.total(requirement.id), owed.windows[requirement.id]
    judged = total.met + total.short + (total.pending if window.open else 0)
    return RequirementFigures(
        requirement.id,
        requirement.clause,
        requirement.text,
        requirement.hardness,
        total.applies,
        total.met,
        total.short,
        total.exempt,
        total.pending,
        total.unset,
        total.behind,
        percent(total.met, judged),
        window.open,
        window.first.isoformat(),
        window.closes.isoformat(),
    )


def _in_period(question: Question) -> bool:
    policy = read_policy(CURRENT)
    first, last = policy.period_from.year, policy.period_to.year
    return first <= question.year <= last and question.year <= question.day.year
