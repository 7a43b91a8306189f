"""A share of `store_run`: flipped bits, and command lines that write at one time."""

import random
from collections import Counter
from pathlib import Path

from tests.faults.store_run import NOTICED, flipped, prepared, written_at_once


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    path, person = prepared(tmp_path / "store")
    chance = random.Random(2)
    seen = Counter(flipped(path, person, tmp_path / "flipped", chance) for _ in range(12))
    assert seen == {NOTICED: 12}


def test_who_is_told_that_it_is_done_finds_it_there(tmp_path: Path) -> None:
    path, _person = prepared(tmp_path / "store")
    assert written_at_once(path, 3) == []
