"""Dates, periods and notes as they are written on paper."""

from datetime import date, datetime

from app.domain.masking import mask_id_number, mask_phone
from app.domain.training.hours import plain_number


def day_text(day: str) -> str:
    """2026-03-05 → 2026年3月5日; a date known less precisely stays less precise."""
    parts = day.split("-")
    units = "年月日"
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, units, strict=False) if part)


def period_text(starts_on: str, ends_on: str) -> str:
    """One day, or from … to …, without saying the year twice."""
    first, last = day_text(starts_on), day_text(ends_on)
    if first == last:
        return first
    year = f"{starts_on[:4]}年"
    return f"{first}至{last.removeprefix(year) if ends_on[:4] == starts_on[:4] else last}"


def short_period(starts_on: str, ends_on: str) -> str:
    """2026.11.1—11.3 for narrow columns."""
    first, last = (
        ".".join(str(int(part)) for part in day.split("-")) for day in (starts_on, ends_on)
    )
    if first == last:
        return first
    return f"{first}—{last.removeprefix(f'{starts_on[:4]}.')}"


def month_text(day: str) -> str:
    """Year and month for 出生年月 and 入党时间, as far as they are known."""
    return ".".join(day.split("-")[:2])


def plain_hours(hours: float) -> str:
    """4.0 → 4, 3.5 → 3.5; a county's hours are never shortened to 1.2e+06."""
    return plain_number(hours)


def reprint_note(day: str) -> str:
    """A paper printed after the event says so with its real time; nothing is back-dated."""
    if day >= date.today().isoformat():
        return ""
    return f"补打 {datetime.now():%Y-%m-%d %H:%M}"


def id_number_text(number: str, *, full: bool) -> str:
    """Masked unless it was asked for with a reason."""
    return number if full else mask_id_number(number)


def phone_text(phone: str, *, full: bool) -> str:
    """Masked unless it was asked for with a reason."""
    return phone if full else mask_phone(phone)
