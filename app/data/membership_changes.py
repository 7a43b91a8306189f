"""党员变动 is written with every change of a branch, a category or a status, on whatever way.

The one place through which people's writes pass asks here, so that no form, import or repair can
forget it. A date that nobody gave stays unknown; it is never today's by default.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.data.database import Connection
from app.data.rows import Row
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.exchange.versions import Dot
from app.domain.people.membership import DATED, NORMAL, dates_of_category

CHANGE, CORRECTION = entity_named("membership_change").field("kind").choices


@dataclass(frozen=True, slots=True)
class Since:
    """Since when what is being written holds, as far as it is known, and by which paper."""

    on: str | None = None
    kind: str = CHANGE
    basis: str | None = None
    told: bool = True


CORRECTED = Since(kind=CORRECTION)
"""What stood there was never true (a wrong entry, one organization under two identities)."""
TOLD_ALREADY = Since(told=False)
"""Whoever wrote the value that is kept has told of the change himself."""


def dated_status(
    row: Row, fresh: Mapping[str, Value], since: Mapping[str, Since]
) -> dict[str, Value]:
    """What else is written when a status changes: the old 状态日期 says nothing about it."""
    given = since.get("status", Since())
    if row.entity.name != "member" or "status" not in fresh or "status_on" in fresh:
        return {}
    if not given.told or given.kind == CORRECTION or fresh["status"] == row.values.get("status"):
        return {}
    return {} if given.on == row.values.get("status_on") else {"status_on": given.on}


def everything(since: Since) -> dict[str, Since]:
    """The same for branch, category and status."""
    return dict.fromkeys(DATED, since)


def rows_to_tell(
    row: Row, fresh: Mapping[str, Value], since: Mapping[str, Since]
) -> list[dict[str, Value]]:
    """The rows of 党员变动 that tell of this write; nothing where a date of the person does."""
    if row.entity.name != "member":
        return []
    made: list[dict[str, Value]] = []
    for name in DATED:
        given = since.get(name, Since())
        before, after = row.values.get(name), fresh.get(name)
        if name not in fresh or before == after or not given.told:
            continue
        if given.kind == CHANGE and is_told_by_a_date(name, row.values, fresh):
            continue
        on = given.on
        if name == "status" and isinstance(fresh.get("status_on"), str):
            on = str(fresh["status_on"])
        made.append(
            {
                "member": row.uid,
                "kind": given.kind,
                "from_on": None if given.kind == CORRECTION else on,
                f"{name}_before": before,
                name: after,
                "basis": given.basis,
            }
        )
    return made


def is_told_by_a_date(name: str, before: Mapping[str, Value], fresh: Mapping[str, Value]) -> bool:
    """入党日期 and 转正日期 say when somebody became 预备党员 and 正式党员."""
    if name != "political_status":
        return False
    joined, full = (
        str(value) if (value := {**before, **fresh}.get(key)) else None
        for key in ("joined_on", "full_on")
    )
    category, made = before.get(name), fresh[name]
    return dates_of_category(joined, full)(_fact(category), _fact(made)) is not None


def _fact(value: Value) -> str | bytes | None:
    return value if isinstance(value, str | bytes) else None


def told_with(
    connection: Connection, member: bytes, field: str, value: Value, dot: Dot
) -> list[bytes]:
    """The rows that tell of one write of a column, made in the same action."""
    assert field in DATED
    found = connection.execute(
        f"SELECT c.uid FROM membership_change c JOIN incarnation i ON i.id = c.site "  # noqa: S608
        f"WHERE c.member = ? AND c.{field} IS ? AND i.key = ? AND c.n = ? AND c.gone = 0",
        (member, value, *dot),
    )
    return [row[0] for row in found]


def dates_to_keep(
    connection: Connection, row: Row, fresh: Mapping[str, Value], since: Mapping[str, Since]
) -> tuple[bytes | None, dict[str, Value]] | None:
    """状态日期 of a status that is given up goes to the row that told of it (None: a new one);
    nothing when no status is given up."""
    given, status = since.get("status", Since()), row.values.get("status")
    if row.entity.name != "member" or "status" not in fresh or not given.told:
        return None
    if status in (None, NORMAL, fresh["status"]) or given.kind == CORRECTION:
        return None
    on = row.values.get("status_on")
    found = connection.execute(
        "SELECT uid FROM membership_change WHERE member = ? AND status = ? AND kind = ? "
        "AND gone = 0 ORDER BY clock DESC, id DESC LIMIT 1",
        (row.uid, status, CHANGE),
    ).fetchone()
    if found:
        return found[0], {} if on is None else {"from_on": on}
    told = {"member": row.uid, "kind": CHANGE, "from_on": on}
    return None, {**told, "status_before": NORMAL, "status": status}
