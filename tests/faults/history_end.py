"""The end of a history: exchange until it is quiet, then ask whether anything was lost."""

import json
from typing import Any

from app.data import audit, digest, hours_summary, organization_tree
from app.domain.entity import REGISTRY
from app.domain.exchange.package_state import PackageState
from app.domain.exchange.versions import GONE
from app.services.exchange import deciding_held_back
from tests.faults import history_trips
from tests.faults.history import COUNTY, World
from tests.faults.newer_program import NEW
from tests.faults.snapshot import Snapshot, inside

ROUNDS = 20


def settle(world: World) -> int:
    """Everybody exchanges with the county, nobody with each other, until nothing is left to say."""
    news, quiet_at = 0, dict.fromkeys(world.towns(), -1)
    for number in range(ROUNDS):
        for town in world.towns():
            if quiet_at[town] == news:
                continue
            said = 0
            for a, b in ((town, COUNTY), (COUNTY, town)):
                made = history_trips.pack(world, a, b)
                taken = history_trips.deliver(world, made, b)
                # One that comes too early says by its receipt what is wanted: it is not over yet.
                said += not made.empty or taken is None or taken.state is PackageState.GAP
                history_trips.bring_receipt(world, made, a, b)
            news += said
            if not said:
                quiet_at[town] = news
        if set(quiet_at.values()) == {news}:
            return number
    raise AssertionError("still talking")


def finish(world: World) -> None:
    """The newest program everywhere, and everything said."""
    for number in range(len(world.stores)):
        if True in world.version:
            world.upgrade(number)
    settle(world)
    accept_waiting(world)


def accept_waiting(world: World) -> None:
    """What an honest township wrote of people and branches that had moved, which it had been sent
    word of and not read yet, and what it brings back of a restored county's settings: it waits in
    the county's list for somebody to say yes."""
    for _ in range(ROUNDS):
        with world.at(COUNTY) as store:
            waiting = deciding_held_back.held_rows(store)
            for row in waiting:
                deciding_held_back.accept_held(store, row.id)
            world.hear_accepted()
        if not waiting:
            return
        settle(world)


def check(world: World) -> None:
    """All of it."""
    finish(world)
    with world.at(COUNTY):
        held = [Snapshot(store.database.read()) for store in world.stores]
        for town in world.towns():
            check_site(world, town, held)
            check_strangers(world, town, held[town])
        for number, store in enumerate(world.stores):
            connection = store.database.read()
            assert not hours_summary.problems(connection), ("hours", number)
            assert not audit.problems(connection), ("audit", number)
            waiting = connection.execute("SELECT entity, reason FROM held").fetchall()
            assert not waiting, ("held", number, waiting)
        check_erased(world, held)
        check_writes(world, held[COUNTY])
        check_facts(world, held[COUNTY])
        check_questions(world, held[COUNTY])


def check_site(world: World, town: int, held: list[Snapshot]) -> None:
    """A township and the county hold the same where both may hold it."""
    here, county = (world.stores[n].database.read() for n in (town, COUNTY))
    mine, theirs = held[town], held[COUNTY]
    wanted = inside(theirs, world.home(town))
    for name, uids in wanted.items():
        for uid in uids:
            a, b = mine.row(name, uid), theirs.row(name, uid)
            assert a == b, ("rows differ", town, name, uid.hex(), a, b)
    roots = [world.home(town)]
    said = [digest.digests(connection, roots) for connection in (here, county)]
    differing = {name for name in said[1] if said[0][name] != said[1][name]}
    assert not differing, ("digests differ", town, differing)
    every = set().union(*wanted.values())
    lists = [_questions(snapshot, every) for snapshot in (mine, theirs)]
    assert lists[0] == lists[1], ("review lists differ", town, lists)


def _questions(held: Snapshot, every: set[bytes]) -> list[Any]:
    # 上次共同值 may be older at a site that was restored: it is shown, not exchanged.
    items = [
        (i.id, i.kind, i.label, i.siblings)
        for i in held.questions
        if i.kind in ("字段", "删除") and i.uid in every
    ]
    return sorted(items, key=lambda item: str(item[0]))


def check_strangers(world: World, town: int, held: Snapshot) -> None:
    """Whoever a township holds it made itself, or the county gave to it."""
    strangers = held.uids("member") - world.oracle.known[town].people
    assert not strangers, ("strangers", town, len(strangers))


def erased_at(world: World) -> set[bytes]:
    """Whom the county erased: what was about them is excused, but for certificates."""
    return {bytes.fromhex(text) for text in world.column(COUNTY, "SELECT person FROM erasure")}


def excused(world: World, uid: bytes, gone: set[bytes]) -> bool:
    """Whether a row went with an erased person."""
    oracle = world.oracle
    whose = {uid, oracle.member.get(uid, uid)}
    return oracle.entity.get(uid) != "certificate" and not gone.isdisjoint(whose)


def check_erased(world: World, held: list[Snapshot]) -> None:
    """Nobody erased is left anywhere but in the register of certificates."""
    gone = erased_at(world)
    for number, snapshot in enumerate(held):
        for name, rows in snapshot.rows.items():
            left = {u for u, row in rows.items() if row.get("member") in gone or u in gone}
            assert not left or name == "certificate", ("left of an erased person", number, name)
        assert not organization_tree.cycles(world.stores[number].database.read()), number


def check_writes(world: World, county: Snapshot) -> None:
    """What stands at the county is exactly what nobody has knowingly superseded."""
    local = settings_of(world)
    gone = erased_at(world)
    for key, dots in world.oracle.surviving(COUNTY).items():
        if excused(world, key[0], gone):
            continue
        got = county.writes(world.oracle.entity[key[0]], *key)
        assert got == dots, ("lost or resurrected", key[0].hex(), key[1], got, dots)
    heard = world.oracle.known[COUNTY].writes
    everything = world.oracle.everything().items()
    lost = [
        k
        for k, dots in everything
        if k[0] not in local and heard.get(k, set()) != dots and not excused(world, k[0], gone)
    ]
    assert not lost, ("never heard of", [(k[0].hex(), k[1]) for k in lost])


def settings_of(world: World) -> set[bytes]:
    """Settings stay where they were made unless the county made them."""
    return {
        uid for n in range(len(world.stores)) for uid in world.column(n, "SELECT uid FROM setting")
    }


def check_facts(world: World, county: Snapshot) -> None:
    """Every mark is there, and live are exactly those that no other names."""
    gone, have = erased_at(world), county.uids("attendance")
    wanted = {u for u in world.oracle.all_facts() if not excused(world, u, gone)}
    assert have == wanted, ("marks", len(wanted - have), len(have - wanted))
    live = set(world.column(COUNTY, "SELECT uid FROM attendance WHERE live = 1"))
    assert live == world.oracle.live(have), "live marks"
    if world.version[COUNTY] is NEW:
        for uid, came_at in world.oracle.came_at.items():
            assert uid not in have or county.rows["attendance"][uid]["came_at"] == came_at


def _as_counted(states: set[str]) -> set[Any]:
    # Corrected or withdrawn: either way the row counts. Who withdraws agrees with who explains.
    if states == {"已撤回", "已说明"}:
        return set()
    return {state in ("待更正", "已说明") for state in states}


def _one_person(county: Snapshot, member: bytes) -> bytes:
    """Whom a person was merged into, at the end of the line; in a ring the oldest stands."""
    seen = [member]
    while row := county.rows["member"].get(seen[-1]):
        if row["gone"] or not row["merged_into"]:
            break
        if row["merged_into"] in seen:
            return min(seen[seen.index(row["merged_into"]) :])
        seen.append(row["merged_into"])
    return seen[-1]


def check_questions(world: World, county: Snapshot) -> None:
    """Whatever stands side by side waits in the review list."""
    asked = {(i.uid, i.field) for i in county.questions if i.kind in ("字段", "删除")}
    for (uid, name), state in county.versions.items():
        values: set[Any] = {json.dumps(sibling[5]) for sibling in json.loads(state)[1]}
        if world.oracle.entity[uid] == "row_return" and name == "state":
            values = _as_counted({json.loads(value) for value in values})
        if name != GONE and len(values) > 1 and world.oracle.entity[uid] in REGISTRY:
            assert (uid, name) in asked, ("not asked", uid.hex(), name)
    doubled: dict[Any, set[str]] = {}
    for row in county.rows["attendance"].values():
        if row["live"]:
            person = _one_person(county, row["member"])
            doubled.setdefault((row["session"], person), set()).add(row["mark"])
    items = {i.id for i in county.questions if i.kind == "考勤"}
    wanted = {
        f"attendance:{session.hex()}:{member.hex()}"
        for (session, member), marks in doubled.items()
        if len(marks) > 1
    }
    assert items == wanted, "doubled marks"
