"""党课 with 展播: who spoke, as what, to whom, by what medium.

P09 四（一）, HN 三（一）, JN 17, P24 二（二）. A lecture belongs to the organization that held
it: the township's is reported up, the county's own stays there.
"""

from dataclasses import dataclass

from app.domain.activities.codes import (
    AIRINGS,
    AUDIENCES,
    LECTURE_FORMS,
    LECTURERS,
    MEDIA,
)
from app.domain.entity import Kind, Scope, declare, entity
from app.domain.registers import NamedView, register
from app.domain.resources.codes import SUBJECTS, TEACHER_LEVELS


@entity("lecture", "党课", Scope.ORGANIZATION, owner="organization", title="topic")
@dataclass(frozen=True)
class Lecture:
    """One 党课. `lecturer` is the person of the roster, for whom 每年至少讲1次 is counted; whoever
    comes from outside has a name only. The post is the one held then, never looked up."""

    topic: str = declare("党课题目", required=True, synonyms=("题目", "主题", "党课主题"))
    held_on: str = declare("讲课日期", Kind.DAY, required=True, synonyms=("日期", "时间"))
    organization: bytes = declare(
        "组织单位",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("举办单位", "党组织", "所在党组织"),
    )
    speaker: str = declare(
        "讲课人", Kind.PERSON_NAME, required=True, synonyms=("主讲人", "授课人", "姓名")
    )
    lecturer: bytes | None = declare(
        "讲课人（名册）",
        Kind.REFERENCE,
        refers_to="member",
        hint="本地党员从名册里选，才能算进本人本年讲党课次数",
    )
    speaks_as: str = declare(
        "讲课人身份",
        Kind.CHOICE,
        required=True,
        choices=LECTURERS,
        synonyms=("身份", "讲课人类别"),
    )
    post_then: str | None = declare("时任单位及职务", synonyms=("职务", "单位及职务", "讲课人职务"))
    audience: str | None = declare(
        "听课对象", Kind.MANY, choices=AUDIENCES, synonyms=("对象", "授课对象")
    )
    people: int | None = declare("听课人数", Kind.NUMBER, synonyms=("人数", "参加人数"))
    medium: str = declare(
        "讲课方式",
        Kind.CHOICE,
        required=True,
        choices=MEDIA,
        synonyms=("方式", "媒介", "授课方式"),
    )
    form: str | None = declare("党课形式", Kind.CHOICE, choices=LECTURE_FORMS, synonyms=("形式",))
    subjects: str | None = declare("内容", Kind.MANY, choices=SUBJECTS, synonyms=("党课内容",))
    training_class: bytes | None = declare(
        "结合的培训班", Kind.REFERENCE, refers_to="training_class", synonyms=("培训班", "班次")
    )
    hours: float | None = declare("学时", Kind.HOURS)
    place: str | None = declare("地点", synonyms=("讲课地点",))
    recorded: str | None = declare("音像资料存放处", synonyms=("讲稿存放处", "资料存放处"))
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("lecture_airing", "展播", Scope.ORGANIZATION, owner="lecture", title="channel")
@dataclass(frozen=True)
class LectureAiring:
    """优秀党课展播 (P24 二（二）): where it was shown, to how many."""

    lecture: bytes = declare("党课", Kind.REFERENCE, required=True, refers_to="lecture")
    aired_on: str = declare("展播日期", Kind.DAY, required=True, synonyms=("日期",))
    kind: str = declare("展播平台", Kind.CHOICE, required=True, choices=AIRINGS, synonyms=("平台",))
    channel: str = declare("栏目（场次）", required=True, synonyms=("栏目", "场次"))
    level: str | None = declare("展播层级", Kind.CHOICE, choices=TEACHER_LEVELS)
    people: int | None = declare("收看人数", Kind.NUMBER, synonyms=("人数", "人次"))
    note: str | None = declare("备注", Kind.NOTE, longest=500)


register(
    "lecture",
    "党课",
    group="学习活动",
    unit="次",
    same=("topic", "held_on", "organization"),
    listed=(
        *("topic", "held_on", "speaker", "speaks_as", "post_then", "organization", "audience"),
        *("people", "medium", "form", "training_class", "hours"),
    ),
    filters=("speaks_as", "medium"),
    sort="held_on",
    totals=("people", "hours"),
    printed=(
        *("held_on", "topic", "speaker", "speaks_as", "organization", "audience", "people"),
        "medium",
    ),
    details=("lecture_airing",),
    dated="held_on",
    views=(
        NamedView("结合培训班讲的", (("speaks_as", LECTURERS[1:3]),)),
        NamedView("线上讲的", (("medium", MEDIA[1:5]),)),
        NamedView("没有选到名册", (("lecturer", ("",)),)),
    ),
)
