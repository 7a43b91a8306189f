"""师资库 and 阵地: who can teach and where, with what each has been used for."""

from dataclasses import dataclass

from app.domain.entity import Kind, Privacy, Scope, declare, entity
from app.domain.people.codes import SEXES
from app.domain.registers import PAST, Due, NamedView, register
from app.domain.resources.codes import (
    ADMISSIONS,
    CLOSED_DOWN,
    IN_POST,
    IN_USE,
    STATION,
    SUBJECTS,
    TEACHER_KINDS,
    TEACHER_LEVELS,
    TEACHER_SOURCES,
    TEACHER_STATES,
    VENUE_KINDS,
    VENUE_STATES,
    WITHDRAWN,
)


@entity("teacher", "师资", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Teacher:
    """Somebody who may be asked to teach, of the Party or not; never deleted, but 退出."""

    name: str = declare(
        "姓名", Kind.PERSON_NAME, required=True, synonyms=("教师姓名", "授课人", "主讲人", "教师")
    )
    sex: str | None = declare("性别", Kind.CHOICE, choices=SEXES)
    organization: bytes = declare(
        "入库单位",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("推荐单位", "所属党组织", "管理单位"),
    )
    workplace: str | None = declare(
        "单位及职务", synonyms=("工作单位及职务", "工作单位", "单位", "职务", "单位职务")
    )
    grade: str | None = declare("职称", longest=50, synonyms=("专业技术职称", "技术职称"))
    level: str = declare(
        "师资层级",
        Kind.CHOICE,
        choices=TEACHER_LEVELS,
        default="县级",
        synonyms=("层级", "级别"),
    )
    kind: str = declare(
        "聘用形式",
        Kind.CHOICE,
        choices=TEACHER_KINDS,
        default="兼职教师",
        synonyms=("专兼职", "教师类别"),
    )
    famous: int = declare("专家名师", Kind.FLAG, default=0, synonyms=("名师", "是否名师"))
    source: str | None = declare(
        "人员来源", Kind.CHOICE, choices=TEACHER_SOURCES, synonyms=("来源", "类别", "师资类别")
    )
    subjects: str | None = declare(
        "授课领域", Kind.MANY, choices=SUBJECTS, synonyms=("专业领域", "擅长领域", "研究领域")
    )
    courses: str | None = declare(
        "主讲课程", Kind.NOTE, longest=1000, synonyms=("主讲专题", "授课专题", "课题", "讲授课程")
    )
    phone: str | None = declare(
        "联系电话", Kind.PHONE, privacy=Privacy.MASKED, synonyms=("电话", "手机", "联系方式")
    )
    admitted: str | None = declare("入库方式", Kind.CHOICE, choices=ADMISSIONS)
    admitted_on: str | None = declare("入库日期", Kind.DATE, synonyms=("入库时间",))
    from_on: str | None = declare("聘期开始", Kind.DATE, synonyms=("聘任日期", "聘任时间"))
    to_on: str | None = declare("聘期届满", Kind.DATE, synonyms=("聘期结束", "聘任到期"))
    fee: int | None = declare(
        "课酬（元/半天）", Kind.MONEY, synonyms=("课酬", "讲课费", "讲课费标准")
    )
    state: str = declare(
        "聘任状态", Kind.CHOICE, choices=TEACHER_STATES, default=IN_POST, synonyms=("状态",)
    )
    left_on: str | None = declare(
        "退出日期", Kind.DATE, shown_when=("state", (WITHDRAWN,)), synonyms=("退出时间",)
    )
    left_why: str | None = declare(
        "退出原因",
        shown_when=("state", (WITHDRAWN,)),
        required_when=("state", (WITHDRAWN,)),
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("teacher_lecture", "授课记录", Scope.ORGANIZATION, owner="teacher", title="topic")
@dataclass(frozen=True)
class TeacherLecture:
    """One lecture that was given, with what the audience thought of it."""

    teacher: bytes = declare("教师", Kind.REFERENCE, required=True, refers_to="teacher")
    given_on: str = declare("授课日期", Kind.DAY, required=True, synonyms=("日期", "讲课日期"))
    topic: str = declare("授课题目", required=True, synonyms=("题目", "课程", "专题"))
    training_class: bytes | None = declare(
        "培训班", Kind.REFERENCE, refers_to="training_class", synonyms=("班次",)
    )
    hours: float | None = declare("学时", Kind.HOURS)
    audience: int | None = declare("听课人数", Kind.NUMBER, synonyms=("人数",))
    score: int | None = declare("学员评分（百分制）", Kind.NUMBER, synonyms=("评分", "测评分"))
    fee: int | None = declare("讲课费（元）", Kind.MONEY, synonyms=("讲课费",))
    note: str | None = declare("备注", Kind.NOTE, longest=500)


@entity("venue", "阵地", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Venue:
    """A place where members are taught: a school, a site, a station."""

    name: str = declare(
        "名称",
        required=True,
        longest=100,
        synonyms=("阵地名称", "基地名称", "场所名称"),
    )
    kind: str = declare(
        "阵地类别",
        Kind.CHOICE,
        required=True,
        choices=VENUE_KINDS,
        synonyms=("类别", "类型", "阵地类型"),
    )
    organization: bytes = declare(
        "主管党组织",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("主管单位", "所属党组织", "管理单位"),
    )
    named_by: str | None = declare(
        "命名层级", Kind.CHOICE, choices=TEACHER_LEVELS, synonyms=("挂牌层级",), since=22
    )
    named: str | None = declare(
        "命名年月", Kind.MONTH, synonyms=("命名时间", "挂牌时间", "挂牌年月"), since=22
    )
    shared: str | None = declare("共建单位", since=22)
    place: str | None = declare("地址", synonyms=("地点", "所在地", "详细地址"))
    capacity: int | None = declare("可容纳人数", Kind.NUMBER, synonyms=("容纳人数", "座位数"))
    subjects: str | None = declare(
        "教学主题", Kind.MANY, choices=SUBJECTS, synonyms=("教学内容", "主题")
    )
    covers: str | None = declare(
        "覆盖村（社区）", Kind.NOTE, longest=1000, synonyms=("覆盖村", "覆盖范围", "服务范围")
    )
    opened: str | None = declare("启用年月", Kind.MONTH, synonyms=("启用时间", "建成时间"))
    equipment: str | None = declare("主要设备", Kind.NOTE, longest=1000, synonyms=("设备", "设施"))
    equipped: str | None = declare("设备配备年月", Kind.MONTH, synonyms=("设备配备时间",))
    cost: int | None = declare("建设投入（元）", Kind.MONEY, synonyms=("建设投入", "投入资金"))
    contact: str | None = declare("负责人", Kind.PERSON_NAME, synonyms=("联系人", "管理员"))
    phone: str | None = declare(
        "联系电话", Kind.PHONE, privacy=Privacy.MASKED, synonyms=("电话", "手机", "联系方式")
    )
    checked_on: str | None = declare(
        "下次检查日期", Kind.DAY, synonyms=("检查日期", "下次维护日期")
    )
    state: str = declare(
        "使用状态", Kind.CHOICE, choices=VENUE_STATES, default=IN_USE, synonyms=("状态",)
    )
    closed_why: str | None = declare(
        "停用原因",
        shown_when=("state", (CLOSED_DOWN,)),
        required_when=("state", (CLOSED_DOWN,)),
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


@entity("venue_use", "使用记录", Scope.ORGANIZATION, owner="venue", title="activity")
@dataclass(frozen=True)
class VenueUse:
    """What a place was used for, and when: one that is never used shows."""

    venue: bytes = declare("阵地", Kind.REFERENCE, required=True, refers_to="venue")
    used_on: str = declare("使用日期", Kind.DAY, required=True, synonyms=("日期",))
    activity: str = declare("活动内容", required=True, synonyms=("活动", "内容"))
    training_class: bytes | None = declare(
        "培训班", Kind.REFERENCE, refers_to="training_class", synonyms=("班次",)
    )
    people: int | None = declare("参加人数", Kind.NUMBER, synonyms=("人数",))
    note: str | None = declare("备注", Kind.NOTE, longest=500)


@entity("venue_cover", "覆盖村（社区）", Scope.ORGANIZATION, owner="venue", title="note")
@dataclass(frozen=True)
class VenueCover:
    """A village or community that learns there: 覆盖所有村、社区 (HN 一（三）) counts these."""

    venue: bytes = declare("阵地", Kind.REFERENCE, required=True, refers_to="venue")
    organization: bytes = declare(
        "村（社区）党组织",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("村（社区）", "覆盖党组织", "党组织"),
    )
    note: str | None = declare("说明", Kind.NOTE, longest=200)


register(
    "teacher",
    "师资库",
    group="教学资源",
    unit="人",
    same=("name", "organization"),
    listed=(
        *("name", "organization", "workplace", "level", "kind", "famous", "subjects"),
        *("courses", "phone", "to_on", "state"),
    ),
    filters=("level", "kind", "famous", "subjects", "state"),
    printed=("name", "sex", "workplace", "level", "kind", "subjects", "courses", "phone", "to_on"),
    details=("teacher_lecture",),
    due=Due("to_on", "聘期届满", 30, "state", (IN_POST,)),
    views=(
        NamedView("在聘", says=(("state", (IN_POST,)),)),
        NamedView("聘期已过", (("state", (IN_POST,)),), ("to_on", PAST)),
        NamedView("本年未授课", (("state", (IN_POST,)),), without="teacher_lecture"),
    ),
    empty="师资库里还没有人。",
)

register(
    "venue",
    "阵地",
    group="教学资源",
    unit="处",
    same=("name", "organization"),
    listed=(
        *("name", "kind", "organization", "place", "capacity", "subjects", "contact", "phone"),
        *("cost", "checked_on", "state"),
    ),
    filters=("kind", "subjects", "state"),
    totals=("capacity", "cost"),
    details=("venue_use", "venue_cover"),
    due=Due("checked_on", "检查维护", 15, "state", (IN_USE,)),
    views=(
        NamedView("在用", says=(("state", (IN_USE,)),)),
        NamedView("本年未使用", (("state", (IN_USE,)),), without="venue_use"),
        NamedView("远程教育站点", (("kind", (STATION,)), ("state", (IN_USE,)))),
    ),
)
