"""Run one action on a store and die at a given statement: `python -m tests.faults.killed …`.

Every line of stdin is such a statement; each has a forked process of its own, so that all the
imports are paid for once.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from app.data import database
from app.services.exchange import receiving, sending
from app.services.opening import open_store
from tests.builders import PASSWORD


class Dying:
    """A connection that kills the process just before its n-th statement, or just after."""

    left = 0

    def __init__(self, real: Any) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def _count(self) -> None:
        Dying.left -= 1
        if Dying.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def execute(self, *arguments: Any) -> Any:
        self._count()
        return self._real.execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:
        self._count()
        return self._real.executemany(*arguments)


def main(act: str, store_path: str, file: str) -> None:
    """One life for each line; what became of it is said on a line of its own."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _live(act, store_path, file, int(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if code := os.waitstatus_to_exitcode(status):
            print(f"killed {code}", flush=True)


def _live(act: str, store_path: str, file: str, place: int) -> None:
    """Open the store, arm the trap, act."""
    store = open_store(Path(store_path), PASSWORD)
    Dying.left = place
    real = database.Database.read
    database.Database.read = lambda self: Dying(real(self))  # type: ignore[method-assign]
    if act == "receive":
        receiving.receive_package(store, Path(file))
    else:
        peer = sending.find_peer(store, "云岭县")
        sending.export_package(store, peer, Path(file))
    print(f"done {Dying.left}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
