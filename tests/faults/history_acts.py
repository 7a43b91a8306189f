"""What may happen in a history: the acts of clerks, packages on their way, and accidents."""

import random
from collections.abc import Callable
from typing import Any

import orjson

from app.data import scope
from app.domain.errors import PackageError
from app.domain.uid import derived_uid
from app.services import decisions
from app.services.receiving import PackageView
from tests.faults import loose_package
from tests.faults.history import A1, COUNTY, World
from tests.faults.loose_package import Loose

WORDS = ["甲", "乙", "丙", None]
FIELDS = ["name", "phone", "education", "workplace", "note", "id_number"]


def _pick(world: World, number: int, table: str, where: str = "1") -> Any:
    found = world.column(number, f"SELECT uid FROM {table} WHERE {where} ORDER BY uid")
    return world.rng.choice(found) if found else None


def _somewhere(world: World) -> int:
    return world.rng.randrange(len(world.stores))


def _organization(world: World, number: int) -> Any:
    if number == COUNTY:
        return _pick(world, number, "organization", "gone = 0")
    # A township sets up people and branches below its own committee only.
    root = world.stores[number].site.organization
    scope.prepare(world.stores[number].database.read(), [root])
    below = world.column(number, "SELECT uid FROM temp.scope_organization ORDER BY uid")
    return world.rng.choice(below)


def person(world: World) -> None:
    number = _somewhere(world)
    organization = _organization(world, number)
    number_ = str(world.rng.randrange(6))
    values = {"name": "某人", "id_number": number_, "organization": organization}
    world.create(number, "member", values)


def edit(world: World) -> None:
    number = _somewhere(world)
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
    number = COUNTY if world.rng.random() < 0.7 else _somewhere(world)
    uid = _pick(world, number, "member")
    if uid:
        world.update(number, "member", uid, {"organization": _organization(world, number)})


def remove(world: World) -> None:
    number = _somewhere(world)
    table = world.rng.choice(["member", "post", "record", "organization", "enrolment"])
    uid = _pick(world, number, table)
    if table == "organization":
        uid = _organization(world, number)
    if uid:
        world.remove(number, table, uid, back=world.rng.random() < 0.4)


def branch(world: World) -> None:
    number = _somewhere(world)
    values = {"name": "某支部", "kind": "党支部", "parent": _organization(world, number)}
    world.create(number, "organization", values)


def move_branch(world: World) -> None:
    uid = _pick(world, COUNTY, "organization", "kind = '党支部'")
    roots = world.column(COUNTY, "SELECT uid FROM organization WHERE kind = '党委' ORDER BY uid")
    if uid:
        world.update(COUNTY, "organization", uid, {"parent": world.rng.choice(roots)})


def rename_branch(world: World) -> None:
    number = _somewhere(world)
    uid = _organization(world, number)
    if uid:
        world.update(number, "organization", uid, {"name": f"支部{world.rng.randrange(3)}"})


def training_class(world: World) -> None:
    number = _somewhere(world)
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
    number = _somewhere(world) if number is None else number
    uid = uid or _pick(world, number, "training_class")
    member = _pick(world, number, "member")
    if not uid or not member:
        return
    same = derived_uid(b"enrolment", uid, member)
    if not world.column(number, "SELECT 1 FROM enrolment WHERE uid = ?", same):
        values = {"training_class": uid, "member": member, "number": world.rng.randrange(9)}
        world.create(number, "enrolment", values, same)


def edit_class(world: World) -> None:
    number = _somewhere(world)
    uid = _pick(world, number, "training_class")
    if not uid:
        return
    if number == COUNTY and world.rng.random() < 0.3:
        owner = _pick(world, COUNTY, "organization", "kind = '党委'")
        world.update(COUNTY, "training_class", uid, {"organization": owner})
    else:
        world.update(number, "training_class", uid, {"place": world.rng.choice("甲乙丙")})


def mark(world: World) -> None:
    number = _somewhere(world)
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
    number = _somewhere(world)
    old = _pick(world, number, "attendance", "live = 1")
    if old:
        found = world.stores[number].database.read().execute(
            "SELECT session, member FROM attendance WHERE uid = ?", (old,)
        )
        session, member = found.fetchone()
        values = {"session": session, "member": member, "mark": "事假", "supersedes": old}
        world.fact(number, values)


def papers(world: World) -> None:
    number = _somewhere(world)
    member, uid = _pick(world, number, "member"), _pick(world, number, "training_class")
    if not member:
        return
    organization = world.stores[number].site.organization
    world.create(
        number, "post", {"member": member, "organization": organization, "title": "书记"}
    )
    day = {"starts_on": "2026-05-01", "ends_on": "2026-05-01", "hours": 8.0}
    world.create(number, "record", {"member": member, "title": "网络培训", **day})
    if uid:
        paper = {"number": str(world.rng.randrange(5)), "issued_on": "2026-05-01", "content": "{}"}
        world.create(number, "certificate", {"training_class": uid, "member": member, **paper})


def setting(world: World) -> None:
    world.create(COUNTY, "setting", {"key": "假设", "value": world.rng.choice("甲乙")})


def decide(world: World) -> None:
    number = COUNTY if world.rng.random() < 0.7 else _somewhere(world)
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


def lines_heard(world: World, number: int, loose: Loose) -> None:
    """Note what the receiver of a package will have heard of."""
    for line in loose.lines:
        said = orjson.loads(line)
        if "uid" in said:
            uid = bytes.fromhex(said["uid"])
            for name in [*said["is"], *said.get("edited", {})]:
                loose.heard[uid, name] = set(world.known[number].get((uid, name), ()))


def pack(world: World, number: int | None = None, to: int | None = None) -> Loose:
    if number is None or to is None:
        number, to = _somewhere(world), COUNTY
        if number == COUNTY:
            to = world.rng.randrange(A1, len(world.stores))
    loose = loose_package.pack(world.stores[number], world.stores[to].site.uid)
    lines_heard(world, number, loose)
    world.stick.append(loose)
    return loose


def deliver(world: World, loose: Loose | None = None, number: int | None = None) -> Any:
    if loose is None:
        if not world.stick:
            return None
        loose = world.rng.choice(world.stick[-12:])
    if number is None:
        who = [n for n, s in enumerate(world.stores) if s.site.uid == loose.receiver]
        number = world.rng.choice(who)
    view: PackageView = loose_package.receive(world.stores[number], loose)
    if view.state.applies:
        for key, dots in loose.heard.items():
            world.known[number].setdefault(key, set()).update(dots)
    return view


def cut(world: World) -> None:
    if not world.stick:
        return
    loose = world.rng.choice(world.stick[-12:])
    who = next(n for n, s in enumerate(world.stores) if s.site.uid == loose.receiver)
    store = world.stores[who]
    before = store.database.read().execute("SELECT total_changes()").fetchone()
    count = world.column(who, "SELECT count(*) FROM audit")
    loose.cut = world.rng.randrange(len(loose.lines) + 1)
    try:
        view = loose_package.receive(store, loose)
        assert not view.state.applies
    except PackageError:
        assert world.column(who, "SELECT count(*) FROM audit") == count, before
    finally:
        loose.cut = None


def exchange(world: World) -> None:
    """A whole trip: out, back, and the receipt (sometimes lost)."""
    number = world.rng.randrange(A1, len(world.stores))
    for a, b in ((number, COUNTY), (COUNTY, number)):
        deliver(world, pack(world, a, b), b)
        if world.rng.random() < 0.7:
            loose_package.take_receipt(world.stores[a], world.stores[b])


def save(world: World) -> None:
    world.save(_somewhere(world))


def bring_back(world: World) -> None:
    world.bring_back(_somewhere(world))


def copy_laptop(world: World) -> None:
    world.copy_laptop()


def skew(world: World) -> None:
    years = world.rng.choice([-56, -10, 0, 10, 73])
    world.skew[_somewhere(world)] = years * 31_557_600_000


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
    pack: 10,
    deliver: 16,
    cut: 2,
    exchange: 8,
    save: 2,
    bring_back: 1,
    skew: 2,
}
RARE: dict[Callable[[World], Any], int] = {copy_laptop: 1}


def choose(rng: random.Random, length: int, *, copies: bool) -> list[Callable[[World], Any]]:
    """The acts of one history, in order."""
    weights = {**ACTS, **RARE} if copies else ACTS
    return rng.choices(list(weights), list(weights.values()), k=length)


