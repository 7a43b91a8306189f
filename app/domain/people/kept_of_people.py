"""届次, 软弱涣散 and 流动党员: what is kept of organizations and people beside their columns."""

from dataclasses import dataclass

from app.domain.entity import Kind, Privacy, Scope, declare, entity
from app.domain.people.codes import (
    FLOW_KINDS,
    FLOW_REASONS,
    FLOWN_OUT,
    FLOWS,
    IN_OFFICE,
    LATE,
    MENDING,
    MENDING_RESULTS,
    TERM_STATES,
)
from app.domain.registers import THIS_YEAR, Due, NamedView, register

GROUP = "台账与人员"
FLOW_DAYS = ("外出日期", "外出时间", "流出日期", "流入日期")


@entity("term", "届次", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Term:
    """One 届 of a 班子: when it was elected, and by when the next one must be."""

    organization: bytes = declare(
        *("党组织", Kind.REFERENCE),
        required=True,
        refers_to="organization",
        synonyms=("党组织名称", "支部名称", "所在党组织"),
    )
    name: str = declare(
        "届次", required=True, longest=50, synonyms=("第几届", "届别"), hint="例如 第十二届"
    )
    held_on: str | None = declare(
        "换届日期", Kind.DATE, synonyms=("换届时间", "选举日期", "本届换届时间", "换届选举日期")
    )
    until: str | None = declare(
        "届满日期", Kind.DATE, synonyms=("届满时间", "任期届满", "下次换届时间", "到届时间")
    )
    due_members: int | None = declare("应到会党员", Kind.NUMBER, synonyms=("应到会人数",))
    present: int | None = declare("实到会党员", Kind.NUMBER, synonyms=("实到会人数",))
    approval: str | None = declare("批复文号", synonyms=("批准文号", "上级批复"))
    state: str = declare(
        "届次状态", Kind.CHOICE, choices=TERM_STATES, default=IN_OFFICE, synonyms=("状态",)
    )
    late_why: str | None = declare(
        "延期原因", shown_when=("state", (LATE,)), required_when=("state", (LATE,))
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("weak_branch", "软弱涣散党组织", Scope.ORGANIZATION, owner="organization", title="why")
@dataclass(frozen=True)
class WeakBranch:
    """A branch found weak in one year, what is done about it and what came of it."""

    organization: bytes = declare(
        *("党组织", Kind.REFERENCE),
        required=True,
        refers_to="organization",
        synonyms=("党组织名称", "支部名称"),
    )
    year: str = declare("年度", Kind.DATE, required=True, synonyms=("排查年度",), hint="例如 2026")
    why: str = declare("主要表现", required=True, synonyms=("表现", "存在问题", "类型"))
    measures: str | None = declare("整顿措施", Kind.NOTE, longest=1000, synonyms=("措施",))
    leader: str | None = declare(
        "包抓责任人", Kind.PERSON_NAME, synonyms=("责任人", "联系领导", "包联领导", "县级领导")
    )
    helper: str | None = declare("驻村第一书记", Kind.PERSON_NAME, synonyms=("第一书记",))
    due_on: str | None = declare("整顿期限", Kind.DAY, synonyms=("完成时限", "整改期限"))
    result: str = declare(
        "整顿结果", Kind.CHOICE, choices=MENDING_RESULTS, default=MENDING, synonyms=("结果",)
    )
    checked_on: str | None = declare("验收日期", Kind.DAY, synonyms=("验收时间",))
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("floating", "流动党员", Scope.MEMBER, owner="member", title="place")
@dataclass(frozen=True)
class Floating:
    """Somebody away from where he belongs, or here without belonging: out, to where, and back.

    His 组织关系 stays where it is; who keeps him records his training, and what the other side
    records besides is found as told twice.
    """

    member: bytes = declare("党员", Kind.REFERENCE, required=True, refers_to="member")
    flow: str = declare(
        "流向",
        Kind.CHOICE,
        required=True,
        choices=FLOWS,
        default=FLOWN_OUT,
        synonyms=("流动类型", "流出流入"),
    )
    place: str = declare(
        "流动地点",
        required=True,
        synonyms=("外出流向", "流向地", "流入地", "外出地点", "流出地", "去向"),
    )
    kind: str | None = declare(
        "流动范围", Kind.CHOICE, choices=FLOW_KINDS, synonyms=("外出范围", "流动区域")
    )
    reason: str | None = declare(
        "流动原因", Kind.CHOICE, choices=FLOW_REASONS, synonyms=("外出原因", "外出事由")
    )
    other: str | None = declare(
        "对方党组织", synonyms=("流入地党组织", "流出地党组织", "接收党组织"), longest=200
    )
    host: bytes | None = declare(
        *("本县接收（流出）党组织", Kind.REFERENCE),
        refers_to="organization",
        hint="对方就在本县时选它",
    )
    from_on: str = declare(
        "流动日期",
        Kind.DATE,
        required=True,
        synonyms=FLOW_DAYS,
    )
    to_on: str | None = declare("返回日期", Kind.DATE, synonyms=("返回时间", "返乡日期"))
    contact: str | None = declare(
        "联系人", Kind.PERSON_NAME, synonyms=("支部联系人", "流出地联系人")
    )
    phone: str | None = declare(
        *("联系人电话", Kind.PHONE), privacy=Privacy.MASKED, synonyms=("联系人联系电话",)
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


register(
    "term",
    "届次与换届",
    group=GROUP,
    unit="届",
    same=("organization", "name"),
    due=Due("until", "届满，应换届", 180, "state", (IN_OFFICE,)),
    views=(
        NamedView("在任的届", says=(("state", (IN_OFFICE,)),)),
        NamedView("延期换届", says=(("state", (LATE,)),)),
        NamedView("本年届满", says=(("state", (IN_OFFICE,)),), dated=("until", THIS_YEAR)),
    ),
    empty="还没有登记届次。登记届满日期后，到期前半年会在工作台提醒。",
)

register(
    "weak_branch",
    "软弱涣散党组织",
    group=GROUP,
    unit="个",
    same=("organization", "year"),
    due=Due("due_on", "软弱涣散整顿到期", 30, "result", (MENDING,)),
    views=(NamedView("正在整顿", says=(("result", (MENDING,)),)),),
    dated="year",
    empty="还没有登记软弱涣散党组织。",
)

register(
    "floating",
    "流动党员",
    group=GROUP,
    unit="人次",
    same=("member", "from_on", "place"),
    listed=(
        *("member", "flow", "place", "kind", "reason", "other", "host", "from_on", "to_on"),
        *("contact", "phone"),
    ),
    views=(
        NamedView("流出未返回", says=(("flow", (FLOWN_OUT,)),), dated=("to_on", "not_said")),
        NamedView("本年流动", dated=("from_on", THIS_YEAR)),
    ),
    sort="from_on",
    dated="from_on",
    empty="还没有登记流动党员。",
)
