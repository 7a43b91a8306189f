"""The entries of one person beside each other: what meets on one date is counted once and named."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.training.attendance_rules import HourRules
from app.domain.training.credits import Claim, Grant, settle
from app.domain.training.hours import LedgerEntry, day_text, half_hours, plain_number


def ledger_of(entries: Sequence[LedgerEntry], rules: HourRules) -> tuple[LedgerEntry, ...]:
    """The entries of one person beside each other: one credit per half-day, one day per date."""
    counted = [number for number, entry in enumerate(entries) if entry.counted]
    claims = [_claim(entries[number]) for number in counted]
    titles = {
        claim.place: entries[number].title for number, claim in zip(counted, claims, strict=True)
    }
    found = list(entries)
    for number, claim, grant in zip(counted, claims, settle(claims, rules), strict=True):
        if grant.other is not None:
            found[number] = _shared(entries[number], claim, grant, titles[grant.other.place])
    return tuple(found)


def _claim(entry: LedgerEntry) -> Claim:
    return Claim(
        entry.uid,
        entry.place,
        entry.date,
        entry.until,
        entry.slot,
        half_hours(entry.hours),
        entry.day_parts,
        entry.off_job,
        entry.level,
    )


def _shared(entry: LedgerEntry, claim: Claim, grant: Grant, other: str) -> LedgerEntry:
    """An entry that shares its half-day or its dates with another, which is named."""
    hours, days = grant.half_hours / 2, day_text(grant.day_parts)
    if not grant.half_hours:
        when = "同一个半天" if claim.slot else "同日"
        said = ""
        reason = f"与“{other}”{when}，只计一次，已计在该项"
    elif grant.half_hours < claim.half_hours:
        said = f"其中与“{other}”同日的只计一次，实计 {plain_number(hours)} 学时、{days} 天"
        reason = f"{entry.reason}，{said}"
    else:
        said = f"与“{other}”同日，一天最多计 1 天，本项计 {days} 天"
        reason = f"{entry.reason}，{said}"
    return replace(
        entry,
        hours=hours,
        innovation_hours=min(entry.innovation_hours, hours),
        party_spirit_hours=min(entry.party_spirit_hours, hours),
        day_parts=grant.day_parts,
        counted=grant.half_hours > 0,
        reason=reason,
        remark=_together(entry.remark, said),
    )


def _together(*remarks: str) -> str:
    return "，".join(remark for remark in remarks if remark)


def noted_before_joining(
    entries: Iterable[LedgerEntry], joined_on: str | None
) -> tuple[LedgerEntry, ...]:
    """Say of what was learned before 入党 that it was: a policy may not count it."""
    if joined_on is None:
        return tuple(entries)
    said = f"在入党（{joined_on}）前参加"
    return tuple(
        replace(entry, reason=_together(entry.reason, said), remark=_together(entry.remark, said))
        if entry.counted and entry.date[: len(joined_on)] < joined_on
        else entry
        for entry in entries
    )
