"""One random history of three to six sites: their stores, the sticks, the clocks, the oracle."""

import random
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.data import keyslots, rows, site
from app.data.changes import Change
from app.data.exchange.peers import own_scope
from app.data.reach import Reach
from app.data.writing_rules import refused_because
from app.domain.entity import REGISTRY
from app.services.store import Store
from tests.faults import newer_program
from tests.faults.fast_store import FastDatabase, FastStore, Note, tell_again
from tests.faults.loose_package import Loose
from tests.faults.newer_program import NEW
from tests.faults.oracle import Dot, Key, Known, Oracle
from tests.faults.sealed_package import SealedPackage
from tests.faults.template import Template

COUNTY = 0
COPIED = 4
LINEUPS = (
    (0, 1, 4),
    (0, 1, 2, 4),
    (0, 1, 2, 4),
    (0, 1, 4, 5),
    (0, 1, 2, 3, 4),
    (0, 1, 2, 4, 5),
    (0, 1, 2, 3, 4, 5),
)
FOLDER = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path(tempfile.gettempdir())


@dataclass(frozen=True, slots=True)
class Plan:
    """How one history differs from others before chance takes over."""

    acts: int
    sealed: bool
    mixed: bool
    copies: bool


@dataclass
class World:
    """The sites, what lies on sticks, and the oracle's memory."""

    template: Template
    seed: int
    plan: Plan
    stick: list[Loose | SealedPackage] = field(default_factory=list)
    backups: dict[int, tuple[Path, Known, bool]] = field(default_factory=dict)
    skew: list[int] = field(default_factory=list)
    version: list[bool] = field(default_factory=list)
    seats: list[int] = field(default_factory=list)
    stores: list[Store] = field(default_factory=list)
    restored: set[int] = field(default_factory=set)
    counted: dict[str, int] = field(default_factory=dict)
    told: list[tuple[int, Note]] = field(default_factory=list)
    waiting: list[tuple[bytes, dict[Key, frozenset[Dot]], set[bytes]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.waited_then = list(self.waiting)
        self.rng = random.Random(self.seed)
        self.clock = tell_again(self.seed + 1)
        self.oracle = Oracle(entity=dict(self.template.entity))
        self.folder = Path(tempfile.mkdtemp(prefix="xueji-history-", dir=FOLDER))
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        newest = self.rng.random() < 0.3
        for seat in self.rng.choice(LINEUPS):
            version = self.rng.random() < 0.4 if self.plan.mixed else newest
            self._take_seat(seat, version, self.template.store(seat, version))
            self.oracle.known.append(self.template.known[seat].copy())

    def _take_seat(self, seat: int, version: bool, source: Path) -> None:
        number = len(self.stores)
        path = self.folder / f"{number}.db"
        shutil.copyfile(source, path)
        self._keep_slots(seat, path)
        self.stores.append(self._opened(number, seat, path))
        self.seats.append(seat)
        self.version.append(version)
        self.skew.append(0)

    def _keep_slots(self, seat: int, path: Path) -> None:
        if self.plan.sealed:
            slots = self.template.folder / f"{seat}.keys"
            shutil.copyfile(slots, keyslots.slots_path(path))

    def _opened(self, number: int, seat: int, path: Path) -> Store:
        def told(note: Note) -> None:
            self.told.append((number, note))

        database = FastDatabase(path, self.template.keys[seat], told)
        return FastStore(database, f"使用人{number}")

    def home(self, number: int) -> bytes:
        """The organization that a site was made for: the scope of a township."""
        return self.template.sites[self.seats[number]].organization

    def identity(self, number: int) -> bytes:
        """The site's identity; a copied laptop has that of the one it was copied from."""
        return self.template.sites[self.seats[number]].uid

    def towns(self) -> range:
        """Everybody but the county."""
        return range(1, len(self.stores))

    def somewhere(self) -> int:
        """One of the sites, by chance."""
        return self.rng.randrange(len(self.stores))

    def count(self, what: str) -> None:
        """Something happened, for the summary."""
        self.counted[what] = self.counted.get(what, 0) + 1

    @contextmanager
    def at(self, number: int) -> Iterator[Store]:
        """What happens at one site happens by its clock and its version of the program."""
        self.clock.skew = self.skew[number]
        newer_program.wear(self.version[number])
        try:
            yield self.stores[number]
        finally:
            self.clock.skew = 0
            self.listen()

    def listen(self) -> None:
        """The oracle hears what was written since, in that order."""
        told, self.told = self.told, []
        for number, note in told:
            self.oracle.wrote(number, note)

    @contextmanager
    def change(self, number: int) -> Iterator[Change]:
        """One action at one site."""
        with self.at(number) as store, store.change("测试") as change:
            yield change

    def may(self, number: int, entity: str, uid: bytes, values: dict[str, Any]) -> bool:
        """Whether an honest program lets its clerk write this: what is another's, it does not."""
        if number == COUNTY:
            return True
        newer_program.wear(self.version[number])
        connection = self.stores[number].database.read()
        reach = Reach(connection, tuple(own_scope(connection)))
        declared = REGISTRY[entity]
        before = rows.values_of(connection, declared, uid)
        said = {name: [value] for name, value in values.items()}
        if refused_because(reach, declared, uid, before, said) is None:
            return True
        self.count("not theirs to write")
        return False

    def keep_waiting(self, uid: bytes, said: dict[Key, frozenset[Dot]], facts: set[bytes]) -> None:
        """The county holds this and has not joined it: it has not heard of it yet."""
        self.waiting.append((uid, said, facts))

    def hear_accepted(self) -> None:
        """Whatever waits no more at the county was joined."""
        left = set(self.column(COUNTY, "SELECT uid FROM held"))
        for uid, said, facts in [w for w in self.waiting if w[0] not in left]:
            self.waiting.remove((uid, said, facts))
            self.oracle.heard(COUNTY, said, facts)

    def create(self, number: int, entity: str, values: dict[str, Any], uid: Any = None) -> Any:
        """Add a row; None where it is not the clerk's to add."""
        if not self.may(number, entity, uid or b"", values):
            return None
        with self.change(number) as change:
            return change.create(REGISTRY[entity], values, uid)

    def update(self, number: int, entity: str, uid: bytes, values: dict[str, Any]) -> None:
        """Edit a row, where it is the clerk's to edit."""
        if not self.may(number, entity, uid, values):
            return
        with self.change(number) as change:
            change.update(REGISTRY[entity], uid, values)

    def column(self, number: int, sql: str, *parameters: Any) -> list[Any]:
        """The first column of a query at one site."""
        found = self.stores[number].database.read().execute(sql, parameters)
        return [row[0] for row in found]

    def pick(self, number: int, table: str, where: str = "1", *parameters: Any) -> Any:
        """One row of a table, by chance; None when there is none."""
        found = self.column(
            number, f"SELECT uid FROM {table} WHERE {where} ORDER BY uid", *parameters
        )
        return self.rng.choice(found) if found else None

    def save(self, number: int) -> None:
        """A backup of one site."""
        path = self.folder / f"{number}.{self.rng.random()}.bak"
        database = self.stores[number].database
        assert isinstance(database, FastDatabase)
        database.copy_to(path)
        self.backups[number] = (path, self.oracle.known[number].copy(), self.version[number])
        if number == COUNTY:
            self.waited_then = list(self.waiting)

    def bring_back(self, number: int) -> None:
        """A site goes back to its backup, under a fresh incarnation."""
        if number not in self.backups:
            return
        source, known, version = self.backups[number]
        self.restored.add(number)
        self.stores[number].close()
        path = self.folder / f"{number}.{self.rng.random()}.db"
        shutil.copyfile(source, path)
        self._keep_slots(self.seats[number], path)
        self.stores[number] = self._opened(number, self.seats[number], path)
        # Whom the county gave to it before may still be on his way in a package.
        given = self.oracle.known[number].people
        self.oracle.known[number] = known.copy()
        self.oracle.known[number].people |= given
        if number == COUNTY:
            self.waiting = list(self.waited_then)
        self._begin_anew(number)
        if self.version[number] != version:
            # The program on the computer is the newer one: it brings the old file up to date.
            self.version[number] = version
            self.upgrade(number)

    def _begin_anew(self, number: int) -> None:
        with self.stores[number].database.write() as connection:
            site.new_incarnation(connection)

    def upgrade(self, number: int) -> None:
        """A site gets the newer program."""
        if self.version[number] is NEW:
            return
        self.version[number] = NEW
        with self.at(number) as store, store.database.write() as connection:
            newer_program.upgrade(connection)

    def copy_laptop(self) -> None:
        """A township's disk is copied to a second computer, and both go on as the same site."""
        if len(self.stores) > 5 or self.seats.count(COPIED) > 1:
            return
        number = self.seats.index(COPIED)
        self.save(number)
        source, known, version = self.backups.pop(number)
        self._take_seat(COPIED, version, source)
        self.oracle.known.append(known)
        self._begin_anew(len(self.stores) - 1)

    def close(self) -> None:
        """Release the files."""
        for store in self.stores:
            store.close()
        shutil.rmtree(self.folder, ignore_errors=True)
