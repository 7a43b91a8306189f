"""What clerks may do in a history, and how often it happens."""

import random
from collections.abc import Callable
from typing import Any

from app.data import scope
from app.domain.uid import derived_uid
from app.services import decisions
from tests.faults import history_trips as trips
from tests.faults.history import COUNTY, World, somewhere

WORDS = ["甲", "乙", "丙", None]
FIELDS = ["name", "phone", "education", "workplace", "note", "id_number"]


def _pick(world: World, number: int, table: str, where: str = "1") -> Any:
    found = world.column(number, f"SELECT uid FROM {table} WHERE {where} ORDER BY uid")
    return world.rng.choice(found) if found else None


def _organization(world: World, number: int) -> Any:
    if number == COUNTY:
        return _pick(world, number, "organization", "gone = 0")
    # A township sets up people and branches below its own committee only.
    root = world.stores[number].site.organization
    scope.prepare(world.stores[number].database.read(), [root])
    below = world.column(number, "SELECT uid FROM temp.scope_organization ORDER BY uid")
    return world.rng.choice(below)


def person(world: World) -> None:
    number = somewhere(world)
    organization = _organization(world, number)
    number_ = str(world.rng.randrange(6))
    values = {"name": "某人", "id_number": number_, "organization": organization}
    world.create(number, "member", values)


def edit(world: World) -> None:
    number = somewhere(world)
    uid = _pick(world, number, "member")
    if uid:
        names = world.rng.sample(FIELDS, world.rng.randint(1, 3))
        world.update(number, "member", uid, {n: world.rng.choice(WORDS) for n in names})


def edit_at_both(world: World) -> None:
    uid = _pick(world, COUNTY, "member")
    for number in range(len(world.stores)):
        if uid and world.column(number, "SELECT 1 FROM member WHERE uid = ?", uid):
            world.update(number, "member", uid, {"phone": f"{number}-{world.rng.random()}"})


def move(world: World) -> None:
    number = COUNTY if world.rng.random() < 0.7 else somewhere(world)
    uid = _pick(world, number, "member")
    if uid:
        world.update(number, "member", uid, {"organization": _organization(world, number)})


def remove(world: World) -> None:
    number = somewhere(world)
    table = world.rng.choice(["member", "post", "record", "organization", "enrolment"])
    uid = _pick(world, number, table)
    if table == "organization":
        uid = _organization(world, number)
    if uid:
        world.remove(number, table, uid, back=world.rng.random() < 0.4)


def branch(world: World) -> None:
    number = somewhere(world)
    values = {"name": "某支部", "kind": "党支部", "parent": _organization(world, number)}
    world.create(number, "organization", values)


def move_branch(world: World) -> None:
    uid = _pick(world, COUNTY, "organization", "kind = '党支部'")
    roots = world.column(COUNTY, "SELECT uid FROM organization WHERE kind = '党委' ORDER BY uid")
    if uid:
        world.update(COUNTY, "organization", uid, {"parent": world.rng.choice(roots)})


def rename_branch(world: World) -> None:
    number = somewhere(world)
    uid = _organization(world, number)
    if uid:
        world.update(number, "organization", uid, {"name": f"支部{world.rng.randrange(3)}"})


def training_class(world: World) -> None:
    number = somewhere(world)
    values = {
        "name": "某班",
        "organization": world.stores[number].site.organization,
        "organizer": "某单位",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-02",
        "place": "党校",
    }
    uid = world.create(number, "training_class", values)
    for slot in ("上午", "下午"):
        held = {"training_class": uid, "day": "2026-03-02", "slot": slot, "hours": 4.0}
        world.create(number, "session", held)
    for _ in range(world.rng.randint(1, 3)):
        take_part(world, number, uid)


def take_part(world: World, number: int | None = None, uid: Any = None) -> None:
    number = somewhere(world) if number is None else number
    uid = uid or _pick(world, number, "training_class")
    member = _pick(world, number, "member")
    if not uid or not member:
        return
    same = derived_uid(b"enrolment", uid, member)
    if not world.column(number, "SELECT 1 FROM enrolment WHERE uid = ?", same):
        values = {"training_class": uid, "member": member, "number": world.rng.randrange(9)}
        world.create(number, "enrolment", values, same)


def edit_class(world: World) -> None:
    number = somewhere(world)
    uid = _pick(world, number, "training_class")
    if not uid:
        return
    if number == COUNTY and world.rng.random() < 0.3:
        owner = _pick(world, COUNTY, "organization", "kind = '党委'")
        world.update(COUNTY, "training_class", uid, {"organization": owner})
    else:
        world.update(number, "training_class", uid, {"place": world.rng.choice("甲乙丙")})


def mark(world: World) -> None:
    number = somewhere(world)
    enrolment = _pick(world, number, "enrolment")
    if not enrolment:
        return
    member = world.column(number, "SELECT member FROM enrolment WHERE uid = ?", enrolment)[0]
    sessions = world.column(
        number,
        "SELECT s.uid FROM session s JOIN enrolment e ON e.training_class = s.training_class "
        "WHERE e.uid = ? ORDER BY s.uid",
        enrolment,
    )
    if sessions:
        what = world.rng.choice(["出勤", "缺勤", "迟到"])
        session = world.rng.choice(sessions)
        world.fact(number, {"session": session, "member": member, "mark": what})


def correct(world: World) -> None:
    number = somewhere(world)
    old = _pick(world, number, "attendance", "live = 1")
    if old:
        found = (
            world.stores[number]
            .database.read()
            .execute("SELECT session, member FROM attendance WHERE uid = ?", (old,))
        )
        session, member = found.fetchone()
        values = {"session": session, "member": member, "mark": "事假", "supersedes": old}
        world.fact(number, values)


def papers(world: World) -> None:
    number = somewhere(world)
    member, uid = _pick(world, number, "member"), _pick(world, number, "training_class")
    if not member:
        return
    organization = world.stores[number].site.organization
    world.create(number, "post", {"member": member, "organization": organization, "title": "书记"})
    day = {"starts_on": "2026-05-01", "ends_on": "2026-05-01", "hours": 8.0}
    world.create(number, "record", {"member": member, "title": "网络培训", **day})
    if uid:
        paper = {"number": str(world.rng.randrange(5)), "issued_on": "2026-05-01", "content": "{}"}
        world.create(number, "certificate", {"training_class": uid, "member": member, **paper})


def setting(world: World) -> None:
    world.create(COUNTY, "setting", {"key": "假设", "value": world.rng.choice("甲乙")})


def decide(world: World) -> None:
    number = COUNTY if world.rng.random() < 0.7 else somewhere(world)
    store = world.stores[number]
    items = [i for i in decisions.open_items(store) if i.kind in ("字段", "删除", "考勤")]
    if not items:
        return
    item = world.rng.choice(items)
    with world.at(number) as change:
        before = change.stamp.n
    choice = world.rng.choice(item.siblings).id
    world.clock.skew = world.skew[number]
    decisions.take(store, item.id, choice)
    world.clock.skew = 0
    dot = (store.site.incarnation, before + 1)
    if item.kind == "考勤":
        world.facts.update(world.column(number, "SELECT uid FROM attendance"))
        return
    heard = world.known[number].setdefault((item.uid, item.field), set())
    world.over.setdefault(((item.uid, item.field), dot), set()).update(heard)
    heard.add(dot)


ACTS: dict[Callable[[World], Any], int] = {
    person: 8,
    edit: 14,
    edit_at_both: 3,
    move: 6,
    remove: 4,
    branch: 3,
    move_branch: 1,
    rename_branch: 2,
    training_class: 3,
    take_part: 4,
    edit_class: 2,
    mark: 8,
    correct: 4,
    papers: 3,
    setting: 1,
    decide: 5,
    trips.pack: 10,
    trips.deliver: 16,
    trips.cut: 2,
    trips.exchange: 8,
    trips.save: 2,
    trips.bring_back: 1,
    trips.skew: 2,
}
RARE: dict[Callable[[World], Any], int] = {trips.copy_laptop: 1}


def choose(rng: random.Random, length: int, *, copies: bool) -> list[Callable[[World], Any]]:
    """The acts of one history, in order."""
    weights = {**ACTS, **RARE} if copies else ACTS
    return rng.choices(list(weights), list(weights.values()), k=length)
