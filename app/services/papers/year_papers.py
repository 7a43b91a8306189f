"""应训未训名单 and 年度总结: the figures of a year, on paper."""

from collections.abc import Mapping
from datetime import date

from app.data.queries.members import MemberRow, rows_of_people
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.organizations import organization
from app.domain.documents.owed_list import OwedBranch, OwedLine, OwedList
from app.domain.documents.year_summary import YearSummary
from app.domain.errors import NotFound
from app.domain.policy.requirement import Requirement
from app.domain.policy.window import Window
from app.services.checks import Question
from app.services.owed import Standing, owed_by_branch
from app.services.owed_people import OwedPerson, owed_people
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
    question = Question(chosen.year or date.today().year, root)
    owed = owed_by_branch(store, question)
    listed = owed_people(store, question, ORDINARY)
    requirement = next(r for r in owed.requirements if r.id == ORDINARY)
    people = {row.uid: row for row in _people(store, listed)}
    titles = OrganizationTitles(store.database.read(), root)
    branches = tuple(
        _branch(titles.of(branch.organization, branch.name), listed[branch.organization], people)
        for branch in owed.branches
        if branch.organization in listed
    )
    total, window = owed.total(ORDINARY), owed.windows[ORDINARY]
    return OwedList(
        scope=_name(store, root),
        year=str(owed.year),
        requirement=_basis(requirement, window),
        as_of=day_text(owed.as_of),
        unit="学时",
        branches=branches,
        totals=_totals(total, window),
    )


def _basis(requirement: Requirement, window: Window) -> str:
    """What the list is about; in an open window it is no list of people who failed."""
    said = (
        f"{requirement.id} {requirement.text}（{window.last.isoformat()} 在册，按当时所在党组织）"
    )
    if not window.open:
        return said
    return (
        f"{said}（{window.closes.year} 年末到期，未到期不判未达标。本名单列出至"
        f"{window.year} 年末应累计而未累计到、或本年 0 学时的党员；应累计数按年平均推算）"
    )


def _totals(total: Standing, window: Window) -> str:
    rest = f"不作硬性要求 {total.exempt} 人，口径未设置 {total.unset} 人"
    if window.open:
        on_pace = total.pending - total.owing
        return (
            f"应训 {total.applies} 人，已达标 {total.met} 人，低于本年进度或本年 0 学时 "
            f"{total.owing} 人，未到期且进度正常（含待核实）{on_pace} 人，{rest}"
        )
    return (
        f"应训 {total.applies} 人，已完成 {total.met} 人，未完成 {total.short} 人，"
        f"{rest}，待核实 {total.pending} 人"
    )


def _name(store: Store, root: bytes) -> str:
    connection = store.database.read()
    if organization(connection, root) is None:
        raise NotFound("找不到这个党组织。", "请重新选择。")
    return OrganizationTitles(connection).of(root)


def _people(store: Store, listed: Mapping[bytes, list[OwedPerson]]) -> list[MemberRow]:
    """Whoever is listed, wherever he is today."""
    people = [one.member for owing in listed.values() for one in owing]
    return rows_of_people(store.database.read(), people)


def _branch(title: str, owing: list[OwedPerson], people: Mapping[bytes, MemberRow]) -> OwedBranch:
    return OwedBranch(
        title,
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
        required=plain_hours(person.due),
        short=plain_hours(person.missing),
        note=f"本年 {plain_hours(person.year_hours)} 学时"
        + ("" if person.by == ORDINARY else f"，按 {person.by}"),
    )


def year_summary(store: Store, chosen: Selection) -> YearSummary:
    """年度总结 with real figures; its narrative parts are left to people."""
    root = chosen.organization or store.site.organization
    figures = summary_figures(store, Question(chosen.year or date.today().year, root))
    return summary_content(store, figures, root)
