"""Every write, flush, rename and unlink of an exchange disturbed: `-m tests.faults.kill_run`.

Without options every place is visited: of a row of the same call on the same file the first two,
the middle and the last; `--all` visits every call, `--sample N` takes N, spread evenly over all
flows. Prints a table for RESULTS.md; the exit code is 1 when anything was between.
"""

import argparse
import math
import multiprocessing
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from app.data import keyslots
from tests.faults.syscalls import CALLS, FLUSHING, NAMING, WRITING, Fault, reason_why_not, visit
from tests.faults.syscalls_edges import EdgeFlow, prepare_edges
from tests.faults.syscalls_flows import Flow, prepare

KILL, FULL, BROKEN = "SIGKILL", "ENOSPC", "EIO"
SHARED_MEMORY = Path("/dev/shm")
_NUMBERS = re.compile(r"[0-9a-f]{5,}|[0-9]+")

Calls = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Point:
    """One place of one flow and what happens there."""

    flow: int
    fault: Fault


def every_call(calls: Calls) -> dict[str, list[int]]:
    """The number of every call, by its name."""
    return {name: list(range(1, n + 1)) for name, n in Counter(n for n, _ in calls).items()}


def distinct(calls: Calls) -> dict[str, list[int]]:
    """The numbers of the calls that differ in kind: of a row of the same call on the same file,
    as a log is written page by page, the first two, the middle and the last."""
    numbers: Counter[str] = Counter()
    found: dict[str, list[int]] = defaultdict(list)
    for (name, _), row in groupby(calls, lambda call: (call[0], _file(call[1]))):
        first, length = numbers[name] + 1, len(list(row))
        numbers[name] += length
        found[name] += sorted({first + at for at in (0, 1, length // 2, length - 1) if at < length})
    return found


def _file(rest: str) -> str:
    """What the call is about, numbers made alike: strace begins with the handle and its path."""
    return _NUMBERS.sub("#", rest.partition(", ")[0])


@dataclass
class Result:
    """What was seen at one point."""

    point: Point
    outcome: str
    problems: list[str] = field(default_factory=list)


class Worker:
    """A folder of its own with stores of its own, in which points are visited one by one."""

    def __init__(self, folder: Path, *, every: bool = False) -> None:
        self.every = every
        keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
        self.folder = folder
        folder.mkdir(parents=True)
        self.flows: list[Flow | EdgeFlow] = [
            *prepare(folder / "exchange"),
            *prepare_edges(folder / "edges"),
        ]
        self.log = folder / "strace.log"
        self.points = [point for number in range(len(self.flows)) for point in self._count(number)]

    def _count(self, number: int) -> list[Point]:
        """A dry run: which calls the flow makes, and what it leads to."""
        flow = self.flows[number]
        flow.put_back()
        seen = visit(flow.act, self.log)
        if seen.status != 0:
            raise SystemExit(f"{flow.name}: {seen.said}")
        flow.learn()
        faults = []
        for call, places in (every_call if self.every else distinct)(seen.calls).items():
            for place in places:
                faults += [Fault(call, place, KILL), Fault(call, place, BROKEN)]
                if call in WRITING:
                    faults.append(Fault(call, place, FULL, lasting=True))
                elif call in FLUSHING or "rename" in call:
                    faults.append(Fault(call, place, FULL))
        return [Point(number, fault) for fault in faults]

    def look(self, point: Point) -> Result:
        """Disturb, look, and do it again undisturbed."""
        flow, fault = self.flows[point.flow], point.fault
        flow.put_back()
        seen = visit(flow.act, self.log, fault)
        result = Result(point, _outcome(seen.status, seen.said, reached=seen.reached))
        try:
            result.problems += flow.problems()
            if seen.status >= 0:
                result.problems += flow.truth(done=seen.status == 0, said=seen.said)
            result.problems += flow.problems_afterwards()
        except Exception as error:  # noqa: BLE001 - a finding like any other
            result.problems.append(repr(error))
        if seen.status not in (0, 1, -9) or "程序出错了" in seen.said or "Traceback" in seen.said:
            result.problems.append(f"exit {seen.status}: {seen.said.strip()}")
        elif seen.status == 1 and not seen.said.strip():
            result.problems.append("refused without a word")
        return result


def _outcome(status: int, said: str, *, reached: bool) -> str:
    if not reached:
        return "not reached"
    if status < 0:
        return "killed"
    return "done" if status == 0 else said.splitlines()[0] if said else "refused"


_worker: Worker | None = None


def _start(folder: str, every: bool) -> None:
    global _worker  # noqa: PLW0603 - one per process
    _worker = Worker(Path(folder) / str(multiprocessing.current_process().pid), every=every)


def _visit(point: Point) -> Result:
    assert _worker is not None
    return _worker.look(point)


def chosen(points: Sequence[Point], sample: int) -> list[Point]:
    """All, or so many: one of every call and fault of every flow in turn, by chance."""
    if not sample:
        return list(points)
    sample = min(sample, len(points))
    groups: dict[tuple[int, str, str], list[Point]] = defaultdict(list)
    for point in points:
        groups[point.flow, point.fault.call, point.fault.what].append(point)
    order = sorted(groups, key=lambda key: (CALLS.index(key[1]), key))
    chance = random.Random(sample)
    picked: list[Point] = []
    for group in groups.values():
        chance.shuffle(group)
    while len(picked) < sample:
        picked += [groups[key].pop() for key in order if groups[key]]
    return picked[:sample]


def table(flows: Sequence[Flow | EdgeFlow], results: Sequence[Result]) -> str:
    """The summary in the form of RESULTS.md."""
    lines = ["| flow | call | kill -9 | EIO | ENOSPC | wrong |", "|---|---|---|---|---|---|"]
    for number, flow in enumerate(flows):
        mine = [r for r in results if r.point.flow == number and r.outcome != "not reached"]
        for call in (*WRITING, *FLUSHING, *NAMING):
            here = [r for r in mine if r.point.fault.call == call]
            if here:
                by = Counter(r.point.fault.what for r in here)
                wrong = sum(bool(r.problems) for r in here)
                cells = f"{by[KILL]} | {by[BROKEN]} | {by[FULL]} | {wrong}"
                lines.append(f"| {flow.name} | {call} | {cells} |")
    return "\n".join(lines)


def outcomes(flows: Sequence[Flow | EdgeFlow], results: Sequence[Result]) -> str:
    """How the points ended, by flow."""
    found = Counter((flows[r.point.flow].name, r.point.fault.what, r.outcome) for r in results)
    return "\n".join(f"{n:6} {' · '.join(key)}" for key, n in sorted(found.items()))


def main(arguments: Sequence[str]) -> int:
    """Visit, print, and say by the exit code whether all was well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--all", action="store_true", help="every call, not only each place")
    parser.add_argument("--seconds", type=float, default=0, help="stop after so many; 0: never")
    parser.add_argument("--only", default="", help="a flow's name, a call or a fault")
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args(arguments)
    began = time.monotonic()
    place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        if reason := reason_why_not(Path(folder)):
            print(f"skipped: {reason}")
            return 0
        first = Worker(Path(folder) / "first", every=given.all)
        points = [p for p in first.points if given.only in _words(first, p)]
        wanted = given.sample or (len(points) if given.seconds else 0)
        picked, total = chosen(points, wanted), len(points)
        if given.processes > 1:
            fork = multiprocessing.get_context("fork")
            with fork.Pool(given.processes, _start, (folder, given.all)) as pool:
                results = list(pool.imap_unordered(_visit, picked, 8))
        else:
            results = list(_until(began + (given.seconds or math.inf), first, picked))
        print(table(first.flows, results), outcomes(first.flows, results), sep="\n\n")
    bad = [result for result in results if result.problems]
    for result in bad[:40]:
        print(first.flows[result.point.flow].name, result.point.fault, result.outcome, sep=" | ")
        print("   ", *result.problems, sep="\n    ")
    spent = time.monotonic() - began
    print(f"{len(results)} of {total} points in {spent:.0f} s, {len(bad)} wrong")
    return 1 if bad else 0


def _until(end: float, worker: Worker, picked: Sequence[Point]) -> Iterator[Result]:
    for point in picked:
        if time.monotonic() > end:
            return
        yield worker.look(point)


def _words(worker: Worker, point: Point) -> str:
    return f"{worker.flows[point.flow].name} {point.fault.call} {point.fault.what}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
