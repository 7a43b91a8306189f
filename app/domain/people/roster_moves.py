"""转入日期 and 变动日期 of a roster: since when what a line changes of somebody holds."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.domain.entity import Value
from app.domain.errors import InvalidInput
from app.domain.known_days import earliest
from app.domain.partial_date import partial_date
from app.domain.people.membership import DATED
from app.domain.people.roster_file import CellValue
from app.domain.people.roster_headers import ARRIVED_ON, CHANGED_ON, LABELS

_UNDATED = (
    "转到另一个党组织而没有写转入日期：何时转的记为“不清楚”，统计里待定；知道的话请加“转入日期”一列"
)


@dataclass(slots=True)
class Moves:
    """What a line says of since when; `remarks` tell of dates that cannot be used."""

    arrived: str | None = None
    since: dict[str, str | None] = field(default_factory=dict)
    remarks: list[tuple[str, str]] = field(default_factory=list)


UNDATED = Moves(since=dict.fromkeys((*DATED, "organization")))
"""What nearly every line says: nothing. One for all of them, never written to."""


def read_moves(cells: Mapping[str, CellValue], today: datetime.date) -> Moves:
    """The dates of one line; one that cannot be read is told and costs nothing."""
    if ARRIVED_ON not in cells and CHANGED_ON not in cells:
        return UNDATED
    made = Moves()
    found: dict[str, str | None] = {}
    for name in (ARRIVED_ON, CHANGED_ON):
        raw = cells.get(name)
        if raw is None or not str(raw).strip():
            continue
        try:
            found[name] = partial_date(raw)
        except InvalidInput as error:
            made.remarks.append((name, f"{next(iter(error.problems.values()))}，没有采用"))
            continue
        if earliest(str(found[name])) > today:
            made.remarks.append((name, f"{LABELS[name]}还没有到，没有采用，请核对"))
            del found[name]
    changed = found.get(CHANGED_ON)
    made.arrived = found.get(ARRIVED_ON)
    made.since = dict.fromkeys(DATED, changed)
    made.since["organization"] = made.arrived or changed
    return made


def dated_status(before: Mapping[str, Value], after: dict[str, Value], moves: Moves) -> None:
    """A changed status takes the date of its change along; the old one says nothing about it."""
    if "status" in after and before.get("status_on") != moves.since["status"]:
        after["status_on"] = moves.since["status"]


def undated_move(
    before: Mapping[str, Value], after: Mapping[str, Value], moves: Moves
) -> Iterator[tuple[str, str]]:
    """What the clerk should know of a move that nobody dated."""
    if before.get("organization") and "organization" in after and not moves.since["organization"]:
        yield "organization", _UNDATED
