"""A county of the real shape, beside one covering-index scan of its marks: what a window waits for.

`XUEJI_BENCH_SIZE=full` also takes five million marks. Every step runs in a process of its own, on
a store opened there for the first time, as the scan does; seconds are those of the processor.
"""

import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services.exchange.other_process import OpenedStore
from tests.bench import first_window
from tests.bench.apart import Taken, again, apart, lie_compiled
from tests.bench.county_window import keystrokes, visit
from tests.bench.real_county import FIVE_MILLION, ONE_MILLION, TOWNSHIP, Shape, real_county

Row = tuple[str, float, str, float, str]

PAUSE, FRAME, MEMORY = 0.1, 0.016, 500
_SCAN = "SELECT sum(live) FROM attendance INDEXED BY attendance_of_session"


def rows() -> Iterator[Row]:
    """One county after the other."""
    whole = os.environ.get("XUEJI_BENCH_SIZE") == "full"
    for shape in (ONE_MILLION, FIVE_MILLION) if whole else (ONE_MILLION,):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["XUEJI_HOME"] = str(Path(folder) / "home")
            lie_compiled(Path(folder))
            yield from _county(real_county(Path(folder), shape), shape)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XUEJI_HOME"] = str(Path(folder) / "home")
        lie_compiled(Path(folder))
        yield from _pages(real_county(Path(folder), TOWNSHIP), "township")


def _county(where: OpenedStore, shape: Shape) -> Iterator[Row]:
    size = f"{shape.marks / 1e6:.1f} M marks"
    scan = apart(scanned, where).seconds["scan"]

    def beside(what: str, seconds: float, most: float) -> Row:
        name = f"{what}, {size}"
        return name, seconds, f"one scan {scan * 1000:.0f} ms", seconds / scan, f"≤ {most:g}"

    first = apart(first_screen, where)
    yield beside("first screen for the first time ever", sum(first.seconds.values()), 10)
    start = apart(first_screen, where)
    for what, seconds in start.seconds.items():
        yield beside(f"after a start: {what}", seconds, 0.1)
    written = apart(after_a_write, where)
    for what, seconds in written.seconds.items():
        yield _within(f"{what}, {size}", seconds, PAUSE)
    opened = apart(all_open, where)
    yield beside("待录考勤 with every class open, for the first time", opened.seconds["first"], 10)
    yield beside("待录考勤 with every class open", opened.seconds["kept"], 0.1)
    for year in (date.today().year, date.today().year - 1):
        if year != date.today().year:
            # The board of this year is kept for the first screen, that of another year is not yet.
            first_time = apart(summed_up, where, year)
            yield beside(f"年度总结 of {year}, first", first_time.seconds["summary"], 15)
        summary = apart(summed_up, where, year)
        yield beside(f"年度总结 of {year}", summary.seconds["summary"], 5)
        yield _memory(f"年度总结 of {year}, {size}", summary)
    yield from _first_paint(where, size)
    yield from _pages(where, f"county, {size}")


def scanned(taken: Taken, where: OpenedStore) -> None:
    """Every mark once, from the index that holds what is counted."""
    with again(where) as store, taken.clocked("scan"):
        store.database.read().execute(_SCAN).fetchone()


def first_screen(taken: Taken, where: OpenedStore) -> None:
    """What the 工作台 reads on the window's thread and behind it."""
    from app.services.checks import Question
    from app.services.classes.waiting import keep_waiting
    from app.services.owed import keep_owed
    from app.services.people_counts import keep_people
    from app.services.policies import CURRENT, read_policy
    from app.services.review.open_items import count_open_items
    from app.ui.pages.dashboard.figures import figures

    read_policy(CURRENT)
    today = date.today()
    with again(where) as store:
        with taken.clocked("cards"):
            figures(store)
        with taken.clocked("应训未训"):
            keep_owed(store, Question(today.year))
        with taken.clocked("人数"):
            keep_people(store)
        with taken.clocked("待录考勤"):
            keep_waiting(store, today.isoformat())
        with taken.clocked("待核实"):
            count_open_items(store)


def after_a_write(taken: Taken, where: OpenedStore) -> None:
    """A phone and a mark, and the figures after each."""
    from app.services.checks import Question
    from app.services.owed import keep_owed
    from app.ui.pages.dashboard.figures import figures

    year = date.today().year
    with again(where) as store:
        member, session, pupil = _somebody(store.database.read())
        keep_owed(store, Question(year))
        for what in ("phone", "mark"):
            with store.change("写入") as change:
                if what == "phone":
                    values = {"phone": "13912345678"}
                    change.update(entity_named("member"), member, values)
                else:
                    mark: dict[str, Value] = {"session": session, "member": pupil, "mark": "出勤"}
                    change.add_facts(entity_named("attendance"), [mark])
            with taken.clocked(f"figures after one {what}"):
                figures(store)
                keep_owed(store, Question(year))


def _somebody(connection: Any) -> tuple[bytes, bytes, bytes]:
    member = connection.execute("SELECT uid FROM member WHERE gone = 0 LIMIT 1").fetchone()
    place = connection.execute(
        "SELECT s.uid, e.member FROM training_class c JOIN session s ON s.training_class = c.uid "
        "JOIN enrolment e ON e.training_class = c.uid WHERE c.state = '在办' AND NOT EXISTS ("
        "SELECT 1 FROM attendance a WHERE a.session = s.uid) LIMIT 1"
    ).fetchone()
    return member[0], place[0], place[1]


def all_open(taken: Taken, where: OpenedStore) -> None:
    """Nobody ever closed a class."""
    from app.services.classes.waiting import keep_waiting

    today = date.today().isoformat()
    with again(where) as store:
        closed = "SELECT uid FROM training_class WHERE state = '已结班'"
        uids = [row[0] for row in store.database.read().execute(closed)]
        _all(store, uids, "在办")
        with taken.clocked("first"):
            keep_waiting(store, today)
    with again(where) as store, taken.clocked("kept"):
        keep_waiting(store, today)
    with again(where) as store:
        _all(store, uids, "已结班")
        keep_waiting(store, today)


def _all(store: Any, uids: list[bytes], state: str) -> None:
    with store.change("改状态") as change:
        for uid in uids:
            change.update(entity_named("training_class"), uid, {"state": state})


def summed_up(taken: Taken, where: OpenedStore, year: int) -> None:
    """All parts of the year-end summary."""
    from app.services.checks import Question
    from app.services.policies import CURRENT, read_policy
    from app.services.summaries import summary_figures

    read_policy(CURRENT)
    with again(where) as store, taken.clocked("summary"):
        summary_figures(store, Question(year, store.site.organization))


def _first_paint(where: OpenedStore, size: str) -> Iterator[Row]:
    ways = ("bare", "main")
    least = {
        way: min(float(first_window.run(way, where.path)["seconds"]) for _ in range(3))
        for way in ways
    }
    ratio = least["main"] / least["bare"]
    yield f"工作台 painted, {size}", least["main"], "a bare window", ratio, "≤ 3"


def _pages(where: OpenedStore, size: str) -> Iterator[Row]:
    """The longest time the window's thread stands still, page by page, and its memory."""
    seen = apart(visit, where)
    for what, seconds in seen.found["pauses"].items():
        yield _within(f"{what}, {size}", seconds, PAUSE)
    yield _memory(f"window on every page, {size}", seen)
    typed = apart(keystrokes, where)
    for what, seconds in typed.found["typed"].items():
        yield _within(f"a keystroke in {what} (p95), {size}", seconds, FRAME)
    yield _memory(f"window while typing, {size}", typed)


def _within(what: str, seconds: float, most: float) -> Row:
    return what, seconds, f"{most * 1000:.0f} ms", seconds / most, "≤ 1"


def _memory(what: str, taken: Taken) -> Row:
    used = taken.megabytes
    return f"memory: {what} ({used:.0f} MB)", 0.0, f"{MEMORY} MB", used / MEMORY, "≤ 1"
