"""先进典型 and 警示案例: what members are taught by, and when (HN 三（一）, P24 二（三）, JN 2).

A county keeps its own; a township's are reported up, 逐级征集.
"""

from dataclasses import dataclass

from app.domain.entity import Kind, Scope, declare, entity
from app.domain.people.codes import SECTORS
from app.domain.registers import NamedView, register
from app.domain.resources.codes import (
    CASE_SOURCES,
    CLOSED_DOWN,
    DISCIPLINES,
    EXEMPLAR_FIELDS,
    EXEMPLAR_KINDS,
    EXEMPLAR_STATES,
    IN_USE,
    PUBLISHED,
    STUDY_FORMS,
    TAKEN_DOWN,
    TEACHER_LEVELS,
    USE_STATES,
)


@entity("exemplar", "典型", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Exemplar:
    """An organization or a person held up as a model; 定期发布 (JN 2), and taken down with a
    reason when it is one no more."""

    name: str = declare(
        "典型名称", required=True, longest=100, synonyms=("姓名", "名称", "典型姓名")
    )
    kind: str = declare(
        "典型类别", Kind.CHOICE, required=True, choices=EXEMPLAR_KINDS, synonyms=("类别", "类型")
    )
    organization: bytes = declare(
        "所在党组织",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("推荐单位", "所属党组织", "党组织"),
    )
    workplace: str | None = declare("单位及职务", synonyms=("职务", "工作单位及职务"))
    level: str | None = declare(
        "典型层级", Kind.CHOICE, choices=TEACHER_LEVELS, synonyms=("层级", "级别", "入库层级")
    )
    fields: str | None = declare(
        "典型类型", Kind.MANY, choices=EXEMPLAR_FIELDS, synonyms=("事迹类型", "领域")
    )
    deed: str | None = declare(
        "主要事迹", Kind.NOTE, longest=2000, synonyms=("事迹", "先进事迹", "事迹简介")
    )
    honour: str | None = declare("荣誉称号", synonyms=("获得荣誉", "表彰称号"))
    honoured: str | None = declare("表彰年月", Kind.MONTH, synonyms=("表彰时间", "表彰年份"))
    file: str | None = declare("事迹材料存放处", synonyms=("材料存放处", "材料位置"))
    published_on: str | None = declare(
        "发布日期", Kind.DAY, synonyms=("发布时间",), required_when=("state", (PUBLISHED,))
    )
    state: str = declare(
        "发布状态", Kind.CHOICE, required=True, choices=EXEMPLAR_STATES, synonyms=("状态",)
    )
    taken_down: str | None = declare(
        "撤下原因",
        shown_when=("state", (TAKEN_DOWN,)),
        required_when=("state", (TAKEN_DOWN,)),
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("exemplar_use", "学习宣传", Scope.ORGANIZATION, owner="exemplar", title="activity")
@dataclass(frozen=True)
class ExemplarUse:
    """组织党员学习先进典型 (HN 三（一）): once, with how many."""

    exemplar: bytes = declare("典型", Kind.REFERENCE, required=True, refers_to="exemplar")
    used_on: str = declare("日期", Kind.DAY, required=True, synonyms=("学习日期", "宣传日期"))
    activity: str = declare("活动内容", required=True, synonyms=("活动", "内容"))
    form: str | None = declare("形式", Kind.CHOICE, choices=STUDY_FORMS, synonyms=("宣传形式",))
    people: int | None = declare("参加人数", Kind.NUMBER, synonyms=("人数", "受教育人数"))
    note: str | None = declare("备注", Kind.NOTE, longest=500)


@entity("warning_case", "案例", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class WarningCase:
    """A case of 违纪违法 that may be told: what was made public, never what is 涉密."""

    name: str = declare("案例名称", required=True, synonyms=("名称", "案例题目"))
    organization: bytes = declare(
        "入库单位",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("登记单位", "提供单位"),
    )
    source: str = declare(
        "案例来源",
        Kind.CHOICE,
        required=True,
        choices=CASE_SOURCES,
        synonyms=("来源",),
        hint="只登记已经公开或获准使用的，不得录入涉密内容",
    )
    broken: str | None = declare(
        "违反的纪律", Kind.MANY, choices=DISCIPLINES, synonyms=("违纪类型", "案例类型")
    )
    told_on: str | None = declare("通报日期", Kind.DATE, synonyms=("通报时间",))
    number: str | None = declare("通报文号", longest=60, synonyms=("文号",))
    lesson: str | None = declare(
        "警示要点", Kind.NOTE, longest=2000, synonyms=("案例要点", "主要内容")
    )
    sectors: str | None = declare(
        "适用对象", Kind.MANY, choices=SECTORS, synonyms=("适用领域", "警示对象")
    )
    file: str | None = declare("材料存放处", synonyms=("材料位置", "存放位置"))
    state: str = declare(
        "使用状态", Kind.CHOICE, choices=USE_STATES, default=IN_USE, synonyms=("状态",)
    )
    stopped_why: str | None = declare(
        "停用原因",
        shown_when=("state", (CLOSED_DOWN,)),
        required_when=("state", (CLOSED_DOWN,)),
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("warning_use", "警示教育", Scope.ORGANIZATION, owner="warning_case", title="activity")
@dataclass(frozen=True)
class WarningUse:
    """开展警示教育 (HN 三（一）): once, with how many."""

    warning_case: bytes = declare("案例", Kind.REFERENCE, required=True, refers_to="warning_case")
    used_on: str = declare("日期", Kind.DAY, required=True, synonyms=("教育日期",))
    activity: str = declare("活动内容", required=True, synonyms=("活动", "内容"))
    form: str | None = declare("形式", Kind.CHOICE, choices=STUDY_FORMS)
    people: int | None = declare("参加人数", Kind.NUMBER, synonyms=("人数", "受教育人数"))
    note: str | None = declare("备注", Kind.NOTE, longest=500)


register(
    "exemplar",
    "先进典型",
    group="教学资源",
    unit="个",
    same=("name", "kind", "organization"),
    listed=(
        *("name", "kind", "organization", "workplace", "level", "fields", "honour", "honoured"),
        *("published_on", "state"),
    ),
    filters=("kind", "level", "fields", "state"),
    printed=("name", "kind", "organization", "level", "fields", "deed", "honour", "honoured"),
    details=("exemplar_use",),
    dated="published_on",
    views=(
        NamedView("征集中", (("state", ("征集中",)),)),
        NamedView("本年未学习宣传", (("state", (PUBLISHED,)),), without="exemplar_use"),
    ),
)

register(
    "warning_case",
    "警示案例",
    group="教学资源",
    unit="个",
    same=("name", "organization"),
    listed=(
        *("name", "organization", "source", "broken", "told_on", "number", "sectors", "file"),
        "state",
    ),
    filters=("source", "broken", "state"),
    printed=("name", "source", "broken", "told_on", "lesson", "sectors", "file"),
    details=("warning_use",),
    dated="told_on",
    views=(NamedView("本年未用过", (("state", (IN_USE,)),), without="warning_use"),),
)
