"""The next version of the program: one more entity and two more fields, worn site by site."""

import dataclasses

from app.data.database import Connection, tables
from app.data.migrations.building import add_column, create_synced
from app.data.schema import columns
from app.domain.entity import REGISTRY, Entity, Kind
from tests.declaring import Declared

OLD, NEW = False, True
_NOTE = REGISTRY["member"].field("note")


def _with(entity: Entity, name: str) -> Entity:
    more = dataclasses.replace(_NOTE, name=name, kind=Kind.TEXT)
    return dataclasses.replace(entity, fields=(*entity.fields, more))


HONOUR = dataclasses.replace(REGISTRY["exemption"], name="honour", label="表彰")
MEMBER = _with(REGISTRY["member"], "wechat")
ATTENDANCE = _with(REGISTRY["attendance"], "came_at")

_old = dict(REGISTRY)
_new = {**_old, "member": MEMBER, "attendance": ATTENDANCE, "honour": HONOUR}
_VERSIONS = {OLD: Declared(_old), NEW: Declared(_new)}


def wear(version: bool) -> None:
    """From here on the program is the one of this version."""
    _VERSIONS[version].wear()


def upgrade(connection: Connection) -> None:
    """The step that the next version would bring, inside one transaction."""
    named = {"honour": columns(HONOUR)}
    create_synced(tables(connection), named, {"honour": [["member"]]})
    add_column(tables(connection), "member", "wechat", "TEXT")
    add_column(tables(connection), "attendance", "came_at", "TEXT")
