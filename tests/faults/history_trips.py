"""Packages on their way in a history, and the accidents: cuts, restores, copies, wrong clocks."""

from typing import Any

import orjson

from app.domain.errors import PackageError
from app.services.receiving import PackageView
from tests.faults import loose_package
from tests.faults.history import A1, COUNTY, World, somewhere
from tests.faults.loose_package import Loose


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
        number, to = somewhere(world), COUNTY
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
    world.save(somewhere(world))


def bring_back(world: World) -> None:
    world.bring_back(somewhere(world))


def copy_laptop(world: World) -> None:
    world.copy_laptop()


def skew(world: World) -> None:
    years = world.rng.choice([-56, -10, 0, 10, 73])
    world.skew[somewhere(world)] = years * 31_557_600_000
