"""What change capture and encryption at rest cost, each beside the same work without it.

Seconds are those of the processor, each step in a process of its own.
"""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from app.data import changing
from app.data import rows as raw_rows
from app.data.database import Connection, Database, _identity, driver
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.uid import new_uid
from tests.bench.apart import Taken, apart
from tests.bench.county_store import person
from tests.builders import make_store

Row = tuple[str, float, str, float, str]

IMPORTED = int(os.environ.get("XUEJI_BENCH_IMPORTED", "100000"))
PEOPLE, EDITED, MARKED = 20_000, 400, 100_000
TURNS = 3


def rows() -> list[Row]:
    """An import with and without registers and audit; mixed work with and without a key."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XUEJI_HOME"] = str(folder / "home")
        captured = apart(import_people, folder, "甲", True).seconds["work"]
        plain = apart(import_people, folder, "乙", False).seconds["work"]
        mixed = {
            sealed: median(
                apart(mixed_work, folder, f"丙{turn}{sealed}", sealed).seconds["work"]
                for turn in range(TURNS)
            )
            for sealed in (True, False)
        }
    ratio = mixed[True] / mixed[False]
    return [
        (
            f"change capture, {IMPORTED:,} people",
            captured,
            f"the same without it {plain:.1f} s",
            captured / plain,
            "≤ 1.5",
        ),
        (
            "encryption at rest, mixed work",
            mixed[True],
            f"the same store unencrypted {mixed[False]:.1f} s",
            ratio,
            "≤ 1.4",
        ),
    ]


def _people(count: int, organization: bytes) -> list[dict[str, Value]]:
    return [person(serial, organization) for serial in range(count)]


def import_people(taken: Taken, folder: Path, name: str, captured: bool) -> None:
    """The same statement and derived columns, with or without stamp, audit and what else a
    change keeps."""
    store = make_store(folder, name)
    entity = entity_named("member")
    people = _people(IMPORTED, store.site.organization)
    with taken.clocked("work"):
        if captured:
            with changing.changing(store.database, "某人", "导入") as change:
                change.create_many(entity, people)
        else:
            stamp = (1, 1, 1, 0, "", 1, None)
            with store.database.write() as connection:
                raw_rows.insert(connection, entity, ((new_uid(), p, stamp) for p in people))
    store.close()


def mixed_work(taken: Taken, folder: Path, name: str, sealed: bool) -> None:
    """A roster comes in, people are looked at and edited one by one, marks come in, sums are
    read; the store without a key is the very same schema."""
    store = make_store(folder, name)
    if sealed:
        with taken.clocked("work"):
            _work(store.database, store.site.organization)
    else:
        open_ = _Unsealed(_without_key(store.database, folder / f"{name}.db"), store.database.key)
        with taken.clocked("work"):
            _work(open_, store.site.organization)
    store.close()


class _Unsealed(Database):
    """The same engine, schema and settings on a file without a key."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path, self.key, self._sealing = path, key, None
        self._file = _identity(path)
        self._only: Connection = driver.connect(str(path), isolation_level=None)
        for setting in ("cache_size = -65536", "journal_mode = WAL", "synchronous = FULL"):
            self._only.execute(f"PRAGMA {setting}")

    def read(self) -> Connection:
        return self._only


def _without_key(database: Database, target: Path) -> Path:
    connection = database.read()
    connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(target),))
    connection.execute("SELECT sqlcipher_export('plain')")
    connection.execute("DETACH DATABASE plain")
    return target


def _work(database: Database, organization: bytes) -> None:
    member, attendance = entity_named("member"), entity_named("attendance")
    with changing.changing(database, "某人", "导入") as change:
        members = change.create_many(member, _people(PEOPLE, organization))
    for start in range(0, PEOPLE, 100):
        _look_at(database.read(), members[start : start + 100])
    for turn, uid in enumerate(members[:EDITED]):
        with changing.changing(database, "某人", "修改") as change:
            change.update(member, uid, {"phone": f"139{turn:08d}"})
    session = new_uid()
    for _ in range(MARKED // PEOPLE):
        marks: list[dict[str, Value]] = [
            {"session": session, "member": uid, "mark": "出勤"} for uid in members
        ]
        with changing.changing(database, "某人", "考勤") as change:
            change.add_facts(attendance, marks)
    sums = "SELECT member, count(*) FROM attendance WHERE live = 1 GROUP BY member"
    for _ in range(5):
        database.read().execute(sums).fetchall()


def _look_at(connection: Connection, members: Sequence[bytes]) -> None:
    for uid in members:
        connection.execute("SELECT * FROM member WHERE uid = ?", (uid,)).fetchall()
