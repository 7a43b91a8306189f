"""Whom a line of a list means: numbers decide, a name only where it can be nobody else."""

import datetime
import re
from collections.abc import Sequence

from app.data.database import Connection
from app.data.imports.known_people import known_organizations
from app.data.queries.people_to_match import PersonToMatch, people_to_match
from app.domain.errors import InvalidInput
from app.domain.people.branches import Branches
from app.domain.people.id_number import checked, completed, from_number
from app.domain.people.membership import NORMAL
from app.domain.people.names import match_key
from app.domain.people.written_names import written_name

_HIDDEN = re.compile(r"[*＊xX]{2,}")
UNKNOWN = "不在本机名单里，请先导入花名册或在“党员”里登记"


class NamedPeople:
    """Everybody by what a line may say of them, read once for a whole file."""

    def __init__(self, people: Sequence[PersonToMatch], branches: Branches) -> None:
        self._branches = branches
        self._today = datetime.date.today()
        self._by_number = {completed(p.id_number): p for p in reversed(people) if p.id_number}
        self._by_name: dict[str, list[PersonToMatch]] = {}
        for person in people:
            self._by_name.setdefault(match_key(person.name), []).append(person)

    def read_number(self, raw: object) -> str:
        """A whole ID number as a cell has it.

        Raises:
            InvalidInput: it is none.
        """
        text = from_number(raw) if isinstance(raw, int | float) else str(raw).strip()
        return completed(checked(text, self._today))

    def numbered(self, number: str) -> PersonToMatch | None:
        """Who has this number."""
        return self._by_number.get(number)

    def named(self, written: str) -> list[PersonToMatch]:
        """Everybody of this name, also where a note stands beside it."""
        found = self._by_name.get(match_key(written), [])
        if found or not written:
            return list(found)
        try:
            return list(self._by_name.get(match_key(written_name(written).name), []))
        except InvalidInput:
            return []

    def narrowed(self, found: list[PersonToMatch], phone: str, branch: str) -> list[PersonToMatch]:
        """By phone, by branch, and by who is still here; what narrows to nobody is not applied,
        so that a wrong branch beside a name asks instead of choosing."""
        digits = "".join(filter(str.isdigit, phone))
        wanted = set(self._branches.find(branch)) if branch else set()
        for fits in (
            lambda p: bool(digits) and p.phone == digits,
            lambda p: p.organization in wanted,
            lambda p: p.status == NORMAL,
        ):
            fewer = [person for person in found if fits(person)]
            if len(found) > 1 and fewer:
                found = fewer
        return found

    def the_one(self, name: str, number: object, phone: str, branch: str) -> PersonToMatch:
        """Exactly one person.

        Raises:
            InvalidInput: of the field "" : nobody, several, or a number that is another's.
        """
        if isinstance(number, str) and _HIDDEN.search(number):
            found = [p for p in self.named(name) if _fits(number, p.id_number)]
            return self._single(found, name)
        if number not in (None, ""):
            person = self.numbered(self.read_number(number))
            if person is None:
                raise InvalidInput({"": UNKNOWN})
            if name and person not in self.named(name):
                raise InvalidInput({"": f"身份证号是“{person.name}”的，与姓名不符，请核对"})
            return person
        return self._single(self.narrowed(self.named(name), phone, branch), name)

    def _single(self, found: list[PersonToMatch], name: str) -> PersonToMatch:
        if not found:
            raise InvalidInput({"": UNKNOWN})
        if len(found) > 1:
            told = f"有 {len(found)} 个人叫“{name[:20]}”，请加一列身份证号或所在党组织"
            raise InvalidInput({"": told})
        return found[0]


def _fits(hidden: str, number: str) -> bool:
    """3701**********1236: what platforms write out; the digits that are left must be there."""
    begin, end = _HIDDEN.split(hidden.strip(), maxsplit=1)[0], _HIDDEN.split(hidden.strip())[-1]
    whole = completed(number) if number else ""
    return bool(begin or end) and whole.startswith(begin) and whole.endswith(end.upper())


def named_people(connection: Connection) -> NamedPeople:
    """Everybody of this store."""
    return NamedPeople(people_to_match(connection), Branches(known_organizations(connection)))
