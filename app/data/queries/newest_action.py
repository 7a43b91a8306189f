"""The newest action of somebody here, and whether a package has told a row to others."""

import json
from typing import Any, NamedTuple

from app.data import site
from app.data.database import Connection
from app.domain.entity import Entity


class NewestAction(NamedTuple):
    """One entry of the trail with its detail."""

    number: int
    action: str
    summary: str
    detail: list[Any]


def newest_action(connection: Connection, operator: str) -> NewestAction | None:
    """Of what wrote rows; looking at something or printing it is no such action."""
    found = connection.execute(
        "SELECT id, action, coalesce(summary, ''), detail FROM audit "
        "WHERE incarnation = ? AND operator = ? AND n IS NOT NULL ORDER BY id DESC LIMIT 1",
        (str(site.get(connection, "incarnation")), operator),
    ).fetchone()
    if found is None:
        return None
    detail = json.loads(found[3]) if found[3] else []
    return NewestAction(int(found[0]), found[1], found[2], detail)


def is_told(connection: Connection, entity: Entity, uid: bytes) -> bool:
    """Whether a package of this store's holds the row as it is now."""
    found = connection.execute(
        f"SELECT 1 FROM {entity.name} WHERE uid = ? AND lseq <= "  # noqa: S608  (declared name)
        "(SELECT coalesce(max(hi), 0) FROM package_log WHERE direction = 'out' "
        "AND incarnation = (SELECT value FROM meta WHERE key = 'incarnation'))",
        (uid,),
    )
    return found.fetchone() is not None
