"""The sites that this store exchanges with, as they are listed: who they are, what they hold."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.data.database import Connection


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One enrolled site. `acked` is how far it confirmed our changes; `operator` is who last wrote
    there, by what it signed. Several computers may bear one name: `computer` counts them in the
    order of enrolment, and is 0 where there is only one."""

    id: int
    site: bytes
    name: str
    level: str
    county: str
    public: bytes
    scope: tuple[bytes, ...]
    block: int
    serial: int
    revoked: str
    enrolled_at: str
    incarnation: str
    acked: int
    sent_sequence: int
    sent_digest: str
    last_sent: str
    last_received: str
    operator: str = ""
    computer: int = 0

    @property
    def title(self) -> str:
        """What tells it from other computers of its name, too: 青山镇（第 2 台 王芳）."""
        which = (f"第 {self.computer} 台", self.operator, "已停用" if self.revoked else "")
        return f"{self.name}（{' '.join(filter(None, which))}）" if self.computer else self.name

    @property
    def title_on_paper(self) -> str:
        """The same, and since when: what a person can check on the computer itself."""
        since = f"{self.enrolled_at[:10]} 开户）"
        return f"{self.title.removesuffix('）')} {since}" if self.computer else self.name


_COLUMNS = (
    "id, site, name, level, county, public, scope, block, serial, revoked, enrolled_at, "
    "incarnation, acked, sent_sequence, sent_digest, last_sent, last_received, operator, "
    "(SELECT CASE WHEN count(*) > 1 THEN total(q.id <= peer.id) END FROM peer q "
    "WHERE q.name = peer.name)"
)


def _peer(row: Sequence[Any]) -> PeerRow:
    return PeerRow(
        id=int(row[0]),
        site=bytes(row[1]),
        name=row[2] or "",
        level=row[3] or "",
        county=row[4] or "",
        public=bytes(row[5] or b""),
        scope=tuple(bytes.fromhex(uid) for uid in json.loads(row[6] or "[]")),
        block=row[7] or 0,
        serial=row[8] or 0,
        revoked=row[9] or "",
        enrolled_at=row[10] or "",
        incarnation=row[11] or "",
        acked=row[12] or 0,
        sent_sequence=row[13] or 0,
        sent_digest=row[14] or "",
        last_sent=row[15] or "",
        last_received=row[16] or "",
        operator=row[17] or "",
        computer=int(row[18] or 0),
    )


def all_peers(connection: Connection) -> list[PeerRow]:
    """Every enrolled site, in order of enrolment."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM peer ORDER BY id")  # noqa: S608
    return [_peer(row) for row in rows]


def titles(connection: Connection) -> dict[int, str]:
    """By the number of an enrolled site what it is called in lists."""
    return {peer.id: peer.title for peer in all_peers(connection)}


def by_site(connection: Connection, site: bytes) -> PeerRow | None:
    """The enrolled site with this identity."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM peer WHERE site = ?",  # noqa: S608
        (site,),
    ).fetchone()
    return _peer(row) if row else None
