"""Yearly hours per person at the grain mode · level · off_job · task, kept up to date on write."""

from collections.abc import Iterable, Iterator

from app.data import attended_hours, kept_stale, site
from app.data.counted_hours import FIGURES, count_facts, gather, one_person, people_with_facts
from app.data.database import Connection
from app.domain.training.attendance_rules import HOUR_SETTINGS
from app.domain.training.codes import COLLECTIVE_MODES

AT_ONCE = 4000
"""People computed in one statement: sorting millions of facts at once would cost their memory."""
ASKED_AT_ONCE = 500

_TOTALS = (
    "SELECT year, sum(half_hours), count(DISTINCT member) FROM hours_summary "  # noqa: S608
    f"WHERE mode IN ({', '.join(f'{mode!r}' for mode in COLLECTIVE_MODES)}) {{some}} GROUP BY year"
)
_GATHERED = "AND member IN (SELECT uid FROM temp.hours_person)"

RULES = "hours_rules"
RULES_VERSION = "3"
"""Counted up when the rules, or what is kept, change: every figure is then computed again."""


def recompute(connection: Connection, members: Iterable[bytes]) -> None:
    """Bring the figures of these people up to date, inside the writing transaction."""
    if outdated(connection):
        rebuild_all(connection)
        return
    touched = set(members)
    if not touched:
        return
    merged = one_person(connection)
    touched |= _parted(connection, touched)
    for people in _slices(sorted(touched)):
        gather(connection, people, merged)
        _replace(connection)


def rebuild_all(connection: Connection) -> None:
    """Compute everybody's figures again from the facts."""
    connection.execute("DELETE FROM hours_summary")
    connection.execute("DELETE FROM hours_total")
    connection.execute("DELETE FROM hours_attended")
    kept_stale.mark_everything(connection)
    merged = one_person(connection)
    people = sorted({merged.get(uid, uid) for uid in people_with_facts(connection)})
    for some in _slices(people):
        gather(connection, some, merged)
        _replace(connection)
    site.put(connection, RULES, _rules(connection))


def members_of(connection: Connection, classes: Iterable[bytes]) -> set[bytes]:
    """Everybody with a mark in one of these classes."""
    found: set[bytes] = set()
    for uid in classes:
        rows = connection.execute(
            "SELECT DISTINCT a.member FROM attendance a JOIN session s ON s.uid = a.session "
            "WHERE s.training_class = ?",
            (uid,),
        )
        found.update(row[0] for row in rows)
    return found


def problems(connection: Connection) -> list[str]:
    """Whether the stored figures equal what the facts say."""
    merged = one_person(connection)
    stored = {row[0] for row in connection.execute("SELECT DISTINCT member FROM hours_summary")}
    people = {merged.get(uid, uid) for uid in people_with_facts(connection)} | stored
    differing = 0
    for some in _slices(sorted(people)):
        gather(connection, some, merged)
        count_facts(connection)
        kept = "SELECT * FROM hours_summary WHERE member IN (SELECT uid FROM temp.hours_person)"
        for one, other in ((FIGURES, kept), (kept, FIGURES)):
            found = connection.execute(
                f"SELECT count(*) FROM (SELECT * FROM ({one}) EXCEPT SELECT * FROM ({other}))"  # noqa: S608
            )
            differing += int(found.fetchone()[0])
        differing += attended_hours.differing(connection)
    totals = "SELECT * FROM hours_total WHERE people > 0"
    added, kept_total = (
        set(connection.execute(sql).fetchall()) for sql in (_TOTALS.format(some=""), totals)
    )
    differing += len(added ^ kept_total)
    if differing:
        return [f"学时汇总与台账不一致：{differing} 处（可重新计算，台账本身不受影响）"]
    return []


def _replace(connection: Connection) -> None:
    _add_gathered(connection, -1)
    connection.execute(
        "DELETE FROM hours_summary WHERE member IN (SELECT uid FROM temp.hours_person)"
    )
    count_facts(connection)
    connection.execute(f"INSERT INTO hours_summary {FIGURES}")
    attended_hours.replace_gathered(connection)
    _add_gathered(connection, 1)


def _add_gathered(connection: Connection, sign: int) -> None:
    """Take the hours of those gathered out of the yearly totals, or put them in."""
    found = connection.execute(_TOTALS.format(some=_GATHERED)).fetchall()
    connection.executemany(
        "INSERT INTO hours_total(year, half_hours, people) VALUES (?1, ?2 * ?4, ?3 * ?4) "
        "ON CONFLICT(year) DO UPDATE SET half_hours = half_hours + excluded.half_hours, "
        "people = people + excluded.people",
        [(*row, sign) for row in found],
    )


def erase(connection: Connection, those: str) -> None:
    """Forget the people of a condition as SQL; the yearly totals follow from those who stay."""
    for table in ("hours_summary", "hours_attended"):
        connection.execute(f"DELETE FROM {table} WHERE member {those}")  # noqa: S608  (our own words)
    add_up(connection)


def add_up(connection: Connection) -> None:
    """The yearly totals from everybody's figures."""
    connection.execute("DELETE FROM hours_total")
    connection.execute(f"INSERT INTO hours_total {_TOTALS.format(some='')}")


def _parted(connection: Connection, touched: set[bytes]) -> set[bytes]:
    """People somebody was merged into before: undoing a merge gives their hours back."""
    found: set[bytes] = set()
    for some in _slices(sorted(touched), ASKED_AT_ONCE):
        rows = connection.execute(
            "SELECT value FROM superseded WHERE field = 'merged_into' "  # noqa: S608  (marks only)
            f"AND value IS NOT NULL AND uid IN ({', '.join('?' * len(some))})",
            some,
        )
        found.update(bytes.fromhex(str(row[0])) for row in rows)
    return found


def outdated(connection: Connection) -> bool:
    """Whether the stored figures rest on other rules than those of today."""
    return site.get(connection, RULES) != _rules(connection)


def _rules(connection: Connection) -> str:
    """The dated settings the figures were computed under; when they change, so do all figures."""
    keys = ", ".join("?" for _ in HOUR_SETTINGS)
    rows = connection.execute(
        f"SELECT key, from_on, value FROM setting WHERE key IN ({keys}) AND gone = 0 "  # noqa: S608
        "ORDER BY from_on, rank, id",
        HOUR_SETTINGS,
    )
    return ";".join([RULES_VERSION, *(f"{key}:{since}={value}" for key, since, value in rows)])


def _slices(people: list[bytes], many: int = AT_ONCE) -> Iterator[list[bytes]]:
    for start in range(0, len(people), many):
        yield people[start : start + many]
