"""The end of a history: exchange until it is quiet, then ask whether anything was lost."""

from typing import Any

from app.data import audit, digest, hours_summary, rows
from app.data.queries.review_list import review_list
from app.domain.entity import REGISTRY
from app.domain.exchange.register import GONE, encode
from app.services import receiving
from tests.faults import history_trips, loose_package
from tests.faults.history import COUNTY, World

ROUNDS = 14


def settle(world: World) -> int:
    """Everybody exchanges with the county, nobody with each other, until nothing is left to say."""
    for number in range(ROUNDS):
        said = 0
        for town in range(1, len(world.stores)):
            for a, b in ((town, COUNTY), (COUNTY, town)):
                loose = history_trips.pack(world, a, b)
                said += len(loose.lines)
                history_trips.deliver(world, loose, b)
                loose_package.take_receipt(world.stores[a], world.stores[b])
        if not said:
            return number
    raise AssertionError(f"still talking: {said}")


def state(world: World, number: int, entity: Any, uid: bytes) -> Any:
    """Everything a site holds about one row."""
    connection = world.stores[number].database.read()
    row = rows.load(connection, entity, uid)
    if row is None:
        return None
    gone = connection.execute(f"SELECT gone FROM {entity.name} WHERE uid = ?", (uid,)).fetchone()[0]
    registers = {name: encode(register) for name, register in row.registers.items()}
    shown = {name: r.shown.value for name, r in row.registers.items() if name != GONE}
    for name, value in row.values.items():
        plain = value.hex() if isinstance(value, bytes) else value
        assert shown.get(name) == plain, ("column out of step", entity.name, name, shown, plain)
    return row.stamp, gone, registers, row.values


def scope_of(world: World, town: int) -> list[bytes]:
    """The organizations that the county enrolled this site for."""
    return [world.stores[town].site.organization]


def check_site(world: World, town: int) -> None:
    """A township and the county hold the same where both may hold it."""
    roots = scope_of(world, town)
    here, county = (world.stores[n].database.read() for n in (town, COUNTY))
    mine, theirs = digest.digests(here, roots), digest.digests(county, roots)
    differing = {name for name in theirs if mine[name] != theirs[name]}
    from app.data import scope

    scope.prepare(county, roots)
    inside = set()
    for entity in REGISTRY.values():
        where = scope.condition(entity)
        if entity.name == "setting":
            continue
        uids = {r[0] for r in county.execute(f"SELECT uid FROM {entity.name} WHERE {where}")}
        inside |= uids
        if entity.facts:
            got = {r[0] for r in here.execute(f"SELECT uid FROM {entity.name}")}
            assert uids <= got, ("facts missing", town, len(uids - got))
            continue
        for uid in uids:
            a, b = state(world, town, entity, uid), state(world, COUNTY, entity, uid)
            assert a == b, ("rows differ", town, entity.name, uid.hex(), a, b)
    assert not differing, ("digests differ", town, differing)
    lists = []
    for connection in (here, county):
        items = [
            # 上次共同值 may be older at a site that was restored: it is shown, not exchanged.
            (i.id, i.kind, i.label, i.siblings)
            for i in review_list(connection)
            if i.kind in ("字段", "删除") and i.uid in inside
        ]
        lists.append(sorted(items, key=lambda i: i[0]))
    assert lists[0] == lists[1], ("review lists differ", town, lists)


def check_strangers(world: World, town: int) -> None:
    """Whoever a township holds was once its own (created or held there), or is its own now."""
    connection = world.stores[town].database.read()
    county = world.stores[COUNTY].database.read()
    uids = {r[0] for r in connection.execute("SELECT uid FROM member")}
    peer = county.execute(
        "SELECT id FROM peer WHERE site = ?", (world.stores[town].site.uid,)
    ).fetchone()[0]
    known = {r[0] for r in county.execute("SELECT uid FROM held_by WHERE peer = ?", (peer,))}
    assert uids <= known, ("strangers", town, len(uids - known))


def check(world: World) -> None:
    """All of it."""
    settle(world)
    accept_settings(world)
    county = world.stores[COUNTY].database.read()
    for town in range(1, len(world.stores)):
        check_site(world, town)
        check_strangers(world, town)
    for number, store in enumerate(world.stores):
        connection = store.database.read()
        assert not hours_summary.problems(connection), ("hours", number)
        assert not audit.problems(connection), ("audit", number)
        waiting = connection.execute("SELECT entity, reason FROM held").fetchall()
        assert not waiting, ("held", number, waiting)
    for (uid, name), heard in world.known[COUNTY].items():
        over = set().union(*[world.over.get(((uid, name), dot), set()) for dot in heard])
        got = written(world, uid, name)
        assert got == heard - over, ("lost or resurrected", uid.hex(), name, got, heard - over)
    if not world.restored:
        have = {r[0] for r in county.execute("SELECT uid FROM attendance")}
        assert have == world.facts, ("marks", len(world.facts - have), len(have - world.facts))
        everything = {key for known in world.known for key in known}
        own = {k for k in everything if k[0] not in settings_of(world)}
        lost = {k for k in own if world.known[COUNTY].get(k, set()) != union(world, k)}
        assert not lost, ("never heard of", lost)


def accept_settings(world: World) -> None:
    """What a restored county lost and townships brought back waits for somebody to say yes."""
    store = world.stores[COUNTY]
    waiting = [row for row in receiving.held_rows(store) if row.entity == "setting"]
    for row in waiting:
        receiving.accept_held(store, row.id)
    if waiting:
        assert world.restored
        settle(world)


def union(world: World, key: Any) -> set[Any]:
    """Every write of one field that anybody knows of."""
    return set().union(*[known.get(key, set()) for known in world.known])


def settings_of(world: World) -> set[bytes]:
    """Settings stay where they were made unless the county made them."""
    return {
        uid for n in range(len(world.stores)) for uid in world.column(n, "SELECT uid FROM setting")
    }


def written(world: World, uid: bytes, name: str) -> set[Any]:
    """The surviving writes of one field at the county."""
    connection = world.stores[COUNTY].database.read()
    for entity in REGISTRY.values():
        if not entity.facts:
            row = rows.load(connection, entity, uid)
            if row is not None:
                register = row.registers.get(name)
                return {s.dot for s in register.siblings} if register else set()
    return set()
