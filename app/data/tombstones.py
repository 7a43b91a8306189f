"""Who was erased: the tombstones, the proof that they are our own, and what arrives about them."""

import hashlib
import hmac
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache

from app.data import site
from app.data.database import Connection
from app.data.exchange.records import STAMP_WIDTH, FactsRecord, RowRecord
from app.domain.entity import REGISTRY, Entity, Scope, Value
from app.domain.exchange.versions import Versions

TOMBSTONE, CERTIFICATE = "erasure", "certificate"
"""The two tables that an erasure leaves as they are: what says so, and the issued numbers."""
SECRET = "erasure_secret"
"""Only the store that wrote a tombstone has it: a county that lost one to an old backup knows its
own again, and a township cannot make one up."""


def erased(connection: Connection) -> set[bytes]:
    """The identities that were erased; a withdrawn tombstone is one all the same."""
    found = connection.execute("SELECT unhex(person) FROM erasure").fetchall()
    return {row[0] for row in found if row[0]}


def is_erased(connection: Connection, member: bytes) -> bool:
    """Whether this person was erased."""
    found = connection.execute("SELECT 1 FROM erasure WHERE person = ? LIMIT 1", (member.hex(),))
    return found.fetchone() is not None


def seal(connection: Connection, uid: bytes, values: Mapping[str, Value]) -> str:
    """The proof that this store wrote the tombstone `uid`."""
    secret = site.get(connection, SECRET)
    assert isinstance(secret, bytes)  # every store has got one in the step that made the table
    said = [uid.hex(), *(str(values.get(name)) for name in ("person", "basis", "erased_on"))]
    return hmac.new(secret, "\0".join(said).encode(), hashlib.sha256).hexdigest()


def is_ours(connection: Connection, record: RowRecord) -> bool:
    """Whether a tombstone that a township brings back was written by this very store."""
    values = {name: record.shown(name) for name in ("person", "basis", "erased_on")}
    proof = seal(connection, record.uid, values)
    return hmac.compare_digest(proof.encode(), str(record.shown("seal")).encode())


def living(record: RowRecord, gone: Collection[bytes]) -> RowRecord | None:
    """What of a row may be joined: None when it is about an erased person."""
    entity = REGISTRY.get(record.entity)
    names = {uid.hex() for uid in gone}
    if entity is None:
        return None if names & _said(record) else record
    if entity.scope is Scope.BROADCAST or entity.name == CERTIFICATE:
        return record
    if record.uid in gone:
        return None
    for about in names_people(entity):
        if record.has(about):
            kept = without(record.versions()[about], names)
            if kept is None:
                return None
            record = _told(record, about, kept)
    if entity.has("merged_into") and record.has("merged_into"):
        return _told(record, "merged_into", parted(record.versions()["merged_into"], names))
    return record


def living_facts(record: FactsRecord, gone: Collection[bytes]) -> FactsRecord:
    """The facts of a line that are about nobody who was erased."""
    if "member" not in record.fields:
        return record
    names = {uid.hex() for uid in gone}
    at = STAMP_WIDTH + record.fields.index("member")
    kept = [row for row in record.rows if row[at] not in names]
    return FactsRecord(record.entity, record.fields, kept)


def without(versions: Versions, names: Collection[str]) -> Versions | None:
    """The versions that say whose a row is, without the erased; None when nobody is left."""
    kept = tuple(s for s in versions.siblings if s.value not in names)
    return Versions(versions.context, kept) if kept else None


def parted(versions: Versions, names: Collection[str]) -> Versions:
    """Whoever was merged into an erased person by somebody who did not know stands for himself."""
    siblings = (replace(s, value=None) if s.value in names else s for s in versions.siblings)
    return Versions(versions.context, tuple(siblings))


@cache
def names_people(entity: Entity) -> tuple[str, ...]:
    """The fields by which a row is about somebody: its `member`, or the people of the roster that
    a row of an organization names (who gave a 党课, of whom a 述评 tells), or the other of two."""
    if entity.name == "member":
        return ()
    return tuple(f.name for f in entity.fields if f.refers_to == "member")


def people_tables(entities: Collection[Entity]) -> list[Entity]:
    """The tables whose rows go with a person."""
    return [e for e in entities if names_people(e) and e.name != CERTIFICATE]


def _said(record: RowRecord) -> set[Value]:
    # Of a table that only newer versions know, every field may say whose the row is.
    return {s.value for versions in record.versions().values() for s in versions.siblings}


def _told(record: RowRecord, name: str, versions: Versions) -> RowRecord:
    if versions == record.versions()[name]:
        return record
    values = {key: value for key, value in record.values.items() if key != name}
    return replace(record, values=values, explicit={**record.explicit, name: versions})
