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

from app.data import audit, hours_summary
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
from tests.faults.loose_package import Loose, pack
from tests.faults.scoped import classes_inside, organizations_inside, people_inside
from tests.faults.template import Template

FAR = 2**52
BETWEEN = (history_trips.exchange, history_people.person, history_people.move, history_classes.mark)
"""What honest people go on doing meanwhile."""
Line = dict[str, Any]


@dataclass(frozen=True)
class Own:
    """What a township may speak of, worked out from parents and postings alone."""

    organizations: frozenset[bytes]
    people: frozenset[bytes]
    runs: frozenset[bytes]
    sees: frozenset[bytes]

    @classmethod
    def of(cls, connection: Connection, root: bytes, untold: set[bytes]) -> "Own":
        """As the county's tree stands; `untold` left it and it has not been sent word."""
        organizations = organizations_inside(connection, root)
        for uid in untold:
            organizations |= organizations_inside(connection, uid)
        people = people_inside(connection, root) | untold
        found = connection.execute("SELECT uid, organization FROM member")
        people |= {uid for uid, organization in found if organization in organizations}
        rows = connection.execute("SELECT uid, organization FROM training_class")
        runs = {uid for uid, organization in rows if organization in organizations}
        sees = classes_inside(connection, organizations, people)
        return cls(*map(frozenset, (organizations, people, runs, sees | runs)))


def lie(world: World) -> None:
    """One township says many things at once that may be anything; the county stays what it was
    where that is none of its business."""
    newer_program.wear(world.version[COUNTY])
    town = world.rng.choice(world.towns())
    county = world.stores[COUNTY].database.read()
    root, site = world.home(town), world.identity(town)
    untold = _untold(county, site)
    own = Own.of(county, root, untold)
    others = _words_of_others(county, site)
    before = _foreign(county, own, root)
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
    after = _foreign(county, own, root)
    for name, rows in before.items():
        for uid, row in rows.items():
            now = after[name].get(uid)
            assert uid in others or now == row, ("a foreign row changed", name, row, now)
        fresh = {u for u in after[name] if u not in rows and u not in others}
        assert not fresh, ("a row where it says nothing", name, [after[name][u] for u in fresh])
    reached = Own.of(county, root, untold)
    came = (reached.organizations - own.organizations) & set(before["organization"])
    assert not came, "a foreign organization came into reach"
    came = (reached.people - own.people) & set(before["member"])
    assert not came, "a foreign person came into reach"
    came = (reached.sees - own.sees) & set(before["training_class"])
    assert not came, "a foreign class came into sight"
    world.count("lies")


def _words_of_others(connection: Connection, site: bytes) -> set[bytes]:
    """What others had sent and waits, with what it supersedes: it is tried again at every receive,
    and is their word, not the liar's."""
    found = connection.execute(
        "SELECT h.uid, h.line FROM held h JOIN peer p ON p.id = h.peer WHERE p.site <> ?", (site,)
    )
    named: set[bytes] = set()
    for uid, text in found:
        named.add(uid)
        for row in json.loads(text).get("facts", ()):
            named |= {bytes.fromhex(v) for v in row if isinstance(v, str) and len(v) == 32}
    return named


def _untold(connection: Connection, site: bytes) -> set[bytes]:
    found = connection.execute(
        "SELECT h.uid FROM held_by h JOIN peer p ON p.id = h.peer WHERE p.site = ? AND NOT h.told",
        (site,),
    )
    held = {row[0] for row in found}
    kinds = connection.execute("SELECT uid FROM organization UNION SELECT uid FROM member")
    return held & {row[0] for row in kinds}


def _foreign(connection: Connection, own: Own, root: bytes) -> dict[str, dict[bytes, Any]]:
    """Every row that is not the township's to write, with its versions, by table."""
    by_field: dict[bytes, list[Any]] = {}
    for uid, field, state in connection.execute("SELECT uid, field, state FROM register"):
        by_field.setdefault(uid, []).append((field, state))
    found: dict[str, dict[bytes, Any]] = {}
    for name in REGISTRY:
        asked = connection.execute(f"SELECT * FROM {name}")
        columns = [column[0] for column in asked.description]
        rows = [dict(zip(columns, row, strict=True)) for row in asked.fetchall()]
        found[name] = {
            row["uid"]: (
                {k: v for k, v in row.items() if k not in ("id", "lseq", "via")},
                sorted(by_field.get(row["uid"], ())),
            )
            for row in rows
            if not _is_own(name, row, own, connection)
        }
        if name == "organization":
            place = connection.execute(
                "SELECT parent, gone FROM organization WHERE uid = ?", (root,)
            )
            found[name][b"root"] = place.fetchone()
    return found


def _is_own(name: str, row: dict[str, Any], own: Own, connection: Connection) -> bool:
    if name == "organization":
        return row["uid"] in own.organizations or row["parent"] in own.organizations
    if name == "member":
        return row["uid"] in own.people or row["organization"] in own.organizations
    if name == "training_class":
        return row["uid"] in own.runs or row["organization"] in own.organizations
    if name in ("setting", "erasure"):
        return False
    if name == "session":
        return row["training_class"] in own.runs or row["training_class"] not in _all(connection)
    if name in ("certificate",):
        return row["training_class"] in own.runs or _new_class(connection, own, row)
    if name == "row_return":
        return (
            row["member"] in own.people
            or row["training_class"] in own.sees
            or (row["organization"] in own.organizations)
        )
    person = row["member"] in own.people or _new_person(connection, own, row)
    if name == "attendance":
        found = connection.execute(
            "SELECT training_class FROM session WHERE uid = ?", (row["session"],)
        )
        held = found.fetchone()
        return person or (held is not None and held[0] in own.runs)
    if name in ("enrolment", "issued_paper"):
        return person or row["training_class"] in own.runs
    return person


def _all(connection: Connection) -> set[bytes]:
    return {row[0] for row in connection.execute("SELECT uid FROM training_class")}


def _new_class(connection: Connection, own: Own, row: dict[str, Any]) -> bool:
    found = connection.execute(
        "SELECT organization FROM training_class WHERE uid = ?", (row["training_class"],)
    ).fetchone()
    return found is not None and found[0] in own.organizations


def _new_person(connection: Connection, own: Own, row: dict[str, Any]) -> bool:
    found = connection.execute(
        "SELECT organization FROM member WHERE uid = ?", (row["member"],)
    ).fetchone()
    return found is not None and found[0] in own.organizations


# What a changed program may write into its lines


def _package(world: World, town: int) -> Loose:
    """A package of the township whose lines are made up at the county's table: the liar knows
    every identity there is."""
    with world.at(town) as store:
        made = pack(store, world.identity(COUNTY))
    newer_program.wear(world.version[COUNTY])
    liar = _Liar(world, town)
    lines = [liar.line() for _ in range(world.rng.randint(1, 12))]
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
    finally:
        world.close()
        newer_program.wear(newer_program.OLD)
    return world
