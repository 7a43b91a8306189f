"""The audit trail: who did what, when and why, a hash chain per incarnation over salted digests."""

import hashlib
import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from app.data import site
from app.data.database import Connection

# The chain covers digests, not payloads: a hard delete can erase a payload and the chain holds.
BLOTTED = "抹去"
ERASED = "（已彻底删除）"
SHORTEST_NUMBER = 7


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the trail as it is written."""

    at: str
    operator: str
    action: str
    reason: str
    summary: str
    detail: object = None
    n: int | None = None


def append(connection: Connection, entry: AuditEntry) -> None:
    """Add one entry to this incarnation's chain."""
    incarnation = str(site.get(connection, "incarnation"))
    detail = json.dumps(entry.detail, ensure_ascii=False) if entry.detail is not None else None
    salt = secrets.token_bytes(16)
    digest = _digest(
        salt, entry.at, entry.operator, entry.action, entry.reason, entry.summary, detail
    )
    chain = hashlib.sha256(head(connection, incarnation) + digest).digest()
    connection.execute(
        "INSERT INTO audit(incarnation, n, at, operator, action, reason, summary, detail, salt,"
        " digest, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            incarnation,
            entry.n,
            entry.at,
            entry.operator,
            entry.action,
            entry.reason,
            entry.summary,
            detail,
            salt,
            digest,
            chain,
        ),
    )


def head(connection: Connection, incarnation: str) -> bytes:
    """The newest link of one incarnation's chain (its key, hashed, before the first entry)."""
    found = connection.execute(
        "SELECT chain FROM audit WHERE incarnation = ? ORDER BY id DESC LIMIT 1", (incarnation,)
    ).fetchone()
    return bytes(found[0]) if found else hashlib.sha256(incarnation.encode()).digest()


def newest(connection: Connection, incarnation: str) -> int:
    """The number of the newest entry of one incarnation's chain; nought before the first."""
    found = connection.execute(
        "SELECT max(id) FROM audit WHERE incarnation = ?", (incarnation,)
    ).fetchone()
    return int(found[0] or 0)


def link(connection: Connection, incarnation: str, number: int) -> bytes | None:
    """The link of one entry; None when that chain has no such entry."""
    found = connection.execute(
        "SELECT chain FROM audit WHERE id = ? AND incarnation = ?", (number, incarnation)
    ).fetchone()
    return bytes(found[0]) if found else None


def problems(connection: Connection) -> list[str]:
    """Entries whose content or place in the chain was changed behind our back.

    What an erasure left of an entry no longer fits its digest; a later entry vouches for it.
    """
    found: list[str] = []
    heads: dict[str, bytes] = {}
    vouched = _vouched(connection)
    rows = connection.execute(
        "SELECT id, incarnation, at, operator, action, reason, summary, detail, salt, digest,"
        " chain, erased FROM audit ORDER BY id"
    )
    for number, incarnation, *content, salt, digest, chain, erased in rows:
        before = heads.get(incarnation) or hashlib.sha256(incarnation.encode()).digest()
        now = _digest(salt, *content)
        intact = now.hex() == vouched.get(number) if erased else now == digest
        if not intact or hashlib.sha256(before + digest).digest() != chain:
            found.append(f"修改记录第 {number} 条被改动过或前后不连续")
        heads[incarnation] = chain
    return found


def _vouched(connection: Connection) -> dict[int, str]:
    """What is left of each blotted entry, as the newest entry that blotted it says."""
    found: dict[int, str] = {}
    rows = connection.execute(
        "SELECT id, at, operator, action, reason, summary, detail, salt, digest, erased "
        "FROM audit WHERE instr(detail, ?) ORDER BY id DESC",
        (f'["{BLOTTED}"',),
    )
    for number, *content, salt, digest, erased in rows:
        now = _digest(salt, *content)
        if now.hex() == found.get(number) if erased else now == digest:
            for item in json.loads(str(content[-1])):
                if isinstance(item, list) and item[:1] == [BLOTTED]:
                    # An entry can speak only of what was there before it.
                    left = {int(k): str(v) for k, v in item[1].items() if int(k) < number}
                    found = left | found
    return found


def blot(
    connection: Connection, rows: Collection[str], texts: Sequence[str]
) -> list[object] | None:
    """Take out of every entry what it says about these rows (hexadecimal) and of these texts.

    Returns the detail that the entry of this action must bear, so that what is left is vouched
    for; None when no entry said anything. Bare identities stay: they say nothing about a person.
    """
    left: dict[str, str] = {}
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS blot(text TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.execute("DELETE FROM temp.blot")
    connection.executemany(
        "INSERT OR IGNORE INTO temp.blot VALUES (?)", [(text,) for text in (*rows, *texts)]
    )
    found = connection.execute(
        "SELECT id, at, operator, action, coalesce(reason, ''), coalesce(summary, ''), detail "
        "FROM audit WHERE EXISTS (SELECT 1 FROM temp.blot b WHERE instr(coalesce(detail, '') || "
        "char(10) || coalesce(reason, '') || char(10) || coalesce(summary, ''), b.text)) "
        "ORDER BY id"
    ).fetchall()
    for number, at, operator, action, reason, summary, detail in found:
        now = [blotted(reason, texts), blotted(summary, texts), _detail(detail, rows, texts)]
        if now == [reason, summary, detail]:
            continue
        # Salt and digest together would let somebody try out what stood here; the digest stays.
        salt = secrets.token_bytes(16)
        connection.execute(
            "UPDATE audit SET reason = ?, summary = ?, detail = ?, salt = ?, erased = 1 "
            "WHERE id = ?",
            (*now, salt, number),
        )
        left[str(number)] = _digest(salt, at, operator, action, *now).hex()
    connection.execute("DELETE FROM temp.blot")
    return [BLOTTED, left] if left else None


def blotted(text: str, texts: Sequence[str]) -> str:
    """The text without these."""
    for one in texts:
        text = text.replace(one, ERASED)
    return text


def _detail(detail: str | None, rows: Collection[str], texts: Sequence[str]) -> str | None:
    if detail is None:
        return None
    said = json.loads(detail)
    if isinstance(said, list):
        said = [_item(item, rows, texts) for item in said]
    # Names are words that a detail may be made of; numbers are nobody else's.
    numbers = [text for text in texts if text.isascii() and len(text) >= SHORTEST_NUMBER]
    return blotted(json.dumps(said, ensure_ascii=False), numbers)


def _item(item: Any, rows: Collection[str], texts: Sequence[str]) -> Any:
    if not isinstance(item, list):
        return item
    if item[0] in (BLOTTED, ERASED):
        return item
    named = [part for part in item if isinstance(part, str) and part in rows]
    if not named:
        return [_changes(part, rows, texts) if isinstance(part, dict) else part for part in item]
    # Whoever looks for the action finds none: there is nothing left of it to show or to undo.
    return [ERASED, item[0], *named]


def _changes(changed: dict[str, Any], rows: Collection[str], texts: Sequence[str]) -> Any:
    """What a row that stays said before and after; words about whom it named go with the naming."""
    said = [one for pair in changed.values() if isinstance(pair, list) for one in pair]
    if not any(isinstance(one, str) and one in rows for one in said):
        return changed
    return {
        name: [blotted(one, texts) if isinstance(one, str) else one for one in pair]
        if isinstance(pair, list)
        else pair
        for name, pair in changed.items()
    }


def _digest(salt: bytes, *parts: str | None) -> bytes:
    text = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(salt + text.encode()).digest()
