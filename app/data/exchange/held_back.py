"""What a peer sent and may not write: kept with its reason, shown, tried again at every receive."""

import json

from app.data import tombstones
from app.data.database import Connection
from app.data.exchange.records import FACTS, PER_LINE, FactsRecord, Line, RowRecord
from app.data.scope import PARENTS_FIRST
from app.domain.errors import PackageError

IN_ANOTHERS_NAME = "越权内容：以其他单位的名义写入，或称看过没有发给它的内容"
ANOTHERS_MARK = "越权内容：更正的是其他单位录入的考勤，签到表不在该单位"
UNKNOWN_FACT = "更正的那一条考勤不在本机"
TOO_EARLY = "这个半天还没有上课，考勤先留存：到那天以后自动写入"
UNSOUND = "内容不合格式，不能写入"
NOT_ITS_IDENTITY = "越权内容：编号不是这一个班、这一个人的"
IDENTITY_TAKEN = "越权内容：编号已属于另一类记录"

MOST_ROWS, MOST_BYTES = 20_000, 32_000_000
"""What may wait of one sender: a store is not filled up from outside."""

_ORDER = {entity.name: place for place, entity in enumerate(PARENTS_FIRST)}


def keep_row(
    connection: Connection, peer: int, record: RowRecord, reason: str, arrival: tuple[str, int]
) -> None:
    """Keep a row, joined with what was kept of it before."""
    found = connection.execute(
        "SELECT line FROM held WHERE peer = ? AND entity = ? AND uid = ?",
        (peer, record.entity, record.uid),
    ).fetchone()
    whole = record if found is None else RowRecord.parse(found[0]).join(record)
    _keep(connection, (peer, record.entity, record.uid), reason, arrival, whole.text())


def keep_facts(
    connection: Connection, peer: int, record: FactsRecord, reason: str, arrival: tuple[str, int]
) -> None:
    """Keep facts, one by one."""
    for row in record.rows:
        line = FactsRecord(record.entity, record.fields, [row]).line()
        key = (peer, record.entity, bytes.fromhex(str(row[0])))
        _keep(connection, key, reason, arrival, json.dumps(line, ensure_ascii=False))


def keep_line(
    connection: Connection, peer: int, line: Line, reason: str, arrival: tuple[str, int]
) -> None:
    """Keep a line that cannot even be read, as it came."""
    table, text = str(line.get("table")), json.dumps(line, ensure_ascii=False)
    named = str(line.get("uid") or (line.get(FACTS) or [[""]])[0][0])
    uid = bytes.fromhex(named) if len(named) == 32 and named.isalnum() else text.encode()[:16]
    _keep(connection, (peer, table, uid), reason, arrival, text)


def _keep(
    connection: Connection,
    key: tuple[int, str, bytes],
    reason: str,
    arrival: tuple[str, int],
    line: str,
) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO held(peer, entity, uid, reason, at, sequence, line) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*key, reason, *arrival, line),
    )


def refuse_too_much(connection: Connection, peer: int) -> None:
    """Raises:
    PackageError: more of this sender would wait, or be kept for a newer program, than there is
        room for.
    """
    rows_, size = connection.execute(
        "SELECT count(*), coalesce(sum(size), 0) FROM ("
        "SELECT length(line) AS size FROM held WHERE peer = ?1 "
        "UNION ALL SELECT length(record) FROM carried WHERE via = ?1)",
        (peer,),
    ).fetchone()
    if rows_ > MOST_ROWS or size > MOST_BYTES:
        raise PackageError(
            f"这个单位送来的内容里，不能写入、只能先留存的太多（{rows_:,} 条，"
            f"{size / 1e6:.0f} MB），没有接收任何内容。",
            "请先在“数据接收”里处理该单位以前留存的内容，再与对方核对它的数据和程序版本。",
            code="E-210",
        )


def take_out(connection: Connection, peer: int) -> list[Line]:
    """Everything kept from one peer, let go: what still may not be written is kept anew."""
    kept = connection.execute("SELECT entity, line FROM held WHERE peer = ?", (peer,)).fetchall()
    connection.execute("DELETE FROM held WHERE peer = ?", (peer,))
    in_order = sorted(kept, key=lambda row: _ORDER.get(row[0], len(_ORDER)))
    made: list[Line] = []
    for _, text in in_order:
        line: Line = json.loads(text)
        last = made[-1] if made else {}
        alike = FACTS in line and (last.get("table"), last.get("fields")) == (
            line["table"],
            line["fields"],
        )
        if alike and len(last[FACTS]) < PER_LINE:
            last[FACTS] += line[FACTS]
        else:
            made.append(line)
    return made


def take_one(connection: Connection, number: int) -> tuple[int, Line] | None:
    """One kept row with the peer that sent it, let go; None when it is there no more."""
    found = connection.execute("SELECT peer, line FROM held WHERE id = ?", (number,)).fetchone()
    if found is None:
        return None
    connection.execute("DELETE FROM held WHERE id = ?", (number,))
    line: Line = json.loads(found[1])
    return int(found[0]), line


def drop_about(connection: Connection, erased: set[bytes]) -> None:
    """Let go of what waits about people who were erased."""
    for person in erased:
        found = connection.execute(
            "SELECT id, line FROM held WHERE instr(line, ?)", (person.hex(),)
        ).fetchall()
        for number, text in found:
            if _nothing_left(json.loads(text), erased):
                connection.execute("DELETE FROM held WHERE id = ?", (number,))


def _nothing_left(line: Line, erased: set[bytes]) -> bool:
    if FACTS in line:
        return not tombstones.living_facts(FactsRecord.parse(line), erased).rows
    return tombstones.living(RowRecord.parse(line), erased) is None


def peers(connection: Connection) -> list[int]:
    """Who has rows waiting."""
    return [row[0] for row in connection.execute("SELECT DISTINCT peer FROM held ORDER BY peer")]
