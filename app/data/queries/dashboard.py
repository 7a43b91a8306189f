"""工作台: the counts of the first screen."""

from dataclasses import dataclass
from datetime import date

from app.data import site
from app.data.database import Connection
from app.data.queries.organizations import subtree_sql
from app.data.queries.people_counts import people_by_branch


@dataclass(frozen=True, slots=True)
class Counts:
    """What the cards show of this site's own organizations: who moved away is a stub. `hours` are
    those of everybody this year, `classes_this_year` had a half-day in it."""

    members: int
    people: int
    organizations: int
    open_classes: int
    classes_this_year: int
    hours: float
    trained: int


def counts(connection: Connection, year: int, today: str = "9999") -> Counts:
    """The figures of the cards for one year, as far as it has gone."""
    here = site.current(connection)
    # Whatever is there is the county's: nobody needs to be asked where.
    mine = "IS NOT NULL" if here.level == site.COUNTY else "IN mine"
    row = connection.execute(
        f"""WITH mine AS MATERIALIZED ({subtree_sql()}),
            people AS MATERIALIZED (SELECT sum(party) party, sum(people) number
                FROM ({people_by_branch(connection)}) WHERE branch {mine}) SELECT
            (SELECT coalesce(party, 0) FROM people),
            (SELECT coalesce(number, 0) FROM people),
            (SELECT count(*) FROM organization WHERE gone = 0 AND uid {mine}
                AND (dissolved_on IS NULL OR dissolved_on > substr(:now, 1, length(dissolved_on)))),
            (SELECT count(*) FROM training_class WHERE gone = 0 AND state <> '已结班'),
            (SELECT count(DISTINCT s.training_class) FROM session s
                CROSS JOIN training_class c ON c.uid = s.training_class AND c.gone = 0
                WHERE s.gone = 0 AND s.day BETWEEN :first AND :last),
            coalesce((SELECT half_hours FROM hours_total WHERE year = :year), 0) / 2.0,
            coalesce((SELECT people FROM hours_total WHERE year = :year), 0)""",  # noqa: S608  (our own constants)
        {
            "root": here.organization,
            "year": year,
            "now": date.today().isoformat() if today == "9999" else today,
            "first": f"{year:04}-01-01",
            "last": min(f"{year:04}-12-31", today),
        },
    ).fetchone()
    return Counts(*row)


def last_backup(connection: Connection) -> str:
    """When the last proved backup was made, or an empty text."""
    return str(site.get(connection, "last_backup_at") or "")


def ever_returned(connection: Connection) -> bool:
    """Whether any row was ever sent back: only then the list of returns is worth reading."""
    found = connection.execute("SELECT EXISTS(SELECT 1 FROM row_return WHERE gone = 0)")
    return bool(found.fetchone()[0])


def open_versions(connection: Connection) -> int:
    """How many fields wait for a decision: cheap enough to show on every screen."""
    return int(connection.execute("SELECT count(*) FROM register WHERE open").fetchone()[0])
