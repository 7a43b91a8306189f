"""年度总结 in words: every figure from the one count, none typed in."""

from datetime import date

from app.domain.documents.year_summary import (
    BranchLine,
    ClassLine,
    Figure,
    IndicatorLine,
    YearSummary,
)
from app.services.papers.signing import signer
from app.services.papers.wording import day_text, period_text, plain_hours
from app.services.store import Store
from app.services.summary_figures import (
    ClassFigures,
    OrganizationFigures,
    RequirementFigures,
    SummaryFigures,
)

ORDINARY = "P24-01"
MOST_BARS = 16
"""More bars than this cannot be told apart on paper; the table has them all."""


def summary_content(store: Store, figures: SummaryFigures) -> YearSummary:
    """The content of the summary; narrative parts stay blank for people."""
    branches = [row for row in figures.by_organization if row.members or row.person_times]
    return YearSummary(
        organization=figures.organization,
        year=str(figures.year),
        opening=_opening(figures),
        figures=_overview(figures),
        branches=tuple(_branch(n, row) for n, row in enumerate(branches, start=1)),
        classes=tuple(_class(n, row) for n, row in enumerate(figures.classes, start=1)),
        indicators=tuple(_indicator(row) for row in figures.requirements),
        chart_title="各党组织参训覆盖率",
        chart_unit="%",
        chart=tuple((row.name, row.coverage) for row in branches[:MOST_BARS]),
        signed_by=signer(store),
        signed_on=day_text(date.today().isoformat()),
        as_of=day_text(figures.as_of),
    )


def _opening(f: SummaryFigures) -> str:
    said = (
        f"{f.year}年，{f.organization}所辖党组织{f.organizations}个，在册党员{f.members}人。"
        f"截至{day_text(f.as_of)}，全年举办培训班{f.classes_held}期，其中已结班{f.classes_closed}期，"
        f"培训{f.person_times}人次、{f.people_trained}人；参训党员{f.trained}人，"
        f"覆盖率{f.coverage:g}%。累计{plain_hours(f.hours)}学时，人均{f.average_hours:g}学时，"
        f"其中党的创新理论{plain_hours(f.innovation_hours)}学时，占{f.innovation_share:g}%。"
    )
    if f.uncounted_hours:
        said += f"另有{plain_hours(f.uncounted_hours)}学时按口径不计入集中学习培训。"
    return said


def _overview(f: SummaryFigures) -> tuple[Figure, ...]:
    return (
        Figure("党组织", str(f.organizations), "个"),
        Figure("在册党员", str(f.members), "人", "正式党员、预备党员"),
        Figure("举办培训班", str(f.classes_held), "期", f"已结班 {f.classes_closed} 期"),
        Figure("培训人次", str(f.person_times), "人次", "每人每班计一次"),
        Figure("培训人数", str(f.people_trained), "人"),
        Figure("参训党员", str(f.trained), "人", f"覆盖率 {f.coverage:g}%"),
        Figure("累计学时", plain_hours(f.hours), "学时", f"人均 {f.average_hours:g}"),
        Figure(
            "党的创新理论学时",
            plain_hours(f.innovation_hours),
            "学时",
            f"占 {f.innovation_share:g}%",
        ),
        *(
            Figure(f"其中：{row.label}", plain_hours(row.hours), "学时", f"{row.person_times} 人次")
            for row in f.by_mode
        ),
    )


def _branch(number: int, row: OrganizationFigures) -> BranchLine:
    return BranchLine(
        str(number),
        row.name,
        str(row.members),
        str(row.trained),
        f"{row.coverage:g}%",
        str(row.person_times),
        plain_hours(row.hours),
        f"{row.average_hours:g}",
        str(row.short.get(ORDINARY, 0)),
    )


def _class(number: int, row: ClassFigures) -> ClassLine:
    return ClassLine(
        str(number),
        row.name,
        row.organizer,
        period_text(row.starts_on, row.ends_on),
        str(row.attended),
        str(row.completed),
        plain_hours(row.hours),
    )


def _indicator(row: RequirementFigures) -> IndicatorLine:
    notes = []
    if row.exempt:
        notes.append(f"不作硬性要求 {row.exempt} 人")
    if row.pending:
        notes.append(f"口径未定 {row.pending} 人")
    return IndicatorLine(
        row.id,
        row.text,
        str(row.applies),
        str(row.met),
        str(row.short),
        f"{row.rate:g}%",
        "，".join(notes),
    )
