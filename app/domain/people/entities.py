"""党组织, 党员, 党内职务 and 不作硬性要求: the people of the ledger, declared once."""

from dataclasses import dataclass

from app.domain.entity import Kind, Privacy, Scope, declare, entity
from app.domain.people.codes import (
    APART_KINDS,
    CHANGE_KINDS,
    EDUCATION,
    ETHNICITIES,
    EXEMPTION_REASONS,
    MEMBER_STATES,
    ORGANIZATION_KINDS,
    ORGANIZATION_LEVELS,
    PEOPLE_GROUPS,
    POLITICAL_STATUSES,
    POST_TITLES,
    SECTORS,
    SEXES,
)
from app.domain.people.member_headers import MEMBER_HEADERS


@entity("organization", "党组织", Scope.ORGANIZATION, owner="parent")
@dataclass(frozen=True)
class Organization:
    """A party organization; the tree is `parent`, never derived from `code` (domain.md E.8)."""

    name: str = declare("党组织名称", required=True, synonyms=("组织名称", "支部名称"))
    kind: str = declare("组织类别", Kind.CHOICE, required=True, choices=ORGANIZATION_KINDS)
    sector: str | None = declare("领域", Kind.CHOICE, choices=SECTORS)
    parent: bytes | None = declare("上级党组织", Kind.REFERENCE, refers_to="organization")
    level: str | None = declare("层级", Kind.CHOICE, choices=ORGANIZATION_LEVELS, since=27)
    responsible: str | None = declare("责任人", Kind.PERSON_NAME, longest=50, since=27)
    code: str | None = declare("党组织代码", longest=50)
    dissolved_on: str | None = declare("撤销日期", Kind.DATE)
    former_names: str | None = declare(
        "曾用名", longest=1000, hint="改名、合并时自动记下，用顿号分开", since=14
    )
    note: str | None = declare("备注", Kind.NOTE, longest=2000)


@entity("member", "党员", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Member:
    """A person of the ledger: 党员, 发展对象, 入党积极分子 or a 基层干部 outside the Party."""

    name: str = declare(
        "姓名",
        Kind.PERSON_NAME,
        required=True,
        longest=50,
        synonyms=MEMBER_HEADERS["name"],
    )
    sex: str | None = declare(
        "性别",
        Kind.CHOICE,
        choices=SEXES,
        synonyms=MEMBER_HEADERS["sex"],
    )
    ethnicity: str | None = declare(
        "民族",
        Kind.CHOICE,
        choices=ETHNICITIES,
        synonyms=MEMBER_HEADERS["ethnicity"],
    )
    birth_date: str | None = declare(
        "出生日期",
        Kind.DATE,
        synonyms=MEMBER_HEADERS["birth_date"],
    )
    id_number: str | None = declare(
        "身份证号",
        Kind.ID_NUMBER,
        required=True,
        privacy=Privacy.MASKED,
        synonyms=MEMBER_HEADERS["id_number"],
    )
    political_status: str = declare(
        "人员类别",
        Kind.CHOICE,
        choices=POLITICAL_STATUSES,
        default="正式党员",
        synonyms=MEMBER_HEADERS["political_status"],
    )
    joined_on: str | None = declare(
        "入党日期",
        Kind.DATE,
        synonyms=MEMBER_HEADERS["joined_on"],
    )
    full_on: str | None = declare(
        "转正日期",
        Kind.DATE,
        synonyms=MEMBER_HEADERS["full_on"],
    )
    education: str | None = declare(
        "学历",
        Kind.CHOICE,
        choices=EDUCATION,
        synonyms=MEMBER_HEADERS["education"],
    )
    phone: str | None = declare(
        "联系电话",
        Kind.PHONE,
        privacy=Privacy.MASKED,
        synonyms=MEMBER_HEADERS["phone"],
    )
    organization: bytes = declare(
        "所在党组织",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=MEMBER_HEADERS["organization"],
    )
    workplace: str | None = declare(
        "单位及职务",
        synonyms=MEMBER_HEADERS["workplace"],
    )
    cadre_scope: int = declare(
        "纳入干部教育培训", Kind.FLAG, default=0, synonyms=MEMBER_HEADERS["cadre_scope"]
    )
    status: str = declare(
        "党籍状态",
        Kind.CHOICE,
        choices=MEMBER_STATES,
        default="正常",
        synonyms=MEMBER_HEADERS["status"],
    )
    status_on: str | None = declare("状态日期", Kind.DATE)
    native_place: str | None = declare(
        "籍贯", longest=50, synonyms=MEMBER_HEADERS["native_place"], since=27
    )
    address: str | None = declare("家庭住址", synonyms=MEMBER_HEADERS["address"], since=27)
    worked_since: str | None = declare(
        "参加工作日期", Kind.DATE, synonyms=MEMBER_HEADERS["worked_since"], since=27
    )
    grade: str | None = declare("干部职级", longest=50, synonyms=MEMBER_HEADERS["grade"], since=27)
    people_groups: str | None = declare(
        "群体", Kind.MANY, choices=PEOPLE_GROUPS, synonyms=MEMBER_HEADERS["people_groups"], since=27
    )
    merged_into: bytes | None = declare("并入", Kind.REFERENCE, refers_to="member")
    note: str | None = declare(
        "备注",
        Kind.NOTE,
        longest=2000,
        synonyms=MEMBER_HEADERS["note"],
    )


@entity("post", "党内职务", Scope.MEMBER, owner="member")
@dataclass(frozen=True)
class Post:
    """A dated post; rules look at the role held at the end of their window (design §3.4)."""

    member: bytes = declare("党员", Kind.REFERENCE, required=True, refers_to="member")
    organization: bytes = declare(
        *("任职党组织", Kind.REFERENCE),
        required=True,
        refers_to="organization",
        synonyms=MEMBER_HEADERS["organization"],
    )
    title: str = declare(
        *("职务", Kind.CHOICE),
        required=True,
        choices=POST_TITLES,
        synonyms=("党内职务", "现任职务", "当选职务", "拟任职务", "班子职务"),
    )
    from_on: str | None = declare("任职日期", Kind.DATE, synonyms=("任职时间",))
    to_on: str | None = declare("离任日期", Kind.DATE, synonyms=("离任时间", "免职时间"))


@entity("exemption", "不作硬性要求", Scope.MEMBER, owner="member")
@dataclass(frozen=True)
class Exemption:
    """年老体弱、行动不便 (P24-06): a coded reason and dates, never a diagnosis (design §3.9)."""

    member: bytes = declare("党员", Kind.REFERENCE, required=True, refers_to="member")
    reason: str = declare("情形", Kind.CHOICE, required=True, choices=EXEMPTION_REASONS)
    from_on: str = declare("起始日期", Kind.DATE, required=True)
    to_on: str | None = declare("终止日期", Kind.DATE)
    decided_by: str | None = declare("认定单位")


@entity("membership_change", "党员变动", Scope.MEMBER, owner="member")
@dataclass(frozen=True)
class MembershipChange:
    """Since when somebody belongs to a branch, a category, a status, and what it was before.

    The columns of the person stay today's truth; one row is one change of one of the three, with
    the date as far as it is known (none: some time before the row was entered). Without a branch
    before, the person came from outside. `kind` 更正 says that what stood there was never true.
    """

    member: bytes = declare("党员", Kind.REFERENCE, required=True, refers_to="member")
    kind: str = declare("变动类型", Kind.CHOICE, choices=CHANGE_KINDS, default="变动")
    from_on: str | None = declare("自何时起", Kind.DATE, hint="只知道年月也可以；不清楚就空着")
    organization_before: bytes | None = declare(
        "原党组织", Kind.REFERENCE, refers_to="organization"
    )
    organization: bytes | None = declare("所在党组织", Kind.REFERENCE, refers_to="organization")
    political_status_before: str | None = declare(
        "原人员类别", Kind.CHOICE, choices=POLITICAL_STATUSES
    )
    political_status: str | None = declare("人员类别", Kind.CHOICE, choices=POLITICAL_STATUSES)
    status_before: str | None = declare("原党籍状态", Kind.CHOICE, choices=MEMBER_STATES)
    status: str | None = declare("党籍状态", Kind.CHOICE, choices=MEMBER_STATES)
    basis: str | None = declare("依据", hint="例如介绍信编号、会议名称")


@entity("told_apart", "核对为不同", Scope.MEMBER, owner="member")
@dataclass(frozen=True)
class ToldApart:
    """Two rows that look like one and that somebody has looked at: they are two, and are not asked
    about again. `one` and `another` are their identities, in order; of two people the first is
    `member` and the second `other`."""

    member: bytes = declare("人员", Kind.REFERENCE, required=True, refers_to="member")
    other: bytes | None = declare("另一人", Kind.REFERENCE, refers_to="member")
    kind: str = declare("核对内容", Kind.CHOICE, required=True, choices=APART_KINDS)
    one: str = declare("一条的编号", required=True, longest=32)
    another: str = declare("另一条的编号", required=True, longest=32)
