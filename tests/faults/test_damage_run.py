"""Some of every kind of the damaged packages that `tests.faults.damage_run` makes."""

from pathlib import Path

import pytest

from tests.faults.damage_run import Tally, all_damaged, look
from tests.faults.damage_run_received import hand_over

SHARE, HANDED_OVER = 40, 50


@pytest.mark.fault
def test_every_kind_of_damage_is_refused_in_words() -> None:
    tally = Tally()
    look(all_damaged(SHARE), tally)
    assert tally.wrong == []
    assert tally.unclear() == []
    assert len(tally.codes) > 25
    assert tally.total > 500


@pytest.mark.fault
@pytest.mark.slow
def test_a_store_stays_as_it_was(tmp_path: Path) -> None:
    tally = Tally()
    hand_over(tmp_path, tally, HANDED_OVER)
    assert tally.wrong == []
    assert tally.total > HANDED_OVER
