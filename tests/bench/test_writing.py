"""The measurement of capture and encryption runs: both stores do the same work."""

from pathlib import Path

import pytest

from tests.bench import writing
from tests.bench.apart import Taken


@pytest.mark.parametrize("sealed", [True, False])
def test_the_mixed_work_is_done_with_and_without_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sealed: bool
) -> None:
    monkeypatch.setattr(writing, "PEOPLE", 20)
    monkeypatch.setattr(writing, "EDITED", 2)
    monkeypatch.setattr(writing, "MARKED", 40)
    taken = Taken()
    writing.mixed_work(taken, tmp_path, "测量", sealed)
    assert taken.seconds["work"] > 0
