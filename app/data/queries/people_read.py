"""The people that figures of one moment speak of, with their pasts: read once for all of them."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.data import identity_tables, site
from app.data.counted_hours import one_person
from app.data.database import Connection
from app.data.queries.membership import moved_people, pasts
from app.data.queries.organizations import subtree_sql
from app.domain.entity import Value
from app.domain.people.membership import UNDECIDED, Past


class PersonRead(NamedTuple):
    """What the columns of a person say today, as far as figures need it."""

    uid: bytes
    name: str
    organization: bytes
    political_status: str
    status: str
    status_on: str | None
    joined_on: str | None
    full_on: str | None
    cadre_scope: int


PersonRow = tuple[bytes, str, bytes, str, str, str | None, str | None, str | None, int]
"""The same as it comes from the store: `PersonRead._make` where somebody is looked at; there are
too many for all of them."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Which people differ in nothing that figures rest on: who stands for each group, and the
    group of everybody in the order of the rows. Dates before `since` are all alike."""

    since: str
    somebody: list[PersonRead]
    of: list[int]


@dataclass(slots=True)
class PeopleRead:
    """Whoever belongs or may once have belonged to what was asked about, by organization and name.

    `everybody` says that they are all the store knows. `merged` leads from every identity that was
    merged into another to who it is now.
    """

    organization: bytes | None
    everybody: bool
    rows: list[PersonRow]
    past: dict[bytes, Past]
    merged: Mapping[bytes, bytes]
    uids: list[bytes]
    _groups: Groups | None = None
    _places: dict[bytes, int] = field(default_factory=dict)

    def serve(self, organization: bytes | None) -> bool:
        """Whether nobody is missing for figures of an organization (None: of everything)."""
        return self.everybody or self.organization == organization

    @property
    def places(self) -> dict[bytes, int]:
        """Where among the rows everybody is."""
        if not self._places:
            self._places = dict(zip(self.uids, range(len(self.uids)), strict=True))
        return self._places

    def groups(self, year: int) -> Groups:
        """Groups whose people are alike on every day from the start of a year on, their pasts
        apart; those made for an earlier year do as well."""
        since = f"{year:04}"
        if self._groups is None or self._groups.since > since:
            self._groups = _grouped(self.rows, since)
        return self._groups


def _grouped(rows: list[PersonRow], since: str) -> Groups:
    numbers: dict[Hashable, int] = {}
    of: list[int] = []
    somebody: list[PersonRead] = []
    for row in rows:
        _, _, home, category, status, status_on, joined, full, cadre = row
        if joined is not None and joined < since:
            joined = None
        if full is not None and full < since:
            full = None
        number = numbers.setdefault(
            (home, category, status, status_on, joined, full, cadre), len(somebody)
        )
        if number == len(somebody):
            somebody.append(PersonRead._make(row))
        of.append(number)
    return Groups(since, somebody, of)


def read_people(
    connection: Connection,
    organization: bytes | None,
    branches: Collection[bytes] | None = None,
    people: Collection[bytes] | None = None,
) -> PeopleRead:
    """Those under an organization (None: of everything), or only of some branches of it; with
    others among them where nearly everybody is asked about. `people` asks about some alone."""
    merged = one_person(connection)
    root = None if organization == site.current(connection).organization else organization
    bound: dict[str, Value] = {}
    some = ""
    if branches is not None:
        identity_tables.fill(connection, "asked_branch", branches)
        some = "SELECT uid FROM temp.asked_branch"
    elif root is not None:
        some, bound["root"] = subtree_sql(), root
    everybody = branches is None and root is None
    if not everybody:
        all_moved = branches is None or UNDECIDED in branches
        moved_people(connection, merged, None if all_moved else branches)
        moved = "SELECT uid FROM temp.moved_person"
        some = f"AND (organization IN ({some}) OR uid IN ({moved}))"
    if people is not None:
        everybody = False
        identity_tables.fill(connection, "asked_person", people)
        some += " AND uid IN (SELECT uid FROM temp.asked_person)"
    found = connection.execute(
        "SELECT uid, name, organization, political_status, status, status_on, joined_on, full_on, "  # noqa: S608
        f"cadre_scope FROM member WHERE gone = 0 AND merged_into IS NULL {some} "
        "ORDER BY organization, sort_key, uid",
        bound,
    )
    rows: list[PersonRow] = found.fetchall()
    uids = [row[0] for row in rows]
    past = pasts(connection, merged, None if everybody else uids)
    return PeopleRead(organization, everybody, rows, past, merged, uids)
