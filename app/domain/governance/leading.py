"""会议, 责任分工 and 落实情况: how the work is led.

P24 五（十三）, HN 四（一）, JN 16 and the 责任单位 that end each of its items, P09 五. Each
belongs to the organization that must do it. So a task that the county gives a township goes down
to it, and how far it is comes up again; what the county keeps of itself stays with the county.
"""

from dataclasses import dataclass

from app.domain.entity import Kind, Scope, declare, entity
from app.domain.governance.codes import (
    ASSIGNMENT_STATES,
    DECISION_STATES,
    DOCUMENTS,
    DONE,
    DUTY_ANSWERS,
    FULFILLED,
    LASTING,
    MEETING_UNITS,
    MEETINGS,
    MET,
    OPEN,
    TIERS,
    UNMET,
)
from app.domain.registers import PAST, THIS_YEAR, Due, NamedView, register


@entity("meeting", "会议", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Meeting:
    """One 联席会议 or 汇报, with its minutes: 每年至少召开1次 is counted by kind and day."""

    name: str = declare("会议名称", required=True, synonyms=("名称", "会议主题", "主题"))
    kind: str = declare(
        "会议类别", Kind.CHOICE, required=True, choices=MEETINGS, synonyms=("类别", "会议类型")
    )
    held_on: str = declare("日期", Kind.DAY, required=True, synonyms=("时间", "召开时间"))
    organization: bytes = declare(
        "召开单位",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("党组织", "组织单位"),
    )
    place: str | None = declare("地点", synonyms=("会议地点",))
    chair: str | None = declare("主持人", Kind.PERSON_NAME)
    head: str | None = declare(
        "参加的主要负责同志", Kind.PERSON_NAME, synonyms=("主要负责同志", "第一责任人")
    )
    units: str | None = declare(
        "参加的成员单位", Kind.MANY, choices=MEETING_UNITS, synonyms=("成员单位", "参会单位")
    )
    people: int | None = declare("参会人数", Kind.NUMBER, synonyms=("人数",))
    agenda: str | None = declare("议题", Kind.NOTE, longest=1000, synonyms=("会议议题",))
    minutes: str | None = declare(
        "会议纪要", Kind.NOTE, longest=4000, synonyms=("纪要", "会议内容")
    )
    number: str | None = declare("纪要文号", longest=60, synonyms=("文号",), no_copy=True)
    paper: str | None = declare("纪要存放处", synonyms=("材料存放处",))
    scans: str | None = declare("纪要扫描件、照片", Kind.ATTACHMENT, no_copy=True, since=29)
    next_on: str | None = declare("下次会议日期", Kind.DAY, synonyms=("下次会议",), no_copy=True)
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("meeting_decision", "议定事项", Scope.ORGANIZATION, owner="meeting", title="decided")
@dataclass(frozen=True)
class MeetingDecision:
    """What was decided, who does it until when, and whether it is done."""

    meeting: bytes = declare("会议", Kind.REFERENCE, required=True, refers_to="meeting")
    decided: str = declare("议定事项", required=True, longest=500, synonyms=("事项",))
    unit: str | None = declare("责任单位", synonyms=("牵头单位", "负责单位"))
    due_on: str | None = declare("完成时限", Kind.DAY, synonyms=("时限", "完成日期"))
    state: str = declare("办理情况", Kind.CHOICE, choices=DECISION_STATES, default=OPEN)
    done_on: str | None = declare(
        "办结日期",
        Kind.DAY,
        shown_when=("state", (DONE,)),
        required_when=("state", (DONE,)),
    )
    result: str | None = declare("办理结果", Kind.NOTE, longest=1000, synonyms=("结果",))
    note: str | None = declare("备注", Kind.NOTE, longest=500)


@entity("assignment", "责任事项", Scope.ORGANIZATION, owner="organization", title="task")
@dataclass(frozen=True)
class Assignment:
    """One item of a document with its 牵头 and 责任单位 (JN 1 to 19, domain.md B-26)."""

    task: str = declare(
        "任务事项", required=True, longest=500, synonyms=("任务", "事项", "工作任务")
    )
    organization: bytes = declare(
        "责任党组织",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("党组织", "承办党组织"),
    )
    document: str | None = declare(
        "依据文件", Kind.CHOICE, choices=DOCUMENTS, synonyms=("文件",), carried=True
    )
    clause: str | None = declare("条款", longest=60, synonyms=("依据条款",))
    tier: str | None = declare("责任层次", Kind.CHOICE, choices=TIERS)
    lead: str | None = declare("牵头单位", synonyms=("牵头部门", "责任单位"), carried=True)
    joint: str | None = declare(
        "配合单位", Kind.NOTE, longest=500, synonyms=("责任单位（配合）", "协办单位", "参加单位")
    )
    person: str | None = declare("责任人", Kind.PERSON_NAME, synonyms=("负责人",))
    given_on: str | None = declare("分工日期", Kind.DAY, synonyms=("下达日期",), carried=True)
    due_on: str | None = declare("完成时限", Kind.DAY, synonyms=("时限",))
    state: str = declare(
        "进展状态", Kind.CHOICE, required=True, choices=ASSIGNMENT_STATES, synonyms=("状态", "进展")
    )
    done_on: str | None = declare(
        "完成日期",
        Kind.DAY,
        shown_when=("state", (FULFILLED,)),
        required_when=("state", (FULFILLED,)),
    )
    result: str | None = declare("完成情况", Kind.NOTE, longest=1000, synonyms=("落实情况",))
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("assignment_progress", "进展记录", Scope.ORGANIZATION, owner="assignment", title="progress")
@dataclass(frozen=True)
class AssignmentProgress:
    """How far it was on a day."""

    assignment: bytes = declare("任务事项", Kind.REFERENCE, required=True, refers_to="assignment")
    told_on: str = declare("日期", Kind.DAY, required=True)
    progress: str = declare("进展", required=True, longest=500, synonyms=("进展情况",))
    told_by: str | None = declare("填报人", Kind.PERSON_NAME)
    note: str | None = declare("备注", Kind.NOTE, longest=500)


@entity("duty", "落实情况", Scope.ORGANIZATION, owner="organization", title="required")
@dataclass(frozen=True)
class Duty:
    """What no figure can prove, such as that a system is kept: done or not, when, by whom, and
    where the evidence lies. One row for one requirement, organization and year; the number is that
    of the rule, as in P24-26. Nothing is 已落实 without a day and evidence."""

    number: str = declare("要求编号", required=True, longest=30, synonyms=("编号", "指标编号"))
    required: str = declare("要求内容", required=True, longest=500, synonyms=("要求", "内容"))
    organization: bytes = declare(
        "党组织",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("落实单位", "责任党组织"),
    )
    year: str = declare(
        "年度", Kind.DATE, required=True, synonyms=("年份",), hint="例如 2026", carried=True
    )
    document: str | None = declare(
        "依据文件", Kind.CHOICE, choices=DOCUMENTS, synonyms=("文件",), carried=True
    )
    done: str = declare(
        "是否落实",
        Kind.CHOICE,
        required=True,
        choices=DUTY_ANSWERS,
        synonyms=("落实情况", "状态"),
        no_copy=True,
    )
    done_on: str | None = declare(
        "落实日期", Kind.DAY, shown_when=("done", (MET,)), required_when=("done", (MET,))
    )
    person: str | None = declare("责任人", Kind.PERSON_NAME, synonyms=("经办人", "落实人"))
    evidence: str | None = declare(
        "佐证材料",
        shown_when=("done", (MET,)),
        required_when=("done", (MET,)),
        synonyms=("证明材料", "材料存放处"),
        hint="文号，或材料在哪个盒、哪个目录",
    )
    scans: str | None = declare(
        "佐证扫描件、照片", Kind.ATTACHMENT, shown_when=("done", (MET,)), no_copy=True, since=29
    )
    why: str | None = declare(
        "未落实原因",
        shown_when=("done", (UNMET,)),
        required_when=("done", (UNMET,)),
        synonyms=("原因",),
    )
    due_on: str | None = declare(
        "计划落实日期", Kind.DAY, shown_when=("done", (UNMET,)), synonyms=("完成时限",)
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


register(
    "meeting",
    "会议",
    group="组织领导",
    unit="次",
    same=("name", "held_on", "organization"),
    listed=(
        *("name", "held_on", "kind", "organization", "chair", "head", "units", "people", "number"),
        "next_on",
    ),
    filters=("kind", "units"),
    sort="held_on",
    totals=("people",),
    printed=("held_on", "kind", "name", "organization", "chair", "head", "people", "agenda"),
    details=("meeting_decision",),
    due=Due("next_on", "下次会议", 15),
    below_due=(("meeting_decision", Due("due_on", "议定事项到期", 15, "state", (OPEN,))),),
    dated="held_on",
    views=(
        NamedView(
            "本年联席会议", (("kind", ("联席会议", "干部教育联席会议")),), ("held_on", THIS_YEAR)
        ),
        NamedView("本年听取汇报", (("kind", ("听取汇报",)),), ("held_on", THIS_YEAR)),
        NamedView("没有写纪要", (("minutes", ("",)),)),
    ),
)

register(
    "assignment",
    "责任分工",
    group="组织领导",
    unit="项",
    same=("task", "organization"),
    listed=(
        *("task", "organization", "lead", "joint", "person", "document", "clause", "due_on"),
        "state",
    ),
    filters=("document", "state"),
    printed=("task", "clause", "organization", "lead", "joint", "person", "due_on", "state"),
    details=("assignment_progress",),
    due=Due("due_on", "任务到期", 15, "state", ("未启动", "推进中")),
    dated="given_on",
    views=(
        NamedView("未完成", (("state", ("未启动", "推进中")),)),
        NamedView("逾期", (("state", ("未启动", "推进中")),), ("due_on", PAST), todo=True),
        NamedView(
            "本年没有进展",
            (("state", ("未启动", "推进中", LASTING)),),
            without="assignment_progress",
        ),
    ),
)

register(
    "duty",
    "落实情况",
    group="组织领导",
    unit="项",
    same=("number", "required", "organization", "year"),
    listed=(
        *("number", "required", "organization", "year", "done", "done_on", "person", "evidence"),
        *("why", "due_on"),
    ),
    filters=("document", "done"),
    sort="number",
    printed=("number", "required", "year", "done", "done_on", "person", "evidence", "why"),
    due=Due("due_on", "该落实了", 15, "done", (UNMET,)),
    dated="year",
    views=(
        NamedView("未落实", (("done", (UNMET,)),)),
        NamedView("本年已落实", (("done", (MET,)),), ("year", THIS_YEAR)),
    ),
)
