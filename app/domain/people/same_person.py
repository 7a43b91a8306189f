"""A corrected ID number makes one person two: who of the store a new line may really be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.domain.entity import Value
from app.domain.known_days import agrees
from app.domain.people.id_number import birth_and_sex, completed
from app.domain.people.names import match_key
from app.domain.people.roster_match import KnownMember

_FEW_DIGITS = 2


class Place(NamedTuple):
    """A line of the file: sheet and row."""

    sheet: str
    row: int


DIFFERENT = b""
"""The answer that a new line and a known person are two people."""

Answers = Mapping[Place, bytes]
"""By line: the known person it is, or DIFFERENT."""


@dataclass(frozen=True, slots=True)
class Question:
    """Is the new line the known person? `number` and those of `known` must be masked to show."""

    place: Place
    name: str
    number: str
    known: KnownMember
    why: str


@dataclass
class Likely:
    """Finds the known people whom a new line may mean; built when the first new line comes."""

    known: Mapping[str, KnownMember]
    _by_name: dict[str, list[KnownMember]] | None = field(init=False, default=None)

    def people(
        self, values: Mapping[str, Value], further_phones: Sequence[str] = ()
    ) -> Iterator[tuple[KnownMember, str]]:
        """The known person and what they have in common."""
        if self._by_name is None:
            self._by_name = {}
            for member in self.known.values():
                name = str(member.values.get("name") or "")
                self._by_name.setdefault(match_key(name), []).append(member)
        for member in self._by_name.get(match_key(str(values.get("name") or "")), ()):
            shared = _shared(member.values, values, further_phones)
            if shared:
                yield member, f"姓名、{'、'.join(shared)}相同"


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking: the person who was answered, or what to say while nobody did."""

    member: KnownMember | None = None
    sentence: str = ""
    waits: bool = False


@dataclass
class Asking:
    """Asks of every new line whether it is somebody known; `waits` holds it until answered."""

    known: Mapping[str, KnownMember]
    answers: Answers
    waits: bool
    questions: list[Question] = field(default_factory=list)
    _likely: Likely = field(init=False)

    def __post_init__(self) -> None:
        self._likely = Likely(self.known)

    def ask(
        self, place: Place, values: Mapping[str, Value], number: str, further_phones: Sequence[str]
    ) -> Asked:
        """Who the line is, as far as somebody said so."""
        answer, name = self.answers.get(place), str(values.get("name"))
        sentence = ""
        for member, why in self._likely.people(values, further_phones):
            self.questions.append(Question(place, name, number, member, why))
            if answer == member.uid:
                return Asked(member)
            sentence = sentence or (
                f"疑似本机已有的“{name}”（{why}，身份证号不同）：如是同一人更正了号码，"
                "请答“同一人”，否则答“不同的人”"
            )
        if answer == DIFFERENT or not sentence:
            return Asked()
        if self.waits:
            return Asked(sentence=sentence, waits=True)
        return Asked(sentence=f"{sentence}；没有回答，已按不同的人新增")


def in_common(one: Mapping[str, Value], other: Mapping[str, Value]) -> list[str]:
    """What two people of one name have in common besides it, so that they may be one."""
    return _shared(one, other, ())


def _shared(
    one: Mapping[str, Value], other: Mapping[str, Value], further_phones: Sequence[str]
) -> list[str]:
    found = []
    if any(_same_birth(a, b) for a in _births(one) for b in _births(other)):
        found.append("出生日期")
    phone = one.get("phone")
    if phone and phone in (other.get("phone"), *further_phones):
        found.append("联系电话")
    if not found and _nearly(str(one.get("id_number")), str(other.get("id_number"))):
        found.append("身份证号绝大部分数字")
    return found


def _births(values: Mapping[str, Value]) -> set[str]:
    number, born = values.get("id_number"), values.get("birth_date")
    found = {born} if isinstance(born, str) else set()
    if isinstance(number, str):
        found.add(birth_and_sex(number)[0])
    return found


def _same_birth(one: str, other: str) -> bool:
    # A year alone is shared by half a village; a month is not by two of one name.
    return agrees(one, other) and min(len(one), len(other)) >= len("1968-04")


def _nearly(one: str, other: str) -> bool:
    one, other = completed(one), completed(other)
    if len(one) != len(other):
        return False
    differing = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    body = [index for index in differing if index < len(one) - 1]  # the check digit follows them
    return len(body) <= _FEW_DIGITS
