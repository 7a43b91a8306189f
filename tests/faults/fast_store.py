"""Real encrypted stores for thousands of histories: nothing flushed, every committed write told."""

import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import app.data.audit
import app.data.changing
import app.data.site
import app.domain.uid
from app.data.changes import Change
from app.data.changing import changing
from app.data.database import Connection, Database, driver
from app.domain.accounts.roles import Role, Verb
from app.domain.entity import Entity, Value
from app.domain.exchange.versions import GONE
from app.domain.uid import Uid
from app.services.store import Store

PAGE = 1024
"""Small pages: every page that a commit touches is encrypted and signed anew."""


def repaged(source: Path, target: Path, key: bytes) -> None:
    """The same encrypted store in small pages."""
    connection = driver.connect(str(source), isolation_level=None)
    text = f"x'{key.hex()}'"
    connection.execute(f'PRAGMA key = "{text}"')
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.execute(f'ATTACH DATABASE ? AS small KEY "{text}"', (str(target),))
    connection.execute(f"PRAGMA small.cipher_page_size = {PAGE}")
    connection.execute("SELECT sqlcipher_export('small')").fetchall()
    connection.execute(f"PRAGMA small.user_version = {version}")
    connection.execute("DETACH DATABASE small")
    connection.close()


@dataclass(frozen=True, slots=True)
class Note:
    """One committed write, as the oracle hears of it."""

    entity: str
    uid: bytes
    names: tuple[str, ...]
    dot: tuple[str, int]
    values: Mapping[str, Value]


@dataclass
class HeardChange(Change):
    """A change that takes down what was asked of it; how it is stored is not looked at."""

    notes: list[Note] = field(default_factory=list)

    def _note_write(
        self, entity: Entity, uid: bytes, names: Sequence[str], values: Mapping[str, Value]
    ) -> None:
        dot = (self.stamp.site, self.stamp.n)
        self.notes.append(Note(entity.name, uid, tuple(names), dot, values))

    def create_many(
        self,
        entity: Entity,
        many: Sequence[Mapping[str, Value]],
        uids: Sequence[Uid] | None = None,
    ) -> list[Uid]:
        """Add rows in bulk."""
        made = super().create_many(entity, many, uids)
        for uid, values in zip(made, many, strict=True):
            whole = {f.name: values.get(f.name, f.default) for f in entity.fields}
            said = [name for name, value in whole.items() if value is not None]
            self._note_write(entity, uid, said, whole)
        return made

    def update(
        self, entity: Entity, uid: bytes, values: Mapping[str, Value], **how: Any
    ) -> list[str]:
        """Change fields of one row."""
        names = super().update(entity, uid, values, **how)
        self._note_write(entity, uid, names, values)
        return names

    def _follow(self, entity: Entity, uid: bytes, there: Value) -> None:
        """Whoever was entered twice moves whole: nobody asked for this write by itself."""
        before = self.row(entity, uid).values["organization"]
        super()._follow(entity, uid, there)
        if before != (now := self.row(entity, uid).values["organization"]):
            self._note_write(entity, uid, ["organization"], {"organization": now})

    def remove(self, entity: Entity, uid: bytes) -> None:
        """Take a row out of daily use."""
        super().remove(entity, uid)
        self._note_write(entity, uid, [GONE], {})

    def restore(self, entity: Entity, uid: bytes) -> None:
        """Bring a removed row back."""
        super().restore(entity, uid)
        self._note_write(entity, uid, [GONE], {})

    def add_facts(self, entity: Entity, many: Sequence[Mapping[str, Value]]) -> list[Uid]:
        """Append facts."""
        made = super().add_facts(entity, many)
        for uid, values in zip(made, many, strict=True):
            self._note_write(entity, uid, (), values)
        return made


_listening: dict[int, "FastDatabase"] = {}
_true_begin = app.data.changing.begin


def _begin(connection: Connection, operator: str, reason: str = "") -> Change:
    change = _true_begin(connection, operator, reason)
    database = _listening.get(id(connection))
    if database is None:
        return change
    heard = HeardChange(**vars(change))
    database.notes = heard.notes
    return heard


class FastDatabase(Database):
    """One connection that asks nothing of the disk; `told` hears what was committed."""

    def __init__(self, path: Path, key: bytes, told: Callable[[Note], None]) -> None:
        self.told = told
        self.notes: list[Note] = []
        self._only: Connection | None = None
        super().__init__(path, key)

    def read(self) -> Connection:
        """The connection, opened once."""
        if self._only is None:
            self._only = driver.connect(
                str(self.path), isolation_level=None, cached_statements=1024
            )
            for pragma in (
                f"key = \"x'{self.key.hex()}'\"",
                f"cipher_page_size = {PAGE}",
                "locking_mode = EXCLUSIVE",
                "journal_mode = MEMORY",
                "synchronous = OFF",
                "temp_store = MEMORY",
                "trusted_schema = OFF",
                "cache_size = -8000",
            ):
                self._only.execute(f"PRAGMA {pragma}")
            _listening[id(self._only)] = self
        return self._only

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction; only when it was saved does the oracle hear of it."""
        self.notes = []
        with super().write() as connection:
            yield connection
        notes, self.notes = self.notes, []
        for note in notes:
            self.told(note)

    def copy_to(self, target: Path) -> None:
        """The file as it is between two transactions; there is no log beside it."""
        shutil.copyfile(self.path, target)

    def close(self) -> None:
        """Release the file."""
        if self._only is not None:
            del _listening[id(self._only)]
            self._only.close()
            self._only = None


class FastStore(Store):
    """A store that asks nothing of the marker file: thousands are made and thrown away. Who acts in
    a history has no account; roles are tried elsewhere."""

    role = Role.HEAD

    @contextmanager
    def change(
        self,
        action: str,
        *,
        reason: str = "",
        summary: str = "",
        needs: Verb = Verb.ENTER,
        bounded: bool = True,
    ) -> Iterator[Change]:
        """One business action."""
        self.require(needs)
        with changing(
            self.database, self.operator, action, reason=reason, bounded=bounded
        ) as change:
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
        """Nanoseconds since 1970 by the clock of the site that acts."""
        self.now += 1
        return max(1, self.now + self.skew) * 1_000_000


def tell_again(seed: int) -> Clock:
    """From here on chance and time repeat themselves, and changes tell what they do."""
    clock: Any = Clock()
    chance: Any = Chance(random.Random(seed))
    for module in (app.data.audit, app.data.site, app.domain.uid):
        module.secrets = chance  # type: ignore[attr-defined]
    for module in (app.data.changing, app.domain.uid):
        module.time = clock  # type: ignore[attr-defined]
    app.domain.uid._clock = app.domain.uid._Clock()
    app.data.changing.begin = _begin
    return clock  # type: ignore[no-any-return]
