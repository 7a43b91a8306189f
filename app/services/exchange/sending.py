"""数据上报 and 数据下发: seal what a peer may have and has not confirmed."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.data import site
from app.data.audit import AuditEntry, append
from app.data.clock import now_text
from app.data.database import Connection
from app.data.exchange import audit_heads, outgoing, peer_knowledge, peers
from app.data.exchange.records import FACTS, Line
from app.data.queries import package_log, peer_list
from app.data.queries.peer_list import PeerRow
from app.domain.accounts.roles import Verb
from app.domain.errors import Ambiguous, NotFound
from app.domain.progress import Progress, Silent
from app.exchange.announcement import ENTRY
from app.exchange.body import Content
from app.exchange.header import Kind
from app.exchange.package import save_package
from app.exchange.sealing import Label, Sealed
from app.services.exchange import key_change, revoking
from app.services.exchange.joining import write_answer_beside
from app.services.exchange.parties import as_party, own_site, signing_for
from app.services.store import Store, refuse_unanswered

__all__ = ["Sent", "as_party", "export_package", "find_peer", "own_site"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A package that lies whole on the stick."""

    path: Path
    peer: PeerRow
    sequence: int
    rows: int
    bytes: int
    counts: dict[str, int]
    digest: str


def find_peer(store: Store, named: str) -> PeerRow:
    """An enrolled site by name or id; one that is stopped only where no other has that name.

    Raises:
        NotFound: nobody of that name is enrolled.
        Ambiguous: several computers of that name are.
    """
    known = peer_list.all_peers(store.database.read())
    fitting = [peer for peer in known if named in (peer.name, peer.site.hex())]
    working = [peer for peer in fitting if not peer.revoked] or fitting[-1:]
    if len(working) > 1:
        raise Ambiguous(
            f"名为“{named}”的开户单位不止一个（几台电脑）。",
            [(p.site.hex(), f"{p.title}，{p.enrolled_at[:10]} 开户") for p in working],
        )
    if working:
        return working[0]
    names = "、".join(peer.name for peer in known) or "（还没有开户）"
    raise NotFound(f"没有名为“{named}”的开户单位。", f"已开户的单位：{names}。")


def export_package(
    store: Store,
    peer: PeerRow,
    target: Path,
    *,
    full: bool = False,
    attached: bool = False,
    progress: Progress | None = None,
) -> Sent:
    """Write everything the peer may have and has not confirmed; `attached` brings its contents.

    The number is used up before the file is begun, so that no two files ever bear the same one;
    a number without a file does no harm.

    Raises:
        AppError: see `require`; nobody said where the store is; the peer is stopped, or we are.
        PackageError: the stick is full, read-only, gone or faulty.
    """
    store.require(Verb.EXCHANGE)
    refuse_unanswered(store)
    revoking.refuse_stopped(store.database.read(), peer)
    with store.database.sealed_write() as connection:
        peer = _reserve(connection, peer)
        peer_knowledge.note_sent(connection, peer)
        delta = outgoing.delta_for(connection, peer, full=full)
    with store.database.snapshot() as connection:  # free for other work: a stick may be slow
        lines = outgoing.records(connection, delta, attached=attached)
        said = outgoing.manifest(connection, delta)
        said |= audit_heads.said(connection, peer.id)
        said[ENTRY] = key_change.announced(store, connection, peer)
        counted = _Counted(lines, progress or Silent())
        me, content = signing_for(connection, peer), Content(said, counted)
        sealed = save_package(target, _label(connection, peer), me, as_party(peer), content)
    write_answer_beside(store, peer, target)
    sent = _sent(target, peer, counted, sealed)
    with store.database.sealed_write() as connection:
        _log_sent(connection, store.operator, sent, sealed, delta)
        newest, head = said[audit_heads.ENTRY], said["audit_head"]
        audit_heads.note_told(connection, peer.id, newest, head)
    return sent


def _sent(target: Path, peer: PeerRow, counted: "_Counted", sealed: Sealed) -> Sent:
    rows, size = sum(counted.counts.values()), target.stat().st_size
    return Sent(target, peer, peer.sent_sequence, rows, size, counted.counts, sealed.digest)


def _reserve(connection: Connection, peer: PeerRow) -> PeerRow:
    fresh = peer_list.by_site(connection, peer.site)
    if fresh is None:
        raise NotFound(f"{peer.name} 已不在开户名单里。", "请回到上一页重新打开后再试。")
    outgoing.prepare(connection, peer)
    return peers.save(connection, peer.site, sent_sequence=fresh.sent_sequence + 1)


def _label(connection: Connection, peer: PeerRow) -> Label:
    kind = Kind.ISSUE if peer.level == site.TOWNSHIP else Kind.REPORT
    return Label(
        kind, peer.sent_sequence, peer.sent_digest, now_text(), kinds=outgoing.kinds(connection)
    )


def _log_sent(
    connection: Connection, operator: str, sent: Sent, sealed: Sealed, delta: outgoing.Delta
) -> None:
    at = now_text()
    peers.save(connection, sent.peer.site, sent_digest=sealed.digest, last_sent=at)
    peers.log(
        connection,
        package_log.LogEntry(
            "out",
            sent.peer.id,
            sealed.header.incarnation,
            sent.sequence,
            sealed.digest,
            at,
            operator,
            sent.rows,
            sent.bytes,
            json.dumps(sent.counts),
            delta.lo,
            delta.hi,
            sent.path.name,
        ),
    )
    summary = f"向 {sent.peer.name} 导出第 {sent.sequence} 号数据包，{sent.rows} 条"
    append(connection, AuditEntry(at, operator, "导出数据包", "", summary, sent.counts))


class _Counted:
    """Lines that pass by, counted per table; a line of facts counts as many as it holds."""

    def __init__(self, lines: Iterable[Line], progress: Progress) -> None:
        self._lines = lines
        self._progress = progress
        self.counts: dict[str, int] = {}

    def __iter__(self) -> Iterator[Line]:
        done = 0
        for line in self._lines:
            count = len(line[FACTS]) if FACTS in line else 1
            table = line["table"]
            self.counts[table] = self.counts.get(table, 0) + count
            done += count
            self._progress.step(done, 0, "正在打包")
            yield line
