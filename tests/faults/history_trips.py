"""Packages on their way in a history, and the accidents: cuts, restores, copies, wrong clocks."""

from typing import Any

from app.domain.errors import PackageError
from tests.faults import loose_package, sealed_package
from tests.faults.history import COUNTY, World
from tests.faults.loose_package import Loose
from tests.faults.scoped import people_inside
from tests.faults.sealed_package import SealedPackage

NEAR = 12
"""So many of the newest packages are still on some stick."""


def pack(world: World, number: int | None = None, to: int | None = None) -> Loose | SealedPackage:
    """Write a package; towards the county unless the county writes it."""
    if number is None or to is None:
        number, to = world.somewhere(), COUNTY
        if number == COUNTY:
            to = world.rng.choice(world.towns())
    pack_for = sealed_package.pack if world.plan.sealed else loose_package.pack
    with world.at(number) as store:
        made: Loose | SealedPackage = pack_for(store, world.identity(to))
    made.said = world.oracle.told(number, made.keys())
    made.facts = made.fact_uids()
    if number == COUNTY:
        # Whom the county gave to somebody, that one may hold.
        inside = people_inside(store.database.read(), world.home(to))
        for town in world.towns():
            if world.identity(town) == world.identity(to):
                world.oracle.known[town].people |= inside
    world.stick.append(made)
    world.count("packed")
    return made


def _addressed(world: World, made: Loose | SealedPackage) -> list[int]:
    return [n for n in range(len(world.stores)) if world.identity(n) == made.receiver]


def deliver(
    world: World, made: Loose | SealedPackage | None = None, number: int | None = None
) -> Any:
    """Any package that is about, new or old, once more or late, to whom it is addressed."""
    if made is None:
        if not world.stick:
            return None
        made = world.rng.choice(world.stick[-NEAR:])
    if number is None:
        number = world.rng.choice(_addressed(world, made))
    with world.at(number) as store:
        try:
            view = made.receive(store)
        except PackageError as error:
            if not _forgot_keys(world, number, error):
                raise
            world.count("keys forgotten")
            return None
        if view.state.applies:
            _heard(world, number, made, view.taken)
    world.count("delivered")
    world.count(view.state.name)
    return view


def _forgot_keys(world: World, number: int, error: PackageError) -> bool:
    # Who went back to a backup may have forgotten new keys of the other side: it refuses, until
    # the other side hears from it what it knows.
    return world.plan.sealed and number in world.restored and error.code.startswith("E-207")


def _heard(world: World, number: int, made: Any, taken: tuple[int, ...]) -> None:
    # With one whose gap it closed come those that waited for it.
    near = world.stick if taken else []
    waited = [
        m for m in near if (m.by, m.receiver) == (made.by, made.receiver) and m.sequence in taken
    ]
    for each in (made, *waited):
        if number == COUNTY:
            _heard_at_county(world, each)
        else:
            world.oracle.heard(number, each.said, each.facts)
    if number == COUNTY:
        world.hear_accepted()
    world.counted["waited"] = world.counted.get("waited", 0) + len(waited)


def _heard_at_county(world: World, made: Any) -> None:
    """What it holds back, it has not heard."""
    held = set(
        world.column(
            COUNTY,
            "SELECT h.uid FROM held h JOIN peer p ON p.id = h.peer "
            "JOIN incarnation i ON i.site = p.site WHERE i.key = ?",
            made.by,
        )
    )
    joined = {key: dots for key, dots in made.said.items() if key[0] not in held}
    world.oracle.heard(COUNTY, joined, made.facts - held)
    for uid in sorted(held):
        said = {key: dots for key, dots in made.said.items() if key[0] == uid}
        if said or uid in made.facts:
            world.keep_waiting(uid, said, made.facts & {uid})
            world.count("held")


def _refused(world: World, number: int, made: Any, how: Any) -> None:
    store = world.stores[number]
    before = _fingerprint(world, number)
    try:
        with world.at(number):
            view = how(store)
        assert not view.state.applies, "a damaged package was applied"
    except PackageError:
        world.count("refused")
    assert _fingerprint(world, number) == before, "a refused package left something"


def _fingerprint(world: World, number: int) -> list[Any]:
    counts = "SELECT (SELECT count(*) FROM audit) || ' ' || (SELECT count(*) FROM held)"
    return world.column(number, counts) + world.column(
        number, "SELECT group_concat(key || value) FROM meta WHERE key IN ('n', 'lseq')"
    )


def cut(world: World) -> None:
    """A package breaks off, at its very end perhaps."""
    if world.stick:
        made = world.rng.choice(world.stick[-NEAR:])
        at = world.rng.random()
        number = world.rng.choice(_addressed(world, made))
        _refused(world, number, made, lambda store: made.receive(store, cut=at))
        world.count("cut")


def astray(world: World) -> None:
    """A sealed package is opened by somebody else."""
    sealed = [m for m in world.stick[-NEAR:] if isinstance(m, SealedPackage)]
    if sealed:
        made = world.rng.choice(sealed)
        others = [n for n in range(len(world.stores)) if n not in _addressed(world, made)]
        _refused(world, world.rng.choice(others), made, made.receive)
        world.count("wrong site")


def exchange(world: World) -> None:
    """A whole trip: out, back, and the receipt (sometimes lost)."""
    number = world.rng.choice(world.towns())
    for a, b in ((number, COUNTY), (COUNTY, number)):
        made = pack(world, a, b)
        deliver(world, made, b)
        if world.rng.random() < 0.7:
            bring_receipt(world, made, a, b)


def bring_receipt(world: World, made: Loose | SealedPackage, sender: int, receiver: int) -> None:
    """The receipt comes back to who wrote the package."""
    with world.at(sender):
        try:
            made.take_receipt(world.stores[sender], world.stores[receiver])
        except PackageError as error:
            if not _forgot_keys(world, sender, error):
                raise


def save(world: World) -> None:
    """Somebody makes a backup."""
    world.save(world.somewhere())


def bring_back(world: World) -> None:
    """Somebody goes back to a backup."""
    number = world.somewhere()
    if number in world.backups:
        world.bring_back(number)
        world.count("restored")


def copy_laptop(world: World) -> None:
    """A disk is copied."""
    before = len(world.stores)
    world.copy_laptop()
    if len(world.stores) > before:
        world.count("cloned")


def upgrade(world: World) -> None:
    """Somebody gets the newer program."""
    number = world.somewhere()
    if not world.version[number]:
        world.upgrade(number)
        world.count("upgraded")


def skew(world: World) -> None:
    """A clock stands somewhere between 1970 and 2099."""
    years = world.rng.choice([-56, -10, 0, 10, 73])
    world.skew[world.somewhere()] = years * 31_557_600_000
    world.count("clock set")
