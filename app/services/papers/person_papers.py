"""学籍档案: everything a person attended, year by year, with what did not count and why."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.data.counted_hours import identities_of
from app.data.membership_changes import CORRECTION
from app.data.queries.certificates import CertificateRow, certificates_of_member
from app.data.queries.members import MemberRow, member_of_uid
from app.data.queries.membership import BRANCH, ChangeRow, changes_of
from app.data.queries.training_classes import completions_of_member
from app.domain.documents.archive import Archive, ArchiveYear, TrainingLine
from app.domain.errors import AppError, NotFound
from app.domain.people.record_number import record_number
from app.domain.share import half_up
from app.domain.signing import signing_organizer
from app.domain.training.codes import VOID
from app.domain.training.hours import LedgerEntry, person_hours
from app.services.hours import MemberHours, hours_of_member
from app.services.papers.selection import Selection
from app.services.papers.signing import signer
from app.services.papers.wording import (
    day_text,
    id_number_text,
    month_text,
    phone_text,
    plain_hours,
    short_period,
)
from app.services.store import Store


def archives(store: Store, chosen: Selection) -> tuple[Archive, ...]:
    """One archive per person chosen, in the order chosen.

    Raises:
        AppError: nobody was chosen.
    """
    if not chosen.members:
        raise AppError("请先选择党员。", "请在“党员”里勾选。")
    return tuple(_archive(store, uid, chosen) for uid in chosen.members)


def _archive(store: Store, uid: bytes, chosen: Selection) -> Archive:
    connection = store.database.read()
    person = member_of_uid(connection, uid)
    if person is None:
        raise NotFound("找不到这个人。", "请重新选择。")
    ledger = hours_of_member(store, uid, chosen.year or None)
    identities = identities_of(connection, uid)
    issued = {
        row.training_class: row
        for identity in reversed(identities)
        for row in certificates_of_member(connection, identity)
        if row.state != VOID
    }
    completions = completions_of_member(connection, identities)
    entries = [_signed(store, entry) for entry in ledger.entries]
    years = sorted({entry.date[:4] for entry in ledger.entries}, reverse=True)
    return Archive(
        number=record_number(uid),
        **_head(person, chosen),
        years=tuple(
            _year(year, [e for e in entries if e.date[:4] == year], issued, completions)
            for year in years
        ),
        total=_total(ledger, chosen.year),
        printed_on=day_text(date.today().isoformat()),
        compiled_by=signer(store),
        history="；".join(_told(row) for row in reversed(changes_of(connection, uid))),
    )


def _signed(store: Store, entry: LedgerEntry) -> LedgerEntry:
    """The place alone organized nothing: on paper stands who signs for it."""
    here = store.site
    return replace(
        entry, organizer=signing_organizer(entry.organizer or "", here.name, here.signed_as)
    )


def _told(row: ChangeRow) -> str:
    """One change in words; a date nobody knows is said to be unknown."""
    on = row.from_on or "日期不清楚"
    if row.kind == CORRECTION:
        return f"{row.entered} 更正{row.what}：{row.before}应为{row.after}"
    if row.what == BRANCH:
        came = f"由{row.before}转入" if row.before else "转入"
        return f"{on} {came}{row.after}"
    return f"{on} {row.what}由{row.before or '（空）'}变为{row.after}"


def _total(ledger: MemberHours, year: int) -> str:
    """累计 is over all years; one year alone is said to be one."""
    what = f"{year} 年合计（只列本年）" if year else "累计"
    return (
        f"{what} {plain_hours(ledger.total)} 学时、{plain_hours(half_up(ledger.sums.days, 3))} 天"
    )


def _head(person: MemberRow, chosen: Selection) -> dict[str, str]:
    return {
        "name": person.name,
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "birth": month_text(person.birth_date),
        "education": person.education,
        "political_status": person.political_status,
        "joined_on": month_text(person.joined_on),
        "organization": person.organization_title,
        "unit_and_post": person.workplace,
        "id_number": id_number_text(person.id_number, full=chosen.full),
        "phone": phone_text(person.phone, full=chosen.full),
    }


def _year(
    year: str,
    entries: list[LedgerEntry],
    issued: dict[bytes, CertificateRow],
    completions: Mapping[bytes, str],
) -> ArchiveYear:
    held: dict[tuple[str, bytes], list[LedgerEntry]] = {}
    for entry in entries:
        held.setdefault((entry.source, entry.uid), []).append(entry)
    lines = tuple(
        _line(number, group, issued.get(group[0].uid), completions.get(group[0].uid, ""))
        for number, group in enumerate(held.values(), start=1)
    )
    sums = person_hours(entries)
    days = plain_hours(half_up(sums.days, 3))
    return ArchiveYear(year, lines, f"{year} 年计 {plain_hours(sums.total)} 学时、{days} 天")


def _line(
    number: int, entries: list[LedgerEntry], certificate: CertificateRow | None, completion: str
) -> TrainingLine:
    first, last = entries[0], entries[-1]
    notes = [f"证书 {certificate.number}"] if certificate else []
    reasons: dict[str, list[str]] = {}
    for entry in entries:
        if entry.remark or not entry.counted:
            said = entry.remark if entry.counted else entry.reason
            reasons.setdefault(said, []).append(_when(entry))
    notes += [f"{'、'.join(days)} {reason}" for reason, days in reasons.items()]
    return TrainingLine(
        number=str(number),
        period=short_period(first.date, last.until or last.date),
        name=first.title,
        kind="脱产" if first.off_job else first.mode,
        organizer=first.organizer or "",
        hours=plain_hours(sum(entry.hours for entry in entries if entry.counted)),
        completed=completion,
        note="；".join(notes),
    )


def _when(entry: LedgerEntry) -> str:
    return f"{int(entry.date[5:7])}月{int(entry.date[8:10])}日{entry.slot}"
