"""The one spelling of what sites hand each other: declared entries, refused in any other shape."""

from dataclasses import dataclass
from typing import Annotated, Any

import pytest

from app.domain.errors import PackageError
from app.exchange.codec import (
    Count,
    Entry,
    Keys,
    Name,
    Record,
    Secret,
    list_of,
    or_empty,
    record_of,
    sparse,
)
from app.exchange.keys import SiteKeys
from app.exchange.shapes import is_count, is_token


@dataclass(frozen=True, slots=True)
class Part(Record):
    """A record within a record."""

    number: Count
    note: Annotated[str, or_empty(is_token)] = ""


@dataclass(frozen=True, slots=True)
class Whole(Record):
    """One entry of every sort, and a field that is nobody else's."""

    name: Name
    keys: Keys
    secret: Secret
    parts: Annotated[tuple[Part, ...], list_of(record_of(Part), 1, 2)]
    also: Annotated[int | None, sparse(Entry(is_count))] = None
    ours: str = "stays here"


KEYS = SiteKeys.generate().public
WHOLE = Whole("青山镇", KEYS, b"s" * 32, (Part(1), Part(2, "x")))


def test_what_is_written_is_read_back() -> None:
    said = WHOLE.to_record()
    assert said == {
        "name": "青山镇",
        "keys": KEYS.to_bytes().hex(),
        "secret": "73" * 32,
        "parts": [{"number": 1, "note": ""}, {"number": 2, "note": "x"}],
    }
    assert Whole.from_record(said) == WHOLE


def test_what_an_older_program_did_not_say_is_taken_as_nothing() -> None:
    said = {**WHOLE.to_record(), "parts": [{"number": 1}]}
    assert Whole.from_record(said).parts == (Part(1),)


def test_of_too_many_the_first_are_written() -> None:
    many = Whole("青山镇", KEYS, b"s" * 32, tuple(Part(n) for n in range(5)))
    assert [part["number"] for part in many.to_record()["parts"]] == [0, 1]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("name", ""),
        ("name", None),
        ("secret", "73" * 31),
        ("keys", "zz"),
        ("parts", []),
        ("parts", [1]),
        ("parts", [{"number": 1}] * 3),
        ("parts", [{"number": -1}]),
        ("parts", [{"number": 1, "note": "a b"}]),
        ("also", "7"),
    ],
)
def test_another_shape_is_refused(name: str, wrong: Any) -> None:
    said = {**WHOLE.to_record(), name: wrong}
    with pytest.raises(PackageError):
        Whole.from_record(said)
