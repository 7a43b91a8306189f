"""Every register has a filled practice set, and the form refuses none of it."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from app.domain.entity import REGISTRY
from app.domain.registers import REGISTERS
from app.services.practice.registers import fill_registers, practice_rows
from tests.builders import count
from tests.ui.practice import practice_store


def _rows(row: Mapping[str, Any]) -> int:
    return 1 + sum(len(part) for part in row.values() if isinstance(part, list))


FEW = 3
"""So many rows at least: one shows no list."""


def test_every_register_and_what_hangs_on_it_is_filled(tmp_path: Path) -> None:
    store = practice_store(tmp_path, level="county", people=10)
    entered = fill_registers(store, Random(3), datetime.date.today())
    assert entered == sum(_rows(row) for rows in practice_rows().values() for row in rows)
    few = {key for key in REGISTERS if count(store, key) < FEW}
    empty = {
        entity.name
        for made in REGISTERS.values()
        for entity in made.detail_entities()
        if not count(store, entity.name)
    }
    assert (few, empty) == (set(), set())
    assert count(store, "rating", "teacher IS NOT NULL") > 0, "what is referred to comes before"


def test_it_names_only_what_is_declared() -> None:
    unknown = [
        (key, name)
        for key, rows in practice_rows().items()
        for row in rows
        for name in row
        if not REGISTRY[key].has(name) and name not in REGISTERS[key].details
    ]
    assert unknown == []
