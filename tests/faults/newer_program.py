"""The next version of the program: one more entity and two more fields, worn site by site."""

import dataclasses
import sys
from typing import Any

import app.data.digest
import app.data.erasure
import app.data.exchange.departures
import app.data.scope
import app.domain.declarations
from app.data.database import Connection, tables
from app.data.exchange import held_back
from app.data.migrations.building import add_column, create_synced
from app.data.schema import columns
from app.domain.entity import REGISTRY, Entity, Kind

OLD, NEW = False, True
_NOTE = REGISTRY["member"].field("note")


def _with(entity: Entity, name: str) -> Entity:
    more = dataclasses.replace(_NOTE, name=name, kind=Kind.TEXT)
    return dataclasses.replace(entity, fields=(*entity.fields, more))


HONOUR = dataclasses.replace(REGISTRY["exemption"], name="honour", label="表彰")
MEMBER = _with(REGISTRY["member"], "wechat")
ATTENDANCE = _with(REGISTRY["attendance"], "came_at")

_KNOWING: list[Any] = [
    module
    for name, module in sorted(sys.modules.items())
    if name.startswith("app.data") or name == "app.domain.declarations"
    if hasattr(module, "ENTITIES")
]
"""Whatever keeps the list of entities for itself."""

_old = dict(REGISTRY)
_new = {**_old, "member": MEMBER, "attendance": ATTENDANCE, "honour": HONOUR}


def _order(known: dict[str, Entity]) -> tuple[Entity, ...]:
    first = [name for name in app.data.scope._FIRST if name in known]
    return tuple(
        sorted(
            known.values(),
            key=lambda e: (e.facts, first.index(e.name) if e.name in first else 99, e.name),
        )
    )


_ORDERS = {OLD: app.data.scope.PARENTS_FIRST, NEW: _order(_new)}
_worn = [OLD]


def wear(version: bool) -> None:
    """From here on the program is the one of this version."""
    if [version] == _worn:
        return
    known = _new if version else _old
    REGISTRY.clear()
    REGISTRY.update(known)
    everything = tuple(known.values())
    for module in _KNOWING:
        module.ENTITIES = everything
    held_back._ORDER = {e.name: place for place, e in enumerate(_ORDERS[version])}
    app.data.scope.PARENTS_FIRST = _ORDERS[version]
    app.data.scope.MEMBER_ROWS = tuple(e.name for e in everything if e.has("member"))
    _worn[:] = [version]


def upgrade(connection: Connection) -> None:
    """The step that the next version would bring, inside one transaction."""
    named = {"honour": columns(HONOUR)}
    create_synced(tables(connection), named, {"honour": [["member"]]})
    add_column(tables(connection), "member", "wechat", "TEXT")
    add_column(tables(connection), "attendance", "came_at", "TEXT")
