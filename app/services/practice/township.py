"""A practice township: roster file, posts, exemptions, classes from start to certificate."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from app.data.queries.members import MemberFilter, member_ids, member_rows
from app.data.queries.organizations import all_organizations
from app.data.queries.training_classes import participants_of, sessions_of
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.progress import Progress
from app.reports.practice_roster import write_practice_roster
from app.services import rosters
from app.services.classes import attendance, closing, training_classes
from app.services.classes.attendance import Signature
from app.services.organizations import change_organization
from app.services.practice.people import Person, invent_people
from app.services.store import Store

VILLAGES = ("李家村", "王庄村", "大柳树村", "河西村", "红旗社区", "石桥村", "新店村", "双井村")
ABSENT = ("事假", "病假", "缺勤", "迟到")
COURSES = (
    "党的二十届四中全会精神解读",
    "学习贯彻党的创新理论",
    "党章党规党纪专题辅导",
    "乡村振兴政策与实务",
    "革命传统教育现场教学",
    "基层治理案例研讨",
)


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """A class of the practice data."""

    name: str
    starts_on: date
    days: int
    level: str
    off_job: bool
    people: int
    place: str


def write_roster(random: Random, township: str, people: int, taken: set[str], path: Path) -> None:
    """The roster file with two lines that must be refused and one person listed twice."""
    branches = VILLAGES[: max(1, min(len(VILLAGES), people // 20))]
    *invented, spare = invent_people(random, people + 1, taken)
    sheets: dict[str, list[list[str]]] = {f"{name}党支部": [] for name in branches}
    names = list(sheets)
    for number, person in enumerate(invented):
        sheets[names[number % len(names)]].append(_cells(person))
    damaged = _cells(invented[-1])
    damaged[6] = damaged[6][:-1] + ("0" if damaged[6][-1] != "0" else "1")
    nameless = _cells(spare)
    nameless[0] = ""
    sheets[names[0]] += [damaged, nameless, _cells(invented[0])]
    write_practice_roster(sheets, township, path)


def _cells(person: Person) -> list[str]:
    spaced = " ".join(person.name) if len(person.name) == 2 else person.name
    return [
        spaced,
        person.sex,
        person.ethnicity.removesuffix("族"),
        person.birth_date[:7].replace("-", "."),
        person.education,
        f"{person.joined_on[:4]}年{int(person.joined_on[5:7])}月",
        person.id_number,
        person.phone,
        person.workplace,
        person.status,
    ]


def import_people(store: Store, roster: Path, refused: Path, progress: Progress) -> int:
    """Import the roster as it is; refused lines go into a workbook. Returns how many are new."""
    plan = rosters.plan_roster_import(store, roster, create_organizations=True, progress=progress)
    done = rosters.import_roster(store, plan, progress)
    if done.rejected:
        rosters.save_refused_rows(plan, refused)
    _say_sectors(store)
    return done.new


def _say_sectors(store: Store) -> None:
    """Villages are 农村 and communities 城市社区: what is asked of those is asked of them."""
    for one in all_organizations(store.database.read()):
        sector = "农村" if "村" in one.name else "城市社区" if "社区" in one.name else ""
        if sector:
            change_organization(store, one.uid, {"sector": sector})


def appoint(store: Store, today: date) -> list[bytes]:
    """A 书记 for every branch and an exemption for the oldest; returns the 书记."""
    connection = store.database.read()
    secretaries: list[bytes] = []
    with store.change("登记党内职务") as change:
        for branch in all_organizations(connection):
            ids = member_ids(connection, MemberFilter(organization=branch.uid, sort="birth_date"))
            if branch.uid == store.site.organization or len(ids) < 3:
                continue
            people = {row.id: row for row in member_rows(connection, ids)}
            eldest, secretary = people[ids[0]], people[ids[len(ids) // 2]]
            change.create(
                entity_named("exemption"),
                {
                    "member": eldest.uid,
                    "reason": "年老体弱",
                    "from_on": f"{today.year - 1}",
                    "decided_by": branch.name,
                },
            )
            values: dict[str, Value] = {"member": secretary.uid, "organization": branch.uid}
            values |= {"title": "书记", "from_on": f"{today.year - 2}-03"}
            change.create(entity_named("post"), values)
            secretaries.append(secretary.uid)
    return secretaries


def hold_class(store: Store, plan: ClassPlan, members: list[bytes], random: Random) -> bytes:
    """A class from the form to its closing; attendance is entered today, as it is (补录)."""
    values = dict(training_classes.class_draft(store))
    values |= {
        "name": plan.name,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": (plan.starts_on + timedelta(days=plan.days - 1)).isoformat(),
        "level": plan.level,
        "off_job": int(plan.off_job),
        "place": plan.place,
        "task": "政治理论教育",
        "required_share": 70,
        "certificates": None,
    }
    sessions = [dict(session) for session in training_classes.planned_sessions(values)]
    for number, session in enumerate(sessions):
        session["course"] = COURSES[number % len(COURSES)]
        session["innovation_hours"] = session["hours"] if number % 3 != 2 else 0.0
    draft = training_classes.ClassDraft(values, sessions, members)
    uid = training_classes.create_class(store, draft)
    _mark(store, uid, random)
    closing.close_class(store, uid)
    return uid


def _mark(store: Store, training_class: bytes, random: Random) -> None:
    connection = store.database.read()
    numbers = [row.number for row in participants_of(connection, training_class)]
    for session in sessions_of(connection, training_class):
        absent = {n: random.choice(ABSENT) for n in numbers if random.random() < 0.05}
        signature = Signature(store.operator, "签到表存档案盒 3 号")
        attendance.sign_page(store, session.uid, numbers, absent, signature)
