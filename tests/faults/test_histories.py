"""Random histories of a county and its townships' laptops: nothing is lost, all end equal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import history_run
from tests.faults.history import COUNTY, Plan, World
from tests.faults.template import Template

SHORT = 20
SHORTEST, LONGEST = 15, 90


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    with history_run.world_for_tests(tmp_path_factory.mktemp("home")) as made:
        yield made


def test_nothing_is_lost_in_random_histories(
    template: Template, request: pytest.FixtureRequest
) -> None:
    first, many = (request.config.getoption(name) for name in ("--first-seed", "--histories"))
    lengths = (history_run.SHORTEST, history_run.LONGEST) if many else (SHORTEST, LONGEST)
    for seed in range(first, first + (many or SHORT)):
        try:
            history_run.run(template, seed, *lengths)
        except Exception as error:
            raise AssertionError(f"history {seed}: {error}") from error


def test_the_oracle_hears_that_somebody_entered_twice_moves_whole(template: Template) -> None:
    world = World(template, 1, Plan(0, sealed=False, mixed=False, copies=False))
    try:
        here = world.home(COUNTY)
        one, two = (
            world.create(COUNTY, "member", {"name": "某人", "organization": here}) for _ in "12"
        )
        world.update(COUNTY, "member", two, {"merged_into": one})
        world.update(COUNTY, "member", one, {"organization": world.home(1)})
        heard = world.oracle.known[COUNTY].writes
        assert len(heard[one, "organization"]) == len(heard[two, "organization"]) == 2
    finally:
        world.close()


def test_this_file_lies_where_the_results_are_kept() -> None:
    assert (Path(__file__).parent / "RESULTS.md").is_file()
