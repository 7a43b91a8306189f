"""Thousands of random histories over several processes; every failure is told with its seed.

python -m tests.faults.long_run --histories 10000 --first-seed 0 --processes 2 --seconds 4200
"""

import argparse
import collections
import gc
import json
import multiprocessing
import os
import signal
import sys
import tempfile
import time
import traceback
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

STUCK = 180
"""Seconds after which a history counts as one that never ends."""


def main(arguments: list[str] | None = None) -> int:
    """Run, tell how it goes, write the summary; 1 when any history failed."""
    asked = _parser().parse_args(arguments)
    began = time.monotonic()
    # One order of sets in every process, so that a seed tells the same history again.
    os.environ["PYTHONHASHSEED"] = "0"
    context = multiprocessing.get_context("spawn")
    seeds = range(asked.first_seed, asked.first_seed + asked.histories)
    until = time.time() + asked.seconds
    jobs = ((seed, asked.acts, until) for seed in seeds)
    summary = Summary(asked)
    with context.Pool(asked.processes, _begin, maxtasksperchild=500) as pool:
        for made in pool.imap_unordered(_one, jobs, chunksize=5):
            summary.add(made, time.monotonic() - began)
    summary.write(time.monotonic() - began)
    return 1 if summary.failures else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.long_run", description=__doc__)
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=4200, help="no new history after this")
    parser.add_argument("--acts", type=int, nargs=2, default=(50, 300), metavar=("FEW", "MANY"))
    parser.add_argument("--summary", type=Path, help="file for the summary as JSON")
    return parser


class Summary:
    """What a run was made of and what failed."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.done = self.acts = self.skipped = 0
        self.sites: collections.Counter[int] = collections.Counter()
        self.kinds: collections.Counter[str] = collections.Counter()
        self.counted: collections.Counter[str] = collections.Counter()
        self.failures: list[dict[str, Any]] = []

    def add(self, made: dict[str, Any], seconds: float) -> None:
        """Take in one history."""
        if made["kind"] == "skipped":
            self.skipped += 1
            return
        self.done += 1
        self.acts += made["acts"]
        self.sites[made["sites"]] += 1
        self.kinds.update(made["kinds"])
        self.counted.update(made["counted"])
        if made["kind"] == "failed":
            self.failures.append({"seed": made["seed"], "error": made["error"]})
            print(f"history {made['seed']}: {made['error'][-1500:]}", flush=True)
        if self.done % 100 == 0:
            print(f"{self.done} done, {len(self.failures)} failed, {seconds:.0f} s", flush=True)

    def write(self, seconds: float) -> None:
        """Print the line for RESULTS.md, and keep everything where asked."""
        first = self.asked.first_seed
        told = {
            "seeds": f"{first}–{first + self.asked.histories - 1}",
            "histories": self.done,
            "left out for lack of time": self.skipped,
            "acts": self.acts,
            "sites": dict(sorted(self.sites.items())),
            "kinds": dict(self.kinds),
            "counted": dict(sorted(self.counted.items())),
            "seconds": round(seconds),
            "failures": self.failures,
        }
        if self.asked.summary:
            text = json.dumps(told, ensure_ascii=False, indent=1)
            self.asked.summary.write_text(text, encoding="utf-8")
        named = ", ".join(str(failure["seed"]) for failure in self.failures) or "none"
        print(f"| {told['seeds']} | {self.done} histories, {self.acts} acts | failed: {named} |")
        print(json.dumps({k: v for k, v in told.items() if k != "failures"}, ensure_ascii=False))


_worlds: list[AbstractContextManager[Any]] = []
_templates: list[Any] = []


def _begin() -> None:
    # Each process has stores of its own; passwords cost next to nothing here.
    os.environ["XUEJI_HOME"] = tempfile.mkdtemp(prefix="xueji-long-run-")
    from app.data import keyslots
    from tests.faults import history_run

    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    signal.signal(signal.SIGALRM, _stuck)
    world = history_run.strange_world()
    _templates.append(world.__enter__())
    # Histories leave few cycles behind: looking for them at every turn costs a tenth of the time.
    gc.freeze()
    gc.disable()
    _worlds.append(world)  # kept open until the process ends


def _stuck(*_: object) -> None:
    raise TimeoutError("a history that never ends")


def _one(job: tuple[int, tuple[int, int], float]) -> dict[str, Any]:
    from tests.faults import history_run

    seed, acts, until = job
    if time.time() > until:
        return {"kind": "skipped"}
    plan = history_run.plan_of(seed, *acts)
    made: dict[str, Any] = {"kind": "passed", "seed": seed, "acts": plan.acts, "sites": 0}
    made |= {"counted": {}, "kinds": [n for n in ("sealed", "mixed", "copies") if getattr(plan, n)]}
    signal.alarm(STUCK)
    try:
        world = history_run.run(_templates[0], seed, *acts)
        made |= {"sites": len(world.seats), "counted": world.counted}
    except Exception:  # noqa: BLE001  (the run goes on, and tells of it at its end)
        made |= {"kind": "failed", "error": traceback.format_exc()[-4000:]}
    finally:
        signal.alarm(0)
        if seed % 25 == 0:
            gc.collect()
    return made


if __name__ == "__main__":
    sys.exit(main())
