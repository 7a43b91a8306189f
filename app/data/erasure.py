"""彻底删除: take everything about a person out of this store, except the issued certificates."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, product

from app.data import (
    attachments,
    audit,
    hours_summary,
    identity_tables,
    ownership,
    rows,
    scope,
    tombstones,
)
from app.data.changes import Change
from app.data.database import Connection
from app.data.exchange import held_back
from app.data.queries.headcount import NOBODY
from app.data.row_columns import update_row
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Entity
from app.domain.exchange.versions import Sibling, Versions, decode

PERSONAL = ("name", "id_number", "phone")
"""What a reason or a summary may say of a person in words."""
SHORTEST_NAME = 2

Counts = dict[str, int]
"""Per table how many rows went or would go."""


@dataclass
class _Going:
    """What one erasure takes out: rows by table, and what is kept but changed."""

    persons: set[bytes]
    rows: dict[str, list[bytes]] = field(default_factory=dict)

    @property
    def counts(self) -> Counts:
        return {name: len(uids) for name, uids in self.rows.items() if uids}


def identities(connection: Connection, member: bytes) -> list[bytes]:
    """Every identity of one person: whoever was merged, in either direction, is the same."""
    merged = connection.execute(
        "SELECT uid, merged_into FROM member WHERE merged_into IS NOT NULL"
    ).fetchall()
    found, new = {member}, {member}
    while new:
        new = {b for a, b in merged if a in new} | {a for a, b in merged if b in new}
        new -= found
        found |= new
    return sorted(found)


def what_goes(connection: Connection, persons: Iterable[bytes]) -> Counts:
    """Per table how many rows an erasure of these identities would take out."""
    return _going(connection, set(persons)).counts


def carry_out(change: Change, persons: Iterable[bytes]) -> Counts:
    """Erase these identities here, in the transaction that brings or writes their tombstones."""
    connection, gone = change.connection, set(persons)
    going = _going(connection, gone)
    for person in gone:
        # Whoever counted as the same person here only loses those hours.
        change.touched_members |= set(identities(connection, person))
        change.touched.everything = True  # no mark may tell who it was
    said = texts(connection, gone)
    _keep_for_others(change, gone)
    _forget_what_was_said_before(connection, gone, said)
    _delete(connection, going)
    _let_go_of_kept_lines(connection, gone)
    attachments.drop_unnamed(connection)
    if going.counts:
        uids = {uid.hex() for uids in going.rows.values() for uid in uids}
        vouching = audit.blot(connection, uids, said)
        if vouching is not None:
            change.details.append(vouching)
    scope.touch_certificates(connection, gone, change.lseq)
    return going.counts


def _going(connection: Connection, persons: set[bytes]) -> _Going:
    going = _Going(persons)
    known = rows.which_exist(connection, entity_named("member"), sorted(persons))
    going.rows["member"] = sorted(known)
    about = tombstones.people_tables(ENTITIES)
    for entity in about:
        going.rows[entity.name] = _rows_of(connection, entity, persons)
    for entity in about:
        for below, condition in ownership.following(entity.name, "= ?"):
            if below not in about:  # else it goes by itself
                gone = going.rows[entity.name]
                more = _hanging(connection, below, condition, gone)
                going.rows[below.name] = [*going.rows.get(below.name, ()), *more]
    return going


def _hanging(
    connection: Connection, entity: Entity, condition: str, gone: Iterable[bytes]
) -> list[bytes]:
    """What hangs on rows that go."""
    found: list[bytes] = []
    for uid in gone:
        sql = f"SELECT uid FROM {entity.name} WHERE {condition}"  # noqa: S608  (declared names)
        found += [row[0] for row in connection.execute(sql, (uid,))]
    return found


def _rows_of(connection: Connection, entity: Entity, persons: set[bytes]) -> list[bytes]:
    names, found = _names(connection, persons), list[bytes]()
    for person, about in product(sorted(persons), tombstones.names_people(entity)):
        mine = connection.execute(
            f"SELECT t.uid, r.state FROM {entity.name} t LEFT JOIN register r "  # noqa: S608
            f"ON r.uid = t.uid AND r.field = '{about}' WHERE t.{about} = ?",
            (person,),
        )
        found += [
            uid
            for uid, state in mine
            if state is None or _left(connection, (uid, about), decode(state), names) is None
        ]
    return list(dict.fromkeys(found))


def _names(connection: Connection, persons: set[bytes]) -> set[str]:
    return {person.hex() for person in persons | tombstones.erased(connection)}


def _left(
    connection: Connection, of: tuple[bytes, str], versions: Versions, names: set[str]
) -> Versions | None:
    """Whose a row is without the erased. One that was given to an erased person goes back to whom
    it was given from: sites that never heard of the giving hold it as his. None: nobody's."""
    kept = tombstones.without(versions, names)
    if kept is not None:
        return kept
    before = connection.execute(
        "SELECT site, n, clock, operator, value FROM superseded WHERE uid = ? "
        "AND field = ? ORDER BY clock DESC, site DESC, n DESC",
        of,
    )
    for place, n, clock, operator, value in before:
        if value is not None and value not in names:
            return Versions(versions.context, (Sibling(place, n, clock, 0, operator, value),))
    return None


def texts(connection: Connection, persons: Iterable[bytes]) -> list[str]:
    """What the person was ever called and numbered here, longest first."""
    found: set[object] = set()
    member = entity_named("member")
    for person in persons:
        row = rows.load(connection, member, person)
        if row is None:
            continue
        for name in PERSONAL:
            versions = row.versions.get(name)
            found |= {s.value for s in versions.siblings} if versions else set()
            before = connection.execute(
                "SELECT value FROM superseded WHERE uid = ? AND field = ?", (person, name)
            )
            found |= {value for (value,) in before}
    said = {str(text).strip() for text in found if text is not None}
    return sorted((t for t in said if _tells(t)), key=lambda t: (-len(t), t))


def _tells(text: str) -> bool:
    # A single letter or a short number stands in too many places to be somebody's.
    return len(text) >= (audit.SHORTEST_NUMBER if text.isascii() else SHORTEST_NAME)


def _keep_for_others(change: Change, persons: set[bytes]) -> None:
    """Rows that name an erased person and others stay for the others; identities merged into an
    erased one by somebody who did not know stand for themselves. All offer themselves again."""
    connection = change.connection
    names = _names(connection, persons)
    naming = map(tombstones.names_people, tombstones.people_tables(ENTITIES))
    fields = {"merged_into", *chain.from_iterable(naming)}
    edited = connection.execute(
        "SELECT uid, entity, field, state FROM register WHERE field IN "
        "(SELECT value FROM json_each(?))",
        (json.dumps(sorted(fields)),),
    ).fetchall()
    for uid, entity, name, state in edited:
        if uid in persons or entity == tombstones.CERTIFICATE:
            continue
        versions = decode(state)
        made = (
            tombstones.parted(versions, names)
            if name == "merged_into"
            else _left(connection, (uid, name), versions, names)
        )
        if made is not None:
            _rewrite(change, entity_named(entity), uid, {name: made})
    for person in persons:
        # A merge that is implied by the stamp of its row has no stored versions yet.
        for uid in rows.referring(connection, entity_named("member"), "merged_into", person):
            row = rows.load(connection, entity_named("member"), uid)
            if row is not None and uid not in persons:
                made = tombstones.parted(row.versions["merged_into"], names)
                _rewrite(change, row.entity, uid, {"merged_into": made})


def _forget_what_was_said_before(
    connection: Connection, persons: set[bytes], said: Sequence[str]
) -> None:
    """Of rows that stay, whom they named before they were given to somebody else, and in which
    words."""
    named = json.dumps(sorted(person.hex() for person in persons))
    once = "SELECT uid FROM superseded WHERE value IN (SELECT value FROM json_each(?1))"
    connection.execute(
        f"DELETE FROM superseded WHERE uid IN ({once}) AND (value IN "  # noqa: S608
        "(SELECT value FROM json_each(?1)) OR EXISTS "
        "(SELECT 1 FROM json_each(?2) t WHERE instr(superseded.value, t.value)))",
        (named, json.dumps(said)),
    )


def _rewrite(change: Change, entity: Entity, uid: bytes, by_field: dict[str, Versions]) -> None:
    connection = change.connection
    row = rows.load(connection, entity, uid)
    if row is None:
        return
    fresh = {n: r for n, r in by_field.items() if r != row.versions.get(n)}
    columns = rows.store_versions(connection, row, fresh, row.stamp) if fresh else {}
    update_row(connection, entity, uid, columns, change.lseq)
    if fresh:
        change.note(entity, uid, row.values)
        change.note(entity, uid, {**row.values, **columns})


def _delete(connection: Connection, going: _Going) -> None:
    uids = {uid for found in going.rows.values() for uid in found} | going.persons
    identity_tables.fill(connection, "going", uids)
    those = "IN (SELECT uid FROM temp.going)"
    local = ("register", "superseded", "superseded_fact", "held_by", "carried", "import_line")
    for table in (*going.rows, *local, "held"):
        connection.execute(f"DELETE FROM {table} WHERE uid {those}")  # noqa: S608  (our own names)
    connection.execute(f"DELETE FROM superseded_fact WHERE by {those}")  # noqa: S608
    hours_summary.erase(connection, those)
    connection.execute("DELETE FROM temp.going")


def _let_go_of_kept_lines(connection: Connection, persons: set[bytes]) -> None:
    for person in persons:
        connection.execute("DELETE FROM carried WHERE instr(record, ?)", (person.hex(),))
        # 党员增减 of earlier packages: how many stays, who does not.
        connection.execute(
            "UPDATE package_log SET headcount = replace(headcount, ?1, ?2) "
            "WHERE instr(headcount, ?1)",
            (person.hex(), NOBODY.hex()),
        )
    held_back.drop_about(connection, persons)


def kept_certificates(connection: Connection, persons: Sequence[bytes]) -> list[str]:
    """The numbers of issued certificates, which stay in their register."""
    found: list[str] = []
    for person in persons:
        numbers = connection.execute(
            "SELECT number FROM certificate WHERE member = ? ORDER BY number", (person,)
        )
        found += [str(row[0]) for row in numbers]
    return found
