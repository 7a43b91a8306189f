"""What clerks do with classes, attendance and certificates in a history."""

from typing import Any

from app.data.exchange.peers import own_scope
from app.data.facts import superseded_by
from app.data.reach import Reach
from app.data.writing_rules import may_supersede
from app.domain.entity import REGISTRY
from app.domain.errors import AppError
from app.domain.exchange.versions import GONE
from app.domain.uid import derived_uid
from app.services.classes import class_removal
from tests.faults.history import COUNTY, World
from tests.faults.newer_program import NEW


def training_class(world: World) -> None:
    """A class of one day with up to three people in it."""
    number = world.somewhere()
    values = {
        "name": "某班",
        "organization": world.home(number),
        "organizer": "某单位",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-02",
        "place": "党校",
    }
    uid = world.create(number, "training_class", values)
    assert uid is not None  # of its own organization
    for slot in ("上午", "下午"):
        held = {"training_class": uid, "day": "2026-03-02", "slot": slot, "hours": 4.0}
        world.create(number, "session", held)
    for _ in range(world.rng.randint(1, 3)):
        take_part(world, number, uid)


def take_part(world: World, number: int | None = None, uid: Any = None) -> None:
    """Somebody is put on the list of a class."""
    number = world.somewhere() if number is None else number
    uid = uid or world.pick(number, "training_class")
    member = world.pick(number, "member")
    if not uid or not member:
        return
    same = derived_uid(b"enrolment", uid, member)
    if not world.column(number, "SELECT 1 FROM enrolment WHERE uid = ?", same):
        values = {"training_class": uid, "member": member, "number": world.rng.randrange(9)}
        world.create(number, "enrolment", values, same)


def edit_class(world: World) -> None:
    """A class is held elsewhere, or another committee runs it."""
    number = world.somewhere()
    uid = world.pick(number, "training_class")
    if not uid:
        return
    if number == COUNTY and world.rng.random() < 0.3:
        owner = world.pick(COUNTY, "organization", "kind = '党委'")
        world.update(COUNTY, "training_class", uid, {"organization": owner})
    else:
        world.update(number, "training_class", uid, {"place": world.rng.choice("甲乙丙")})


def remove_class(world: World) -> None:
    """A class made by mistake goes, and sometimes comes back."""
    number = world.somewhere()
    uid = world.pick(number, "training_class", "gone = 0")
    if not uid:
        return
    if not world.may(number, "training_class", uid, {GONE: "x"}):
        return
    with world.at(number) as store:
        try:
            gone = class_removal.remove_class(store, uid, "录错了")
        except AppError:
            return
        world.count("class removed")
        if world.rng.random() < 0.3:
            class_removal.restore_class(store, gone)


def mark(world: World) -> None:
    """A mark is read off the signed sheet."""
    number = world.somewhere()
    enrolment = world.pick(number, "enrolment")
    if not enrolment:
        return
    member = world.column(number, "SELECT member FROM enrolment WHERE uid = ?", enrolment)[0]
    held = "training_class = (SELECT training_class FROM enrolment WHERE uid = ?)"
    session = world.pick(number, "session", held, enrolment)
    if session:
        what = world.rng.choice(["出勤", "缺勤", "迟到"])
        _fact(world, number, {"session": session, "member": member, "mark": what})


def correct(world: World, number: int | None = None, old: bytes | None = None) -> None:
    """A mark is corrected."""
    number = world.somewhere() if number is None else number
    old = old or world.pick(number, "attendance", "live = 1")
    if not old:
        return
    connection = world.stores[number].database.read()
    found = connection.execute("SELECT session, member FROM attendance WHERE uid = ?", (old,))
    session, member = found.fetchone()
    what = world.rng.choice(["事假", "病假", "出勤"])
    values = {"session": session, "member": member, "mark": what, "supersedes": old}
    _fact(world, number, values)


def correct_at_both(world: World) -> None:
    """One mark is corrected wherever it is known, and nobody knows of each other."""
    old = world.pick(COUNTY, "attendance", "live = 1")
    for number in range(len(world.stores)):
        if old and world.column(number, "SELECT 1 FROM attendance WHERE uid = ?", old):
            correct(world, number, old)


def _fact(world: World, number: int, values: dict[str, Any]) -> None:
    if world.version[number] is NEW:
        values["came_at"] = world.rng.choice(["08:30", "09:00", None])
    if not may_mark(world, number, values):
        return
    with world.change(number) as change:
        change.add_facts(REGISTRY["attendance"], [values])
    world.count("marks")


def may_mark(world: World, number: int, values: dict[str, Any]) -> bool:
    """Another's mark is corrected only by who keeps the signed sheet: who runs the class."""
    if number == COUNTY:
        return True
    if not world.may(number, "attendance", b"", {n: values[n] for n in ("session", "member")}):
        return False
    connection = world.stores[number].database.read()
    reach = Reach(connection, tuple(own_scope(connection)))
    for old in superseded_by(values.get("supersedes")):
        by = (
            "SELECT i.site, a.session, a.member FROM attendance a "
            "JOIN incarnation i ON i.id = a.site WHERE a.uid = ?"
        )
        writer, session, member = connection.execute(by, (old,)).fetchone()
        about = {"session": session, "member": member}
        said_it = writer == world.identity(number)
        if not may_supersede(reach, REGISTRY["attendance"], about, said_it=said_it):
            world.count("not theirs to correct")
            return False
    return True


def papers(world: World) -> None:
    """A post, training held elsewhere, and a certificate whose number somebody may have used."""
    number = world.somewhere()
    member, uid = world.pick(number, "member"), world.pick(number, "training_class")
    if not member:
        return
    place = world.home(number)
    world.create(number, "post", {"member": member, "organization": place, "title": "书记"})
    day = {"starts_on": "2026-05-01", "ends_on": "2026-05-01", "hours": 8.0}
    world.create(number, "record", {"member": member, "title": "网络培训", **day})
    if uid:
        paper = {"number": str(world.rng.randrange(5)), "issued_on": "2026-05-01", "content": "{}"}
        world.create(number, "certificate", {"training_class": uid, "member": member, **paper})
        world.count("certificates")
