"""Random histories of a county, two laptops of one township and another township: nothing lost."""

import random
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import history_acts, history_end
from tests.faults.history import Template, World, make_template

SHORT = 24


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    patch = pytest.MonkeyPatch()
    folder = tmp_path_factory.mktemp("template")
    patch.setenv("XUEJI_HOME", str(folder / "home"))
    patch.setattr("app.data.keyslots.MEMORY_KIB", 32)
    patch.setattr("app.data.keyslots.PASSES", 1)
    keep_true_chance(patch)
    yield make_template(folder)
    patch.undo()


@pytest.fixture(autouse=True)
def _true_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_true_chance(monkeypatch)


def keep_true_chance(patch: pytest.MonkeyPatch) -> None:
    """Histories replace chance and clock; undoing the patch puts them back."""
    for name in ("app.data.audit.secrets", "app.data.site.secrets", "app.domain.uid.secrets"):
        patch.setattr(name, secrets)
    for name in ("app.data.changes.time", "app.domain.uid.time"):
        patch.setattr(name, time)


def run(template: Template, seed: int) -> World:
    """One history from its seed."""
    rng = random.Random(seed)
    world = World(template, seed)
    try:
        for act in history_acts.choose(rng, rng.randint(15, 120), copies=seed % 3 == 0):
            act(world)
        history_end.check(world)
    finally:
        for store in world.stores:
            store.close()
    return world


def test_nothing_is_lost_in_random_histories(
    template: Template, request: pytest.FixtureRequest
) -> None:
    first = request.config.getoption("--first-seed")
    for seed in range(first, first + (request.config.getoption("--histories") or SHORT)):
        try:
            run(template, seed)
        except Exception as error:
            raise AssertionError(f"history {seed}: {error}") from error


def test_this_file_lies_where_the_results_are_kept() -> None:
    assert (Path(__file__).parent / "RESULTS.md").is_file()
