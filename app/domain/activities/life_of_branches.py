"""组织生活: 三会一课, 主题党日, 组织生活会, 民主评议, 谈心谈话, 双重组织生活 as they were held.

P24 四（十一）, JN 8 13 14 19, HN 四（四）, P09 四（一） 主题党日. A branch's township enters it
and it is reported up. 党课 is a register of its own, for its speaker is what is counted.
"""

from dataclasses import dataclass

from app.domain.activities.codes import (
    ASSEMBLIES,
    ASSEMBLY_ITEMS,
    ASSEMBLY_MARKS,
    REVIEWING,
    THERE,
)
from app.domain.entity import Kind, Scope, declare, entity
from app.domain.registers import Marks, NamedView, register

_JUDGED = ("kind", (REVIEWING,))


@entity("assembly", "组织生活", Scope.ORGANIZATION, owner="organization", title="topic")
@dataclass(frozen=True)
class Assembly:
    """One meeting of a branch or group (domain.md C-25), with what was done at it."""

    topic: str = declare(
        "主题（议题）", required=True, synonyms=("主题", "议题", "名称", "活动主题")
    )
    kind: str = declare(
        "组织生活类别",
        Kind.CHOICE,
        required=True,
        choices=ASSEMBLIES,
        synonyms=("类别", "会议类型", "类型"),
    )
    held_on: str = declare("日期", Kind.DAY, required=True, synonyms=("时间", "召开时间"))
    organization: bytes = declare(
        "党组织",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("所在党组织", "党支部"),
    )
    place: str | None = declare("地点", synonyms=("会议地点",))
    chair: str | None = declare("主持人", Kind.PERSON_NAME)
    recorder: str | None = declare("记录人", Kind.PERSON_NAME)
    expected: int | None = declare("应到人数", Kind.NUMBER, synonyms=("应到", "应参加人数"))
    people: int | None = declare("实到人数", Kind.NUMBER, synonyms=("实到", "参加人数", "人数"))
    absent: str | None = declare(
        "请假、缺席人员", Kind.NOTE, longest=500, synonyms=("请假", "缺席")
    )
    guests: str | None = declare("列席人员", synonyms=("列席",))
    leaders: str | None = declare(
        "参加的党员领导干部",
        hint="双重组织生活：以普通党员身份参加的领导干部",
        synonyms=("领导干部",),
    )
    items: str | None = declare(
        "开展的内容", Kind.MANY, choices=ASSEMBLY_ITEMS, synonyms=("内容", "项目")
    )
    hours: float | None = declare("学时", Kind.HOURS)
    said: str | None = declare(
        "主要内容", Kind.NOTE, longest=4000, synonyms=("会议内容", "会议记录")
    )
    decided: str | None = declare(
        "决议（效果）", Kind.NOTE, longest=2000, synonyms=("决议", "效果")
    )
    excellent: int | None = declare("优秀人数", Kind.NUMBER, shown_when=_JUDGED)
    qualified: int | None = declare("合格人数", Kind.NUMBER, shown_when=_JUDGED)
    barely: int | None = declare("基本合格人数", Kind.NUMBER, shown_when=_JUDGED)
    failing: int | None = declare("不合格人数", Kind.NUMBER, shown_when=_JUDGED)
    paper: str | None = declare("记录存放处", synonyms=("记录本存放处", "材料存放处"))
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("assembly_attendee", "参加人员", Scope.ORGANIZATION, owner="assembly", title="mark")
@dataclass(frozen=True)
class AssemblyAttendee:
    """Whether one member was there; who was gets the hours as 集体学习 in one step, and `record`
    names what that wrote. Nobody is there until somebody says so. A row goes with its meeting to
    whoever keeps it, and is erased with the person it names."""

    assembly: bytes = declare("组织生活", Kind.REFERENCE, required=True, refers_to="assembly")
    member: bytes = declare("党员", Kind.REFERENCE, required=True, refers_to="member")
    mark: str | None = declare("到会情况", Kind.CHOICE, choices=ASSEMBLY_MARKS)
    record: bytes | None = declare("学时记录", Kind.REFERENCE, refers_to="record")
    note: str | None = declare("说明", Kind.NOTE, longest=200)


register(
    "assembly",
    "组织生活",
    group="学习活动",
    unit="次",
    same=("topic", "held_on", "organization"),
    listed=(
        *("topic", "held_on", "kind", "organization", "chair", "expected", "people", "leaders"),
        *("items", "hours", "paper"),
    ),
    filters=("kind", "items"),
    sort="held_on",
    totals=("expected", "people", "hours"),
    printed=(
        *("held_on", "kind", "topic", "organization", "chair", "expected", "people", "items"),
        "decided",
    ),
    details=("assembly_attendee",),
    marks=Marks("assembly_attendee", (THERE,), "held_on", hours="hours"),
    dated="held_on",
    views=(
        NamedView("三会", (("kind", ASSEMBLIES[:3]),)),
        NamedView("主题党日", (("kind", ("主题党日",)),)),
        NamedView("组织生活会和民主评议", (("kind", ("组织生活会", REVIEWING)),)),
        NamedView("没有写记录存放处", (("paper", ("",)),)),
    ),
)
