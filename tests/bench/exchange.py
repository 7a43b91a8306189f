"""How long packages take beside raw inserts of the same rows into the same kind of store.

Every step runs in a process of its own, so that its peak memory is its own; seconds are those of
the processor. A quick look unless `XUEJI_BENCH_SIZE=full` (60,000 members, 1,000,000 entries).
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.services import backups
from app.services.exchange import receiving, sending
from app.services.exchange.other_process import OpenedStore
from tests.bench.apart import Taken, again, apart
from tests.bench.county_store import Size, build, raw_inserts, wanted_size
from tests.bench.month import month_rows

Row = tuple[str, float, str, float, str]

RAW = "raw inserts of the same rows"
MEMORY = 500


def rows() -> Iterator[Row]:
    """Everything at once, the same again, and the months of twenty townships."""
    size = wanted_size()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XUEJI_HOME"] = str(folder / "home")
        made = apart(build, folder, size).found
        yield from _whole(folder, made["county"], made["whole"], size)
        yield from month_rows(folder, made["county"], size)


def _whole(folder: Path, county: OpenedStore, whole: OpenedStore, size: Size) -> Iterator[Row]:
    before = apart(raw_inserts, whole, folder, "空一").seconds["raw"]
    everything, once_more = folder / "大.xjb", folder / "再.xjb"
    export = apart(export_all, whole, everything)
    inspect = apart(inspect_file, county, everything)
    receive = apart(receive_file, county, everything)
    already = apart(receive_file, county, everything)
    apart(export_all, whole, once_more)
    resent = apart(receive_file, county, once_more)
    backup = apart(back_up, county)
    raw = (before + apart(raw_inserts, whole, folder, "空二").seconds["raw"]) / 2
    yield _row(f"export {size}", export, raw, "≤ 2")
    yield _row(f"inspect {size}", inspect, raw, "≤ 4")
    yield _row(f"receive {size}", receive, raw, "≤ 4")
    yield _row("  the same package once more (a harmless no)", already, raw, "≤ 0.2")
    yield _row("  everything sent again, nothing of it new", resent, raw, "≤ 4")
    for what, taken in (("sending", export), ("receiving", receive)):
        used = taken.megabytes
        shown = f"memory: {what} {size} ({used:.0f} MB)"
        yield shown, 0.0, f"{MEMORY} MB", used / MEMORY, "≤ 1"
    yield _row("  verified backup of that store, once per sitting", backup, raw, "-")


def _row(what: str, taken: Taken, raw: float, goal: str) -> Row:
    seconds = taken.seconds["work"]
    return f"{what} ({taken.megabytes:.0f} MB)", seconds, f"{RAW} {raw:.1f} s", seconds / raw, goal


def export_all(taken: Taken, where: OpenedStore, target: Path) -> None:
    """Everything there is for the county."""
    with again(where) as store, taken.clocked("work"):
        sending.export_package(store, sending.find_peer(store, "云岭县"), target, full=True)


def inspect_file(taken: Taken, where: OpenedStore, path: Path) -> None:
    """The preview."""
    with again(where) as store, taken.clocked("work"):
        receiving.inspect_package(store, path)


def receive_file(taken: Taken, where: OpenedStore, path: Path) -> None:
    """All of a receive, the backup before it apart."""
    with again(where) as store:
        backups.automatic(store, "测量")
        with taken.clocked("work"):
            view = receiving.receive_package(store, path)
    taken.found = {"new": view.new, "same": view.duplicates, "state": view.state}


def back_up(taken: Taken, where: OpenedStore) -> None:
    """Written, opened again, compared."""
    with again(where) as store, taken.clocked("work"):
        backups.create_backup(store, store.path.with_name("测量.xjbak"))
