"""附件 as a field holds them: what each is called, and the digest that its content is found by."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.entity import Value

MOST = 20
"""Files that one field may name."""
LONGEST_NAME = 80
_LINE = re.compile(r"([0-9a-f]{64}) ([^\n]{1,80})")
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


@dataclass(frozen=True, slots=True)
class Attached:
    """One file that was attached."""

    digest: str
    name: str


def digest_of(content: bytes) -> str:
    """By what content is found, and known to be what was attached."""
    return hashlib.sha256(content).hexdigest()


def attached(value: Value) -> tuple[Attached, ...]:
    """What a field names; a line that names nothing is left out."""
    found = (_LINE.fullmatch(line) for line in str(value or "").split("\n"))
    return tuple(Attached(*match.groups()) for match in found if match)


def as_value(many: Iterable[Attached]) -> Value:
    """The same as it is stored, each content once."""
    once = {one.digest: one for one in many}
    return "\n".join(f"{one.digest} {one.name}" for one in once.values()) or None


def names_of(value: Value) -> str:
    """What people read of it."""
    return "、".join(one.name for one in attached(value))


def digests_in(text: str) -> set[str]:
    """Every digest that a stored text names, of whatever version of a field."""
    return set(_DIGEST.findall(text))
