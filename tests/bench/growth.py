"""How the work grows with the people: 3,000, 60,000 and, with `XUEJI_BENCH_SIZE=full`, a million.

The reference of each row is the same work on the next smaller store, times as many people as there
are more: up to 1 it grows as the people do, or less. Every size has one class for each township of
three thousand; each step runs in a process of its own, seconds are those of the processor.
"""

import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.domain.declarations import entity_named
from app.services.exchange.other_process import OpenedStore
from tests.bench.apart import Taken, again, apart
from tests.bench.real_county import TOWNSHIP, Shape, real_county

Row = tuple[str, float, str, float, str]

EACH = TOWNSHIP.people
TYPED = ("wang", "王", "138", "xm")


def shapes() -> list[Shape]:
    """From one township to a city."""
    whole = os.environ.get("XUEJI_BENCH_SIZE") == "full"
    many = (1, 20, 334) if whole else (1, 20)
    return [Shape(townships=n, people=n * EACH, classes=n) for n in many]


def rows() -> Iterator[Row]:
    """One size after the other, each beside the one before."""
    before: tuple[int, dict[str, float]] | None = None
    for shape in shapes():
        taken = _measured(shape)
        if before is not None:
            people, smaller = before
            more = shape.people / people
            for what, seconds in taken.seconds.items():
                linear = smaller[what] * more
                shown = f"{more:.0f} × that of {people:,} people, {linear:.3f} s"
                yield f"{what}, {shape.people:,} people", seconds, shown, seconds / linear, "≤ 1"
        yield f"  memory of it all at {shape.people:,} people, MB", taken.megabytes, "-", 0.0, "-"
        before = shape.people, taken.seconds


def _measured(shape: Shape) -> Taken:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XUEJI_HOME"] = str(Path(folder) / "home")
        where = real_county(Path(folder), shape)
        found = apart(work, where)
        for what, seconds in apart(back_up, where, Path(folder) / "测量.xjbak").seconds.items():
            found.seconds[what] = seconds
    return found


def work(taken: Taken, where: OpenedStore) -> None:
    """What a window does with the people of a store."""
    from app.data.queries.members import MemberFilter
    from app.services.checks import Question
    from app.services.owed import keep_owed
    from app.services.taking_over import take_over
    from app.ui.pages.dashboard.figures import figures

    year = date.today().year
    with again(where) as store:
        with taken.clocked("everybody read for the search and the lists"):
            take_over(store.people)
        with taken.clocked("the list in another order"):
            store.people.ids(MemberFilter(sort="birth_date"))
        with taken.clocked("four keystrokes"):
            for text in TYPED:
                store.people.ids(MemberFilter(text=text))
        with taken.clocked("应训未训 worked out for everybody"):
            keep_owed(store, Question(year))
        member = store.database.read().execute("SELECT uid FROM member LIMIT 1").fetchone()[0]
        with taken.clocked("one person changed"), store.change("写入") as change:
            change.update(entity_named("member"), member, {"phone": "13912345678"})
        with taken.clocked("figures of the first screen after it"):
            figures(store)
            keep_owed(store, Question(year))


def back_up(taken: Taken, where: OpenedStore, target: Path) -> None:
    """Written, opened again, compared."""
    from app.services.backups import create_backup

    with again(where) as store, taken.clocked("a verified backup"):
        create_backup(store, target)
