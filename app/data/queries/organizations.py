"""党组织: the tree, one organization by name, and how many people each has."""

from dataclasses import dataclass

from app.data.database import Connection
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


_SELECT = """
SELECT o.id, o.uid, o.name, o.kind, coalesce(o.sector, ''), o.parent,
    (SELECT count(*) FROM member m WHERE m.organization = o.uid AND m.gone = 0
        AND m.status = '正常' AND m.merged_into IS NULL)
FROM organization o WHERE o.gone = 0
"""


def all_organizations(connection: Connection) -> list[OrganizationRow]:
    """Every organization, in order of entry, with its own (not its branches') people counted."""
    return [OrganizationRow(*row) for row in connection.execute(_SELECT + " ORDER BY o.id")]


def organization(connection: Connection, uid: bytes) -> OrganizationRow | None:
    """One organization."""
    row = connection.execute(_SELECT + " AND o.uid = ?", (uid,)).fetchone()
    return OrganizationRow(*row) if row else None


def organizations_named(connection: Connection, text: str) -> list[OrganizationRow]:
    """Organizations of exactly this name or id; else those whose name contains the text."""
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
    return [
        OrganizationRow(*row)
        for row in connection.execute(_SELECT + " AND instr(o.name, ?) ORDER BY o.id", (text,))
    ]


def below(connection: Connection, root: bytes) -> list[bytes]:
    """An organization and everything under it."""
    rows = connection.execute(
        """WITH RECURSIVE below(uid) AS (
            SELECT ? UNION SELECT o.uid FROM organization o JOIN below ON o.parent = below.uid)
        SELECT uid FROM below""",
        (root,),
    )
    return [row[0] for row in rows]


def subtree_sql() -> str:
    """A subquery of the identities under the organization bound as `:root`."""
    return """WITH RECURSIVE below(uid) AS (
        SELECT :root UNION SELECT o.uid FROM organization o JOIN below ON o.parent = below.uid)
        SELECT uid FROM below"""
