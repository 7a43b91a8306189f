"""Rows of any table by what they are called: for choosing one, and for names in workbooks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.data.database import Connection
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.row_conditions import says
from app.data.queries.titles import Titles
from app.domain.entity import Entity, When

NUMBER_MARK = "编号"
"""Before an identity, where nothing else tells two rows apart."""


@dataclass(frozen=True, slots=True)
class CalledRow:
    """One row: what it is called, its bare name where that is shorter, and what tells it apart."""

    uid: bytes
    title: str
    name: str
    note: str

    @property
    def words(self) -> str:
        """Title and note: two of one name are told apart by it."""
        return f"{self.title}（{self.note}）" if self.note else self.title


def called_rows(
    connection: Connection, entity: Entity, where: When | None = None
) -> Iterator[CalledRow]:
    """Every row in use that meets a condition, in order of entry."""
    places = OrganizationTitles(connection)
    gone = "live = 1" if entity.facts else "gone = 0"
    if entity.has("merged_into"):
        gone += " AND merged_into IS NULL"
    condition, bound = says(entity, where) if where else ("1", [])
    name = entity.title or "NULL"
    place = entity.owner if entity.belongs_to == "organization" else "NULL"
    found = connection.execute(
        f"SELECT uid, {name}, {place} FROM {entity.name} t "  # noqa: S608
        f"WHERE {gone} AND {condition} ORDER BY id",
        bound,
    ).fetchall()
    titles = None if entity.title else Titles(connection)
    for uid, called, placed in found:
        if entity.name == "organization":
            yield CalledRow(uid, places.of(uid), str(called), "")
        elif titles is not None:
            title = titles.title(entity.name, uid)
            yield CalledRow(uid, title, title, "")
        else:
            note = places.of(placed, "") if placed else ""
            yield CalledRow(uid, str(called or ""), str(called or ""), note)


def names_of(connection: Connection, entity: Entity, where: When | None = None) -> dict[bytes, str]:
    """What every row is called in a workbook: with its note only where another has its name, and
    its identity where two have the same note as well."""
    rows = list(called_rows(connection, entity, where))
    titles, words = Counter(row.title for row in rows), Counter(row.words for row in rows)
    return {
        row.uid: row.title
        if titles[row.title] == 1
        else row.words
        if words[row.words] == 1
        else f"{row.words}{NUMBER_MARK}{row.uid.hex()}"
        for row in rows
    }
