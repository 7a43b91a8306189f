"""Join append-only facts: the same fact twice is one fact, a superseded one is not live."""

from app.data import facts, rows
from app.data.changes import Change
from app.data.database import Connection
from app.data.exchange import unknown_parts
from app.data.exchange.records import STAMP_WIDTH, FactsRecord
from app.data.schema import SQL_TYPES, to_column
from app.domain.entity import Entity, Field, Kind, Value

_TEXT = {str, type(None)}


def join_facts(change: Change, via: int | None, entity: Entity, record: FactsRecord) -> int:
    """Add the facts that are not here yet; returns how many were new.

    Raises:
        ValueError: a value of the wrong shape.
    """
    connection = change.connection
    known = [name for name in record.fields if entity.has(name)]
    columns = ["uid", "site", "n", "clock", "rank", "operator", *known, "live", "lseq", "via"]
    marks = ", ".join("?" * len(columns))
    before = connection.total_changes
    connection.executemany(
        f"INSERT OR IGNORE INTO {entity.name}({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
        _parameters(change, via, entity, record),
    )
    added = connection.total_changes - before
    if len(known) < len(record.fields):
        unknown_parts.keep_unknown_facts(connection, record, change.lseq, None, entity)
    _supersede(change, entity, record)
    return added


def without_known(connection: Connection, entity: Entity, record: FactsRecord) -> FactsRecord:
    """The facts that are not here; all of them where that is not worth a look.

    A package of what is here already (everything once more) takes a fifth of the time so.
    """
    if not record.rows or any(not entity.has(name) for name in record.fields):
        return record  # fields of a newer version may be new although the fact is not
    uids = record.uids
    ends = [uids[0], uids[len(uids) // 2], uids[-1]]
    if not rows.which_exist(connection, entity, ends):
        return record
    known = rows.which_exist(connection, entity, uids)
    left = [row for uid, row in zip(uids, record.rows, strict=True) if uid not in known]
    return FactsRecord(record.entity, record.fields, left)


def _parameters(
    change: Change, via: int | None, entity: Entity, record: FactsRecord
) -> list[tuple[Value, ...]]:
    known = [(at, entity.field(n)) for at, n in enumerate(record.fields) if entity.has(n)]
    columns = [
        _column(field, [row[at + STAMP_WIDTH] for row in record.rows]) for at, field in known
    ]
    made: list[tuple[Value, ...]] = []
    end = (1, change.lseq, via)
    authors = {row[1] for row in record.rows}
    numbers = {key: change.incarnation_number(str(key)) for key in authors}
    for uid, row, *values in zip(record.uids, record.rows, *columns, strict=True):
        site = numbers[row[1]]
        made.append((uid, site, *row[2:STAMP_WIDTH], *values, *end))
    return made


def _column(field: Field, values: list[Value]) -> list[Value]:
    if field.kind is Kind.REFERENCE:
        made = {
            value: bytes.fromhex(value) if isinstance(value, str) else to_column(field, value)
            for value in set(values)
        }
        return [made[value] for value in values]
    if SQL_TYPES[field.kind] is str and {type(v) for v in values} <= _TEXT:
        return values
    return [to_column(field, v) for v in values]


def _supersede(change: Change, entity: Entity, record: FactsRecord) -> None:
    superseding = []
    if "supersedes" in record.fields:
        at = record.fields.index("supersedes") + STAMP_WIDTH
        superseding = [
            (uid, {"supersedes": bytes.fromhex(str(row[at]))})
            for uid, row in zip(record.uids, record.rows, strict=True)
            if row[at] is not None
        ]
    change.note_superseded(facts.supersede(change.connection, entity, superseding))
    facts.settle_arrived(change.connection, entity, record.uids)
