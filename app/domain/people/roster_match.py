"""Comparing a line of a roster with the person already in the store."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.entity import Value
from app.domain.known_days import agrees
from app.domain.people.id_number import completed, normalised
from app.domain.people.membership import NORMAL
from app.domain.people.names import match_key
from app.domain.people.roster_file import CellValue

_DATES = frozenset({"birth_date", "joined_on", "full_on", "status_on"})
_EXCEL_DIGITS = 15


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A person of the store."""

    uid: bytes
    values: Mapping[str, Value]

    @property
    def organization(self) -> bytes | None:
        """Where the person belongs now."""
        found = self.values.get("organization")
        return found if isinstance(found, bytes) else None


def changes(known: Mapping[str, Value], values: Mapping[str, Value]) -> dict[str, Value]:
    """What the line would change: an empty cell erases nothing, a vaguer date is no news."""
    return {
        name: value
        for name, value in values.items()
        if value != known.get(name) and not _says_less(name, known.get(name), value)
    }


def match_warnings(
    known: Mapping[str, Value], values: Mapping[str, Value]
) -> Iterator[tuple[str, str]]:
    """What the clerk should look at before a known person is changed."""
    before = str(known.get("name") or "")
    name = str(values.get("name") or before)
    if match_key(name) != match_key(before):
        yield (
            "name",
            f"身份证号相同而姓名不同：原来是“{before}”，表中是“{name}”，请核对是不是同一人",
        )
    status = str(known.get("status") or NORMAL)
    if status != NORMAL and "status" not in values:
        yield "name", f"“{before}”在本机的状态是“{status}”，导入不改变这个状态，请核对"


class Suspects:
    """Who a damaged ID cell may mean: first 15 digits and name, told as a hint, never matched."""

    def __init__(self, known: Mapping[str, KnownMember]) -> None:
        self._known = known
        self._by_start: dict[str, list[KnownMember]] | None = None

    def hint(self, raw: CellValue, name: str) -> str:
        """A phrase to add to the refusal; empty when nobody fits."""
        start = _first_digits(raw)
        if not start or not name:
            return ""
        if self._by_start is None:
            self._by_start = {}
            for number, member in self._known.items():
                self._by_start.setdefault(number[:_EXCEL_DIGITS], []).append(member)
        fitting = [
            member
            for member in self._by_start.get(start, ())
            if match_key(str(member.values.get("name"))) == match_key(name)
        ]
        if not fitting:
            return ""
        return f"（前 15 位和姓名与本机已有的“{name}”一致，可能就是此人）"


def _first_digits(raw: CellValue) -> str:
    if isinstance(raw, float) and raw >= 1e14:
        return f"{raw:.14e}".replace(".", "")[:_EXCEL_DIGITS]
    digits = re.match(r"\d{15}", normalised(str(raw or "")))
    return digits.group() if digits else ""


def _says_less(name: str, known: Value, value: Value) -> bool:
    if not isinstance(known, str) or not isinstance(value, str):
        return False
    if name == "id_number":
        return completed(value) == known
    return name in _DATES and len(value) < len(known) and agrees(known, value)
