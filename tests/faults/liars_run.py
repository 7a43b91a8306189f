"""Thousands of validly signed lies over random histories; every failure is told with its seed.

python -m tests.faults.liars_run --lies 10000 --first-seed 0 --seconds 1800
"""

import argparse
import collections
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

LIES_EACH = 60
"""Lies of one history: its honest beginning is paid for once."""


def main(arguments: list[str] | None = None) -> int:
    """Lie until enough was said or the time is over; 1 when any lie did anything."""
    asked = _parser().parse_args(arguments)
    if os.environ.get("PYTHONHASHSEED") != "0":  # one order of sets: a seed tells the same again
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.faults.liars_run", *sys.argv[1:]])
    os.environ["XUEJI_HOME"] = tempfile.mkdtemp(prefix="xueji-liars-run-")
    from tests.faults import history_run

    with history_run.world_for_tests(Path(os.environ["XUEJI_HOME"])) as template:
        return _run(template, asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.liars_run", description=__doc__)
    parser.add_argument("--lies", type=int, default=10_000)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--each", type=int, default=LIES_EACH, help="lies of one history")
    parser.add_argument("--seconds", type=float, default=3600, help="no new history after this")
    return parser


def _run(template: object, asked: argparse.Namespace) -> int:
    from tests.faults import liars

    counted: collections.Counter[str] = collections.Counter()
    failed: list[int] = []
    seed, began, used = asked.first_seed, time.monotonic(), time.process_time()
    while counted["lies"] < asked.lies and time.monotonic() - began < asked.seconds:
        try:
            counted.update(liars.run(template, seed, asked.each).counted)  # type: ignore[arg-type]
        except Exception:  # noqa: BLE001  (the run goes on, and tells of it at its end)
            failed.append(seed)
            print(f"history {seed}: {traceback.format_exc()[-1500:]}", flush=True)
        seed += 1
        if (seed - asked.first_seed) % 20 == 0:
            print(f"{counted['lies']} lies, {len(failed)} failed", flush=True)
    told = {k: n for k, n in sorted(counted.items()) if "lies" in k or "lines" in k or "refus" in k}
    print(
        f"| {asked.first_seed}–{seed - 1} | {counted['lies']} lies | "
        f"failed: {', '.join(map(str, failed)) or 'none'} | "
        f"{time.process_time() - used:.0f} s of processor time |"
    )
    print(told)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
