"""What clerks do with people and organizations in a history."""

import contextlib
from typing import Any

from app.domain.entity import REGISTRY
from app.domain.errors import AppError
from app.domain.exchange.versions import GONE
from app.services.organization_moving import Takeover, give_way, keep_names, take_over
from tests.faults.history import COUNTY, World
from tests.faults.newer_program import NEW
from tests.faults.scoped import organizations_inside

WORDS = ["甲", "乙", "丙", None]
FIELDS = ["name", "phone", "education", "workplace", "note", "id_number"]


def organization_of(world: World, number: int) -> Any:
    """A branch that a site may put people into: a township's own only."""
    if number == COUNTY:
        return world.pick(number, "organization", "gone = 0")
    connection = world.stores[number].database.read()
    return world.rng.choice(sorted(organizations_inside(connection, world.home(number))))


def person(world: World) -> None:
    """Somebody joins."""
    number = world.somewhere()
    values = {
        "name": "某人",
        "id_number": str(world.rng.randrange(6)),
        "organization": organization_of(world, number),
    }
    if world.version[number] is NEW and world.rng.random() < 0.5:
        values["wechat"] = world.rng.choice(WORDS)
    world.create(number, "member", values)


def edit(world: World) -> None:
    """Some fields of somebody change."""
    number = world.somewhere()
    uid = world.pick(number, "member")
    if uid:
        fields = [*FIELDS, "wechat", "wechat"] if world.version[number] is NEW else FIELDS
        names = world.rng.sample(fields, world.rng.randint(1, 3))
        world.update(number, "member", uid, {n: world.rng.choice(WORDS) for n in names})


def edit_at_both(world: World) -> None:
    """One field changes wherever the person is known, and nobody knows of each other."""
    uid = world.pick(COUNTY, "member")
    for number in range(len(world.stores)):
        if uid and world.column(number, "SELECT 1 FROM member WHERE uid = ?", uid):
            world.update(number, "member", uid, {"phone": f"{number}-{world.rng.random()}"})


def move(world: World) -> None:
    """Somebody moves, mostly by the county's hand."""
    number = COUNTY if world.rng.random() < 0.7 else world.somewhere()
    uid = world.pick(number, "member")
    if uid:
        world.update(number, "member", uid, {"organization": organization_of(world, number)})
        world.count("moved")


def remove(world: World) -> None:
    """A row is taken out, or brought back."""
    number = world.somewhere()
    table = world.rng.choice(["member", "post", "record", "organization", "enrolment", "session"])
    uid = world.pick(number, table)
    if table == "organization":
        uid = organization_of(world, number)
    if uid:
        back = world.rng.random() < 0.4
        if not world.may(number, table, uid, {GONE: "x"}):
            return
        with world.change(number) as change:
            (change.restore if back else change.remove)(REGISTRY[table], uid)


def branch(world: World) -> None:
    """A branch is founded."""
    number = world.somewhere()
    values = {"name": "某支部", "kind": "党支部", "parent": organization_of(world, number)}
    world.create(number, "organization", values)


def move_branch(world: World) -> None:
    """A branch comes under another township."""
    uid = world.pick(COUNTY, "organization", "kind = '党支部'")
    roots = world.column(COUNTY, "SELECT uid FROM organization WHERE kind = '党委' ORDER BY uid")
    if uid:
        with contextlib.suppress(AppError):  # it may stand above its new place by now
            world.update(COUNTY, "organization", uid, {"parent": world.rng.choice(roots)})
            world.count("branch moved")


def rename_branch(world: World) -> None:
    """A branch gets another name; now and then that of its neighbour."""
    number = world.somewhere()
    uid = organization_of(world, number)
    if uid:
        world.update(number, "organization", uid, {"name": f"支部{world.rng.randrange(3)}"})


def join_branches(world: World) -> None:
    """One branch goes into another: on a day, or because it was entered twice."""
    number = world.somewhere()
    source, target = (organization_of(world, number) for _ in range(2))
    tops = world.column(number, "SELECT uid FROM organization WHERE kind = '党委' ORDER BY uid")
    if not source or not target or source == target or source in tops:
        return
    day = world.rng.choice(["", "2026-03", "2026-05-01"])
    with world.change(number) as change:
        give_way(change, source, target)
        take_over(change, Takeover(source, target, day, world.rng.random() < 0.5))
        keep_names(change, source, target)
        if day:
            change.update(REGISTRY["organization"], source, {"dissolved_on": day})
        else:
            change.remove(REGISTRY["organization"], source)
    world.count("branches joined")


def hold_post(world: World) -> None:
    """A post begins, ends, or ends on another day."""
    number = world.somewhere()
    old = world.pick(number, "post")
    if old and world.rng.random() < 0.6:
        day = world.rng.choice(["2026-06", "2026-07-31", None])
        world.update(number, "post", old, {"to_on": day})
        return
    member = world.pick(number, "member")
    if member:
        place = organization_of(world, number)
        values = {"member": member, "organization": place, "title": "书记", "from_on": "2020"}
        world.create(number, "post", values)


def honour(world: World) -> None:
    """Somebody is honoured, which only the newer program knows how to enter."""
    number = world.somewhere()
    member = world.pick(number, "member")
    if world.version[number] is not NEW or not member:
        return
    old = world.pick(number, "honour")
    if old and world.rng.random() < 0.4:
        world.update(number, "honour", old, {"reason": world.rng.choice("甲乙丙")})
    else:
        values = {"member": member, "reason": "先进", "decided_by": "县委"}
        world.create(number, "honour", values)
    world.count("honour")


def setting(world: World) -> None:
    """The county sets something for everybody."""
    world.create(COUNTY, "setting", {"key": "假设", "value": world.rng.choice("甲乙")})
