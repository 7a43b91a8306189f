"""The one origin of what an organization is called on paper, in lists and on charts."""

from functools import lru_cache

from app.data import site
from app.data.database import Connection
from app.domain.entity import Value
from app.domain.people.former_names import former_names
from app.domain.people.organization_titles import Placed, organization_titles

MOVED_AWAY = "（已转出本单位）"

_Rows = tuple[tuple[bytes, str, str, bytes | None], ...]


class OrganizationTitles:
    """Titles as seen from this store's own organization, or from the one a paper is about."""

    def __init__(self, connection: Connection, root: bytes | None = None) -> None:
        found = connection.execute(
            "SELECT uid, coalesce(name, ''), coalesce(kind, ''), parent, former_names "
            "FROM organization ORDER BY gone, id"
        ).fetchall()
        self._rows: _Rows = tuple(row[:4] for row in found)
        self._former = {row[0]: former_names(row[4]) for row in found if row[4]}
        own = site.get(connection, "organization")
        seen_from = root if root is not None else own
        assert seen_from is None or isinstance(seen_from, bytes)  # as the store was founded
        self._titles = _titles(self._rows, seen_from)

    def of(self, uid: Value, otherwise: str = MOVED_AWAY) -> str:
        """What it is called; `otherwise` when this store does not have it."""
        return self._titles.get(uid, otherwise) if isinstance(uid, bytes) else otherwise

    def in_order(self) -> list[bytes]:
        """Every organization by its title, so that a township's branches stay together."""
        return sorted(self._titles, key=self._titles.__getitem__)

    def written(self, name: str, now: Value, holder: Value = None) -> bytes | None:
        """Which organization a name kept with an earlier event meant: where the person is now when
        it fits, else the only one of that name, else the one near `holder`, who held the event.
        Where nobody is called so any more, who once was is meant."""
        if not name:
            return now if isinstance(now, bytes) else None
        fitting = [row[0] for row in self._rows if self._is_called(row[0], row[1], name)]
        if not fitting:
            fitting = [uid for uid, names in self._former.items() if name in names]
        if now in fitting or len(fitting) == 1:
            return now if isinstance(now, bytes) and now in fitting else fitting[0]
        near = [uid for uid in fitting if self._parent(uid) == holder]
        return near[0] if len(near) == 1 else None

    def title_then(self, name: str, now: Value, holder: Value = None) -> str:
        """The title behind a name kept with an earlier event; the name itself when unsure, or when
        the organization was called so then and has another name today."""
        uid = self.written(name, now, holder)
        if uid is None or (name in self._former.get(uid, ()) and name != self._name(uid)):
            return name
        return self.of(uid, name)

    def _is_called(self, uid: bytes, own: str, name: str) -> bool:
        return name in (own, self._titles[uid])

    def _name(self, uid: bytes) -> str:
        return next(row[1] for row in self._rows if row[0] == uid)

    def _parent(self, uid: bytes) -> bytes | None:
        return next((row[3] for row in self._rows if row[0] == uid), None)


@lru_cache(maxsize=8)
def _titles(rows: _Rows, root: bytes | None) -> dict[bytes, str]:
    return organization_titles((Placed(*row) for row in rows), root)
