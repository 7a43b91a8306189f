"""A register that only tests declare: every kind of field, conditions, sums, a date that falls due,
a person, and a table that hangs on it. Loaded as a plugin of pytest before anything is declared."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import app.domain.activities.lectures
import app.domain.activities.life_of_branches
import app.domain.activities.visits
import app.domain.exchange.entities
import app.domain.governance.checking
import app.domain.governance.leading
import app.domain.governance.money
import app.domain.governance.opinions
import app.domain.people.entities
import app.domain.people.skills
import app.domain.resources.entities
import app.domain.resources.materials
import app.domain.resources.teaching_examples
import app.domain.settings
import app.domain.training.entities  # noqa: F401  (as in `declarations`)
from app.domain.entity import REGISTRY, Kind, Privacy, Scope, declare, entity
from app.domain.registers import PAST, Due, Marks, NamedView, register

if TYPE_CHECKING:
    from sqlite_utils import Database

STATES = ("进行中", "已结束")
TOPICS = ("助耕", "助学", "助医", "助业")


@entity("pairing", "结对帮扶", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Pairing:
    """Who helps whom, with what."""

    name: str = declare("帮扶事项", required=True, synonyms=("事项",))
    organization: bytes = declare(
        "帮扶单位", Kind.REFERENCE, required=True, refers_to="organization"
    )
    member: bytes | None = declare("帮扶党员", Kind.REFERENCE, refers_to="member")
    helped: str | None = declare("帮扶对象", Kind.PERSON_NAME)
    number: str | None = declare("对象身份证号", Kind.ID_NUMBER, privacy=Privacy.MASKED)
    phone: str | None = declare("对象电话", Kind.PHONE, privacy=Privacy.MASKED)
    topics: str | None = declare("帮扶内容", Kind.MANY, choices=TOPICS, carried=True)
    teacher: bytes | None = declare(
        "指导教师", Kind.REFERENCE, refers_to="teacher", choices_where=("state", ("在聘",))
    )
    teacher_post: str | None = declare("教师单位", copied_from="teacher.workplace")
    code: str | None = declare("协议编号", no_copy=True)
    signed_on: str | None = declare("签订日期", Kind.DAY, once=True)
    poor: int = declare("脱贫户", Kind.FLAG, default=0)
    money: int | None = declare("帮扶资金（元）", Kind.MONEY)
    hours: float | None = declare("服务学时", Kind.HOURS)
    visits: int | None = declare("走访次数", Kind.NUMBER)
    since: str | None = declare("结对年月", Kind.MONTH)
    known: str | None = declare("认识时间", Kind.DATE)
    next_visit: str | None = declare("下次走访", Kind.DAY)
    state: str = declare("状态", Kind.CHOICE, choices=STATES, default=STATES[0])
    result: str | None = declare(
        "成效",
        Kind.NOTE,
        shown_when=("state", (STATES[1],)),
        required_when=("state", (STATES[1],)),
    )
    papers: str | None = declare("协议和照片", Kind.ATTACHMENT)
    note: str | None = declare("备注", Kind.NOTE)


@entity("pairing_visit", "走访记录", Scope.ORGANIZATION, owner="pairing", title="what")
@dataclass(frozen=True)
class PairingVisit:
    """One visit."""

    pairing: bytes = declare("帮扶事项", Kind.REFERENCE, required=True, refers_to="pairing")
    day: str = declare("走访日期", Kind.DAY, required=True)
    what: str = declare("走访内容", required=True)
    met: str | None = declare("见到谁", Kind.PERSON_NAME, copied_from="pairing.helped")
    note: str | None = declare("备注", Kind.NOTE)


@entity("gathering", "组织活动", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Gathering:
    """Members came together."""

    name: str = declare("主题", required=True)
    organization: bytes = declare("党组织", Kind.REFERENCE, required=True, refers_to="organization")
    held_on: str = declare("日期", Kind.DAY, required=True)
    hours: float | None = declare("学时", Kind.HOURS)
    note: str | None = declare("备注", Kind.NOTE)


@entity("gathering_person", "参加人员", Scope.ORGANIZATION, owner="gathering", title="mark")
@dataclass(frozen=True)
class GatheringPerson:
    """Whether one member was there."""

    gathering: bytes = declare("组织活动", Kind.REFERENCE, required=True, refers_to="gathering")
    member: bytes = declare("党员", Kind.REFERENCE, required=True, refers_to="member")
    mark: str | None = declare("到会情况", Kind.CHOICE, choices=("到会", "请假", "缺席"))
    record: bytes | None = declare("学时记录", Kind.REFERENCE, refers_to="record")
    note: str | None = declare("备注", Kind.NOTE)


register(
    "gathering",
    "样本活动",
    group="样本",
    same=("name", "organization", "held_on"),
    details=("gathering_person",),
    dated="held_on",
    marks=Marks("gathering_person", present=("到会",), day="held_on", hours="hours"),
)

register(
    "pairing",
    "结对帮扶",
    group="联系群众",
    unit="对",
    same=("name", "organization"),
    totals=("money", "hours", "visits"),
    details=("pairing_visit",),
    due=Due("next_visit", "该走访了", 7, "state", (STATES[0],)),
    dated="signed_on",
    views=(
        NamedView("在帮", says=(("state", (STATES[0],)),)),
        NamedView("走访逾期", (("state", (STATES[0],)),), ("next_visit", PAST), todo=True),
        NamedView("本年未走访", without="pairing_visit"),
    ),
)


def step(db: "Database") -> None:
    """What the migration of a real register does."""
    from app.data.migrations.building import create_kept
    from app.data.schema import SQL_TYPES

    tables = {
        name: {field.name: SQL_TYPES[field.kind] for field in REGISTRY[name].fields}
        for name in ("pairing", "pairing_visit", "gathering", "gathering_person")
    }
    indexes = {
        "pairing": [["organization"]],
        "pairing_visit": [["pairing"]],
        "gathering": [["organization"]],
        "gathering_person": [["gathering"], ["member"]],
    }
    create_kept(db, tables, indexes)


def _add_step() -> None:
    from app.data import migrate

    migrate.STEPS = (*migrate.STEPS, step)
    migrate.NEWEST = len(migrate.STEPS)


_add_step()
