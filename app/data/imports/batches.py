"""What an import wrote, line by line, so that it can be taken back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from app.data.clock import now_text
from app.data.database import Connection
from app.data.schema import to_column
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.exchange.versions import plain
from app.domain.uid import Uid


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import as the list of imports shows it."""

    id: int
    uid: bytes
    kind: str
    file_name: str
    at: str
    operator: str
    counts: Mapping[str, int]
    undone_at: str | None


_NOTHING: Mapping[str, Value] = MappingProxyType({})


class ImportLine(NamedTuple):
    """One row that an import added (`before` empty) or changed."""

    entity: str
    uid: bytes
    action: str
    before: Mapping[str, Value] = _NOTHING
    after: Mapping[str, Value] = _NOTHING


def note_batch(
    connection: Connection,
    about: ImportRow,
    lines: Iterable[ImportLine],
) -> None:
    """Remember an import inside the transaction that does it."""
    connection.execute(
        "INSERT INTO import_batch(uid, kind, file_name, at, operator, counts) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            about.uid,
            about.kind,
            about.file_name,
            about.at,
            about.operator,
            json.dumps(about.counts, ensure_ascii=False),
        ),
    )
    batch = connection.execute("SELECT last_insert_rowid()").fetchone()[0]
    connection.executemany(
        "INSERT INTO import_line(batch, entity, uid, action, before, after) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            (batch, line.entity, line.uid, line.action, _text(line.before), _text(line.after))
            for line in lines
        ),
    )


def new_batch(
    uid: Uid, kind: str, file_name: str, operator: str, counts: Mapping[str, int]
) -> ImportRow:
    """A batch about to be noted."""
    return ImportRow(0, uid, kind, file_name, now_text(), operator, dict(counts), None)


def all_batches(connection: Connection) -> list[ImportRow]:
    """Every import, the newest first."""
    found = connection.execute(
        "SELECT id, uid, kind, file_name, at, operator, counts, undone_at "
        "FROM import_batch ORDER BY id DESC"
    )
    return [
        ImportRow(number, uid, kind, name, at, operator, json.loads(counts), undone)
        for number, uid, kind, name, at, operator, counts, undone in found
    ]


def lines_of(connection: Connection, batch: int) -> list[ImportLine]:
    """What an import wrote, in the order it wrote it."""
    found = connection.execute(
        "SELECT entity, uid, action, before, after FROM import_line WHERE batch = ? ORDER BY rowid",
        (batch,),
    )
    return [
        ImportLine(entity, uid, action, _values(entity, before), _values(entity, after))
        for entity, uid, action, before, after in found
    ]


def mark_undone(connection: Connection, batch: int) -> None:
    """Remember that an import was taken back."""
    connection.execute("UPDATE import_batch SET undone_at = ? WHERE id = ?", (now_text(), batch))


_TOLD_SINCE = (
    "SELECT 1 FROM membership_change WHERE member = ?1 AND gone = 0 "
    "AND n <> (SELECT n FROM member WHERE uid = ?1)"
)
"""What was told of a change after the person was entered; 转入日期 belongs to the entry."""

_USES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "member": (
        ("参加了培训班", "SELECT 1 FROM enrolment WHERE member = ? AND gone = 0"),
        ("有考勤", "SELECT 1 FROM attendance WHERE member = ? AND live = 1"),
        ("有培训记录", "SELECT 1 FROM record WHERE member = ? AND gone = 0"),
        ("有结业证书", "SELECT 1 FROM certificate WHERE member = ? AND gone = 0"),
        ("登记了党内职务", "SELECT 1 FROM post WHERE member = ? AND gone = 0"),
        ("登记了不作硬性要求", "SELECT 1 FROM exemption WHERE member = ? AND gone = 0"),
        ("登记了变动", _TOLD_SINCE),
        ("有人并入", "SELECT 1 FROM member WHERE merged_into = ?"),
    ),
    "organization": (
        ("已有党员", "SELECT 1 FROM member WHERE organization = ? AND gone = 0"),
        ("已有下级党组织", "SELECT 1 FROM organization WHERE parent = ? AND gone = 0"),
        ("办了培训班", "SELECT 1 FROM training_class WHERE organization = ? AND gone = 0"),
        ("有人任职", "SELECT 1 FROM post WHERE organization = ? AND gone = 0"),
    ),
    "training_class": (
        ("已发结业证书", "SELECT 1 FROM certificate WHERE training_class = ? AND gone = 0"),
    ),
}


def use_of(connection: Connection, entity: str, uid: bytes) -> str:
    """What a row is already used for; empty when for nothing."""
    for words, sql in _USES.get(entity, ()):
        if connection.execute(f"{sql} LIMIT 1", (uid,)).fetchone():
            return words
    return ""


def is_edited(connection: Connection, uid: bytes) -> bool:
    """Whether any field was written since the row was created."""
    found = connection.execute("SELECT 1 FROM register WHERE uid = ? LIMIT 1", (uid,))
    return found.fetchone() is not None


def _text(values: Mapping[str, Value]) -> str | None:
    if not values:
        return None
    return json.dumps({name: plain(value) for name, value in values.items()}, ensure_ascii=False)


def _values(entity: str, text: str | None) -> dict[str, Value]:
    if not text:
        return {}
    declared = entity_named(entity)
    return {
        name: to_column(declared.field(name), value) for name, value in json.loads(text).items()
    }
