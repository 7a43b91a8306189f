"""The most memory of long work at a county store of 60,000 people: 500 MB at most.

Each piece runs in a process of its own, as the window runs it; a process that helps counts by
itself. The window and 年度总结 are measured by `county`, packages by `exchange`.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.services.exchange.other_process import OpenedStore
from tests.bench.apart import Taken, again, apart
from tests.bench.real_county import ONE_MILLION, real_county

Row = tuple[str, float, str, float, str]

MOST = 500
PEOPLE = ONE_MILLION.people
ARCHIVES = 1_000


def rows() -> Iterator[Row]:
    """Importing, printing, sending and receiving; the window itself is measured by `county`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XUEJI_HOME"] = str(folder / "home")
        imported = apart(import_people, folder)
        yield _row(f"importing a roster of {PEOPLE:,} × 25", imported.megabytes)
        yield _row("  reading its workbook", imported.found["reader"])
        where = real_county(folder, ONE_MILLION)
        for what, step in PAPERS.items():
            prepared = apart(step, where)
            yield _row(f"{what}, read", prepared.megabytes)
            printed = apart(lay_out, prepared.found["prepared"], folder / "纸.pdf")
            yield _row(f"{what}, laid out", printed.megabytes)
        target = folder / "全县.xjbak"
        yield _row("a verified backup of 0.96 M marks", apart(back_up, where, target).megabytes)


def _row(what: str, used: float) -> Row:
    return f"memory: {what} ({used:.0f} MB)", 0.0, f"{MOST} MB", used / MOST, "≤ 1"


def import_people(taken: Taken, folder: Path) -> None:
    """A whole county's roster into an empty store."""
    from tests.bench.roster import import_whole, write_large_roster

    path = write_large_roster(folder / "花名册.xlsx", PEOPLE)
    import_whole(path, folder / "空", PEOPLE)
    taken.found["reader"] = _largest_child()


def _largest_child() -> float:
    """Of those that have ended; Windows does not tell."""
    if sys.platform == "win32":
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def archives(taken: Taken, where: OpenedStore) -> None:
    """The 学籍档案 of a thousand people."""
    from app.services.documents import prepare_document
    from app.services.papers.selection import Selection

    with again(where) as store:
        found = store.database.read().execute(
            "SELECT uid FROM member WHERE gone = 0 ORDER BY id LIMIT ?", (ARCHIVES,)
        )
        chosen = Selection(members=tuple(row[0] for row in found))
        taken.found["prepared"] = prepare_document(store, "archive", chosen)


def owed_list(taken: Taken, where: OpenedStore) -> None:
    """Everybody of the county who is to be trained, by name."""
    from app.services.documents import prepare_document
    from app.services.papers.selection import Selection

    with again(where) as store:
        year = Selection(year=date.today().year)
        taken.found["prepared"] = prepare_document(store, "owed_list", year)


def lay_out(taken: Taken, prepared: Any, path: Path) -> None:
    """On paper, in the process that does it for the window."""
    from app.domain.progress import Silent
    from app.ui.printing import lay_out_one

    lay_out_one(prepared, path, Silent())
    taken.found["bytes"] = path.stat().st_size


def back_up(taken: Taken, where: OpenedStore, target: Path) -> None:
    """Written, opened again, compared."""
    from app.services.backups import create_backup

    with again(where) as store:
        create_backup(store, target)


PAPERS: dict[str, Callable[..., None]] = {
    f"printing {ARCHIVES:,} archives": archives,
    "printing the 应训未训名单 of the county": owed_list,
}
