"""党组织的隶属关系: no organization stands below itself; what two moves at once made is mended."""

from collections.abc import Mapping

from app.data.database import Connection
from app.domain.entity import Entity, Value
from app.domain.errors import AppError

MENDER = "学籍通（自动改挂）"
"""Who wrote a repair: by this every site tells it from a person's decision."""

Parents = Mapping[bytes, bytes | None]


def parents(connection: Connection) -> Parents:
    """Every organization with the one above it; a parent that is not here counts as none."""
    found = connection.execute("SELECT uid, parent FROM organization ORDER BY uid").fetchall()
    here = {uid for uid, _ in found}
    return {uid: parent if parent in here else None for uid, parent in found}


def chain_above(known: Parents, uid: bytes) -> list[bytes]:
    """The organizations above one, nearest first; ends where a cycle closes."""
    found: list[bytes] = []
    above = known.get(uid)
    while above is not None and above not in found:
        found.append(above)
        above = known.get(above)
    return found


def cycles(connection: Connection) -> list[list[bytes]]:
    """Organizations that stand below themselves, cycle by cycle."""
    known = parents(connection)
    seen: set[bytes] = set()
    found: list[list[bytes]] = []
    for uid in known:
        if uid in seen:
            continue
        above = chain_above(known, uid)
        seen |= {uid, *above}
        if uid in above:
            found.append(above[: above.index(uid) + 1])
    return found


def refuse_cycle(
    connection: Connection, entity: Entity, uid: bytes, fresh: Mapping[str, Value]
) -> None:
    """Refuse to put an organization below itself.

    Raises:
        AppError: the new parent is the organization itself or stands below it.
    """
    parent = fresh.get("parent")
    if entity.name != "organization" or not isinstance(parent, bytes):
        return
    if parent == uid or uid in chain_above(parents(connection), parent):
        raise AppError(
            "不能把党组织挂到它自己或它的下级之下，没有改动。",
            "请另选上级党组织；要对调上下级，请先把下级移到别处。",
            code="cycle",
        )


def former_places(connection: Connection, uid: bytes) -> list[bytes]:
    """The organizations that one stood under before, the latest first."""
    found = connection.execute(
        "SELECT value FROM superseded WHERE uid = ? AND field = 'parent' AND value IS NOT NULL "
        "ORDER BY clock DESC, site DESC, n DESC",
        (uid,),
    )
    return [bytes.fromhex(str(row[0])) for row in found]
