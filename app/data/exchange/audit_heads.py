"""How far each side has seen the other's audit trail: a chain that was cut does not go on.

A package says the newest entry of its sender's chain with its link, and the links at the entries
that were newest in its packages before. Whoever keeps those sees whether they still stand. An
older program says nothing of it, and nothing is concluded from that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.data import audit, site
from app.data.clock import now_text
from app.data.connection import Connection

ENTRY, LINKS, KEPT = "audit_entry", "audit_links", "audit_kept"
SELF = 0
"""The peer of what our own backups hold."""

_OURS, _THEIRS = 1, 0
_SHOWN = 32
_KEPT_PER_PEER = 200
_HIGHEST = 2**53
"""No trail is as long; numbers beyond are a forgery, and no column holds them."""


def said(connection: Connection, peer: int) -> dict[str, Any]:
    """What a package to this peer says of our trail."""
    incarnation = str(site.get(connection, "incarnation"))
    newest = audit.newest(connection, incarnation)
    told = connection.execute(
        "SELECT DISTINCT entry FROM seen_head WHERE mine = ? AND peer = ? AND incarnation = ? "
        "ORDER BY entry DESC LIMIT ?",
        (_OURS, peer, incarnation, _SHOWN),
    ).fetchall()
    links = {str(entry): audit.link(connection, incarnation, entry) for (entry,) in told}
    return {
        ENTRY: newest,
        LINKS: {entry: link.hex() for entry, link in links.items() if link is not None},
    }


def note_told(connection: Connection, peer: int, entry: object, head: object) -> None:
    """A package to this peer, or a backup (SELF), holds our trail up to here."""
    if isinstance(entry, int) and isinstance(head, str) and entry:
        incarnation = str(site.get(connection, "incarnation"))
        _note(connection, peer, _OURS, incarnation, entry, bytes.fromhex(head))


def kept_of(connection: Connection, peer: int) -> dict[str, list[list[object]]]:
    """For a receipt: what we keep of the trail of this peer's newest incarnation."""
    rows = connection.execute(
        "SELECT incarnation, entry, head FROM seen_head WHERE mine = ? AND peer = ? "
        "ORDER BY id DESC LIMIT ?",
        (_THEIRS, peer, _SHOWN),
    ).fetchall()
    newest = rows[0][0] if rows else ""
    kept = [[entry, bytes(head).hex()] for name, entry, head in rows if name == newest]
    return {newest: kept} if kept else {}


def broken_since(
    connection: Connection, peer: int, incarnation: str, manifest: Mapping[str, Any]
) -> int | None:
    """The entry after which the sender's trail is not the one we know any more; None when it goes
    on, or nothing is said. Notes what is said now."""
    entry, head, links = _said_by(manifest)
    if not entry or head is None:
        return None
    known = connection.execute(
        "SELECT entry, head FROM seen_head WHERE mine = ? AND peer = ? AND incarnation = ? "
        "ORDER BY id DESC LIMIT ?",
        (_THEIRS, peer, incarnation, _SHOWN),
    ).fetchall()
    links = {**links, entry: head}
    # The newest must be shown; of those before it whatever is shown must be right.
    right = [one for one, link in known if links.get(one) == bytes(link)]
    wrong = [one for at, (one, link) in enumerate(known) if _contradicts(links, one, link, at)]
    _note(connection, peer, _THEIRS, incarnation, entry, head)
    if not wrong and (not known or entry >= known[0][0]):
        return None
    return max((one for one in right if not wrong or one < min(wrong)), default=0)


def _contradicts(links: Mapping[int, bytes], entry: int, link: object, at: int) -> bool:
    shown = links.get(entry)
    return at == 0 if shown is None else shown != link


def _said_by(manifest: Mapping[str, Any]) -> tuple[int, bytes | None, dict[int, bytes]]:
    """What a manifest says, as far as it has the right shape."""
    entry, head, links = (manifest.get(name) for name in (ENTRY, "audit_head", LINKS))
    if not isinstance(entry, int) or not isinstance(head, str):
        return 0, None, {}
    try:
        shown = {int(at): bytes.fromhex(link) for at, link in dict(links or {}).items()}
        return (entry, bytes.fromhex(head), shown) if _countable(entry, *shown) else (0, None, {})
    except (TypeError, ValueError, OverflowError):
        return 0, None, {}


def _countable(*entries: int) -> bool:
    return all(0 <= entry <= _HIGHEST for entry in entries)


def take_kept(connection: Connection, peer: int, manifest: Mapping[str, Any]) -> int | None:
    """A receipt says what the peer keeps of our trail; returns the first entry where ours is
    another. That one is kept too: the self-check goes on saying it."""
    mine = str(site.get(connection, "incarnation"))
    try:
        kept = dict(manifest.get(KEPT) or {}).get(mine) or []
        heads = {int(entry): bytes.fromhex(head) for entry, head in kept}
    except (TypeError, ValueError, OverflowError):
        return None
    if not _countable(*heads):
        return None
    for entry, head in sorted(heads.items()):
        if audit.link(connection, mine, entry) != head:
            _note(connection, peer, _OURS, mine, entry, head)
            return entry
    return None


def problems(connection: Connection) -> list[str]:
    """Entries of our own trail that a peer or a backup has seen and that are not there now, or
    are others. After a restore a new chain begins; the one before it ends earlier rightly."""
    mine = str(site.get(connection, "incarnation"))
    wrong: dict[int, int] = {}
    rows = connection.execute(
        "SELECT peer, entry, head FROM seen_head WHERE mine = ? AND incarnation = ? ORDER BY entry",
        (_OURS, mine),
    ).fetchall()
    for peer, entry, head in rows:
        if audit.link(connection, mine, entry) != bytes(head):
            wrong.setdefault(peer, entry)
    names = dict(connection.execute("SELECT id, name FROM peer").fetchall())
    return [
        f"修改记录与{names.get(peer, '备份')}里保存的对不上：最迟到第 {entry} 条"
        "已被截断或改写过。请保留现有文件，找一份较早的备份对照，并告诉县里。"
        for peer, entry in wrong.items()
    ]


@dataclass(frozen=True, slots=True)
class KeptBy:
    """Who else keeps our trail up to which entry, and since when."""

    name: str
    entry: int
    at: str


def kept_by(connection: Connection, incarnation: str) -> list[KeptBy]:
    """Peers with what was last sent to them, and the last backup."""
    rows = connection.execute(
        "SELECT coalesce(p.name, '备份'), s.entry, s.at FROM seen_head s LEFT JOIN peer p "
        "ON p.id = s.peer WHERE s.id IN (SELECT max(id) FROM seen_head WHERE mine = ? "
        "AND incarnation = ? GROUP BY peer) ORDER BY s.peer",
        (_OURS, incarnation),
    )
    return [KeptBy(*row) for row in rows]


def _note(
    connection: Connection, peer: int, mine: int, incarnation: str, entry: int, head: bytes
) -> None:
    connection.execute(
        "INSERT INTO seen_head(peer, mine, incarnation, entry, head, at) VALUES (?, ?, ?, ?, ?, ?)",
        (peer, mine, incarnation, entry, head, now_text()),
    )
    connection.execute(
        "DELETE FROM seen_head WHERE peer = ?1 AND mine = ?2 AND id <= coalesce((SELECT id FROM "
        "seen_head WHERE peer = ?1 AND mine = ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3), 0)",
        (peer, mine, _KEPT_PER_PEER),
    )
