"""A county keeps every register that is not off at first, a township what it switches on."""

from itertools import groupby
from pathlib import Path

import pytest

from app.data.queries.trail import TrailFilter, trail_ids, trail_rows
from app.domain.registers import COUNTY, GROUPS, REGISTERS
from app.services.kept_registers import keep_registers, kept_registers
from app.services.store import Store
from tests.builders import make_county
from tests.register_building import make_row


def test_a_county_keeps_all_and_a_township_none_at_first(store: Store, tmp_path: Path) -> None:
    assert kept_registers(store) == []
    (tmp_path / "c").mkdir()
    county = make_county(tmp_path / "c")
    expected = {key for key, made in REGISTERS.items() if COUNTY in made.levels}
    kept = kept_registers(county)
    assert {made.key for made in kept} == expected
    groups = [made.group for made in kept]
    assert [group for group, _ in groupby(groups)] == list(dict.fromkeys(groups)), "together"
    assert groups[0] == GROUPS[0]


def test_switched_on_and_off_and_the_rows_stay(store: Store) -> None:
    make_row(store, "venue")
    keep_registers(store, ["venue"])
    assert [made.key for made in kept_registers(store)] == ["venue"]
    keep_registers(store, [])
    assert kept_registers(store) == []
    assert store.database.read().execute("SELECT count(*) FROM venue").fetchone()[0] == 1
    connection = store.database.read()
    newest = trail_rows(connection, trail_ids(connection, TrailFilter())[:1])[0]
    assert newest.action == "选择登记册"


@pytest.mark.parametrize("key", REGISTERS)
def test_every_one_can_be_kept_by_a_township(store: Store, key: str) -> None:
    keep_registers(store, [key])
    assert [made.key for made in kept_registers(store)] == [key]
