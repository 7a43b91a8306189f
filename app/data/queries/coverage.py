"""Which villages and communities a kind of 阵地 covers, and which none does."""

from typing import NamedTuple

from app.data import site
from app.data.database import Connection
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.activities.lecturing import is_township
from app.domain.people.names import sort_key
from app.domain.resources.codes import IN_USE

_VILLAGE = "村（社区）"
_SECTORS = ("农村", "城市社区")
_KINDS = ("党委", "党总支", "党支部", "联合党支部")


class Covered(NamedTuple):
    """One village or community, and the places in use of that kind that cover it."""

    organization: bytes
    name: str
    above: str
    venues: tuple[str, ...]


def coverage(connection: Connection, kind: str) -> list[Covered]:
    """By name; a place covers whose it is and what is told of it in 覆盖村（社区）."""
    venues: dict[bytes, list[str]] = {}
    for place, name in connection.execute(
        "SELECT organization, name FROM venue WHERE gone = 0 AND state = :state AND kind = :kind "
        "UNION SELECT c.organization, v.name FROM venue_cover c JOIN venue v ON v.uid = c.venue "
        "WHERE c.gone = 0 AND v.gone = 0 AND v.state = :state AND v.kind = :kind ORDER BY 2",
        {"state": IN_USE, "kind": kind},
    ):
        venues.setdefault(place, []).append(name)
    titles = OrganizationTitles(connection)
    here = site.current(connection)
    top = here.organization if here.level == site.COUNTY else None
    found = [
        Covered(uid, titles.of(uid, name), titles.of(parent, ""), tuple(venues.get(uid, ())))
        for uid, name, own_kind, sector, level, parent in connection.execute(
            "SELECT uid, name, kind, coalesce(sector, ''), level, parent FROM organization "
            "WHERE gone = 0 AND dissolved_on IS NULL"
        )
        if _is_village(own_kind, sector, level, below=top is not None and parent == top)
    ]
    return sorted(found, key=lambda one: (bool(one.venues), sort_key(one.name)))


def _is_village(kind: str, sector: str, level: str | None, *, below: bool) -> bool:
    """By its level where that is told, else a branch of 农村 or 城市社区."""
    if level is not None:
        return level == _VILLAGE
    if sector not in _SECTORS or kind not in _KINDS:
        return False
    return not is_township(kind, level, below_the_county=below)
