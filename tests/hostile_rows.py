"""Rows of every kind that a changed program of an enrolled township may send of its own: text that
no gate of ours would let in, in every field that takes text."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.data import keyslots
from app.data.scope import PARENTS_FIRST
from app.domain.declarations import entity_named
from app.domain.entity import Entity, Kind, Scope, Value
from app.domain.uid import derived_uid
from tests.builders import Pair, make_pair
from tests.every_entity import OF_KIND
from tests.services.exchange.lying import Line, row, stamp, told

POISONS = {
    "control": "甲\x1b[31m\x07\x9b2J\x00乙",
    "markup": "<b>粗</b><img src=x.png>&amp;",
    "bidi": "甲\u202e乙丙\u202c\u2066丁\u200b",
    "equals": "=1+1",
    "plus": "+1+1",
    "minus": "-1+1",
    "at": "@SUM(1)",
    "tab": "\t=1+1",
    "outside": "外星人",
}
"""What is no text of the trade, by what is wrong with it."""
FREE = frozenset((Kind.TEXT, Kind.NOTE, Kind.PERSON_NAME, Kind.PHONE, Kind.ID_NUMBER))
LISTED = frozenset((Kind.CHOICE, Kind.MANY))
DATED = frozenset((Kind.DATE, Kind.DAY, Kind.MONTH))
HIDDEN = frozenset("\x1b\x07\x9b\x00\u202e\u202c\u2066\u200b")
"""What of it commands a terminal, turns the words around, or cannot be seen."""


def identity(entity: str, poison: str) -> bytes:
    """Of the row of that kind that holds that text; where it follows from the row, that one."""
    about = entity_named(entity)
    follows = {name: identity(about.field(name).refers_to, poison) for name in about.identity}
    named = derived_uid(b"hostile", f"{entity} {poison}".encode())
    return about.identity_of(follows) or named


@contextmanager
def hostile_county(folder: Path, kinds: Collection[Kind]) -> Iterator[Pair]:
    """A county that has joined all of it, for the tests of one module."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XUEJI_HOME", str(folder / "home"))
        patched.setattr(keyslots, "MEMORY_KIB", 32)
        patched.setattr(keyslots, "PASSES", 1)
        made = make_pair(folder)
        hostile_rows(made, kinds, patched)
    yield made
    made.county.close()
    made.township.close()


def hostile_rows(pair: Pair, kinds: Collection[Kind], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the township tell the county one row of each kind with each text in all fields of these
    kinds; the county joins them: they are the township's own."""
    lines = [line for poison in POISONS for line in _lines(pair, poison, kinds)]
    order = {entity.name: place for place, entity in enumerate(PARENTS_FIRST)}
    lines.sort(key=lambda line: order[line["table"]])
    view = told(pair.township, pair.county, pair.folder, lines, monkeypatch)
    assert not view.held


def _lines(pair: Pair, poison: str, kinds: Collection[Kind]) -> Iterator[Line]:
    store = pair.township
    for entity in PARENTS_FIRST:
        if entity.scope in (Scope.BROADCAST, Scope.ROW, Scope.LOCAL):
            continue
        values = values_of(pair, entity, poison, kinds)
        uid = identity(entity.name, poison)
        if not entity.facts:
            yield row(store, entity.name, uid, values)
            continue
        plain = [v.hex() if isinstance(v, bytes) else v for v in values.values()]
        yield {
            "table": entity.name,
            "fields": list(values),
            "facts": [[uid.hex(), *stamp(store), *plain]],
        }


def values_of(pair: Pair, entity: Entity, poison: str, kinds: Collection[Kind]) -> dict[str, Value]:
    """What such a row says; in fields of other kinds what anybody may write there."""
    said: dict[str, Value] = {}
    for field in entity.fields:
        if field.said_by or field.name in ("merged_into", "supersedes", "dissolved_on"):
            continue
        if entity.name == "organization" and field.name == "parent":
            said[field.name] = pair.township.site.organization
        elif field.kind is Kind.REFERENCE:
            said[field.name] = identity(field.refers_to, poison)
        elif field.kind in kinds:
            said[field.name] = POISONS[poison]
        elif field.default is not None or field.choices:
            said[field.name] = field.default if field.default is not None else field.choices[0]
        elif field.kind in OF_KIND:
            said[field.name] = OF_KIND[field.kind]
    return said
