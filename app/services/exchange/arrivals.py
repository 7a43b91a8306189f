"""What an arriving package says of itself: its span, whose writes it names, whether it forks."""

import json
from collections.abc import Mapping

from app.data import clock, rows, site
from app.data.changes import Change
from app.data.database import Connection
from app.data.exchange import peers
from app.data.exchange.peers import Heard
from app.data.queries import package_log
from app.data.queries.peer_list import PeerRow
from app.domain.errors import PackageError
from app.domain.exchange.own_past import own_past
from app.exchange.package import Package
from app.exchange.shapes import is_count
from app.services.exchange.staging import Arrived


def check_manifest(connection: Connection, package: Package) -> None:
    """The manifest of a package or receipt has the shape that everything below relies on.

    Raises:
        PackageError: it has not; or the sender holds more of us than we remember writing.
    """
    said = package.manifest
    confirmed = said.setdefault("confirmed", {})
    if not isinstance(confirmed, dict) or not all(map(is_count, confirmed.values())):
        raise _damaged()
    if package.header.kind.value != "receipt":
        if not is_count(said.get("lo")) or not is_count(said.get("hi")):
            raise _damaged()
        if not isinstance(said.setdefault("incarnations", []), list):
            raise _damaged()
    mine = str(site.get(connection, "incarnation"))
    if confirmed.get(mine, 0) > int(site.get(connection, "lseq") or 0):
        raise own_past()


def _damaged() -> PackageError:
    return PackageError(
        "数据包内容的说明部分不合格式，没有接收任何内容。", "请让对方重新导出。", code="E-202-31"
    )


def refuse_fork(connection: Connection, package: Package, peer: PeerRow) -> None:
    """Two computers that go on under one identity show by two packages of one number, or by a
    package that follows one we never got in the place of one we did.

    Raises:
        PackageError: E-208.
    """
    header = package.header
    same = package_log.logged(connection, "in", header.incarnation, header.sequence)
    before = package_log.logged(connection, "in", header.incarnation, header.sequence - 1)
    forked = same is not None and same[0] != package.digest
    if same is None and before is not None and header.previous not in ("", before[0]):
        forked = not package_log.knows_digest(connection, header.incarnation, header.previous)
    if forked:
        number = header.sequence if same is not None else header.sequence - 1
        raise PackageError(
            f"{peer.title} 有两个内容不同的第 {number} 号数据包："
            "可能整盘复制过，或用旧备份覆盖过。",
            "没有接收任何内容。请让对方在“设置”里回答“换电脑”或“另立一套”后重新导出。",
            code="E-208",
        )


def note_incarnations(change: Change, package: Package, peer: PeerRow) -> None:
    """Remember whose writes the rows name, for 乡镇值 and 县里值 in the review list. The county
    tells of everybody; a township tells of itself, and of others where this store lost what it
    knew of them.

    Raises:
        PackageError: it was signed by one site and written under the name of another.
    """
    connection = change.connection
    known = connection.execute("SELECT key, site FROM incarnation WHERE site IS NOT NULL")
    told: dict[str, bytes] = dict(known.fetchall())
    if told.get(package.header.incarnation, peer.site) != peer.site:
        raise PackageError(
            f"{peer.name} 的数据包以另一个单位的名义写成，没有接收任何内容。",
            "请与对方核对：它的数据可能从别的单位整盘复制而来。",
            code="E-208-2",
        )
    said = [(package.header.incarnation, peer.site, peer.name)]
    for entry in package.manifest["incarnations"]:
        try:
            key, uid, name = entry
            said.append((str(key), bytes.fromhex(uid) if uid else b"", name))
        except (ValueError, TypeError) as error:
            raise _damaged() from error
    of_others = peer.level != site.TOWNSHIP or peers.brings_back(connection, peer.id)
    for key, site_, name in said:
        if key in told or not (of_others or site_ == peer.site):
            continue
        number = rows.incarnation_number(connection, key)
        connection.execute(
            "UPDATE incarnation SET site = ?, name = ? WHERE id = ? AND site IS NULL",
            (site_ or None, name, number),
        )


def log_received(
    change: Change, package: Package, peer: PeerRow, arrived: Arrived, counts: Mapping[str, int]
) -> int:
    """登记: how far we follow the sender now, what it confirms of ours, and the package itself;
    returns its number in the register."""
    connection, header, said = change.connection, package.header, package.manifest
    at = clock.now_text()
    mine = str(site.get(connection, "incarnation"))
    before = peers.heard(connection, header.incarnation)
    # What was made for an earlier incarnation of ours leaves out what that one held.
    hi = max(before.hi, said["hi"]) if said.get("for") in (None, "", mine) else before.hi
    now = Heard(hi, max(before.sequence, header.sequence), package.digest)
    peers.note_heard(connection, peer.id, header.incarnation, now)
    peers.note_brought_back(connection, peer, knows_us=said.get("for") == mine)
    confirmed = int(said["confirmed"].get(mine, 0))
    peers.note_confirmation(connection, peer, header.incarnation, confirmed)
    peers.save(connection, peer.site, last_received=at)
    entry = package_log.LogEntry(
        "in",
        peer.id,
        header.incarnation,
        header.sequence,
        package.digest,
        at,
        change.operator,
        counts["new"] + counts["changed"] + counts["deleted"],
        arrived.path.stat().st_size,
        json.dumps(counts),
        said["lo"],
        said["hi"],
        arrived.name,
    )
    return peers.log(connection, entry)
