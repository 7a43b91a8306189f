"""督促检查 with 整改, and 述学述职评议: whether the work is done, and who says so of whom.

HN 四（四） and 四（六）, P24 五（十七）, JN 19, JC 五, P09 五; domain.md B-22, B-23. An
inspection belongs to whom it inspected: what the county found goes down to the township, whose
整改 comes up again. A finding is 已整改 only with a day and a result, so that nobody calls it so
with a tick.
"""

from dataclasses import dataclass

from app.domain.entity import Kind, Scope, declare, entity
from app.domain.governance.codes import (
    CORRECTED,
    FINDING_STATES,
    GRADES_OF_MEMBERS,
    GRADES_OF_SECRETARIES,
    INSPECTED,
    INSPECTION_OUTCOMES,
    INSPECTION_STATES,
    INSPECTIONS,
    MENDED,
    MENDING,
    OCCASIONS,
    REVIEWED,
    REVIEWS,
    UNMENDED,
)
from app.domain.registers import PAST, THIS_YEAR, Due, NamedView, register


@entity("inspection", "检查", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Inspection:
    """One inspection of one organization."""

    name: str = declare(
        "检查事项", required=True, synonyms=("事项", "检查名称", "名称"), carried=True
    )
    kind: str = declare(
        "检查类别",
        Kind.CHOICE,
        required=True,
        choices=INSPECTIONS,
        synonyms=("类别", "检查类型"),
        carried=True,
    )
    held_on: str = declare(
        "检查日期", Kind.DAY, required=True, synonyms=("日期", "检查时间"), carried=True
    )
    organization: bytes = declare(
        "被检查党组织",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("被检查单位", "党组织", "受检单位"),
    )
    inspector: str = declare(
        "检查单位", required=True, synonyms=("检查组", "检查部门"), carried=True
    )
    team: str | None = declare("检查人员", synonyms=("检查人",), carried=True)
    about: str | None = declare(
        "检查内容", Kind.MANY, choices=INSPECTED, synonyms=("内容",), carried=True
    )
    outcome: str | None = declare("检查意见", Kind.CHOICE, choices=INSPECTION_OUTCOMES)
    conclusion: str | None = declare(
        "检查情况", Kind.NOTE, longest=2000, synonyms=("检查结论", "总体评价")
    )
    told_on: str | None = declare("通报日期", Kind.DAY, synonyms=("通报时间",))
    number: str | None = declare("通报文号", longest=60, synonyms=("文号",))
    state: str = declare(
        "整改状态", Kind.CHOICE, required=True, choices=INSPECTION_STATES, synonyms=("状态",)
    )
    due_on: str | None = declare(
        "整改期限",
        Kind.DAY,
        shown_when=("state", (MENDING, MENDED)),
        required_when=("state", (MENDING,)),
        synonyms=("整改时限",),
    )
    rectified_on: str | None = declare(
        "整改完成日期",
        Kind.DAY,
        shown_when=("state", (MENDED,)),
        required_when=("state", (MENDED,)),
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("inspection_finding", "发现问题", Scope.ORGANIZATION, owner="inspection", title="problem")
@dataclass(frozen=True)
class InspectionFinding:
    """One problem: 发现问题，及时通报，督促整改 (HN 四（六）)."""

    inspection: bytes = declare("检查", Kind.REFERENCE, required=True, refers_to="inspection")
    problem: str = declare("问题", required=True, longest=500, synonyms=("存在问题", "发现的问题"))
    basis: str | None = declare("依据", synonyms=("条款",))
    person: str | None = declare("整改责任人", Kind.PERSON_NAME, synonyms=("责任人",))
    measure: str | None = declare("整改措施", Kind.NOTE, longest=1000, synonyms=("措施",))
    due_on: str | None = declare("整改期限", Kind.DAY, synonyms=("整改时限", "期限"))
    state: str = declare(
        "整改情况", Kind.CHOICE, choices=FINDING_STATES, default=UNMENDED, synonyms=("状态",)
    )
    done_on: str | None = declare(
        "整改日期",
        Kind.DAY,
        shown_when=("state", (CORRECTED,)),
        required_when=("state", (CORRECTED,)),
    )
    result: str | None = declare(
        "整改结果",
        Kind.NOTE,
        longest=1000,
        shown_when=("state", (CORRECTED,)),
        required_when=("state", (CORRECTED,)),
    )
    photos: str | None = declare("整改前后照片", Kind.ATTACHMENT, since=29)
    checked_by: str | None = declare("复查人", Kind.PERSON_NAME, synonyms=("核查人",))
    note: str | None = declare("备注", Kind.NOTE, longest=500)


@entity("review", "述评", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Review:
    """What somebody reported of his learning or his work, and how it was judged. It belongs to the
    organization where it was said; `reviewed` is the person of the roster, if it is one."""

    name: str = declare(
        "述评对象", required=True, synonyms=("姓名", "对象", "述职人", "被评议人"), longest=100
    )
    reviewed: bytes | None = declare("述评对象（名册）", Kind.REFERENCE, refers_to="member")
    kind: str = declare(
        "类别", Kind.CHOICE, required=True, choices=REVIEWS, synonyms=("述评类别",), carried=True
    )
    held_on: str = declare(
        "日期", Kind.DAY, required=True, synonyms=("时间", "述职日期"), carried=True
    )
    organization: bytes = declare(
        "党组织",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("所在党组织", "单位"),
    )
    speaks_as: str | None = declare("对象类别", Kind.CHOICE, choices=REVIEWED)
    post_then: str | None = declare("时任职务", synonyms=("职务",))
    occasion: str | None = declare(
        "结合的工作", Kind.CHOICE, choices=OCCASIONS, synonyms=("场合",), carried=True
    )
    period: str | None = declare("述评年度", Kind.DATE, synonyms=("年度",), hint="例如 2026")
    told: str | None = declare(
        "述学（述职）要点", Kind.NOTE, longest=2000, synonyms=("述职要点", "述学要点", "内容")
    )
    problems: str | None = declare("指出的问题", Kind.NOTE, longest=1000, synonyms=("问题",))
    measures: str | None = declare("改进措施", Kind.NOTE, longest=1000, synonyms=("整改措施",))
    judged_by: str | None = declare("点评人", Kind.PERSON_NAME, synonyms=("评议人",))
    grade: str | None = declare(
        "综合评价",
        Kind.CHOICE,
        choices=GRADES_OF_SECRETARIES,
        shown_when=("kind", ("述职", "考核")),
        synonyms=("评价等次", "等次"),
    )
    verdict: str | None = declare(
        "评议结果",
        Kind.CHOICE,
        choices=GRADES_OF_MEMBERS,
        shown_when=("kind", ("评学", "评议")),
    )
    paper: str | None = declare("材料存放处", synonyms=("述职报告存放处",))
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


register(
    "inspection",
    "督促检查",
    group="督导考评",
    unit="次",
    same=("name", "held_on", "organization"),
    listed=(
        *("name", "held_on", "kind", "organization", "inspector", "about", "outcome", "told_on"),
        *("state", "due_on", "rectified_on"),
    ),
    filters=("kind", "outcome", "state"),
    sort="held_on",
    printed=("held_on", "name", "organization", "inspector", "outcome", "state", "due_on"),
    details=("inspection_finding",),
    due=Due("due_on", "整改到期", 15, "state", (MENDING,)),
    below_due=(("inspection_finding", Due("due_on", "问题整改到期", 15, "state", (UNMENDED,))),),
    dated="held_on",
    views=(
        NamedView("整改中", (("state", (MENDING,)),)),
        NamedView("整改逾期", (("state", (MENDING,)),), ("due_on", PAST), todo=True),
        NamedView("本年检查", dated=("held_on", THIS_YEAR)),
    ),
)

register(
    "review",
    "述学述职评议",
    group="督导考评",
    unit="人次",
    same=("name", "kind", "held_on", "organization"),
    listed=(
        *("name", "held_on", "kind", "speaks_as", "post_then", "organization", "occasion"),
        *("grade", "verdict", "judged_by"),
    ),
    filters=("kind", "grade", "verdict"),
    sort="held_on",
    printed=("held_on", "kind", "name", "post_then", "organization", "grade", "verdict"),
    dated="held_on",
    views=(
        NamedView("述职评议考核", (("kind", ("述职", "评议", "考核")),)),
        NamedView("述学评学", (("kind", ("述学", "评学")),)),
    ),
)
