"""应训未训名单 and 年度总结: the figures of a year, on paper."""

from collections.abc import Mapping
from datetime import date

from app.data.queries.members import MemberFilter, MemberRow, member_ids, member_rows
from app.data.queries.organizations import organization
from app.domain.documents.owed_list import OwedBranch, OwedLine, OwedList
from app.domain.documents.year_summary import YearSummary
from app.domain.errors import NotFound
from app.services.checks import Question
from app.services.owed import BranchOwed, OwedPerson, owed_by_branch
from app.services.papers.selection import Selection
from app.services.papers.summary_content import summary_content
from app.services.papers.wording import day_text, plain_hours
from app.services.store import Store
from app.services.summaries import summary_figures

ORDINARY = "P24-01"
"""The requirement of every member; the list is about it."""


def owed_list(store: Store, chosen: Selection) -> OwedList:
    """应训未训名单 by branch under the requirement of every member."""
    root = chosen.organization or store.site.organization
    owed = owed_by_branch(store, Question(chosen.year or date.today().year, root))
    requirement = next(r for r in owed.requirements if r.id == ORDINARY)
    people = {row.uid: row for row in _people(store, root)}
    branches = tuple(
        _branch(branch, people) for branch in owed.branches if branch.people.get(ORDINARY)
    )
    total = owed.total(ORDINARY)
    return OwedList(
        scope=_name(store, root),
        year=str(owed.year),
        requirement=f"{requirement.id} {requirement.text}",
        as_of=day_text(owed.as_of),
        unit="学时",
        branches=branches,
        totals=(
            f"应训 {total.applies} 人，已完成 {total.met} 人，未完成 {total.short} 人，"
            f"不作硬性要求 {total.exempt} 人，口径未定 {total.pending} 人"
        ),
    )


def _name(store: Store, root: bytes) -> str:
    found = organization(store.database.read(), root)
    if found is None:
        raise NotFound("找不到这个党组织。", "请重新选择。")
    return found.name


def _people(store: Store, root: bytes) -> list[MemberRow]:
    connection = store.database.read()
    return member_rows(connection, member_ids(connection, MemberFilter(organization=root)))


def _branch(branch: BranchOwed, people: Mapping[bytes, MemberRow]) -> OwedBranch:
    owing = branch.people[ORDINARY]
    return OwedBranch(
        branch.name,
        tuple(
            _line(number, person, people.get(person.member))
            for number, person in enumerate(owing, start=1)
        ),
    )


def _line(number: int, person: OwedPerson, known: MemberRow | None) -> OwedLine:
    return OwedLine(
        number=str(number),
        name=person.name,
        sex=known.sex if known else "",
        organization=known.workplace if known else "",
        done=plain_hours(person.value),
        required=plain_hours(person.threshold),
        short=plain_hours(person.missing),
        note=f"本年 {plain_hours(person.year_hours)} 学时",
    )


def year_summary(store: Store, chosen: Selection) -> YearSummary:
    """年度总结 with real figures; its narrative parts are left to people."""
    root = chosen.organization or store.site.organization
    figures = summary_figures(store, Question(chosen.year or date.today().year, root))
    return summary_content(store, figures)
