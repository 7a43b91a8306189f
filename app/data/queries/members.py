"""党员: the list of people, one person, posts and exemptions, for screens and documents."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.data import rows
from app.data.counted_hours import identities_of
from app.data.database import Connection
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.organizations import subtree_sql
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.people.codes import MEMBER_STATES, POLITICAL_STATUSES
from app.domain.people.membership import NORMAL
from app.domain.training.codes import COLLECTIVE_MODES
from app.domain.uid import uid_from_text


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One line of the list of people. ID number and phone are as stored: mask before showing."""

    id: int
    uid: bytes
    name: str
    sex: str
    ethnicity: str
    birth_date: str
    id_number: str
    phone: str
    education: str
    political_status: str
    joined_on: str
    workplace: str
    status: str
    organization: bytes
    organization_name: str
    hours: float
    organization_title: str = ""
    """The branch with its township where two could be meant, as lists and paper say it."""


@dataclass(frozen=True, slots=True)
class MemberFilter:
    """What the list shows; `year` is whose hours the last column holds (`ALL_YEARS`: 累计)."""

    text: str = ""
    organization: bytes | None = None
    status: str = NORMAL
    political_status: str = ""
    sort: str = "name"
    descending: bool = False
    year: int = 0


OTHER = "其他"
"""In a filter: words that this program does not know; a newer one wrote them, and whoever has them
must be found."""


_KNOWN = {"status": MEMBER_STATES, "political_status": POLITICAL_STATUSES}


def fits(name: str, wanted: str, value: object) -> bool:
    """Whether somebody with this word is shown."""
    return value not in _KNOWN[name] if wanted == OTHER else value == wanted


def _word_sql(name: str, wanted: str) -> str:
    if wanted != OTHER:
        return f"m.{name} = :{name}"
    known = ", ".join(f"'{word}'" for word in _KNOWN[name])
    return f"coalesce(m.{name}, '') NOT IN ({known})"


_SORTS = {
    "name": "m.sort_key",
    "organization": "place.rank",
    "birth_date": "m.birth_date",
    "joined_on": "m.joined_on",
    "political_status": "m.political_status",
    "hours": "hours",
    "sex": "m.sex",
}
ALL_YEARS = -1
"""For a year: all of them together."""
_MODES = ", ".join(f"'{mode}'" for mode in COLLECTIVE_MODES)
_HOURS = (
    "(SELECT coalesce(sum(h.half_hours), 0) / 2.0 FROM hours_summary h "  # noqa: S608  (our own constants)
    f"WHERE h.member = m.uid AND (h.year = :year OR :year = {ALL_YEARS}) AND h.mode IN ({_MODES}))"
)


_PLACES = "WITH place(uid, rank) AS MATERIALIZED (SELECT unhex(value), key FROM json_each(:places))"


_AT_ONCE = 5000


def member_ids(connection: Connection, wanted: MemberFilter) -> list[int]:
    """Ids of the people shown, in order; ties by id, so that the order is stable."""
    conditions = ["m.gone = 0", "m.merged_into IS NULL"]
    if wanted.text:
        conditions.append("instr(m.search_key, :text) > 0")
    if wanted.status:
        conditions.append(_word_sql("status", wanted.status))
    if wanted.political_status:
        conditions.append(_word_sql("political_status", wanted.political_status))
    if wanted.organization is not None:
        conditions.append(f"m.organization IN ({subtree_sql()})")
    order = _SORTS.get(wanted.sort, "m.sort_key")
    hours = f", {_HOURS} hours" if order == "hours" else ""
    direction = "DESC" if wanted.descending else "ASC"
    bound = _bound(wanted)
    places = joined = ""
    if wanted.sort == "organization":
        places, joined = _PLACES, "LEFT JOIN place ON place.uid = m.organization"
        listed = OrganizationTitles(connection).in_order()
        bound["places"] = json.dumps([uid.hex() for uid in listed])
    found = connection.execute(
        f"{places} SELECT m.id{hours} FROM member m {joined} "  # noqa: S608  (_SORTS only)
        f"WHERE {' AND '.join(conditions)} ORDER BY {order} {direction}, m.id",
        bound,
    )
    return [row[0] for row in found]


def _bound(wanted: MemberFilter) -> dict[str, Value]:
    return {
        "text": wanted.text.strip().lower(),
        "status": wanted.status,
        "political_status": wanted.political_status,
        "root": wanted.organization,
        "year": wanted.year,
    }


def member_rows(
    connection: Connection,
    ids: Sequence[int],
    year: int = 0,
    titles: OrganizationTitles | None = None,
) -> list[MemberRow]:
    """The people with these ids, in any order; `titles` where they are known already."""
    listed = ", ".join(str(int(number)) for number in ids)
    found = connection.execute(
        "SELECT m.id, m.uid, m.name, coalesce(m.sex, ''), coalesce(m.ethnicity, ''), "  # noqa: S608
        "coalesce(m.birth_date, ''), coalesce(m.id_number, ''), coalesce(m.phone, ''), "
        "coalesce(m.education, ''), coalesce(m.political_status, ''), coalesce(m.joined_on, ''), "
        "coalesce(m.workplace, ''), coalesce(m.status, ''), m.organization, "
        "coalesce(o.name, '（已转出本单位）'), "
        f"{_HOURS} FROM member m "
        f"LEFT JOIN organization o ON o.uid = m.organization WHERE m.id IN ({listed})",
        {"year": year},
    )
    title = (titles or OrganizationTitles(connection)).of
    return [MemberRow(*[*row, title(row[13])]) for row in found]


def half_hours_of_year(connection: Connection, year: int) -> dict[bytes, int]:
    """Half-hours of everybody who has any in a year, as the list's last column counts them."""
    when = "" if year == ALL_YEARS else "year = :year AND "
    found = connection.execute(
        "SELECT member, sum(half_hours) FROM hours_summary "  # noqa: S608  (our own constants)
        f"WHERE {when}mode IN ({_MODES}) GROUP BY member",
        {"year": year},
    )
    return dict(found.fetchall())


def years_with_hours(connection: Connection) -> list[int]:
    """The years somebody has hours in, the latest first; one step of the index for each."""
    found = connection.execute(
        "WITH RECURSIVE had(year) AS (SELECT max(year) FROM hours_summary UNION ALL "
        "SELECT (SELECT max(h.year) FROM hours_summary h WHERE h.year < had.year) FROM had "
        "WHERE had.year IS NOT NULL) SELECT year FROM had WHERE year IS NOT NULL"
    )
    return [row[0] for row in found]


def member_of_uid(connection: Connection, uid: bytes) -> MemberRow | None:
    """One person by identity."""
    found = connection.execute("SELECT id FROM member WHERE uid = ?", (uid,)).fetchone()
    return member_rows(connection, [found[0]])[0] if found else None


def members_of_uids(connection: Connection, uids: Sequence[bytes]) -> dict[bytes, MemberRow]:
    """Many people by identity, read in one go."""
    found = connection.execute(
        "SELECT m.id FROM json_each(?) j CROSS JOIN member m ON m.uid = unhex(j.value)",
        (json.dumps([uid.hex() for uid in uids]),),
    ).fetchall()
    ids = [row[0] for row in found]
    parts = (ids[start : start + 500] for start in range(0, len(ids), 500))
    return {row.uid: row for part in parts for row in member_rows(connection, part)}


def rows_of_people(connection: Connection, uids: Sequence[bytes]) -> list[MemberRow]:
    """People by identity, however many, in any order."""
    found: list[MemberRow] = []
    for start in range(0, len(uids), _AT_ONCE):
        some = uids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        ids = connection.execute(f"SELECT id FROM member WHERE uid IN ({marks})", some)  # noqa: S608
        found += member_rows(connection, [row[0] for row in ids])
    return found


def uids_of(connection: Connection, ids: Sequence[int]) -> list[bytes]:
    """Identities of people by local ids, in the order given."""
    known: dict[int, bytes] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = list(ids[start : start + _AT_ONCE])
        marks = ", ".join("?" * len(part))
        found = connection.execute(
            f"SELECT id, uid FROM member WHERE id IN ({marks})",  # noqa: S608
            part,
        )
        known.update(found.fetchall())
    return [known[i] for i in ids if i in known]


def uids_by_branch(connection: Connection, ids: Sequence[int]) -> list[bytes]:
    """Identities of people by local ids as a list of participants has them: one branch after the
    other in the order of the tree, by name within it, however they were picked."""
    order = {uid: number for number, uid in enumerate(OrganizationTitles(connection).in_order())}
    found = connection.execute(
        "SELECT m.uid, m.organization, m.sort_key FROM json_each(?) j "
        "CROSS JOIN member m ON m.id = j.value",
        (json.dumps(list(ids)),),
    ).fetchall()
    found.sort(key=lambda row: (order.get(row[1], -1), row[2]))
    return [row[0] for row in found]


def members_named(connection: Connection, text: str) -> list[MemberRow]:
    """People of exactly this name, or the one with this identity or ID number."""
    uid = uid_from_text(text)
    column = "uid" if uid is not None else ("id_number" if len(text) >= 15 else "name")
    found = connection.execute(
        f"SELECT id FROM member WHERE {column} = ? AND gone = 0 AND merged_into IS NULL",  # noqa: S608
        (uid if uid is not None else text,),
    ).fetchall()
    return member_rows(connection, [row[0] for row in found])


def member_values(connection: Connection, uid: bytes) -> Mapping[str, Value]:
    """Every declared field of one person, for the form."""
    return rows.values_of(connection, entity_named("member"), uid) or {}


_IDENTITIES = "SELECT unhex(value) FROM json_each(?)"


def _identities(connection: Connection, member: bytes) -> str:
    return json.dumps([uid.hex() for uid in identities_of(connection, member)])


@dataclass(frozen=True, slots=True)
class PostRow:
    """A dated post of a person."""

    uid: bytes
    title: str
    organization: bytes
    organization_name: str
    from_on: str
    to_on: str


def posts_of(connection: Connection, member: bytes) -> list[PostRow]:
    """Posts of one person, whoever he was entered as, the latest first."""
    found = connection.execute(
        "SELECT p.uid, p.title, p.organization, coalesce(p.from_on, ''), coalesce(p.to_on, '') "  # noqa: S608
        f"FROM post p WHERE p.member IN ({_IDENTITIES}) AND p.gone = 0 ORDER BY p.from_on DESC",
        (_identities(connection, member),),
    )
    titles = OrganizationTitles(connection)
    return [PostRow(*[*row[:3], titles.of(row[2], ""), *row[3:]]) for row in found]


def posts_held(
    connection: Connection, members: Sequence[bytes], day: str
) -> dict[bytes, list[str]]:
    """党内职务 that these people held on a day (the last one included, as in requirements), in
    order of entry; 书记 of elsewhere says where."""
    found = connection.execute(
        "SELECT p.member, p.title, p.organization, m.organization FROM json_each(:members) j "
        "CROSS JOIN post p ON p.member = unhex(j.value) JOIN member m ON m.uid = p.member "
        "WHERE p.gone = 0 AND coalesce(p.from_on, '') <= :day "
        "AND (p.to_on IS NULL OR p.to_on >= substr(:day, 1, length(p.to_on))) ORDER BY p.id",
        {"members": json.dumps([uid.hex() for uid in members]), "day": day},
    ).fetchall()
    titles = OrganizationTitles(connection) if found else None
    held: dict[bytes, list[str]] = {}
    for member, title, place, own in found:
        elsewhere = titles.of(place, "") if titles is not None and place != own else ""
        held.setdefault(member, []).append(f"{elsewhere}{title}")
    return held


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    """A dated exemption of a person."""

    uid: bytes
    reason: str
    from_on: str
    to_on: str
    decided_by: str


def exemptions_of(connection: Connection, member: bytes) -> list[ExemptionRow]:
    """Exemptions of one person, whoever he was entered as, the latest first."""
    found = connection.execute(
        "SELECT uid, reason, coalesce(from_on, ''), coalesce(to_on, ''), coalesce(decided_by, '') "  # noqa: S608
        f"FROM exemption WHERE member IN ({_IDENTITIES}) AND gone = 0 ORDER BY from_on DESC",
        (_identities(connection, member),),
    )
    return [ExemptionRow(*row) for row in found]


def holders_of(connection: Connection, title: str) -> list[bytes]:
    """People who hold a post of this title now, in order of entry."""
    found = connection.execute(
        "SELECT DISTINCT p.member FROM post p JOIN member m ON m.uid = p.member "
        "WHERE p.title = ? AND p.gone = 0 AND m.gone = 0 "
        "AND (p.to_on IS NULL OR p.to_on >= substr(?, 1, length(p.to_on))) "
        "AND m.status = '正常' AND m.merged_into IS NULL ORDER BY p.id",
        (title, date.today().isoformat()),
    )
    return [row[0] for row in found]
