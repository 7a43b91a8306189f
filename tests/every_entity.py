"""A row of any declared kind, made from its declaration; and kinds that only tests declare."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.data import ownership
from app.data.database import tables
from app.data.migrations.building import create_synced
from app.data.rows import values_of
from app.data.schema import columns
from app.data.scope import parents_first
from app.domain.declarations import ENTITIES
from app.domain.entity import REGISTRY, THE_COUNTY, Entity, Kind, Scope, Value, declare, entity
from app.domain.uid import new_uid
from app.services.store import Store
from tests.builders import MadeClass, id_number, make_class, make_member, make_organization

REAL = dict(REGISTRY)


@entity("test_meeting", "会议", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Meeting:
    """A register of an organization."""

    organization: bytes = declare("党组织", Kind.REFERENCE, required=True, refers_to="organization")
    title: str = declare("会议名称", required=True)
    held_on: str | None = declare("日期", Kind.DAY)


@entity("test_decision", "议定事项", Scope.ORGANIZATION, owner="meeting")
@dataclass(frozen=True)
class Decision:
    """The detail of a register: it belongs to whoever the row above belongs to."""

    meeting: bytes = declare("会议", Kind.REFERENCE, required=True, refers_to="test_meeting")
    text: str = declare("内容", required=True)


@entity("test_agenda", "会议准备", Scope.ORGANIZATION, owner="decision")
@dataclass(frozen=True)
class Agenda:
    """The detail of a detail, which sorts before what it belongs to."""

    decision: bytes = declare("议定事项", Kind.REFERENCE, required=True, refers_to="test_decision")
    text: str = declare("内容", required=True)


@entity("test_honour", "表彰", Scope.MEMBER, owner="member")
@dataclass(frozen=True)
class Honour:
    """A register of a person that names an organization besides."""

    member: bytes = declare("党员", Kind.REFERENCE, required=True, refers_to="member")
    given_by: bytes | None = declare("授予单位", Kind.REFERENCE, refers_to="organization")
    title: str = declare("称号", required=True)


@entity("test_material", "教材", Scope.CLASS, owner="training_class")
@dataclass(frozen=True)
class Material:
    """A register of a class."""

    training_class: bytes = declare(
        "培训班", Kind.REFERENCE, required=True, refers_to="training_class"
    )
    title: str = declare("名称", required=True)


@entity("test_notice", "通知", Scope.BROADCAST)
@dataclass(frozen=True)
class Notice:
    """The county's, for everybody."""

    title: str = declare("标题", required=True)


@entity("test_sketch", "草稿", Scope.LOCAL, owner="organization")
@dataclass(frozen=True)
class Sketch:
    """What never leaves the store it was written in."""

    organization: bytes = declare("党组织", Kind.REFERENCE, required=True, refers_to="organization")
    title: str = declare("标题", required=True)


MADE_UP: Mapping[str, Entity] = {k: v for k, v in REGISTRY.items() if k not in REAL}
EVERY: tuple[Entity, ...] = (*ENTITIES, *MADE_UP.values())
"""Every kind of row that the program declares, and those above."""
EVERYTHING: Mapping[str, Entity] = {each.name: each for each in EVERY}

for _name in MADE_UP:
    del REGISTRY[_name]  # known only where a test wears them

OF_KIND: Mapping[Kind, Value] = {
    Kind.HOURS: 4.0,
    Kind.NUMBER: 1,
    Kind.FLAG: 1,
    Kind.DATE: "2026-01",
    Kind.DAY: "2026-01-05",
    Kind.PHONE: "13800000001",
    Kind.MONEY: 100,
    Kind.MONTH: "2026-01",
}
_serial = itertools.count(1)


def make_tables(store: Store, *more: Entity) -> None:
    """The step that a version with these entities would bring."""
    made = {each.name: columns(each) for each in more or MADE_UP.values()}
    with store.database.write() as connection:
        create_synced(tables(connection), made, {})


@dataclass(frozen=True)
class Place:
    """What rows about one site may name: an organization of it, somebody there, two classes."""

    rows: Mapping[str, bytes]
    run: MadeClass
    """A class in which nobody takes part: nobody else sees it because of a person."""

    def of(self, table: str, about: Entity, leads: str = "") -> bytes:
        """What a row names where it names that table; `leads` is whose place counts."""
        if (leads or ownership.anchor_of(about)) == "training_class":
            alone = {"training_class": self.run.uid, "session": self.run.sessions[0]}
            return alone.get(table) or self.rows[table]
        return self.rows[table]


def make_place(store: Store, name: str) -> Place:
    """Such a place, entered at that site."""
    branch = make_organization(store, f"{name}支部")
    member = make_member(store, branch)
    attended = make_class(store, [member], organization=branch)
    rows: dict[str, bytes] = {
        "organization": branch,
        "member": member,
        "training_class": attended.uid,
        "session": attended.sessions[0],
    }
    made = Place(rows, make_class(store, name=f"{name}的班", organization=branch))
    named = {
        field.refers_to for each in EVERY if each.scope is not Scope.LOCAL for field in each.fields
    }
    for each in parents_first(EVERY):
        if each.name in named and each.name not in rows and not each.facts:
            rows[each.name] = write(store, each, row_of(each, made))
    return replace(made, rows=rows)


def row_of(about: Entity, place: Place, leads: str = "") -> dict[str, Value]:
    """Values for every field that whoever writes about this place may fill in. A row that follows
    one of several kinds follows `leads`."""
    said: dict[str, Value] = {}
    leading = ownership.leading(about)
    for field in about.fields:
        if field.kind is Kind.REFERENCE:
            chosen = about.scope is not Scope.ROW or field.name == (leads or leading[0])
            if field.required or field.name in leading or _is_plain_place(field.refers_to):
                said[field.name] = place.of(field.refers_to, about, leads) if chosen else None
        elif field.said_by == THE_COUNTY or field.default is not None:
            said[field.name] = field.default
        elif field.kind is Kind.ID_NUMBER:
            said[field.name] = id_number(next(_serial))
        elif field.name in ("row", "person"):
            said[field.name] = new_uid().hex()
        elif field.choices:
            said[field.name] = field.choices[0]
        elif field.name not in _EMPTY:
            said[field.name] = OF_KIND.get(field.kind, f"甲{next(_serial)}")
    return said


_EMPTY = ("dissolved_on", "status_on", "closed_on")
"""What a row that is in daily use has not."""


def _is_plain_place(table: str) -> bool:
    return table == "organization"


def correction(about: Entity, words: str = "改写") -> tuple[str, Value]:
    """A field that whoever owns the row may edit, with another value; words where it has any."""
    free = [f for f in about.fields if not f.said_by and f.name not in ("row", "person", "entity")]
    for field in sorted(free, key=lambda f: f.required):
        if field.kind in (Kind.TEXT, Kind.NOTE):
            return field.name, words
    chosen = next(f for f in free if f.choices)
    return chosen.name, chosen.choices[1 + len(words) % 2]


def write(store: Store, about: Entity, values: Mapping[str, Value]) -> bytes:
    """Enter the row, as a service would: where its identity follows from what it says, in a class
    of its own, for its person takes part in the usual one already."""
    if about.identity:
        held = "SELECT organization FROM member WHERE uid = ?"
        (place,) = store.database.read().execute(held, (values["member"],)).fetchone()
        values = {**values, "training_class": make_class(store, organization=place).uid}
    with store.change("测试") as change:
        if about.facts:
            return change.add_facts(about, [values])[0]
        return change.create(about, values, about.identity_of(values))


def read(store: Store, about: Entity, uid: bytes) -> dict[str, Value] | None:
    """What that site holds of the row."""
    found = values_of(store.database.read(), about, uid)
    if found is None:
        return None
    sign = "NOT live" if about.facts else "gone"
    (gone,) = (
        store.database.read()
        .execute(f"SELECT {sign} FROM {about.name} WHERE uid = ?", (uid,))
        .fetchone()
    )
    return {**found, "_gone": gone}
