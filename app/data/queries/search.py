"""Find people while typing: one scan of the covering index of search keys, then a few rows."""

from dataclasses import dataclass

from app.data.database import Connection
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.errors import InvalidInput
from app.domain.people.names import clean_name, match_key

_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One person; `matched` is what of them fits what was typed."""

    uid: bytes
    name: str
    organization: str
    matched: str


def search_people(connection: Connection, text: str, limit: int = 50) -> list[FoundPerson]:
    """People who fit, those whose name begins with the text first."""
    needle = _needle(text)
    if not needle:
        return []
    ids = _ids(connection, needle, limit)
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
    return [found[number] for number in ids]


def _needle(text: str) -> str:
    try:
        compared = match_key(clean_name(text))
    except InvalidInput:  # digits only
        compared = match_key(text)
    plain = compared.replace("-", "")
    return plain if plain.isdigit() else compared


def _ids(connection: Connection, needle: str, limit: int) -> list[int]:
    # The key begins with the name, so a range of the index holds the names that begin like this.
    first = _living(
        connection,
        "SELECT id FROM member WHERE search_key >= :needle AND search_key < :last",
        needle,
        limit,
    )
    if len(first) >= limit:
        return first
    others = _living(
        connection, "SELECT id FROM member WHERE instr(search_key, :needle)", needle, limit
    )
    known = set(first)
    return (first + [number for number in others if number not in known])[:limit]


def _living(connection: Connection, candidates: str, needle: str, limit: int) -> list[int]:
    # The inner query is answered by the index alone; only what fits is looked up as a row.
    found = connection.execute(
        f"SELECT m.id FROM ({candidates}) c CROSS JOIN member m ON m.id = c.id "  # noqa: S608
        "WHERE m.gone = 0 AND m.merged_into IS NULL LIMIT :limit",
        {"needle": needle, "last": needle + _LAST, "limit": limit},
    )
    return [row[0] for row in found]


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
