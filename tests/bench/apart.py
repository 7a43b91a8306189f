"""Steps of a measurement, each in a process of its own, so that its memory is its own too."""

import compileall
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import app
from app.data import keyslots
from app.data.database import Database
from app.services.exchange.other_process import OpenedStore
from app.services.store import Store
from tests.peak_memory import peak_megabytes


@dataclass
class Taken:
    """What a step took: seconds of the processor for its parts by name, so that what else goes on
    in the machine does not count; the most memory its process had, and what it found out."""

    seconds: dict[str, float] = field(default_factory=dict)
    megabytes: float = 0.0
    found: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def clocked(self, name: str) -> Iterator[None]:
        """Measure what stands inside, more than once under one name too."""
        start = time.process_time()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - start


def processor() -> float:
    """Seconds of the processor that this process and its finished children took so far."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def apart(step: Callable[..., None], *given: Any) -> Taken:
    """Run `step(taken, *given)` in a fresh process."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_measured, step, given).result()


def _measured(step: Callable[..., None], given: tuple[Any, ...]) -> Taken:
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    taken = Taken()
    step(taken, *given)
    taken.megabytes = peak_megabytes()
    return taken


def lie_compiled(folder: Path) -> None:
    """Steps from now on find the program compiled in `folder`, as it lies where it is used (and as
    PySide6 does here)."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    apart(_compile)


def _compile(_taken: Taken) -> None:
    compileall.compile_dir(Path(app.__file__).parent, quiet=1)


@contextmanager
def again(where: OpenedStore) -> Iterator[Store]:
    """A store that lies ready, opened in this process."""
    store = Store(Database(Path(where.path), where.key), where.operator)
    try:
        yield store
    finally:
        store.close()
