"""教材课件资源, 课程库 and 推荐书目: what is taught, and what is read.

P24 五（十五）, HN 三（三）, JN 1 and 2, P09 四（二） and 四（三）. Each belongs to whoever
keeps it: a county's own stays with the county, what a township keeps is reported up, what the
county enters for a township goes down to it.
"""

from dataclasses import dataclass

from app.domain.entity import Kind, Scope, declare, entity
from app.domain.people.codes import SECTORS
from app.domain.registers import Due, NamedView, register
from app.domain.resources.codes import (
    CLOSED_DOWN,
    COURSE_FORMS,
    COURSE_STATES,
    IN_POST,
    IN_USE,
    MATERIAL_KINDS,
    MATERIAL_SOURCES,
    READING_KINDS,
    SUBJECTS,
    TEACHER_LEVELS,
    USE_STATES,
)
from app.domain.training.codes import TASKS


@entity("resource", "教材课件", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Resource:
    """One book, film or set of slides: where it lies, not what is in it (domain.md B-16)."""

    name: str = declare("名称", required=True, synonyms=("资源名称", "教材名称", "课件名称"))
    kind: str = declare(
        "资源类型",
        Kind.CHOICE,
        required=True,
        choices=MATERIAL_KINDS,
        synonyms=("类型", "类别", "资源类别"),
    )
    organization: bytes = declare(
        "入库单位",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("提供单位", "所属单位", "管理单位"),
    )
    source: str | None = declare(
        "来源", Kind.CHOICE, choices=MATERIAL_SOURCES, synonyms=("资源来源",)
    )
    level: str | None = declare(
        "资源层级", Kind.CHOICE, choices=TEACHER_LEVELS, synonyms=("层级", "级别")
    )
    author: str | None = declare("作者（主编）", synonyms=("作者", "主编", "主讲人"))
    publisher: str | None = declare("出版（制作）单位", synonyms=("出版社", "制作单位", "出版单位"))
    made_on: str | None = declare(
        "出版（制作）时间", Kind.DATE, synonyms=("年份", "出版时间", "制作时间", "出版年份")
    )
    subjects: str | None = declare("内容", Kind.MANY, choices=SUBJECTS, synonyms=("教学内容",))
    sectors: str | None = declare(
        "适用领域", Kind.MANY, choices=SECTORS, synonyms=("适用对象", "面向领域")
    )
    minutes: int | None = declare("时长（分钟）", Kind.NUMBER, synonyms=("时长",))
    copies: int | None = declare("数量（册、份）", Kind.NUMBER, synonyms=("数量", "册数"))
    place: str | None = declare("存放位置", synonyms=("存放地点", "存放处"))
    state: str = declare(
        "使用状态", Kind.CHOICE, choices=USE_STATES, default=IN_USE, synonyms=("状态",)
    )
    stopped_why: str | None = declare(
        "停用原因",
        shown_when=("state", (CLOSED_DOWN,)),
        required_when=("state", (CLOSED_DOWN,)),
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("course", "课程", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Course:
    """A course that can be ordered for a class; who gave it when stands with the teacher."""

    name: str = declare("课程名称", required=True, synonyms=("课程", "专题", "课程题目"))
    organization: bytes = declare(
        "提供单位",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("开发单位", "所属单位", "入库单位"),
    )
    task: str | None = declare(
        "教育基本任务", Kind.CHOICE, choices=TASKS, synonyms=("课程类别", "基本任务")
    )
    subjects: str | None = declare("内容", Kind.MANY, choices=SUBJECTS, synonyms=("课程内容",))
    forms: str | None = declare(
        "教学方法", Kind.MANY, choices=COURSE_FORMS, synonyms=("授课形式", "教学方式")
    )
    sectors: str | None = declare(
        "适用领域", Kind.MANY, choices=SECTORS, synonyms=("适用对象", "授课对象")
    )
    level: str | None = declare(
        "课程层级", Kind.CHOICE, choices=TEACHER_LEVELS, synonyms=("层级", "级别")
    )
    hours: float | None = declare("学时", Kind.HOURS)
    teacher: bytes | None = declare(
        "主讲教师",
        Kind.REFERENCE,
        refers_to="teacher",
        choices_where=("state", (IN_POST,)),
        synonyms=("主讲人", "教师", "授课人"),
    )
    material: bytes | None = declare(
        "配套教材课件",
        Kind.REFERENCE,
        refers_to="resource",
        choices_where=("state", (IN_USE,)),
        synonyms=("教材", "课件"),
    )
    outline: str | None = declare(
        "课程简介", Kind.NOTE, longest=2000, synonyms=("简介", "主要内容")
    )
    approved_on: str | None = declare("审定日期", Kind.DAY, synonyms=("审核日期",))
    state: str = declare(
        "使用状态", Kind.CHOICE, choices=COURSE_STATES, default=IN_USE, synonyms=("状态",)
    )
    stopped_why: str | None = declare(
        "停用原因",
        shown_when=("state", (CLOSED_DOWN,)),
        required_when=("state", (CLOSED_DOWN,)),
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("reading", "书目", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Reading:
    """A book or chapter that is to be read: JN 1 asks for it every year, P09 四（二） lets any
    organization recommend; so each keeps its own list."""

    name: str = declare("书名（篇目）", required=True, synonyms=("书名", "篇目", "书目名称"))
    organization: bytes = declare(
        "推荐单位",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("发布单位", "列出单位"),
    )
    year: str = declare(
        "推荐年度", Kind.DATE, required=True, synonyms=("年度", "年份"), hint="例如 2026"
    )
    kind: str = declare(
        "书目类别", Kind.CHOICE, required=True, choices=READING_KINDS, synonyms=("类别", "类型")
    )
    author: str | None = declare("作者", synonyms=("编著者", "著者"))
    publisher: str | None = declare("出版社", synonyms=("出版单位",))
    subjects: str | None = declare("内容", Kind.MANY, choices=SUBJECTS)
    sectors: str | None = declare(
        "推荐对象", Kind.MANY, choices=SECTORS, synonyms=("适用对象", "学习对象")
    )
    demands: str | None = declare("学习要求", Kind.NOTE, longest=1000, synonyms=("要求",))
    finish_on: str | None = declare("学习截止日期", Kind.DAY, synonyms=("截止日期",))
    copies: int | None = declare("现有册数", Kind.NUMBER, synonyms=("册数", "数量"))
    place: str | None = declare("存放位置", synonyms=("存放地点", "存放处"))
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


register(
    "resource",
    "教材课件资源",
    group="教学资源",
    unit="种",
    same=("name", "kind", "organization"),
    listed=(
        *("name", "kind", "organization", "source", "author", "made_on", "subjects", "sectors"),
        *("minutes", "copies", "place", "state"),
    ),
    filters=("kind", "source", "sectors", "state"),
    totals=("minutes", "copies"),
    printed=("name", "kind", "source", "author", "publisher", "made_on", "sectors", "place"),
    dated="made_on",
    views=(NamedView("在用", (("state", (IN_USE,)),)),),
)

register(
    "course",
    "课程库",
    group="教学资源",
    unit="门",
    same=("name", "organization"),
    listed=(
        *("name", "organization", "task", "subjects", "forms", "sectors", "hours", "teacher"),
        *("approved_on", "state"),
    ),
    filters=("task", "subjects", "sectors", "state"),
    totals=("hours",),
    printed=("name", "task", "subjects", "forms", "sectors", "hours", "teacher", "state"),
    views=(
        NamedView("在用", (("state", (IN_USE,)),)),
        NamedView("没有定教师", (("teacher", ("",)),)),
    ),
)

register(
    "reading",
    "推荐书目",
    group="教学资源",
    unit="种",
    same=("name", "organization", "year"),
    listed=(
        *("name", "organization", "year", "kind", "author", "sectors", "finish_on", "copies"),
        "place",
    ),
    filters=("kind", "sectors"),
    totals=("copies",),
    printed=("name", "year", "kind", "author", "publisher", "sectors", "demands", "finish_on"),
    due=Due("finish_on", "学习截止", 15),
    dated="year",
    views=(NamedView("必读", (("kind", ("必读书目", "必读篇目")),)),),
)
