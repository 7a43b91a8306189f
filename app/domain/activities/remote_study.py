"""远程教育学习: what a station showed on a day, who was there, month by month.

HN 一（三） 农村党员干部运用党员干部现代远程教育网络集中学习每月不少于1次; P09 四（三）;
domain.md B-19, C-26. Attendance becomes hours of 远程教育 in one step, as 组织生活 does.
"""

from dataclasses import dataclass

from app.domain.activities.codes import ASSEMBLY_MARKS, THERE
from app.domain.entity import Kind, Scope, declare, entity
from app.domain.registers import THIS_YEAR, Marks, NamedView, register
from app.domain.resources.codes import IN_USE, SUBJECTS

REMOTE = "远程教育"


@entity("remote_study", "远程教育学习", Scope.ORGANIZATION, owner="organization", title="topic")
@dataclass(frozen=True)
class RemoteStudy:
    """One study by the network at one place."""

    topic: str = declare(
        "学习内容（节目）", required=True, synonyms=("节目名称", "学习内容", "课件名称", "内容")
    )
    held_on: str = declare("学习日期", Kind.DAY, required=True, synonyms=("日期", "播放日期"))
    organization: bytes = declare(
        "学习党组织",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("党组织", "村（社区）", "村"),
    )
    station: bytes | None = declare(
        "远程教育站点",
        Kind.REFERENCE,
        refers_to="venue",
        choices_where=("state", (IN_USE,)),
        synonyms=("播放地点", "教学点"),
        carried=True,
    )
    subjects: str | None = declare("内容类别", Kind.MANY, choices=SUBJECTS)
    expected: int | None = declare("应到人数", Kind.NUMBER, synonyms=("应到",))
    people: int | None = declare("实到人数", Kind.NUMBER, synonyms=("实到", "参加人数", "人数"))
    hours: float | None = declare("学时", Kind.HOURS)
    keeper: str | None = declare(
        "管理员", Kind.PERSON_NAME, synonyms=("远程教育站点管理员", "播放人"), carried=True
    )
    talked: str | None = declare("讨论情况", Kind.NOTE, longest=1000, synonyms=("讨论",))
    paper: str | None = declare("记录簿存放处", synonyms=("记录存放处", "材料存放处"), carried=True)
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("remote_attendee", "参加人员", Scope.ORGANIZATION, owner="remote_study", title="mark")
@dataclass(frozen=True)
class RemoteAttendee:
    """Whether one person was there; `record` names what the hours wrote."""

    remote_study: bytes = declare(
        "远程教育学习", Kind.REFERENCE, required=True, refers_to="remote_study"
    )
    member: bytes = declare("党员", Kind.REFERENCE, required=True, refers_to="member")
    mark: str | None = declare("到会情况", Kind.CHOICE, choices=ASSEMBLY_MARKS)
    record: bytes | None = declare("学时记录", Kind.REFERENCE, refers_to="record")
    note: str | None = declare("说明", Kind.NOTE, longest=200)


register(
    "remote_study",
    "远程教育学习",
    group="学习活动",
    unit="次",
    same=("topic", "held_on", "organization"),
    listed=(
        *("topic", "held_on", "organization", "station", "expected", "people", "hours"),
        *("keeper", "paper"),
    ),
    sort="held_on",
    totals=("people", "hours"),
    printed=("held_on", "topic", "organization", "station", "expected", "people", "keeper"),
    details=("remote_attendee",),
    marks=Marks("remote_attendee", (THERE,), "held_on", hours="hours", mode=REMOTE),
    dated="held_on",
    views=(
        NamedView("本年学习", dated=("held_on", THIS_YEAR)),
        NamedView("没有写记录簿存放处", (("paper", ("",)),)),
    ),
    empty="还没有远程教育学习。每播放一次登记一条；“逐月情况”里看哪个月还没有。",
)
