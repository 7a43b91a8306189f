"""修改记录 as people read it: who did what, when and why, and what stood there before and after."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.data.connection import Connection
from app.data.ownership import naming
from app.data.queries.titles import Titles
from app.domain.entity import REGISTRY, Entity, Kind
from app.domain.masking import mask_numbers_in
from app.domain.wording import masked_apart, words_of

SHOWN_LINES = 500
"""Of one entry: an import of thousands says how many there were."""


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What to list: whose, which action, from which day on, with which words, about which rows."""

    operator: str = ""
    action: str = ""
    since: str = ""
    text: str = ""
    about: Sequence[bytes] = ()
    descending: bool = True


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry without its detail."""

    id: int
    at: str
    operator: str
    action: str
    reason: str
    summary: str


@dataclass(frozen=True, slots=True)
class DetailLine:
    """One thing an entry did: to what, in which field, from what to what."""

    what: str
    whom: str
    field: str = ""
    before: str = ""
    after: str = ""


def trail_ids(connection: Connection, wanted: TrailFilter) -> Sequence[int]:
    """Numbers of the entries that fit, the newest first unless asked otherwise."""
    conditions = {
        "operator = ?": wanted.operator,
        "action = ?": wanted.action,
        "at >= ?": wanted.since,
        "instr(action || ' ' || operator || ' ' || coalesce(reason, '') || ' ' || "
        "coalesce(summary, ''), ?)": wanted.text,
        "EXISTS (SELECT 1 FROM json_each(?) WHERE instr(detail, value))": json.dumps(
            [uid.hex() for uid in wanted.about]
        )
        if wanted.about
        else "",
    }
    asked = {sql: value for sql, value in conditions.items() if value}
    where = " AND ".join(asked) or "1"
    order = "DESC" if wanted.descending else "ASC"
    rows = connection.execute(
        f"SELECT id FROM audit WHERE {where} ORDER BY id {order}",  # noqa: S608  (our own words)
        tuple(asked.values()),
    )
    return [row[0] for row in rows]


def rows_about(connection: Connection, entity: str, uid: bytes) -> list[bytes]:
    """A row and what belongs to it: a person's posts, marks and papers, a class's half-days."""
    found = [uid]
    for other, field in naming(entity):
        if entity == "organization":
            break  # its people and classes have entries of their own
        rows = connection.execute(f"SELECT uid FROM {other.name} WHERE {field} = ?", (uid,))  # noqa: S608
        found += [row[0] for row in rows]
    return found


def trail_rows(connection: Connection, ids: Sequence[int]) -> list[TrailRow]:
    """Entries by number; numbers of people in their words are masked."""
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        "SELECT id, at, operator, action, coalesce(reason, ''), coalesce(summary, ''), "  # noqa: S608
        f"iif(coalesce(summary, '') = '', detail, NULL) FROM audit WHERE id IN ({marks})",
        tuple(ids),
    )
    titles = Titles(connection)
    return [
        TrailRow(
            *(number, at, operator, action, mask_numbers_in(reason)),
            mask_numbers_in(summary or _about(titles, detail)),
        )
        for number, at, operator, action, reason, summary, detail in rows
    ]


def _about(titles: Titles, detail: str | None) -> str:
    """To what an entry without a summary was done: the first row, and how many more. Names are
    looked up when they are read, so that an erasure takes them from here, too."""
    first: tuple[str, object] | None = None
    named = defaultdict[str, set[object]](set)
    unnamed = 0
    for item in json.loads(detail) if detail else []:
        if not isinstance(item, list) or len(item) < 3 or item[1] not in REGISTRY:
            continue
        uids = item[2] if isinstance(item[2], list) else [item[2]]
        if first is None and uids:
            first = item[1], uids[0]
        named[item[1]].update(uids)
        if len(item) > 3 and isinstance(item[3], int):  # of many new rows only some are listed
            unnamed += max(0, item[3] - len(uids))
    if first is None:
        return ""
    whom, number = _whom(titles, REGISTRY[first[0]], first[1]), sum(map(len, named.values()))
    return f"{whom}等 {number + unnamed:,} 条" if number + unnamed > 1 else whom


def who_and_what(connection: Connection) -> tuple[list[str], list[str]]:
    """Everybody who ever did something, and every kind of action."""
    found = []
    for column in ("operator", "action"):
        rows = connection.execute(f"SELECT DISTINCT {column} FROM audit ORDER BY {column}")  # noqa: S608
        found.append([row[0] for row in rows if row[0]])
    return found[0], found[1]


def detail_of(connection: Connection, number: int) -> list[DetailLine]:
    """What one entry did, row by row and field by field."""
    found = connection.execute("SELECT detail FROM audit WHERE id = ?", (number,)).fetchone()
    said = json.loads(found[0]) if found and found[0] else []
    titles = Titles(connection)
    lines: list[DetailLine] = []
    for item in said if isinstance(said, list) else []:
        if isinstance(item, list) and item and len(lines) < SHOWN_LINES:
            lines += _lines(titles, item)
    return lines[:SHOWN_LINES]


def _lines(titles: Titles, item: list[Any]) -> list[DetailLine]:
    what = str(item[0])
    if len(item) < 3 or item[1] not in REGISTRY:
        return [DetailLine(what, "")]
    entity = REGISTRY[item[1]]
    if what == "修改" and len(item) == 4 and isinstance(item[3], dict):
        whom = _whom(titles, entity, item[2])
        return [
            DetailLine(what, whom, *_field(titles, entity, name, pair))
            for name, pair in item[3].items()
        ]
    uids = item[2] if isinstance(item[2], list) else [item[2]]
    lines = [DetailLine(what, _whom(titles, entity, uid)) for uid in uids[:SHOWN_LINES]]
    total = item[3] if len(item) > 3 and isinstance(item[3], int) else len(uids)
    if total > len(lines):
        lines.append(DetailLine(what, f"……共 {total:,} 条"))
    return lines


def _whom(titles: Titles, entity: Entity, uid: object) -> str:
    try:
        key = bytes.fromhex(str(uid))
    except ValueError:
        return entity.label
    title, subject = titles.title(entity.name, key), titles.subject(entity.name, key)
    return f"{entity.label} {title if title == subject else f'{subject} {title}'}".strip()


def _field(titles: Titles, entity: Entity, name: str, pair: Any) -> tuple[str, str, str]:
    before, after = pair if isinstance(pair, list) and len(pair) == 2 else ("", "")
    label = entity.field(name).label if entity.has(name) else name
    if entity.has(name):
        before, after = masked_apart(entity.field(name), (before, after))
    return label, _value(titles, entity, name, before), _value(titles, entity, name, after)


def _value(titles: Titles, entity: Entity, name: str, value: Any) -> str:
    if value is None or value == "":
        return "（空）"
    if not entity.has(name):
        return mask_numbers_in(str(value))
    field = entity.field(name)
    if field.kind is Kind.REFERENCE and field.refers_to:
        try:
            return titles.title(field.refers_to, bytes.fromhex(str(value)))
        except ValueError:
            return str(value)
    return mask_numbers_in(words_of(field, value, full=True))  # masked apart before
