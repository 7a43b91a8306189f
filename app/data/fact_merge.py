"""Join append-only facts: the same fact twice is one fact, a superseded one is not live."""

from app.data import facts, rows
from app.data.changes import Change
from app.data.records import FactsRecord
from app.data.schema import to_column
from app.domain.entity import Entity, Kind, Value
from app.domain.errors import PackageError


def join_facts(change: Change, peer: int, entity: Entity, record: FactsRecord) -> int:
    """Add the facts that are not here yet; returns how many were new."""
    connection = change.connection
    known = [name for name in record.fields if entity.has(name)]
    columns = ["uid", "site", "n", "clock", "rank", "operator", *known, "live", "lseq", "via"]
    marks = ", ".join("?" * len(columns))
    before = connection.total_changes
    connection.executemany(
        f"INSERT OR IGNORE INTO {entity.name}({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
        _parameters(change, peer, entity, record),
    )
    added = connection.total_changes - before
    _supersede(change, entity, record)
    if "member" in record.fields:
        at = record.fields.index("member") + 6
        change.touched_members.update(bytes.fromhex(str(row[at])) for row in record.rows)
    return added


def _parameters(
    change: Change, peer: int, entity: Entity, record: FactsRecord
) -> list[tuple[Value, ...]]:
    known = [(i + 6, entity.field(n)) for i, n in enumerate(record.fields) if entity.has(n)]
    references = {i for i, field in known if field.kind is Kind.REFERENCE}
    numbers: dict[object, int] = {}
    made: list[tuple[Value, ...]] = []
    try:
        for row in record.rows:
            site = row[1]
            if site not in numbers:
                numbers[site] = rows.incarnation_number(change.connection, str(site))
            values = (
                (bytes.fromhex(str(row[i])) if row[i] is not None else None)
                if i in references
                else to_column(field, row[i])
                for i, field in known
            )
            uid = bytes.fromhex(str(row[0]))
            made.append((uid, numbers[site], *row[2:6], *values, 1, change.lseq, peer))
    except (ValueError, TypeError, IndexError) as error:
        raise PackageError(
            "数据包内容格式不对，没有接收任何内容。", "请让对方重新导出数据包。", code="E-202"
        ) from error
    return made


def _supersede(change: Change, entity: Entity, record: FactsRecord) -> None:
    connection = change.connection
    if "supersedes" in record.fields:
        at = record.fields.index("supersedes") + 6
        pairs = [
            (old, bytes.fromhex(str(row[0])))
            for row in record.rows
            if row[at] is not None
            for old in facts.superseded_by(bytes.fromhex(str(row[at])))
        ]
        connection.executemany(
            "INSERT OR IGNORE INTO superseded_fact(uid, by) VALUES (?, ?)", pairs
        )
    connection.execute(
        f"UPDATE {entity.name} SET live = 0 WHERE live = 1 "  # noqa: S608
        "AND uid IN (SELECT uid FROM superseded_fact)"
    )
