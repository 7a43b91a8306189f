"""The audit trail: who did what, when and why, a hash chain per incarnation over salted digests."""

import hashlib
import json
import secrets
from dataclasses import dataclass

from app.data import site
from app.data.database import Connection

# The chain covers digests, not payloads: a hard delete can erase a payload and the chain holds.


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


def problems(connection: Connection) -> list[str]:
    """Entries whose content or place in the chain was changed behind our back."""
    found: list[str] = []
    heads: dict[str, bytes] = {}
    rows = connection.execute(
        "SELECT id, incarnation, at, operator, action, reason, summary, detail, salt, digest,"
        " chain FROM audit ORDER BY id"
    )
    for number, incarnation, *content, salt, digest, chain in rows:
        before = heads.get(incarnation) or hashlib.sha256(incarnation.encode()).digest()
        intact = _digest(salt, *content) == digest
        if not intact or hashlib.sha256(before + digest).digest() != chain:
            found.append(f"操作记录第 {number} 条被改动过或前后不连续")
        heads[incarnation] = chain
    return found


def _digest(salt: bytes, *parts: str | None) -> bytes:
    text = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(salt + text.encode()).digest()
