"""One history from its seed, begun, lived through and judged."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import app.data.audit
import app.data.changing
import app.data.site
import app.domain.uid
from app.data import keyslots, location
from app.data.exchange.package_notes import RestorePoint
from app.services import backups
from tests.faults import history_acts, history_end, newer_program
from tests.faults.history import FOLDER, Plan, World
from tests.faults.template import Template, make_template

SHORTEST, LONGEST = 50, 300
"""Acts of one history in a long run."""
SEALED = 20
"""One history in so many goes through real packages and real receipts."""


def plan_of(seed: int, shortest: int, longest: int) -> Plan:
    """What kind of history a seed stands for."""
    rng = random.Random(f"plan {seed}")
    return Plan(
        # Half of them below 80 acts, one in eight above 200.
        round(shortest * (longest / shortest) ** (rng.random() ** 2)),
        sealed=seed % SEALED == 7,
        mixed=seed % 3 == 1,
        copies=seed % 3 == 0,
    )


def run(template: Template, seed: int, shortest: int = SHORTEST, longest: int = LONGEST) -> World:
    """One history; whatever goes wrong in it or is found at its end is raised."""
    plan = plan_of(seed, shortest, longest)
    rng = random.Random(seed)
    world = World(template, seed, plan)
    try:
        for act in history_acts.choose(rng, plan):
            act(world)
        history_end.check(world)
    finally:
        world.close()
        newer_program.wear(newer_program.OLD)
    return world


def _nothing(*_: object) -> None:
    """What a marker file would be asked."""


REPLACED: tuple[tuple[Any, str], ...] = (
    (app.data.audit, "secrets"),
    (app.data.site, "secrets"),
    (app.domain.uid, "secrets"),
    (app.domain.uid, "time"),
    (app.data.changing, "time"),
    (app.data.changing, "begin"),
    (location, "question"),
    (location, "remember"),
    (backups, "before_receive"),
)


@contextmanager
def strange_world() -> Iterator[Template]:
    """Chance, clock and the care for the disk are replaced in here and true again afterwards."""
    kept = [(module, name, getattr(module, name)) for module, name in REPLACED]
    with tempfile.TemporaryDirectory(prefix="xueji-template-", dir=FOLDER) as folder:
        template = make_template(Path(folder))
        location.question = location.remember = _nothing  # type: ignore[assignment]
        backups.before_receive = lambda *_: RestorePoint("", 0)
        try:
            yield template
        finally:
            for module, name, was in kept:
                setattr(module, name, was)


@contextmanager
def world_for_tests(home: Path) -> Iterator[Template]:
    """The same within a test module: in a folder of its own, with passwords that cost nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XUEJI_HOME", str(home))
        patch.setattr(keyslots, "MEMORY_KIB", 32)
        patch.setattr(keyslots, "PASSES", 1)
        with strange_world() as made:
            try:
                yield made
            finally:
                newer_program.wear(newer_program.OLD)
