"""远程教育学习 month by month: who is to study so, how often each did, how many were there."""

from typing import NamedTuple

from app.data.database import Connection
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.organizations import subtree_sql
from app.domain.entity import Value
from app.domain.people.names import sort_key

MONTHS = 12


class StudyMonths(NamedTuple):
    """One place in one year: by month how often it studied, over the year how many hours and
    people altogether."""

    organization: bytes
    name: str
    rural: bool
    times: tuple[int, ...]
    hours: float
    people: int


def study_months(connection: Connection, year: int, root: bytes | None) -> list[StudyMonths]:
    """Every 农村 branch (HN 一（三） 农村党员干部), and whoever else studied so, by name."""
    bound: dict[str, Value] = {"year": f"{year:04}"}
    some = ""
    if root is not None:
        some, bound["root"] = f"AND o.uid IN ({subtree_sql()})", root
    titles = OrganizationTitles(connection)
    found: dict[bytes, StudyMonths] = {}
    rural_branch = "o.sector = '农村' AND o.kind LIKE '%支部'"
    studied = (
        "EXISTS (SELECT 1 FROM remote_study r WHERE r.organization = o.uid AND r.gone = 0 "
        "AND substr(r.held_on, 1, 4) = :year)"
    )
    for uid, name, rural in connection.execute(
        f"SELECT o.uid, o.name, {rural_branch} FROM organization o "  # noqa: S608
        f"WHERE o.gone = 0 AND o.dissolved_on IS NULL AND ({rural_branch} OR {studied}) {some}",
        bound,
    ):
        found[uid] = StudyMonths(uid, titles.of(uid, name), bool(rural), (0,) * MONTHS, 0.0, 0)
    for place, held_on, hours, people in connection.execute(
        "SELECT organization, held_on, coalesce(hours, 0), coalesce(people, 0) "
        "FROM remote_study WHERE gone = 0 AND substr(held_on, 1, 4) = ?",
        (f"{year:04}",),
    ):
        if place in found:
            found[place] = _added(found[place], int(held_on[5:7]), hours, people)
    return sorted(found.values(), key=lambda one: sort_key(one.name))


def _added(one: StudyMonths, month: int, hours: float, people: int) -> StudyMonths:
    times = tuple(n + (place == month) for place, n in enumerate(one.times, start=1))
    return one._replace(times=times, hours=one.hours + hours, people=one.people + people)
