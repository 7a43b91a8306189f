"""Some of every kind of the damaged packages that `tests.faults.damage_run` makes."""

from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.services.exchange import receiving
from tests.faults.damage_run import Tally, all_damaged, look
from tests.faults.damage_run_received import hand_over
from tests.faults.damage_run_target import prepare

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
def test_positions_are_counts(tmp_path: Path) -> None:
    """What no column holds is refused, not crashed on."""
    target = prepare(tmp_path)
    before = target.content()
    for odd in (-1, 2**63, 2**64 - 1, 1.5, "7", None, True):
        for manifest in (
            {**target.manifest, "lo": odd},
            {**target.manifest, "hi": odd},
            {**target.manifest, "confirmed": {"x": odd}},
        ):
            target.file.write_bytes(target.sealed(manifest, target.lines, target.label))
            with pytest.raises(AppError) as refused:
                receiving.receive_package(target.county, target.file)
            assert refused.value.code == "E-202-31"
            assert target.content() == before
    target.county.close()


@pytest.mark.fault
@pytest.mark.slow
def test_a_store_stays_as_it_was(tmp_path: Path) -> None:
    tally = Tally()
    hand_over(tmp_path, tally, HANDED_OVER)
    assert tally.wrong == []
    assert tally.total > HANDED_OVER
    assert set(tally.joined) == {"only the sender's own"}
