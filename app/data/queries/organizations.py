"""党组织: the tree, one organization by name, and how many people each has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.data.database import Connection
from app.domain.known_days import earliest
from app.domain.people.former_names import former_names
from app.domain.uid import uid_from_text


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """One organization of the tree."""

    id: int
    uid: bytes
    name: str
    kind: str
    sector: str
    parent: bytes | None
    members: int
    dissolved_on: str = ""
    former_names: str = ""

    def stands_on(self, day: date) -> bool:
        """Whether it is there on a day; what is dissolved then is no more."""
        return not self.dissolved_on or earliest(self.dissolved_on) > day


_SELECT = """
SELECT o.id, o.uid, o.name, o.kind, coalesce(o.sector, ''), o.parent,
    (SELECT count(*) FROM member m WHERE m.organization = o.uid AND m.gone = 0
        AND m.status = '正常' AND m.merged_into IS NULL),
    coalesce(o.dissolved_on, ''), coalesce(o.former_names, '')
FROM organization o WHERE o.gone = 0
"""


def all_organizations(
    connection: Connection, counted: Mapping[bytes, int] | None = None
) -> list[OrganizationRow]:
    """Every organization, in order of entry, with its own (not its branches') people counted;
    `counted` are they when somebody has counted them."""
    if counted is None:
        counted = people_counted(connection)
    found = connection.execute(
        "SELECT id, uid, name, kind, coalesce(sector, ''), parent, coalesce(dissolved_on, ''), "
        "coalesce(former_names, '') FROM organization WHERE gone = 0 ORDER BY id"
    )
    return [OrganizationRow(*[*row[:6], counted.get(row[1], 0), *row[6:]]) for row in found]


def people_counted(connection: Connection) -> dict[bytes, int]:
    """People in good standing, by their own organization."""
    found = connection.execute(
        "SELECT organization, count(*) FROM member WHERE gone = 0 AND status = '正常' "
        "AND merged_into IS NULL AND organization IS NOT NULL GROUP BY organization"
    )
    return dict(found.fetchall())


def standing_organizations(
    connection: Connection, counted: Mapping[bytes, int] | None = None
) -> list[OrganizationRow]:
    """The organizations to choose from; one that was dissolved takes nobody in any more, and is
    shown only while somebody is still in it."""
    today = date.today()
    found = all_organizations(connection, counted)
    used = {row.parent for row in found if row.stands_on(today) or row.members}
    return [row for row in found if row.stands_on(today) or row.members or row.uid in used]


def organization(connection: Connection, uid: bytes) -> OrganizationRow | None:
    """One organization."""
    row = connection.execute(_SELECT + " AND o.uid = ?", (uid,)).fetchone()
    return OrganizationRow(*row) if row else None


def organizations_named(connection: Connection, text: str) -> list[OrganizationRow]:
    """Organizations of exactly this name or id; else those once called so; else those whose name
    contains the text."""
    uid = uid_from_text(text)
    if uid is not None:
        found = organization(connection, uid)
        return [found] if found else []
    exact = [
        OrganizationRow(*row)
        for row in connection.execute(_SELECT + " AND o.name = ? ORDER BY o.id", (text,))
    ]
    if exact:
        return exact
    once = [
        row for row in all_organizations(connection, {}) if text in former_names(row.former_names)
    ]
    if once:
        return once
    return [
        OrganizationRow(*row)
        for row in connection.execute(_SELECT + " AND instr(o.name, ?) ORDER BY o.id", (text,))
    ]


def below(connection: Connection, root: bytes) -> list[bytes]:
    """An organization and everything under it."""
    return [row[0] for row in connection.execute(subtree_sql(), {"root": root})]


def subtree_sql() -> str:
    """A subquery of the identities under the organization bound as `:root`.

    Below this site's own organization stands also what no branch leads to: at the county whatever
    is there at all, at a township what two moves at once put below itself (the county mends it).
    """
    return """WITH RECURSIVE below(uid) AS (
            SELECT :root UNION SELECT o.uid FROM organization o JOIN below ON o.parent = below.uid),
        own(level) AS (SELECT l.value FROM meta r CROSS JOIN meta l
            WHERE r.key = 'organization' AND r.value = :root AND l.key = 'level'),
        standing(uid) AS (
            SELECT o.uid FROM own CROSS JOIN organization o
                WHERE NOT EXISTS (SELECT 1 FROM organization p WHERE p.uid = o.parent)
            UNION SELECT o.uid FROM organization o JOIN standing s ON o.parent = s.uid),
        -- One step of the index for each, and not one for each of its people.
        named(uid) AS (SELECT min(organization) FROM member UNION ALL
            SELECT (SELECT min(m.organization) FROM member m WHERE m.organization > n.uid)
                FROM named n WHERE n.uid IS NOT NULL)
        SELECT uid FROM below
        UNION SELECT o.uid FROM own CROSS JOIN organization o
            WHERE own.level = 'county' OR o.uid NOT IN (SELECT uid FROM standing)
        UNION SELECT n.uid FROM own CROSS JOIN named n
            WHERE own.level = 'county' AND n.uid IS NOT NULL"""
