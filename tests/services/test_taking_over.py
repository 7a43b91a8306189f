"""Everybody is taken over without garbage being looked for among them."""

import gc
from pathlib import Path

import pytest

from app.data.people_index import PeopleIndex
from app.services.taking_over import take_over
from tests.builders import make_county, make_member


def test_nobody_looks_for_garbage_meanwhile_and_somebody_does_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_county(tmp_path)
    uid = make_member(store, None, "曹静")
    enabled: list[bool] = []
    before = PeopleIndex.catch_up

    def watched(self: PeopleIndex, *years: int) -> None:
        enabled.append(gc.isenabled())
        before(self, *years)

    monkeypatch.setattr(PeopleIndex, "catch_up", watched)
    take_over(store.people, 2026)
    assert enabled == [False]
    assert gc.isenabled()
    assert [p.uid for p in store.people._known().people.values()] == [uid]
    store.close()
