"""A real window killed (kill -9) at random moments while it saves: `-m tests.faults.window_run`.

Needs a screen (Xvfb will do) or QT_QPA_PLATFORM=offscreen. After each death: every save that was
told is there, at most the one under way besides; the self-check is silent; another window may open
the store, and what the dead one left is swept. The exit code is 1 when anything was not so.
"""

import argparse
import os
import random
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from app.data import backup, keyslots
from app.services import backups
from app.services.alone import hold_store
from app.services.opening import open_store
from app.services.self_check import check_store
from tests.builders import PASSWORD, make_member, make_store, value_of

TO_START = 120.0
"""Seconds that a window takes to come up on a machine with other work."""
LONGEST = 4.0
"""Seconds of saving before the death."""


def killed(path: Path, person: bytes, seconds: float) -> tuple[int, list[str]]:
    """Kill a window so long after its first save: the saves it told, and what is wrong."""
    words = [sys.executable, "-m", "tests.faults.killed_window", str(path), person.hex()]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as window:
        assert window.stdout is not None
        assert window.stderr is not None
        came_up = bool(select.select([window.stdout], [], [], TO_START)[0])
        time.sleep(seconds)
        died = window.poll()
        window.kill()
        told = window.stdout.read().decode().split()
        said = window.stderr.read().decode("utf-8", "replace")
    if not came_up or died is not None or not told:
        log = Path(os.environ["XUEJI_HOME"]) / "logs" / "fault.log"
        crash = log.read_text("utf-8", "replace")[-2000:] if log.is_file() else ""
        return 0, [f"the window did not save (ended {died}): {said[-400:]}\n{crash}"]
    return int(told[-1]), []


def looked(path: Path, person: bytes, told: int) -> list[str]:
    """What is wrong with what the dead window left behind."""
    found = []
    if not list(path.parent.glob("临时-*")):
        found.append("nothing was left to sweep: the window did not die at work")
    with hold_store(path):
        store = open_store(path, PASSWORD)
        store.sweep()
        there = str(value_of(store, "member", person, "note"))
        if there not in (f"第{told}次", f"第{told + 1}次"):
            found.append(f"told {told}, there is {there}")
        found += [f"self-check: {text}" for text in check_store(store).problems]
        backups.automatic(store, "退出")
        for made in backups.list_backups(path):
            backup.verify(made.path, store.database.key)
        store.close()
    for left in path.parent.rglob("*"):
        if "临时-" in left.name or left.name.endswith((".part", ".part.lock")):
            found.append(f"left over: {left.name}")
    return found


def main(arguments: Sequence[str]) -> int:
    """Kill, look, and say by the exit code whether all was well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    chance, good, saves = random.Random(given.seed), 0, 0
    with tempfile.TemporaryDirectory() as name:
        os.environ["XUEJI_HOME"] = str(Path(name) / "home")
        store = make_store(Path(name))
        people = [make_member(store) for _ in range(30)]
        path, person = store.path, people[0]
        store.close()
        names = {left.name for left in path.parent.iterdir()}
        for _ in range(given.times):
            told, wrong = killed(path, person, chance.uniform(0, LONGEST))
            saves += told
            wrong = wrong or looked(path, person, told)
            good += not wrong
            print(f"{told} saves", *wrong, sep=" | ", flush=True)
        print("lie there now besides:", *sorted({p.name for p in path.parent.iterdir()} - names))
    screen = os.environ.get("QT_QPA_PLATFORM", "") or os.environ.get("DISPLAY", "")
    print(f"{good} of {given.times} killed, {saves} saves told, on {screen}, seed {given.seed}")
    return 0 if good == given.times else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
