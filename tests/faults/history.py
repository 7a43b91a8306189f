"""One random history of four or five sites, and an oracle of who knew of which write."""

import random
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import app.data.audit
import app.data.changes
import app.data.site
import app.domain.uid
from app.data import rows, site
from app.data.changes import Change, changing
from app.data.database import Database
from app.domain.entity import REGISTRY
from app.domain.exchange.register import GONE
from app.services.store import Store
from tests.builders import enrol, make_county, make_store
from tests.faults.loose_package import Loose

COUNTY, A1, A2, B1, COPY = range(5)
FOLDER = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path(tempfile.gettempdir())

Key = tuple[bytes, str]
Dot = tuple[str, int]


class FastStore(Store):
    """A store that asks nothing of the marker file: thousands are made and thrown away."""

    @contextmanager
    def change(self, action: str, *, reason: str = "", summary: str = "") -> Iterator[Change]:
        with changing(self.database, self.operator, action, reason=reason) as change:
            yield change


class Chance:
    """Stands in for `secrets`, so that a history can be told again."""

    def __init__(self, rng: random.Random) -> None:
        self.token_bytes = rng.randbytes
        self.token_hex = lambda n: rng.randbytes(n).hex()


class Clock:
    """Stands in for `time`; every site has its own idea of it."""

    def __init__(self) -> None:
        self.now, self.skew = 1_780_000_000_000, 0

    def time_ns(self) -> int:
        self.now += 1
        return max(1, self.now + self.skew) * 1_000_000


def tell_again(seed: int) -> Clock:
    """From here on chance and time repeat themselves."""
    clock: Any = Clock()
    chance: Any = Chance(random.Random(seed))
    for module in (app.data.audit, app.data.site, app.domain.uid):
        module.secrets = chance  # type: ignore[attr-defined]
    for module in (app.data.changes, app.domain.uid):
        module.time = clock  # type: ignore[attr-defined]
    return clock  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Template:
    """Enrolled stores that every history begins with copies of."""

    folder: Path
    keys: list[bytes]


def make_template(folder: Path) -> Template:
    """A county, two laptops of township A (the second takes over the first one's organization),
    and township B."""
    tell_again(0)
    county = make_county(folder)
    stores = [county]
    for name, scope in (("青山镇", "青山镇"), ("青山镇二", "青山镇"), ("白水镇", "白水镇")):
        township = make_store(folder, name)
        enrol(county, township, folder, scope)
        stores.append(township)
    keys = []
    for number, store in enumerate(stores):
        with store.database.write() as connection:
            site.put(connection, "home", "")
        keys.append(store.database.key)
        store.close()
        shutil.copy(store.path, folder / f"{number}.db")
    return Template(folder, keys)


def somewhere(world: "World") -> int:
    """One of the sites, by chance."""
    return world.rng.randrange(len(world.stores))


@dataclass
class World:
    """The sites, what lies on sticks, and the oracle's memory."""

    template: Template
    seed: int
    stick: list[Loose] = field(default_factory=list)
    backups: dict[int, tuple[Path, dict[Key, set[Dot]]]] = field(default_factory=dict)
    skew: list[int] = field(default_factory=lambda: [0] * 5)
    known: list[dict[Key, set[Dot]]] = field(default_factory=list)
    over: dict[tuple[Key, Dot], set[Dot]] = field(default_factory=dict)
    facts: set[bytes] = field(default_factory=set)
    restored: bool = False
    stores: list[Store] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.clock = tell_again(self.seed + 1)
        self.folder = Path(tempfile.mkdtemp(dir=FOLDER))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        for number, key in enumerate(self.template.keys):
            path = self.folder / f"{number}.db"
            shutil.copy(self.template.folder / f"{number}.db", path)
            self._add(Database(path, key), f"使用人{number}")
            self._begin(number)

    def _add(self, database: Database, operator: str) -> None:
        database.read().execute("PRAGMA synchronous = OFF")
        database.read().execute("PRAGMA cache_size = -2000")
        self.stores.append(FastStore(database, operator))
        self.known.append({})

    def _begin(self, number: int) -> None:
        # Every row that is there already counts as a write its site knows of.
        connection = self.stores[number].database.read()
        for entity in REGISTRY.values():
            if entity.facts:
                continue
            uids = connection.execute(f"SELECT uid FROM {entity.name}").fetchall()
            for (uid,) in uids:
                row = rows.load(connection, entity, uid)
                assert row is not None
                for name, register in row.registers.items():
                    dots = {s.dot for s in register.siblings}
                    self.known[number].setdefault((uid, name), set()).update(dots)

    @contextmanager
    def at(self, number: int) -> Iterator[Change]:
        """One action at one site, by that site's clock."""
        self.clock.skew = self.skew[number]
        with self.stores[number].change("测试") as change:
            yield change
        self.clock.skew = 0

    def wrote(self, number: int, change: Change, uid: bytes, names: list[str]) -> None:
        """The oracle hears of a write: it supersedes exactly what its writer knew."""
        dot = (change.stamp.site, change.stamp.n)
        for name in names:
            heard = self.known[number].setdefault((uid, name), set())
            self.over.setdefault(((uid, name), dot), set()).update(heard - {dot})
            heard.add(dot)

    def create(self, number: int, entity: str, values: dict[str, Any], uid: Any = None) -> bytes:
        """Add a row."""
        with self.at(number) as change:
            made = change.create(REGISTRY[entity], values, uid)
            stored = rows.load(change.connection, REGISTRY[entity], made)
            assert stored is not None
            self.wrote(number, change, made, list(stored.registers))
        return made

    def update(self, number: int, entity: str, uid: bytes, values: dict[str, Any]) -> None:
        """Edit a row."""
        with self.at(number) as change:
            self.wrote(number, change, uid, change.update(REGISTRY[entity], uid, values))

    def remove(self, number: int, entity: str, uid: bytes, *, back: bool) -> None:
        """Take a row out, or bring it back."""
        with self.at(number) as change:
            (change.restore if back else change.remove)(REGISTRY[entity], uid)
            self.wrote(number, change, uid, [GONE])

    def fact(self, number: int, values: dict[str, Any]) -> None:
        """Append a mark."""
        with self.at(number) as change:
            self.facts.update(change.add_facts(REGISTRY["attendance"], [values]))

    def column(self, number: int, sql: str, *parameters: Any) -> list[Any]:
        """The first column of a query at one site."""
        found = self.stores[number].database.read().execute(sql, parameters)
        return [row[0] for row in found]

    def save(self, number: int) -> None:
        """A backup of one site."""
        path = self.folder / f"{number}.{len(self.stick)}.{self.rng.random()}.bak"
        self.stores[number].database.read().execute("VACUUM INTO ?", (str(path),))
        self.backups[number] = (path, {k: set(v) for k, v in self.known[number].items()})

    def bring_back(self, number: int) -> None:
        """A site goes back to its backup, under a fresh incarnation."""
        if number not in self.backups:
            return
        path, known = self.backups[number]
        self.restored = True
        self._replace(number, path)
        self.known[number] = {k: set(v) for k, v in known.items()}

    def _replace(self, number: int, source: Path) -> None:
        store = self.stores[number]
        store.close()
        path = self.folder / f"{number}.{self.rng.random()}.db"
        shutil.copy(source, path)
        database = Database(path, self.template.keys[min(number, B1)])
        database.read().execute("PRAGMA synchronous = OFF")
        store.database = database
        with database.write() as connection:
            site.new_incarnation(connection)

    def copy_laptop(self) -> None:
        """Township B's disk is copied to a second computer, and both go on as the same site."""
        if len(self.stores) > COPY:
            return
        self.save(B1)
        path, known = self.backups[B1]
        target = self.folder / "copy.db"
        shutil.copy(path, target)
        self._add(Database(target, self.template.keys[B1]), "使用人4")
        self.known[COPY] = known
        with self.stores[COPY].database.write() as connection:
            site.new_incarnation(connection)
        self.backups.pop(B1)
