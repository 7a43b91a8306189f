"""What 应训未训 needs beside the judgements: names of branches, and who changed since when."""

from app.data.counted_hours import one_person
from app.data.database import Connection
from app.data.queries.organization_titles import OrganizationTitles

# One statement each: a UNION would be merged in order of people, reading whole tables for it.
_CHANGED_PEOPLE = (
    "SELECT uid FROM member WHERE lseq > :since",
    "SELECT member FROM post WHERE lseq > :since",
    "SELECT member FROM exemption WHERE lseq > :since",
    "SELECT member FROM membership_change WHERE lseq > :since",
    "SELECT member FROM record WHERE lseq > :since",
    "SELECT member FROM attendance WHERE lseq > :since",
    "SELECT a.member FROM session c CROSS JOIN attendance a ON a.session = c.uid "
    "WHERE c.lseq > :since",
    "SELECT a.member FROM training_class c CROSS JOIN session s ON s.training_class = c.uid "
    "CROSS JOIN attendance a ON a.session = s.uid WHERE c.lseq > :since",
)

_CHANGED_EVERYTHING = """
SELECT EXISTS (SELECT 1 FROM setting WHERE lseq > :since)
    OR EXISTS (SELECT 1 FROM organization WHERE lseq > :since)
    OR EXISTS (SELECT 1 FROM member m CROSS JOIN register r ON r.uid = m.uid
        AND r.field = 'merged_into' WHERE m.lseq > :since)
    OR EXISTS (SELECT 1 FROM member WHERE lseq > :since AND merged_into IS NOT NULL)
"""
"""Settings, the tree and merges reach further than the rows that were written."""


def branch_names(connection: Connection) -> dict[bytes, str]:
    """What every organization is called, in order of entry."""
    titles = OrganizationTitles(connection)
    found = connection.execute("SELECT uid FROM organization WHERE gone = 0 ORDER BY id")
    return {row[0]: titles.of(row[0]) for row in found}


def changed_people(connection: Connection, since: int) -> set[bytes] | None:
    """Whose standing may have changed after a local sequence; None means everybody's."""
    bound = {"since": since}
    if connection.execute(_CHANGED_EVERYTHING, bound).fetchone()[0]:
        return None
    merged = one_person(connection)
    found = {row[0] for sql in _CHANGED_PEOPLE for row in connection.execute(sql, bound)}
    return found | {merged[uid] for uid in found if uid in merged}
