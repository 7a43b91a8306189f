"""Validly signed lies in random histories, and an oracle that knows who may say what.

The oracle looks at the county's tables alone: whatever a township does not own must be the same
afterwards, and nobody may come into its reach. It asks none of the rules that it judges.
"""

import contextlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from app.data import audit, hours_summary, rows
from app.data.database import Connection
from app.domain.entity import REGISTRY, Kind
from app.domain.errors import AppError, PackageError
from app.domain.exchange.versions import GONE
from tests.faults import (
    history_acts,
    history_classes,
    history_people,
    history_trips,
    newer_program,
)
from tests.faults.history import COUNTY, Plan, World
from tests.faults.liars_oracle import (
    NOTHING_SAID,
    Own,
    classes_of,
    foreign,
    judge,
    ranks_above_their_site,
    untold_rows,
    words_of_others,
    words_of_the_county,
)
from tests.faults.loose_package import Loose, pack
from tests.faults.template import Template

FAR = 2**52
BETWEEN = (history_trips.exchange, history_people.person, history_people.move, history_classes.mark)
"""What honest people go on doing meanwhile."""
Line = dict[str, Any]


def lie(world: World) -> None:
    """One township says many things at once that may be anything; the county stays what it was
    where that is none of its business."""
    newer_program.wear(world.version[COUNTY])
    town = world.rng.choice(world.towns())
    county = world.stores[COUNTY].database.read()
    root, site = world.home(town), world.identity(town)
    untold = untold_rows(county, site)
    own = Own.of(county, root, untold)
    others = words_of_others(county, site)
    unsent = _edit_unsent(world, own, town)
    before = foreign(county, own, root)
    words = words_of_the_county(county, own)
    made = _package(world, town)
    newer_program.wear(world.version[COUNTY])
    try:
        with world.at(COUNTY) as store:
            made.receive(store)
    except PackageError as error:
        world.count(f"refused {error.code}")
    except AppError as error:
        raise AssertionError(f"a lie ended in {error}") from error
    newer_program.wear(world.version[COUNTY])
    judge(foreign(county, own, root), before, others)
    for said in words_of_the_county(county, own) - words:
        assert said[1] in others or said[2:] in NOTHING_SAID, ("another's word", said)
    if unsent is not None:
        assert unsent[2] in _standing(county, *unsent[:2]), ("an unseen edit vanished", unsent)
    reached, came_in = Own.of(county, root, untold), others | classes_of(county, others)
    for table, now, then in (
        ("organization", reached.organizations, own.organizations),
        ("member", reached.people, own.people),
        ("training_class", reached.sees, own.sees),
    ):
        came = (now - then - came_in) & set(before[table])
        assert not came, f"a foreign {table} came into reach"
    world.count("lies")


def _edit_unsent(world: World, own: Own, town: int) -> tuple[bytes, str, tuple[str, int]] | None:
    """The county corrects somebody of the township's, and has not sent it yet."""
    asked = "SELECT uid FROM member WHERE gone = 0 ORDER BY uid"
    people = [uid for uid in world.column(COUNTY, asked) if uid in own.people]
    if not people or world.rng.random() < 0.5:
        return None
    uid, name = world.rng.choice(people), world.rng.choice(["phone", "note", "workplace"])
    world.update(COUNTY, "member", uid, {name: f"县里改{world.rng.randrange(10**6)}"})
    store = world.stores[COUNTY]
    standing = _standing(store.database.read(), uid, name)
    world.count("lies about an unsent edit")
    return uid, name, max(dot for dot in standing if dot[0] == store.site.incarnation)


def _standing(connection: Connection, uid: bytes, name: str) -> set[tuple[str, int]]:
    row = rows.load(connection, REGISTRY["member"], uid)
    assert row is not None
    return {write.dot for write in row.versions[name].siblings}


# What a changed program may write into its lines


def _package(world: World, town: int) -> Loose:
    """A package of the township whose lines are made up at the county's table: the liar knows
    every identity there is."""
    with world.at(town) as store:
        made = pack(store, world.identity(COUNTY))
    newer_program.wear(world.version[COUNTY])
    liar = _Liar(world, town)
    lines = [liar.line() for _ in range(world.rng.randint(1, 12))]
    world.counted["lines of lies"] = world.counted.get("lines of lies", 0) + len(lines)
    made.lines = [_encoded(line) for line in lines]
    made.manifest["incarnations"] = liar.incarnations(made.manifest["incarnations"])
    return made


def _encoded(line: Line) -> bytes:
    return orjson.dumps(line)


@dataclass
class _Liar:
    world: World
    town: int

    def __post_init__(self) -> None:
        self.rng: random.Random = self.world.rng
        self.county = self.world.stores[COUNTY].database.read()
        self.keys = [
            row[0] for row in self.county.execute("SELECT key FROM incarnation ORDER BY id")
        ]
        self.mine = self.world.stores[self.town].site.incarnation

    def line(self) -> Line:
        table = self.rng.choice(list(REGISTRY))
        if REGISTRY[table].facts:
            return self._facts(table)
        uid = self._uid(table) if self.rng.random() < 0.7 else self._any_uid()
        found = f"SELECT 1 FROM {table} WHERE uid = ?"
        known = self.county.execute(found, (uid,)).fetchone() is not None
        # A new row must say whose it is, or the whole package is refused: that is tried elsewhere.
        values = self._values(table) if not known or self.rng.random() < 0.5 else {}
        made: Line = {"table": table, "uid": uid.hex(), "by": self._stamp(), "is": values}
        if self.rng.random() < 0.7:
            names = [f.name for f in REGISTRY[table].fields] + [GONE]
            some = self.rng.sample(names, self.rng.randint(1, min(4, len(names))))
            values = {name: value for name, value in values.items() if name not in some}
            made["is"] = values
            made["edited"] = {name: self._register(table, name, uid) for name in some}
        if self.rng.random() < 0.1:
            before = self.rng.choice([f.name for f in REGISTRY[table].fields])
            key, n, clock, _, operator = self._stamp()
            made["before"] = {before: [key, n, clock, operator, self._value(table, before)]}
        return made

    def incarnations(self, true: list[Any]) -> list[Any]:
        """Whose the incarnations are, as it would have them."""
        if self.rng.random() < 0.5:
            return true
        sites = [row[0].hex() for row in self.county.execute("SELECT site FROM peer ORDER BY id")]
        made_up = [self.rng.randbytes(8).hex(), self.rng.choice(sites), "冒名"]
        return [*true, made_up, [self.rng.choice(self.keys), self.rng.choice(sites), "冒名"]]

    def _facts(self, table: str) -> Line:
        names = [f.name for f in REGISTRY[table].fields]
        rows = []
        for _ in range(self.rng.randint(1, 3)):
            uid = self._uid(table) if self.rng.random() < 0.2 else self.rng.randbytes(16)
            rows.append([uid.hex(), *self._stamp(), *(self._value(table, name) for name in names)])
        return {"table": table, "fields": names, "facts": rows}

    def _uid(self, table: str) -> bytes:
        found = [r[0] for r in self.county.execute(f"SELECT uid FROM {table} ORDER BY uid")]
        return self.rng.choice(found) if found else self.rng.randbytes(16)

    def _any_uid(self) -> bytes:
        if self.rng.random() < 0.4:
            return self.rng.randbytes(16)
        return self._uid(self.rng.choice(list(REGISTRY)))

    def _stamp(self) -> list[Any]:
        key = self.mine if self.rng.random() < 0.8 else self.rng.choice(self.keys)
        n = self.rng.choice([1, 5, self.rng.randrange(1, 80), 10**6, 10**9])
        clock = self.rng.choice([1_780_000_000_000, 4_000_000_000_000, 1])
        return [
            key,
            n,
            clock,
            self.rng.choice([0, 0, 0, 1, 99]),
            self.rng.choice(["张三", "县委组织部"]),
        ]

    def _values(self, table: str) -> Line:
        made = {f.name: self._value(table, f.name) for f in REGISTRY[table].fields}
        kept = {name: value for name, value in made.items() if value is not None}
        needed = {f.name for f in REGISTRY[table].fields if f.required}
        return {n: v for n, v in kept.items() if n in needed or self.rng.random() < 0.9}

    def _value(self, table: str, name: str) -> Any:
        if name == GONE:
            return self.rng.choice(["x:1", ""])
        field = REGISTRY[table].field(name)
        if field.kind is Kind.REFERENCE:
            if self.rng.random() < 0.1 and not field.required:
                return None
            return self._uid(field.refers_to).hex()
        if field.kind in (Kind.HOURS, Kind.NUMBER, Kind.FLAG):
            return self.rng.choice([0, 1, 4, 40])
        choices: list[Any] = [*field.choices, "甲", "2026-03-02", None]
        return self.rng.choice(choices)

    def _register(self, table: str, name: str, uid: bytes) -> list[Any]:
        writes = [
            [*self._stamp(), self._value(table, name), {}]
            for _ in range(self.rng.choice([1, 1, 2]))
        ]
        context = {w[0]: 0 for w in writes}
        for write in writes:
            context[write[0]] = max(context[write[0]], write[1])
        claim: Callable[[str], int] = self.rng.choice(
            [lambda _: 0, lambda _: FAR, lambda k: self._seen(uid, name).get(k, 0)]
        )
        for key in self.keys:
            context[key] = max(context.get(key, 0), claim(key))
        return [{k: n for k, n in context.items() if n}, writes]

    def _seen(self, uid: bytes, name: str) -> dict[str, int]:
        """What really stands there: the cleverest claim is the true one."""
        found = self.county.execute(
            "SELECT state FROM register WHERE uid = ? AND field = ?", (uid, name)
        ).fetchone()
        return dict(json.loads(found[0])[0]) if found else {}


def run(template: Template, seed: int, lies: int) -> World:
    """An honest history with lies between its acts. What was joined of them, about the liar's own,
    can be exported and counted like everything else."""
    rng = random.Random(seed)
    plan = Plan(30, sealed=False, mixed=False, copies=seed % 3 == 0)
    world = World(template, seed, plan)
    try:
        for act in history_acts.choose(rng, plan):
            act(world)
        for _ in range(lies):
            lie(world)
            if rng.random() < 0.3:
                with contextlib.suppress(PackageError):  # the liar's true store hears its own lies
                    rng.choice(BETWEEN)(world)
        for town in world.towns():
            history_trips.pack(world, COUNTY, town)
        county = world.stores[COUNTY].database.read()
        assert not hours_summary.problems(county)
        assert not audit.problems(county)
        assert not ranks_above_their_site(county)
    finally:
        world.close()
        newer_program.wear(newer_program.OLD)
    return world
