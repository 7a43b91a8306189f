"""Find people by what is typed: one scan of the covering index of search keys, then a few rows.

The window asks `people_index`, which gives the same answers within a frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.data.database import Connection
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.people.names import match_key
from app.domain.people.searching import fits_from_start, name_length, needle_of


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One person; `matched` is what of them fits what was typed."""

    uid: bytes
    name: str
    organization: str
    matched: str


def search_people(connection: Connection, text: str, limit: int = 50) -> list[FoundPerson]:
    """People who fit, the best first."""
    needle = needle_of(text)
    return found_people(connection, needle, fitting_people(connection, needle, limit))


def fitting_people(connection: Connection, needle: str, limit: int) -> list[int]:
    """Ids of people who fit: first those who fit from the first character on, each in order of
    pinyin."""
    if not needle:
        return []
    # The inner query is answered by the index alone; only what fits is looked up as a row.
    fitting = connection.execute(
        "SELECT m.id, CAST(m.search_key AS BLOB), m.name FROM "
        "(SELECT id FROM member WHERE instr(search_key, :needle)) c "
        "CROSS JOIN member m ON m.id = c.id WHERE m.gone = 0 AND m.merged_into IS NULL "
        "ORDER BY m.sort_key, m.id",
        {"needle": needle},
    )
    wanted = needle.encode()
    ranked = [(not fits_from_start(wanted, k, name_length(n)), i) for i, k, n in fitting]
    ranked.sort(key=lambda one: one[0])
    return [number for _, number in ranked[:limit]]


def found_people(connection: Connection, needle: str, ids: Sequence[int]) -> list[FoundPerson]:
    """These people in the order given, each with what of them fits."""
    listed = ", ".join(map(str, ids))
    rows = connection.execute(
        "SELECT m.id, m.uid, m.name, m.organization, coalesce(m.phone, ''), "  # noqa: S608
        f"coalesce(m.id_number, ''), m.search_key FROM member m WHERE m.id IN ({listed})"
    )
    titles = OrganizationTitles(connection)
    found = {
        row[0]: FoundPerson(
            row[1], row[2], titles.of(row[3], ""), _matched(needle, *row[2:3], *row[4:])
        )
        for row in rows
    }
    return [found[number] for number in ids if number in found]


def _matched(needle: str, name: str, phone: str, id_number: str, key: str) -> str:
    compared = match_key(name)
    if needle in compared:
        return "姓名"
    if needle.isdigit() and needle in phone.replace("-", ""):
        return "电话"
    if needle in id_number[-4:].casefold():
        return "身份证后四位"
    sounds = [part for part in key.split() if part.isascii()]
    if any(part.startswith(needle) for part in sounds if len(part) > len(compared)):
        return "拼音"
    if any(needle in part for part in sounds if len(part) == len(compared)):
        return "首字母"
    return "拼音"
