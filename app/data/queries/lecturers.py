"""Who holds a post or a grade on a day, and the 党课 of a year, by person."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.data import site
from app.data.counted_hours import one_person
from app.data.database import Connection
from app.data.queries.organizations import subtree_sql
from app.domain.activities.lecturing import Given, Leader, Seat, is_township
from app.domain.entity import MANY_MARK, Value
from app.domain.people.grassroots import is_grassroots


class LeaderRow(NamedTuple):
    """Somebody in good standing who leads, with the branch he belongs to."""

    uid: bytes
    name: str
    organization: bytes
    leader: Leader
    since: str
    """任职日期 of the newest post, empty where it is not known."""


_HOLDS = """p.gone = 0 AND coalesce(p.from_on, '') <= :day
    AND (p.to_on IS NULL OR p.to_on >= substr(:day, 1, length(p.to_on)))
    AND o.gone = 0 AND o.dissolved_on IS NULL"""


def leaders_on(connection: Connection, day: str, root: bytes | None) -> list[LeaderRow]:
    """Whoever holds 书记 or 副书记 somewhere or has a 干部职级, by branch and name."""
    merged = one_person(connection)
    seats: dict[bytes, list[Seat]] = defaultdict(list)
    since: dict[bytes, str] = {}
    here = site.current(connection)
    top = here.organization if here.level == site.COUNTY else None
    for member, title, from_on, uid, kind, name, level, parent in connection.execute(
        "SELECT p.member, p.title, coalesce(p.from_on, ''), o.uid, o.kind, o.name, o.level, "  # noqa: S608
        "o.parent FROM post p JOIN organization o ON o.uid = p.organization "
        f"WHERE p.title IN ('书记', '副书记') AND {_HOLDS} ORDER BY p.id",
        {"day": day},
    ):
        county = top is not None and uid == top
        # A township's own store knows no county above it: its root is the 街镇党（工）委 itself.
        below = parent == top if top is not None else uid == here.organization
        person = merged.get(member, member)
        seats[person].append(
            Seat(
                title,
                name,
                kind,
                is_grassroots(kind, name, tops_a_county=county),
                county,
                is_township(kind, level, below_the_county=below) and not county,
            )
        )
        since[person] = max(since.get(person, ""), from_on)
    return [
        LeaderRow(uid, name, branch, Leader(tuple(seats.get(uid, ())), grade), since.get(uid, ""))
        for uid, name, branch, grade in _in_good_standing(connection, root)
        if uid in seats or grade
    ]


def _in_good_standing(
    connection: Connection, root: bytes | None
) -> Sequence[tuple[bytes, str, bytes, str]]:
    bound: dict[str, Value] = {}
    some = ""
    if root is not None:
        some, bound["root"] = f"AND organization IN ({subtree_sql()})", root
    return connection.execute(
        "SELECT uid, name, organization, coalesce(grade, '') FROM member "  # noqa: S608
        "WHERE gone = 0 AND merged_into IS NULL AND status = '正常' "
        f"AND political_status IN ('正式党员', '预备党员') {some} "
        "ORDER BY organization, sort_key, uid",
        bound,
    ).fetchall()


def lectures_of_year(
    connection: Connection, year: int
) -> tuple[Mapping[bytes, Sequence[Given]], Mapping[str, int]]:
    """The 党课 of a year by whoever gave them; those that name nobody of the roster by the name
    that stands there."""
    merged = one_person(connection)
    found: dict[bytes, list[Given]] = defaultdict(list)
    unnamed: dict[str, int] = defaultdict(int)
    for lecturer, speaker, medium, training_class, audience in connection.execute(
        "SELECT lecturer, speaker, coalesce(medium, ''), training_class, coalesce(audience, '') "
        "FROM lecture WHERE gone = 0 AND substr(held_on, 1, 4) = ?",
        (f"{year:04}",),
    ):
        if lecturer is None:
            unnamed[speaker] += 1
            continue
        words = frozenset(filter(None, audience.split(MANY_MARK)))
        found[merged.get(lecturer, lecturer)].append(
            Given(medium, training_class is not None, words)
        )
    return found, unnamed
