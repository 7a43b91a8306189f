"""年度总结 in words: every figure from the one count, none typed in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.data.queries.organization_titles import OrganizationTitles
from app.domain.documents.year_summary import (
    BranchLine,
    ClassLine,
    Figure,
    IndicatorLine,
    YearSummary,
)
from app.domain.signing import signing_organizer
from app.domain.uid import uid_from_text
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
OPEN = "未到期"
MOST_BARS = 16
"""More bars than this cannot be told apart on paper; the table has them all."""


def summary_content(
    store: Store, figures: SummaryFigures, root: bytes | None = None
) -> YearSummary:
    """The content of the summary about `root`; narrative parts stay blank for people."""
    branches = [
        replace(row, name=title)
        for row, title in _titled(store, figures, root)
        if row.members or row.person_times
    ]
    said = OrganizationTitles(store.database.read())
    return YearSummary(
        organization=said.of(root, figures.organization),
        year=str(figures.year),
        opening=_opening(figures),
        figures=_overview(figures),
        branches=tuple(_branch(n, row) for n, row in enumerate(branches, start=1)),
        branch_note=_branch_note(figures),
        class_note=_class_note(figures),
        classes=tuple(_class(store, n, row) for n, row in enumerate(figures.classes, start=1)),
        indicators=tuple(_indicator(row) for row in figures.requirements),
        chart_title="各党组织参训覆盖率",
        chart_unit="%",
        chart=tuple((row.name, row.coverage) for row in branches[:MOST_BARS]),
        signed_by=signer(store),
        signed_on=day_text(date.today().isoformat()),
        as_of=day_text(figures.as_of),
    )


def _titled(
    store: Store, figures: SummaryFigures, root: bytes | None
) -> Iterator[tuple[OrganizationFigures, str]]:
    """Every organization with what it is called in a paper about `root`."""
    titles = OrganizationTitles(store.database.read(), root)
    for row in figures.by_organization:
        yield row, titles.of(uid_from_text(row.id), row.name)


def _opening(f: SummaryFigures) -> str:
    pending = f"（另有{f.members_pending}人待定）" if f.members_pending else ""
    said = (
        f"{f.year}年，{f.organization}所辖党组织{f.organizations}个，在册党员{f.members}人{pending}。"
        f"截至{day_text(f.as_of)}，本年举办培训班{f.classes_held}期，其中已结班{f.classes_closed}期，"
        f"培训{f.person_times}人次、{f.people_trained}人；参训党员{f.trained}人，"
        f"覆盖率{f.coverage:g}%。本年共计{plain_hours(f.hours)}学时，参训人员人均{f.average_hours:g}学时，"
        f"按在册党员人均{f.average_per_member:g}学时，"
        f"其中党的创新理论{plain_hours(f.innovation_hours)}学时，占{f.innovation_share:g}%。"
    )
    if f.uncounted_hours:
        said += f"另有{plain_hours(f.uncounted_hours)}学时按口径不计入集中学习培训。"
    if f.elsewhere_hours:
        said += f"另有{plain_hours(f.elsewhere_hours)}学时属转入前或所在党组织待定，未计入。"
    return said


def _overview(f: SummaryFigures) -> tuple[Figure, ...]:
    said = f.bases
    return (
        Figure("党组织", str(f.organizations), "个", said["organizations"]),
        Figure("在册党员", str(f.members), "人", said["members"]),
        *_pending(f),
        Figure(
            "举办培训班",
            str(f.classes_held),
            "期",
            f"{said['classes_held']}，已结班 {f.classes_closed} 期",
        ),
        Figure("培训人次", str(f.person_times), "人次", said["person_times"]),
        Figure("培训人数", str(f.people_trained), "人", said["people_trained"]),
        Figure("参训党员", str(f.trained), "人", said["trained"]),
        Figure("参训覆盖率", f"{f.coverage:g}%", "", said["coverage"]),
        Figure("本年学时", plain_hours(f.hours), "学时", said["hours"]),
        Figure("参训人员人均", f"{f.average_hours:g}", "学时", said["average_hours"]),
        Figure("在册党员人均", f"{f.average_per_member:g}", "学时", said["average_per_member"]),
        Figure(
            "党的创新理论学时",
            plain_hours(f.innovation_hours),
            "学时",
            said["innovation_hours"],
        ),
        Figure("党的创新理论占比", f"{f.innovation_share:g}%", "", said["innovation_share"]),
        *(
            Figure(f"其中：{row.label}", plain_hours(row.hours), "学时", f"{row.person_times} 人次")
            for row in f.by_mode
        ),
    )


def _pending(f: SummaryFigures) -> tuple[Figure, ...]:
    """Whoever nobody can tell of has a line of his own, and is in no other figure."""
    if not f.members_pending:
        return ()
    return (Figure("是否在册待定", str(f.members_pending), "人", "；".join(f.pending)),)


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
        str(row.owing.get(ORDINARY, 0)),
    )


def _class(store: Store, number: int, row: ClassFigures) -> ClassLine:
    return ClassLine(
        str(number),
        row.name,
        signing_organizer(row.organizer, store.site.name, store.site.signed_as),
        period_text(row.starts_on, row.ends_on),
        str(row.attended),
        str(row.completed),
        plain_hours(row.hours),
    )


def _branch_note(figures: SummaryFigures) -> str:
    """How the columns of the branches are counted; one of them is no figure of the year."""
    said = (
        "人均学时＝本组织本年学时÷本组织培训人数（含非党员和已转出的人）；"
        "调动过的人，学时记在当时所在党组织。"
    )
    ordinary = next((row for row in figures.requirements if row.id == ORDINARY), None)
    if ordinary is None:
        return said
    span = f"{ordinary.window_from[:4]}—{ordinary.window_to[:4]}年"
    if ordinary.open:
        return (
            f"{said}应训未训按 {ORDINARY} {span}累计计算，尚未到期：是低于本年进度"
            "或本年 0 学时的人数，不是本年未参训人数，也不是未达标人数。"
        )
    return f"{said}应训未训按 {ORDINARY} {span}累计计算，是未达标人数，不是本年未参训人数。"


def _class_note(figures: SummaryFigures) -> str:
    """How the columns of the classes are counted: they add up to no figure of the year."""
    said = figures.bases
    notes = [f"参训人数{said['class_attended']}", f"结业人数{said['class_completed']}"]
    return "；".join([*notes, f"学时{said['class_hours']}"]) + "。"


def _indicator(row: RequirementFigures) -> IndicatorLine:
    notes = []
    if row.open:
        behind = f"，其中低于本年进度 {row.behind} 人" if row.behind else ""
        notes.append(f"{row.window_to} 到期；未到期或待核实 {row.pending} 人{behind}")
    elif row.pending:
        notes.append(f"待核实 {row.pending} 人")
    if row.exempt:
        notes.append(f"不作硬性要求 {row.exempt} 人")
    if row.unset:
        notes.append(f"口径未设置 {row.unset} 人")
    # What can still be caught up with has neither people who failed nor a rate.
    return IndicatorLine(
        row.id,
        row.text,
        str(row.applies),
        str(row.met),
        OPEN if row.open else str(row.short),
        OPEN if row.open else f"{row.rate:g}%",
        "，".join(notes),
    )
