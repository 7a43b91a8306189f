"""培训班, 教学安排, 参训名单, 考勤, 其他培训记录 and 结业证书, declared once."""

from dataclasses import dataclass

from app.domain.entity import Kind, Scope, declare, entity
from app.domain.registers import register
from app.domain.training.codes import (
    APPROVALS,
    CERTIFICATE_STATES,
    CLASS_KINDS,
    CLASS_STATES,
    COMPLETIONS,
    FULL_ID,
    ISSUED,
    LEVELS,
    MARKS,
    MASKED_ID,
    MODES,
    PAPER_KINDS,
    PAPER_STATES,
    RUNNING,
    SLOTS,
    TASKS,
)
from app.domain.training.record_headers import RECORD_HEADERS

HALF_DAY_HOURS = 4.0
"""8 学时/天 follows from P24's own pairs (20 天或 160 学时); a county may change it per class."""


@entity("training_class", "培训班", Scope.CLASS, owner="organization")
@dataclass(frozen=True)
class TrainingClass:
    """One class; `organization` runs it, `organizer` is what stands on paper."""

    name: str = declare("培训班名称", required=True, longest=100, synonyms=("班次名称", "培训名称"))
    code: str | None = declare("班次代码", longest=30)
    kind: str = declare("班次类型", Kind.CHOICE, choices=CLASS_KINDS, default="集中轮训")
    organization: bytes = declare(
        "办班党组织", Kind.REFERENCE, required=True, refers_to="organization"
    )
    organizer: str = declare("主办单位", required=True, synonyms=("培训班主办方", "主办方"))
    level: str = declare("举办层级", Kind.CHOICE, required=True, choices=LEVELS, default="乡镇")
    off_job: int = declare("脱产", Kind.FLAG, default=0, synonyms=("是否脱产",))
    mode: str = declare("培训方式", Kind.CHOICE, required=True, choices=MODES, default="集中培训")
    starts_on: str = declare("开班日期", Kind.DAY, required=True, synonyms=("开始日期",))
    ends_on: str = declare("结束日期", Kind.DAY, required=True, synonyms=("结业日期",))
    place: str = declare("培训地点", required=True, synonyms=("地点",))
    teacher: str | None = declare("授课人", synonyms=("主讲人", "教师"))
    task: str | None = declare("教育基本任务", Kind.CHOICE, choices=TASKS)
    # Said of a class all of whose half-days are 党的创新理论; never assumed, never copied.
    innovation_theory: int = declare("党的创新理论", Kind.FLAG, default=0)
    half_day_hours: float = declare("半天学时", Kind.HOURS, default=HALF_DAY_HOURS)
    certificates: int = declare("发结业证书", Kind.FLAG, default=0)
    required_share: int = declare("结业出勤比例（%）", Kind.NUMBER, default=100)
    state: str = declare("状态", Kind.CHOICE, choices=CLASS_STATES, default=RUNNING)
    closed_on: str | None = declare("结班日期", Kind.DAY)
    certificate_id_number: str | None = declare(
        "证书上的证件号", Kind.CHOICE, choices=(MASKED_ID, FULL_ID), since=10
    )
    note: str | None = declare("备注", Kind.NOTE, longest=2000)


@entity("session", "教学安排", Scope.CLASS, owner="training_class")
@dataclass(frozen=True)
class Session:
    """One half-day (上午/下午/晚上); 考勤按半天计算 (domain.md C-02)."""

    training_class: bytes = declare(
        "培训班", Kind.REFERENCE, required=True, refers_to="training_class"
    )
    day: str = declare("日期", Kind.DAY, required=True)
    slot: str = declare("时段", Kind.CHOICE, required=True, choices=SLOTS)
    course: str | None = declare("授课内容", synonyms=("课程", "内容", "授课题目"))
    teacher: str | None = declare("授课人", synonyms=("培训教师", "主讲人"))
    place: str | None = declare("地点")
    hours: float = declare("学时", Kind.HOURS, required=True, default=HALF_DAY_HOURS)
    innovation_hours: float = declare("其中党的创新理论学时", Kind.HOURS, default=0.0)
    party_spirit_hours: float = declare("其中党性教育学时", Kind.HOURS, default=0.0)
    task: str | None = declare("教育基本任务", Kind.CHOICE, choices=TASKS)


@entity(
    "enrolment",
    "参训名单",
    Scope.CLASS,
    owner="member",
    writers=("training_class", "member"),
    identity=("training_class", "member"),
)
@dataclass(frozen=True)
class Enrolment:
    """One person in one class, with 时任单位及职务 as it was (domain.md C-08)."""

    training_class: bytes = declare(
        "培训班", Kind.REFERENCE, required=True, refers_to="training_class"
    )
    member: bytes = declare("学员", Kind.REFERENCE, required=True, refers_to="member")
    number: int = declare("序号", Kind.NUMBER, default=0)
    position_then: str | None = declare("时任单位及职务", longest=200)
    organization_then: str | None = declare("当时所在党组织", longest=200)
    team: str | None = declare("组别", longest=50)
    withdrawn: int = declare("退出", Kind.FLAG, default=0)
    completion: str | None = declare(
        "结业情况", Kind.CHOICE, choices=COMPLETIONS, said_by="training_class"
    )
    completion_reason: str | None = declare("说明", longest=500, said_by="training_class")


@entity(
    *("attendance", "考勤", Scope.MEMBER),
    owner="member",
    writers=("session", "member"),
    facts=True,
)
@dataclass(frozen=True)
class Attendance:
    """One mark as it was entered; a correction is a new fact naming what it supersedes."""

    session: bytes = declare("教学安排", Kind.REFERENCE, required=True, refers_to="session")
    member: bytes = declare("学员", Kind.REFERENCE, required=True, refers_to="member")
    mark: str = declare("考勤", Kind.CHOICE, required=True, choices=MARKS)
    checked_by: str | None = declare("核对人", longest=50)
    paper: str | None = declare("签到表存放处", longest=200)
    supersedes: bytes | None = declare("更正", Kind.REFERENCE, refers_to="attendance")


_SETTLED = ("approval", APPROVALS)


@entity("record", "其他培训记录", Scope.MEMBER, owner="member")
@dataclass(frozen=True)
class Record:
    """Training held elsewhere, with its evidence; 自行申报 does not count until approved."""

    member: bytes = declare(
        "学员", Kind.REFERENCE, required=True, refers_to="member", fixed_when=_SETTLED
    )
    title: str = declare("培训名称", required=True, synonyms=RECORD_HEADERS["title"], carried=True)
    organizer: str | None = declare("主办单位", synonyms=RECORD_HEADERS["organizer"], carried=True)
    level: str = declare(
        *("举办层级", Kind.CHOICE),
        choices=LEVELS,
        default="乡镇",
        synonyms=RECORD_HEADERS["level"],
        carried=True,
        fixed_when=_SETTLED,
    )
    mode: str = declare(
        *("培训方式", Kind.CHOICE),
        choices=MODES,
        default="集中培训",
        synonyms=RECORD_HEADERS["mode"],
        carried=True,
        fixed_when=_SETTLED,
    )
    off_job: int = declare("脱产", Kind.FLAG, default=0, synonyms=("是否脱产",))
    starts_on: str = declare(
        *("开始日期", Kind.DAY),
        required=True,
        synonyms=RECORD_HEADERS["starts_on"],
        carried=True,
        fixed_when=_SETTLED,
    )
    ends_on: str = declare(
        *("结束日期", Kind.DAY),
        required=True,
        synonyms=RECORD_HEADERS["ends_on"],
        carried=True,
        fixed_when=_SETTLED,
    )
    hours: float = declare(
        *("学时", Kind.HOURS),
        required=True,
        synonyms=RECORD_HEADERS["hours"],
        carried=True,
        fixed_when=_SETTLED,
    )
    days: float | None = declare("天数", Kind.HOURS, synonyms=("培训天数",), fixed_when=_SETTLED)
    innovation_hours: float = declare(
        "其中党的创新理论学时", Kind.HOURS, default=0.0, fixed_when=_SETTLED
    )
    party_spirit_hours: float = declare(
        "其中党性教育学时", Kind.HOURS, default=0.0, fixed_when=_SETTLED
    )
    task: str | None = declare("教育基本任务", Kind.CHOICE, choices=TASKS)
    evidence: str | None = declare(
        "证明材料",
        hint="凭什么登记：结业证书编号、平台导出的表、签到表存放处等",
        carried=True,
    )
    self_declared: int = declare(
        "自行申报",
        Kind.FLAG,
        default=0,
        synonyms=("自报", "本人申报"),
        hint="本人自己报的学时，要由另一个人认定后才计入",
        fixed_when=("self_declared", ("是",)),
    )
    approval: str | None = declare("认定", Kind.CHOICE, choices=APPROVALS, by_action=True, since=26)
    approved_by: str | None = declare("认定人", longest=50, by_action=True, since=26)
    approved_on: str | None = declare("认定日期", Kind.DAY, by_action=True, since=26)
    note: str | None = declare("备注", Kind.NOTE, longest=1000, since=26)


@entity("certificate", "结业证书", Scope.MEMBER, owner="member", writers=("training_class",))
@dataclass(frozen=True)
class Certificate:
    """The register of certificates; `content` is frozen JSON of what was printed."""

    training_class: bytes = declare(
        "培训班", Kind.REFERENCE, required=True, refers_to="training_class"
    )
    member: bytes = declare("学员", Kind.REFERENCE, required=True, refers_to="member")
    number: str = declare("证书编号", required=True, longest=60)
    issued_on: str = declare("签发日期", Kind.DAY, required=True)
    state: str = declare("状态", Kind.CHOICE, choices=CERTIFICATE_STATES, default=ISSUED)
    content: str = declare("证书内容", Kind.NOTE, required=True, longest=4000)
    digest: str | None = declare("内容校验值", longest=64)


@entity(
    *("issued_paper", "签发材料", Scope.MEMBER),
    owner="member",
    writers=("training_class",),
)
@dataclass(frozen=True)
class IssuedPaper:
    """What one 参训证明 or 反馈单 says of one person; `content` is frozen JSON of it."""

    training_class: bytes = declare(
        "培训班", Kind.REFERENCE, required=True, refers_to="training_class"
    )
    member: bytes = declare("学员", Kind.REFERENCE, required=True, refers_to="member")
    kind: str = declare("种类", Kind.CHOICE, required=True, choices=PAPER_KINDS)
    number: str = declare("编号", required=True, longest=60)
    issued_on: str = declare("签发日期", Kind.DAY, required=True)
    state: str = declare("状态", Kind.CHOICE, choices=PAPER_STATES, default=ISSUED)
    content: str = declare("内容", Kind.NOTE, required=True, longest=4000)
    digest: str | None = declare("内容校验值", longest=64)


register(
    "record",
    "其他培训记录",
    group="台账与人员",
    unit="条",
    same=("member", "title", "starts_on"),
    listed=(
        *("member", "title", "organizer", "level", "mode", "starts_on", "ends_on", "hours"),
        *("self_declared", "approval", "evidence"),
    ),
    filters=("level", "mode", "self_declared", "approval"),
    searched=("member", "title", "organizer", "evidence"),
    sort="starts_on",
    totals=("hours",),
    printed=("member", "title", "organizer", "mode", "starts_on", "ends_on", "hours", "evidence"),
    meets=True,
    dated="starts_on",
    empty="还没有其他培训记录。上级调训、网络学院、学习强国等本单位没有办班的培训在这里登记。",
)
