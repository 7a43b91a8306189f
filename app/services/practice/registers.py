"""Practice registers: a few invented rows of each, at a county or a township that keeps them."""

import re
import tomllib
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from app.domain.entity import REGISTRY, Entity, Value
from app.domain.registers import REGISTERS, in_menu_order
from app.services.kept_registers import keep_registers
from app.services.practice.people import invent_people
from app.services.registers import save_row
from app.services.store import Store

ROWS = Path(__file__).resolve().parents[3] / "resources" / "practice"
"""One file for each group of the menu; what hangs on a row stands in it under its own name."""

_WORD = re.compile(r"\{([^{}]+)\}")
_WHOSE = {
    "member": "SELECT uid FROM member ORDER BY id LIMIT 1 OFFSET ?",
    "organization": "SELECT uid FROM organization ORDER BY id LIMIT 1 OFFSET ?",
    "training_class": "SELECT uid FROM training_class ORDER BY id LIMIT 1 OFFSET ?",
}
"""Rows of others that a practice row may name; one that needs such a row is left out without."""


def fill_registers(
    store: Store, random: Random, today: date, only: Collection[str] = REGISTERS
) -> int:
    """Keep every register and put something into each; how many rows."""
    keep_registers(store, list(REGISTERS))
    filling = _Filling(store, random, today)
    for key, rows in practice_rows().items():
        if key in only:
            for row in rows:
                filling.enter(REGISTRY[key], row)
    return filling.entered


def practice_rows() -> dict[str, list[dict[str, Any]]]:
    """What is entered, register by register."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(ROWS.glob("*.toml")):
        found.update(tomllib.loads(path.read_text("utf-8")))
    return {made.key: found[made.key] for made in in_menu_order() if made.key in found}


class _Filling:
    def __init__(self, store: Store, random: Random, today: date) -> None:
        self._store = store
        self._random = random
        self._today = today
        self._made: dict[str, list[bytes]] = {}
        self.entered = 0

    def enter(self, entity: Entity, row: Mapping[str, Any], owner: bytes | None = None) -> None:
        """One row, then what hangs on it."""
        said: dict[str, Value] = {} if owner is None else {entity.owner: owner}
        for name, value in row.items():
            if not isinstance(value, list):
                said[name] = self._meant(str(value))
        if any(said.get(field.name, "") is None for field in entity.fields if field.required):
            return
        uid = save_row(self._store, entity, None, said).uid
        self._made.setdefault(entity.name, []).append(uid)
        self.entered += 1
        for name, below in row.items():
            if isinstance(below, list):
                for one in below:
                    self.enter(REGISTRY[name], one, uid)

    def _meant(self, text: str) -> Value:
        """A row that is named (`{member:3}`), or words in which days are counted from today."""
        whole = _WORD.fullmatch(text)
        kind, colon, number = whole.group(1).partition(":") if whole else ("", "", "")
        if colon:
            return self._row(kind, int(number))
        return _WORD.sub(lambda found: self._said(found[1]), text)

    def _row(self, kind: str, number: int) -> bytes | None:
        if kind not in _WHOSE:
            made = self._made.get(kind, [])
            return made[number] if number < len(made) else None
        found = self._store.database.read().execute(_WHOSE[kind], (number,)).fetchone()
        return bytes(found[0]) if found else None

    def _said(self, word: str) -> str:
        if word == "site":
            return self._store.site.name
        if word not in ("person", "phone"):
            return self._day(word)
        invented = invent_people(self._random, 7, set())[-1]  # the rare names come first
        return invented.name if word == "person" else invented.phone

    def _day(self, word: str) -> str:
        """`-30` is a day, `month-30` its month, `year-1` last year."""
        unit, days = word.rstrip("+-0123456789"), word.lstrip("abcdefghijklmnopqrstuvwxyz")
        if unit == "year":
            return str(self._today.year + int(days or 0))
        day = (self._today + timedelta(days=int(days))).isoformat()
        return day[:7] if unit == "month" else day
