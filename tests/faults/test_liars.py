"""Townships that say validly signed whatever they like: no row of anybody else's ever changes."""

from collections.abc import Iterator

import pytest

from tests.faults import history_run, liars
from tests.faults.template import Template

HISTORIES, LIES = 6, 40


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    with history_run.world_for_tests(tmp_path_factory.mktemp("home")) as made:
        yield made


def test_no_lie_changes_or_reveals_a_foreign_row(
    template: Template, request: pytest.FixtureRequest
) -> None:
    first = request.config.getoption("--first-seed")
    many = request.config.getoption("--histories") or HISTORIES
    for seed in range(first, first + many):
        try:
            world = liars.run(template, seed, LIES)
        except Exception as error:
            raise AssertionError(f"history {seed}: {error}") from error
        assert world.counted["lies"] > LIES / 2
