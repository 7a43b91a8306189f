"""What only newer versions know: kept as it came, sent on, taken over by an upgrade."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from app.data.database import Connection
from app.data.exchange.records import FACTS, STAMP_WIDTH, FactsRecord, Line, RowRecord
from app.domain.entity import Entity, Value
from app.domain.exchange.versions import decode

Extras = Mapping[bytes, Mapping[str, Value]]
"""Per fact the fields that this version does not know."""


def keep_unknown_row(connection: Connection, record: RowRecord, lseq: int, peer: int) -> None:
    """Keep a row of an unknown table, joined field by field with what was kept before."""
    found = connection.execute("SELECT record FROM carried WHERE uid = ?", (record.uid,)).fetchone()
    whole = record if found is None else RowRecord.parse(found[0]).join(record)
    _keep(connection, (record.uid, record.entity, whole.text(), lseq, peer))


def keep_unknown_facts(
    connection: Connection,
    record: FactsRecord,
    lseq: int,
    peer: int | None,
    known: Entity | None = None,
) -> None:
    """Keep facts of an unknown table, or the unknown fields of facts that are `known`."""
    wanted = [
        (name, at + STAMP_WIDTH)
        for at, name in enumerate(record.fields)
        if known is None or not known.has(name)
    ]
    if not wanted:
        return
    names = tuple(name for name, _ in wanted)
    for row in record.rows:
        cut = [*row[:STAMP_WIDTH], *(row[at] for _, at in wanted)]
        line = FactsRecord(record.entity, names, [cut]).line()
        uid = bytes.fromhex(str(row[0]))
        text = json.dumps(line, ensure_ascii=False)
        _keep(connection, (uid, record.entity, text, lseq, peer))


def _keep(connection: Connection, kept: tuple[bytes, str, str, int, int | None]) -> None:
    connection.execute(
        "INSERT INTO carried(uid, entity, record, lseq, via) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT(uid) DO UPDATE SET record = ?3, lseq = ?4, via = ?5 WHERE record <> ?3",
        kept,
    )


def extras(connection: Connection, entity: Entity) -> Extras:
    """The kept fields of facts of a known table that have no column to say them."""
    kept = {
        uid: {name: value for name, value in fields.items() if not entity.has(name)}
        for uid, fields in _kept_fields(connection, entity.name)
    }
    return {uid: fields for uid, fields in kept.items() if fields}


def _kept_fields(connection: Connection, table: str) -> Iterator[tuple[bytes, Mapping[str, Value]]]:
    kept = connection.execute("SELECT uid, record FROM carried WHERE entity = ?", (table,))
    for uid, text in kept.fetchall():
        line: Line = json.loads(text)
        if FACTS in line:
            record = FactsRecord.parse(line)
            yield uid, dict(zip(record.fields, record.rows[0][STAMP_WIDTH:], strict=True))


def lines(connection: Connection, known: Iterable[str], after: int) -> Iterator[Line]:
    """Rows and facts of unknown tables that were kept after `after`."""
    names = set(known)
    kept = connection.execute("SELECT entity, record FROM carried WHERE lseq > ?", (after,))
    for entity, text in kept:
        if entity not in names:
            line: Line = json.loads(text)
            yield line


def take_over(connection: Connection, known: Mapping[str, Entity]) -> dict[int, list[Line]]:
    """Per peer the lines kept for tables that a newer version of ours has come to know; they are
    let go here and must be joined like lines of a package of that peer."""
    taken: dict[int, list[Line]] = {}
    for (name,) in connection.execute("SELECT DISTINCT entity FROM carried").fetchall():
        entity = known.get(name)
        if entity is None:
            continue
        for uid, text, peer in connection.execute(
            "SELECT uid, record, via FROM carried WHERE entity = ?", (name,)
        ).fetchall():
            line: Line = json.loads(text)
            if FACTS in line and not set(line["fields"]) >= {f.name for f in entity.fields[:2]}:
                continue  # only the unknown fields of a fact that is here
            taken.setdefault(int(peer or 0), []).append(line)
            connection.execute("DELETE FROM carried WHERE uid = ?", (uid,))
    return taken


def fill_column(connection: Connection, table: str, name: str, sql_type: str) -> None:
    """A migration added a column: it takes over what older versions had kept for it. By names
    alone: what a step does must not change with later declarations."""
    update = f"UPDATE {table} SET {name} = ? WHERE uid = ?"  # noqa: S608  (a migration's names)
    kept = connection.execute(
        "SELECT uid, state FROM register WHERE entity = ? AND field = ?", (table, name)
    ).fetchall()
    said = [(uid, decode(state).shown.value) for uid, state in kept]
    said += [
        (uid, fields[name]) for uid, fields in _kept_fields(connection, table) if name in fields
    ]
    for uid, value in said:
        if (stored := _stored(value, sql_type)) is not None:
            connection.execute(update, (stored, uid))


_HELD_BY: Mapping[str, type | tuple[type, ...]] = {
    "INTEGER": int,
    "FLOAT": (int, float),
    "REAL": (int, float),
    "TEXT": str,
}
_WHOLE = range(-(2**63), 2**63)


def _stored(value: object, sql_type: str) -> Value:
    """As the column holds it; None where it does not fit: whoever sent it knew the field no better
    than we did, and an upgrade must not fail over the word of another."""
    if sql_type == "BLOB":
        try:
            return bytes.fromhex(value) if isinstance(value, str) else None
        except ValueError:
            return None
    fits = isinstance(value, _HELD_BY[sql_type])
    too_large = isinstance(value, int) and value not in _WHOLE
    return cast("Value", value) if fits and not too_large else None
