"""What counts when training meets on one date: one credit per half-day, one day per date.

Everything here is the same whatever order it is read in and on whichever side it is worked out:
the longer of two sessions in one half-day counts; of the same length the 脱产 one, then the one
held by the higher level, then the class entered first. Records, which know no half-day, come
after the sessions, those of fewer days first.
"""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from app.domain.training.attendance_rules import DAY_PARTS, HourRules
from app.domain.training.codes import LEVELS, SLOTS

_DAY = "2026-03-05"


class Claim(NamedTuple):
    """What one attended session, or one record (`slot` empty), would count by itself."""

    source: bytes  # the class or the record
    place: bytes  # the session or the record
    day: str
    until: str
    slot: str
    half_hours: int
    day_parts: int
    off_job: bool
    level: str


class Grant(NamedTuple):
    """What it counts beside all others; `other` is what took the rest."""

    half_hours: int
    day_parts: int
    other: Claim | None = None


def settle(claims: Sequence[Claim], rules: HourRules) -> list[Grant]:
    """What each of one person's claims counts, in the order given."""
    granted: dict[int, Grant] = {}
    sessions: dict[str, list[int]] = {}
    records: list[int] = []
    for number, claim in enumerate(claims):
        if claim.slot:
            sessions.setdefault(claim.day, []).append(number)
        else:
            records.append(number)
    for numbers in sessions.values():
        granted |= _date(claims, numbers)
    if records:
        granted |= _records(claims, records, granted, rules)
    return [granted[number] for number in range(len(claims))]


def _date(claims: Sequence[Claim], numbers: list[int]) -> dict[int, Grant]:
    """The sessions of one date."""
    granted: dict[int, Grant] = {}
    best: dict[str, int] = {}
    for number in sorted(numbers, key=lambda n: (-claims[n].half_hours, *_rank(claims[n]))):
        first = best.setdefault(claims[number].slot, number)
        if first != number:
            granted[number] = Grant(0, 0, claims[first])
    left, before = DAY_PARTS, None
    # 脱产 and the higher level first: a requirement that counts only those loses no day.
    for number in sorted(best.values(), key=lambda n: _rank(claims[n])):
        claim = claims[number]
        parts = min(left, claim.day_parts)
        cut = before if parts < claim.day_parts else None
        granted[number] = Grant(claim.half_hours, parts, cut)
        left, before = left - parts, claim
    return granted


def _rank(claim: Claim) -> tuple[bool, int, int, bytes, bytes]:
    level = LEVELS.index(claim.level) if claim.level in LEVELS else len(LEVELS)
    slot = SLOTS.index(claim.slot) if claim.slot in SLOTS else len(SLOTS)
    return not claim.off_job, level, slot, claim.source, claim.place


def _records(
    claims: Sequence[Claim], records: list[int], granted: dict[int, Grant], rules: HourRules
) -> dict[int, Grant]:
    """Records take what the sessions, and the records of fewer days, leave of their dates."""
    found: dict[int, Grant] = {}
    taken = [(claims[n], grant.day_parts) for n, grant in granted.items() if grant.day_parts]
    order = sorted(records, key=lambda number: _record_rank(claims[number]))
    for number in order:
        grant = _record(claims[number], taken, rules)
        found[number] = grant
        if grant.day_parts:
            taken.append((claims[number], grant.day_parts))
    return found


def _record_rank(claim: Claim) -> tuple[int, str, int, tuple[bool, int, int, bytes, bytes]]:
    dates = calendar_days(claim.day, claim.until)
    return dates, claim.day, -claim.half_hours, _rank(claim)


def _record(claim: Claim, taken: Sequence[tuple[Claim, int]], rules: HourRules) -> Grant:
    held, other = 0, None
    for before, parts in taken:
        share = _share_within(before, parts, claim)
        if share:
            held, other = held + share, other or before
    free = max(0, calendar_days(claim.day, claim.until) * DAY_PARTS - held)
    if claim.day_parts <= free:
        return Grant(claim.half_hours, claim.day_parts)
    if claim.half_hours < rules.half_day_half_hours(claim.day):
        # Shorter than a half-day it may have been the evening of a full day.
        return Grant(claim.half_hours, free, other)
    fitting = free * rules.day_half_hours(claim.day) // DAY_PARTS
    return Grant(min(claim.half_hours, fitting), free if fitting else 0, other)


def _share_within(before: Claim, parts: int, claim: Claim) -> int:
    """What of it surely fell on the dates of a record. A year is closed in itself: a record
    belongs to the year it began in and meets nothing of another."""
    if before.day[:4] != claim.day[:4] or before.day > claim.until or before.until < claim.day:
        return 0
    outside = max(0, _day(claim.day) - _day(before.day))
    outside += max(0, _day(before.until) - _day(claim.until))
    return max(0, parts - outside * DAY_PARTS)


def calendar_days(first: str, last: str) -> int:
    """From the first to the last day, both included; one when they cannot be read (they came from
    elsewhere, where nobody checked them)."""
    begins, ends = _day(first), _day(last)
    return max(1, ends - begins + 1) if begins and ends else 1


def _day(text: str) -> int:
    """The day as a number, 0 when it is none; only YYYY-MM-DD, as SQL reads it."""
    try:
        return datetime.date.fromisoformat(text).toordinal() if len(text) == len(_DAY) else 0
    except ValueError:
        return 0
