"""需求调研, 评教 and 评选: what is wanted, how it was taught, what was best.

P09 四（一）, P24 五（十四）, JN 2, JC 四 (needs); JN 17 教学考核评价 (teaching); JN 18, HN 三
(selections); domain.md C-16. Each belongs to whoever held it and is reported up.
"""

from dataclasses import dataclass

from app.domain.entity import Kind, Scope, declare, entity
from app.domain.governance.codes import (
    ANNOUNCED,
    AWARD_STATES,
    AWARDS,
    COLLECTING,
    NEED_FORMS,
    PLACES,
    SURVEYS,
)
from app.domain.people.codes import SECTORS
from app.domain.registers import PAST, THIS_YEAR, Due, NamedView, register
from app.domain.resources.codes import SUBJECTS, TEACHER_LEVELS


@entity("survey", "调研", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Survey:
    """One asking what members need, and what became of it in the plan."""

    name: str = declare("调研主题", required=True, synonyms=("主题", "名称", "调研名称"))
    kind: str = declare("调研方式", Kind.CHOICE, required=True, choices=SURVEYS, synonyms=("方式",))
    held_on: str = declare("调研日期", Kind.DAY, required=True, synonyms=("日期", "时间"))
    organization: bytes = declare(
        "调研单位",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("党组织", "组织单位"),
    )
    team: str | None = declare("调研人员", synonyms=("调研组成员", "调研人"))
    sectors: str | None = declare(
        "调研对象", Kind.MANY, choices=SECTORS, synonyms=("对象", "调研领域")
    )
    sent: int | None = declare("发放份数", Kind.NUMBER, synonyms=("发放",))
    returned: int | None = declare("收回份数", Kind.NUMBER, synonyms=("收回", "回收"))
    people: int | None = declare("调研人数", Kind.NUMBER, synonyms=("人数", "访谈人数"))
    found: str | None = declare(
        "需求分析", Kind.NOTE, longest=2000, synonyms=("分析", "主要需求", "调研结果")
    )
    advice: str | None = declare("建议", Kind.NOTE, longest=1000, synonyms=("工作建议",))
    questionnaire: bytes | None = declare(
        "所用问卷", Kind.REFERENCE, refers_to="questionnaire", synonyms=("问卷",), since=29
    )
    used: str | None = declare(
        "采纳情况", Kind.NOTE, longest=1000, hint="写进哪年计划的哪个班", synonyms=("运用情况",)
    )
    paper: str | None = declare("材料存放处", synonyms=("问卷存放处",))
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("survey_need", "培训需求", Scope.ORGANIZATION, owner="survey", title="topic")
@dataclass(frozen=True)
class SurveyNeed:
    """One need: what, for how many, in what form, when (domain.md C-16)."""

    survey: bytes = declare("调研", Kind.REFERENCE, required=True, refers_to="survey")
    topic: str = declare("需要的内容", required=True, synonyms=("培训需求", "内容", "需要的项目"))
    subject: str | None = declare("内容类别", Kind.CHOICE, choices=SUBJECTS)
    form: str | None = declare("希望的形式", Kind.CHOICE, choices=NEED_FORMS, synonyms=("形式",))
    people: int | None = declare("人数", Kind.NUMBER, synonyms=("提出人数", "需求人数"))
    hours: float | None = declare("希望的学时", Kind.HOURS, synonyms=("学时",))
    wanted: str | None = declare("希望的时间", Kind.MONTH, synonyms=("时间",))
    note: str | None = declare("备注", Kind.NOTE, longest=500)


@entity("rating", "评教", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Rating:
    """What trainees thought of one lecture or class: the tally of papers, which name nobody."""

    name: str = declare("评教内容", required=True, synonyms=("课程", "授课题目", "评教课程"))
    held_on: str = declare("评教日期", Kind.DAY, required=True, synonyms=("日期",))
    organization: bytes = declare(
        "组织单位",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("办班单位", "党组织"),
    )
    teacher: bytes | None = declare(
        "授课教师", Kind.REFERENCE, refers_to="teacher", synonyms=("教师", "授课人", "主讲人")
    )
    training_class: bytes | None = declare(
        "培训班", Kind.REFERENCE, refers_to="training_class", synonyms=("班次",)
    )
    questionnaire: bytes | None = declare(
        "所用问卷", Kind.REFERENCE, refers_to="questionnaire", synonyms=("问卷",), since=29
    )
    sent: int | None = declare("发放份数", Kind.NUMBER, synonyms=("发放",))
    returned: int | None = declare("收回份数", Kind.NUMBER, synonyms=("收回", "有效份数"))
    content: int | None = declare("教学内容（百分制）", Kind.NUMBER, synonyms=("教学内容",))
    method: int | None = declare("教学方法（百分制）", Kind.NUMBER, synonyms=("教学方法",))
    manner: int | None = declare("教学态度（百分制）", Kind.NUMBER, synonyms=("教学态度",))
    effect: int | None = declare("教学效果（百分制）", Kind.NUMBER, synonyms=("教学效果",))
    score: int | None = declare("总评（百分制）", Kind.NUMBER, synonyms=("总分", "总评", "得分"))
    opinions: str | None = declare("意见和建议", Kind.NOTE, longest=2000, synonyms=("意见", "建议"))
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("award", "评选", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Award:
    """One round of a selection: 每年评选一批 (JN 18)."""

    name: str = declare("评选名称", required=True, synonyms=("名称", "活动名称"))
    kind: str = declare(
        "评选类别", Kind.CHOICE, required=True, choices=AWARDS, synonyms=("类别", "评选项目")
    )
    year: str = declare("年度", Kind.DATE, required=True, synonyms=("年份",), hint="例如 2026")
    organization: bytes = declare(
        "评选单位",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("主办单位", "党组织"),
    )
    level: str | None = declare("评选层级", Kind.CHOICE, choices=TEACHER_LEVELS, synonyms=("层级",))
    method: str | None = declare("评选办法", Kind.NOTE, longest=1000, synonyms=("评选标准",))
    closes_on: str | None = declare("申报截止日期", Kind.DAY, synonyms=("截止日期",))
    state: str = declare(
        "评选状态", Kind.CHOICE, required=True, choices=AWARD_STATES, synonyms=("状态",)
    )
    announced_on: str | None = declare(
        "公布日期",
        Kind.DAY,
        shown_when=("state", (ANNOUNCED,)),
        required_when=("state", (ANNOUNCED,)),
        synonyms=("发文日期",),
    )
    number: str | None = declare(
        "公布文号", longest=60, shown_when=("state", (ANNOUNCED,)), synonyms=("文号",)
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("award_entry", "参评", Scope.ORGANIZATION, owner="award")
@dataclass(frozen=True)
class AwardEntry:
    """What or who was put forward, and what became of it."""

    award: bytes = declare("评选", Kind.REFERENCE, required=True, refers_to="award")
    name: str = declare("作品（人员）", required=True, synonyms=("作品名称", "姓名", "参评对象"))
    author: str | None = declare("作者（主讲人）", synonyms=("作者", "主讲人"))
    unit: str | None = declare("报送单位", synonyms=("推荐单位",))
    training_class: bytes | None = declare(
        "培训班", Kind.REFERENCE, refers_to="training_class", synonyms=("班次",)
    )
    score: int | None = declare("评分（百分制）", Kind.NUMBER, synonyms=("评分", "得分"))
    place: str | None = declare("评选结果", Kind.CHOICE, choices=PLACES, synonyms=("奖项", "等次"))
    prize: int | None = declare("奖励（元）", Kind.MONEY, synonyms=("奖金", "奖励"))
    note: str | None = declare("备注", Kind.NOTE, longest=500)


register(
    "survey",
    "需求调研",
    group="督导考评",
    unit="次",
    same=("name", "held_on", "organization"),
    listed=(
        *("name", "held_on", "kind", "organization", "sectors", "sent", "returned", "people"),
        *("found", "used"),
    ),
    filters=("kind", "sectors"),
    sort="held_on",
    totals=("sent", "returned", "people"),
    printed=("held_on", "name", "kind", "organization", "returned", "people", "found", "used"),
    details=("survey_need",),
    dated="held_on",
    views=(
        NamedView("本年调研", dated=("held_on", THIS_YEAR)),
        NamedView("没有写采纳情况", (("used", ("",)),)),
    ),
)

register(
    "rating",
    "评教",
    group="督导考评",
    unit="次",
    same=("name", "held_on", "organization"),
    listed=(
        *("name", "held_on", "teacher", "training_class", "organization", "sent", "returned"),
        *("content", "method", "manner", "effect", "score"),
    ),
    sort="held_on",
    totals=("sent", "returned"),
    printed=("held_on", "name", "teacher", "training_class", "returned", "score", "opinions"),
    dated="held_on",
)

register(
    "award",
    "评选",
    group="督导考评",
    unit="批",
    same=("name", "year", "organization"),
    listed=(
        *("name", "year", "kind", "organization", "level", "closes_on", "state", "announced_on"),
        "number",
    ),
    filters=("kind", "level", "state"),
    sort="year",
    printed=("year", "name", "kind", "organization", "state", "announced_on", "number"),
    details=("award_entry",),
    due=Due("closes_on", "申报截止", 7, "state", (COLLECTING,)),
    dated="year",
    views=(
        NamedView("征集中", (("state", (COLLECTING,)),)),
        NamedView("征集已截止", (("state", (COLLECTING,)),), ("closes_on", PAST)),
    ),
)
