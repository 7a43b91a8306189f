"""How long a package and change capture take beside raw inserts of the same rows, same engine.

The reference writes the finished tuples by one `executemany` per table into an empty encrypted
store with all its indexes, in one transaction: nothing that keeps the rows could be quicker.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.data import changes, keyslots, outgoing, peers
from app.data.changes import Change
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services import backups, receiving, sending
from app.services.store import Store
from tests.builders import enrol, id_number, make_class, make_county, make_store

Row = tuple[str, float, str, float, str]

MEMBERS = int(os.environ.get("XUEJI_BENCH_MEMBERS", "20000"))
ENTRIES = int(os.environ.get("XUEJI_BENCH_ENTRIES", "200000"))
IMPORTED = int(os.environ.get("XUEJI_BENCH_IMPORTED", "50000"))
RAW = "raw inserts of the same rows"
TABLES = ("organization", "member", "attendance", "training_class", "session")


def _clocked(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


@contextmanager
def _writing(store: Store) -> Iterator[Change]:
    with store.change("准备") as change:
        yield change


def _person(store: Store, serial: int) -> dict[str, Value]:
    return {
        "name": f"张{'伟芳娜敏静丽强磊军洋'[serial % 10]}{'国建文海'[serial % 4]}",
        "sex": "男" if serial % 2 else "女",
        "ethnicity": "汉族",
        "birth_date": "1980-01-01",
        "id_number": id_number(serial),
        "joined_on": "2005-07-01",
        "education": "大学",
        "phone": f"138{serial:08d}",
        "organization": store.site.organization,
        "workplace": "李家村村民委员会委员",
    }


def _filled(folder: Path) -> tuple[Store, Store]:
    """A township with everything in it, and its county that has nothing of it yet."""
    county, town = make_county(folder), make_store(folder)
    enrol(county, town, folder)
    with _writing(town) as change:
        people = [_person(town, n) for n in range(MEMBERS)]
        members = change.create_many(entity_named("member"), people)
    days = -(-ENTRIES // (2 * MEMBERS))
    made = make_class(town, days=max(1, days))
    left = ENTRIES
    with _writing(town) as change:
        for session in made.sessions:
            some = members[: min(left, MEMBERS)]
            left -= len(some)
            marks: list[dict[str, Value]] = [
                {"session": session, "member": m, "mark": "出勤"} for m in some
            ]
            change.add_facts(entity_named("attendance"), marks)
    return county, town


def _raw(source: Store, folder: Path) -> float:
    """The same rows, as they stand, into an empty store of the same kind."""
    empty = make_store(folder, "空")
    found = {}
    for table in TABLES:
        rows = source.database.read().execute(f"SELECT * FROM {table} WHERE id > 1").fetchall()
        found[table] = rows

    def insert() -> None:
        with empty.database.write() as connection:
            for table, rows in found.items():
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    seconds, _ = _clocked(insert)
    empty.close()
    return seconds


def _plain_import(store: Store) -> float:
    """The import without change capture: the same statement and derived columns, no stamp of its
    own, no audit entry, no register of what changed."""
    entity = entity_named("member")
    people = [_person(store, n) for n in range(IMPORTED)]

    def work() -> None:
        from app.data import rows
        from app.domain.uid import new_uid

        with store.database.write() as connection:
            stamp = (1, 1, 1, 0, "", 1, None)
            rows.insert(connection, entity, ((new_uid(), p, stamp) for p in people))

    return _clocked(work)[0]


def _captured_import(store: Store) -> float:
    people = [_person(store, n) for n in range(IMPORTED)]

    def work() -> None:
        with changes.changing(store.database, "某人", "导入") as change:
            change.create_many(entity_named("member"), people)

    return _clocked(work)[0]


def peak_megabytes() -> float:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows() -> list[Row]:
    """Export, receive (backup apart), receive again, and change capture."""
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    size = f"{MEMBERS:,} members + {ENTRIES:,} entries"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XUEJI_HOME"] = str(folder / "home")
        county, town = _filled(folder)
        raw = _raw(town, folder)
        target = folder / "大.xjb"
        peer = sending.find_peer(town, county.site.uid.hex())
        export, _ = _clocked(lambda: sending.export_package(town, peer, target))
        lines, _ = _clocked(lambda: _lines(town, county))
        backup, _ = _clocked(lambda: backups.automatic(county, "测量"))
        receive, view = _clocked(lambda: receiving.receive_package(county, target))
        assert view.new >= MEMBERS + ENTRIES
        again, _ = _clocked(lambda: receiving.receive_package(county, _again(town, peer, folder)))
        captured = _captured_import(make_store(folder, "甲"))
        plain = _plain_import(make_store(folder, "乙"))
        made = [
            (f"export {size}", export, RAW, export / raw, "≤ 2"),
            ("  of it reading the store", lines, RAW, lines / raw, "-"),
            (f"receive {size}", receive, RAW, receive / raw, "≤ 4"),
            ("  verified backup before it", backup, RAW, backup / raw, "-"),
            ("  receive all of it again", again, RAW, again / raw, "-"),
            (
                f"change capture, {IMPORTED:,} people",
                captured,
                "the same without it",
                captured / plain,
                "≤ 1.5",
            ),
            ("peak memory in hundred MB", peak_megabytes() / 100, "500 MB", 0.0, "≤ 5"),
        ]
        for store in (county, town):
            store.close()
    return made


def _again(town: Store, peer: peers.PeerRow, folder: Path) -> Path:
    target = folder / "再.xjb"
    sending.export_package(town, peer, target, full=True)
    return target


def _lines(town: Store, county: Store) -> int:
    with town.database.write() as connection:
        peer = peers.by_site(connection, county.site.uid)
        assert peer is not None
        delta = outgoing.delta_for(connection, peer, full=True)
        return sum(1 for _ in outgoing.records(connection, delta))
