"""送学上门走访 and 结对帮扶支援: training that goes to people, and help between places.

JN 15, P24 一 (年老体弱、行动不便); HN 三（三）, JC 四, JN 10 and 13. A visit belongs to the
person who was visited: it moves with him and is erased with him. A partnership is the local
organization's.
"""

from dataclasses import dataclass

from app.domain.activities.codes import (
    AIDS,
    CARE_KINDS,
    DIRECTIONS,
    FINISHED,
    PARTNERS,
    PARTNERSHIP_STATES,
    PARTNERSHIPS,
    RUNNING,
)
from app.domain.entity import Kind, Privacy, Scope, declare, entity
from app.domain.registers import PAST, Due, NamedView, register


@entity("care_visit", "送学走访", Scope.MEMBER, owner="member", title="content")
@dataclass(frozen=True)
class CareVisit:
    """One visit (domain.md C-27). Its hours are recorded and count nowhere: who is exempt is not
    held to any (P24 一). What ails somebody is never written down."""

    member: bytes = declare("党员", Kind.REFERENCE, required=True, refers_to="member")
    visited_on: str = declare("日期", Kind.DAY, required=True, synonyms=("走访日期", "送学日期"))
    kind: str = declare(
        "方式", Kind.CHOICE, required=True, choices=CARE_KINDS, synonyms=("类别", "走访方式")
    )
    content: str = declare(
        "内容",
        required=True,
        synonyms=("送学内容", "学习内容"),
        hint="学了什么、带了什么；不写病情",
    )
    visitors: str | None = declare(
        "送学（走访）人员", synonyms=("走访人", "送学人", "走访人员"), carried=True
    )
    hours: float | None = declare("学时", Kind.HOURS)
    money: int | None = declare("慰问金（元）", Kind.MONEY, synonyms=("慰问金",))
    wish: str | None = declare("本人需求", Kind.NOTE, longest=500, synonyms=("需求", "意见建议"))
    signed: str | None = declare("签字单存放处", synonyms=("材料存放处",))
    next_on: str | None = declare("下次走访日期", Kind.DAY, synonyms=("下次走访",))
    note: str | None = declare("备注", Kind.NOTE, longest=500)


@entity("partnership", "结对帮扶", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Partnership:
    """Who helps whom to train, for how long, with what."""

    name: str = declare("帮扶事项", required=True, synonyms=("事项", "项目名称", "名称"))
    kind: str = declare(
        "帮扶类别", Kind.CHOICE, required=True, choices=PARTNERSHIPS, synonyms=("类别", "类型")
    )
    organization: bytes = declare(
        "本地党组织",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("党组织", "受援单位", "帮扶党组织"),
    )
    partner: str = declare("结对单位", required=True, synonyms=("支援单位", "对方单位", "帮扶单位"))
    partner_kind: str | None = declare("结对单位类别", Kind.CHOICE, choices=PARTNERS)
    direction: str | None = declare("支援方向", Kind.CHOICE, choices=DIRECTIONS, synonyms=("方向",))
    aids: str | None = declare("支援内容", Kind.MANY, choices=AIDS, synonyms=("内容", "帮扶内容"))
    from_on: str | None = declare("开始日期", Kind.DATE, synonyms=("开始时间", "结对时间"))
    to_on: str | None = declare("到期日期", Kind.DATE, synonyms=("结束时间", "到期时间"))
    contact: str | None = declare("对方联系人", Kind.PERSON_NAME, synonyms=("联系人",))
    phone: str | None = declare(
        "联系电话", Kind.PHONE, privacy=Privacy.MASKED, synonyms=("电话", "手机")
    )
    money: int | None = declare("投入资金（元）", Kind.MONEY, synonyms=("资金", "投入资金"))
    state: str = declare(
        "进展", Kind.CHOICE, choices=PARTNERSHIP_STATES, default=RUNNING, synonyms=("状态",)
    )
    result: str | None = declare(
        "成效",
        Kind.NOTE,
        longest=1000,
        shown_when=("state", (FINISHED,)),
        required_when=("state", (FINISHED,)),
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("partnership_event", "帮扶活动", Scope.ORGANIZATION, owner="partnership", title="activity")
@dataclass(frozen=True)
class PartnershipEvent:
    """每年至少开展1次 (HN 三（三）): each time."""

    partnership: bytes = declare("帮扶事项", Kind.REFERENCE, required=True, refers_to="partnership")
    held_on: str = declare("日期", Kind.DAY, required=True, synonyms=("活动日期",))
    activity: str = declare("活动内容", required=True, synonyms=("活动", "内容"))
    training_class: bytes | None = declare(
        "培训班", Kind.REFERENCE, refers_to="training_class", synonyms=("班次",)
    )
    people: int | None = declare("参加人数", Kind.NUMBER, synonyms=("人数",))
    hours: float | None = declare("学时", Kind.HOURS)
    note: str | None = declare("备注", Kind.NOTE, longest=500)


register(
    "care_visit",
    "送学上门走访",
    group="学习活动",
    unit="次",
    same=("member", "visited_on", "content"),
    listed=(
        *("member", "visited_on", "kind", "content", "visitors", "hours", "money", "wish"),
        "next_on",
    ),
    filters=("kind",),
    sort="visited_on",
    totals=("hours", "money"),
    printed=("visited_on", "member", "kind", "content", "visitors", "wish", "signed"),
    due=Due("next_on", "该走访了", 7),
    dated="visited_on",
)

register(
    "partnership",
    "结对帮扶支援",
    group="学习活动",
    unit="项",
    same=("name", "organization"),
    listed=(
        *("name", "kind", "organization", "partner", "partner_kind", "direction", "aids"),
        *("from_on", "to_on", "contact", "phone", "money", "state"),
    ),
    filters=("kind", "aids", "state"),
    totals=("money",),
    printed=("name", "kind", "organization", "partner", "aids", "from_on", "to_on", "state"),
    details=("partnership_event",),
    due=Due("to_on", "结对到期", 30, "state", (RUNNING,)),
    dated="from_on",
    views=(
        NamedView("在帮", (("state", (RUNNING,)),)),
        NamedView("到期未结", (("state", (RUNNING,)),), ("to_on", PAST)),
        NamedView("本年没有活动", (("state", (RUNNING,)),), without="partnership_event"),
    ),
)
