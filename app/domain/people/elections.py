"""换届: what becomes of a 班子 when a new one is elected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

ELECTED = ("书记", "副书记", "组织委员", "宣传委员", "纪检委员", "委员")
"""Posts of a 班子; 第一书记, 组织员, 党小组组长 and others are appointed and go on."""
ONE = frozenset({"书记", "组织委员", "宣传委员", "纪检委员"})
"""Of these an organization elects one."""


class Outcome(StrEnum):
    """What becomes of one post."""

    NEW = "新任"
    AGAIN = "连任"
    ENDED = "离任"


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in a post of an organization."""

    member: bytes
    organization: bytes
    title: str


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """The row of a post that is held."""

    uid: bytes
    seat: Seat
    since: str


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One line of the plan; `since` is 首次任职 of whoever goes on, `uid` the row that is there."""

    outcome: Outcome
    seat: Seat
    since: str = ""
    uid: bytes = b""


def elect(held: Sequence[HeldSeat], elected: Sequence[Seat]) -> list[SeatLine]:
    """Who was elected again goes on in the row that is there, so that 首次任职 stays what it was;
    everybody else of the old 班子 of these organizations ends, the new ones begin."""
    places = {seat.organization for seat in elected}
    before = {one.seat: one for one in held if one.seat.title in ELECTED}
    lines = []
    for seat in dict.fromkeys(elected):
        known = before.get(seat)
        if known is None:
            lines.append(SeatLine(Outcome.NEW, seat))
        else:
            lines.append(SeatLine(Outcome.AGAIN, seat, known.since, known.uid))
    wanted = set(elected)
    lines += [
        SeatLine(Outcome.ENDED, one.seat, one.since, one.uid)
        for one in held
        if one.seat.organization in places and one.seat.title in ELECTED and one.seat not in wanted
    ]
    return lines


def twice(elected: Iterable[Seat]) -> Mapping[tuple[bytes, str], int]:
    """Posts of which there is one, for which several people were named."""
    found: dict[tuple[bytes, str], set[bytes]] = {}
    for seat in elected:
        if seat.title in ONE:
            found.setdefault((seat.organization, seat.title), set()).add(seat.member)
    return {place: len(people) for place, people in found.items() if len(people) > 1}
