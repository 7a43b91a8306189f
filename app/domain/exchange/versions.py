"""Versions of a field: a write supersedes what its writer had seen, concurrent writes stay."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.entity import Value
from app.domain.exchange.return_rules import disagree, is_return_state

GONE = "_gone"
"""The field whose versions say that a row was removed; the value is what the remover had seen of
the row."""

_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)

Dot = tuple[str, int]
"""One write: the incarnation that made it and its counter there."""

Context = dict[str, int]
"""Per incarnation the newest write that is known (of one field)."""

LATEST = 2**53
"""No clock is later: what somebody claims to have written then is answered at the same moment,
and a package with a later one would be refused by everybody."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """One surviving write. `over` is what its writer had seen; the clock only orders display."""

    site: str
    n: int
    clock: int
    rank: int
    operator: str
    value: Value
    over: tuple[Dot, ...] = ()

    @property
    def dot(self) -> Dot:
        """The write's identity."""
        return self.site, self.n


@dataclass(frozen=True, slots=True)
class Versions:
    """Everything known about one field of one row."""

    context: Mapping[str, int]
    siblings: tuple[Sibling, ...]

    @property
    def shown(self) -> Sibling:
        """What is displayed until a person decides: the county's first, then the latest clock."""
        return max(self.siblings, key=lambda s: (s.rank, s.clock, s.site, s.n))

    @property
    def open(self) -> bool:
        """Whether people must decide: concurrent writes with different values."""
        return len(self.siblings) > 1 and len({canonical(s.value) for s in self.siblings}) > 1

    def undecided(self, name: str) -> bool:
        """`open` for the field of that name: two removals agree whatever each had seen, and two
        states of a return that agree on whether the row counts."""
        values = {s.value for s in self.siblings}
        if name == GONE:
            return len({bool(value) for value in values}) > 1
        if name == "state" and is_return_state(values):
            return disagree(values)
        return self.open


def single(sibling: Sibling) -> Versions:
    """The versions of a field written once."""
    return Versions({sibling.site: sibling.n}, (sibling,))


def written(old: Versions | None, sibling: Sibling) -> Versions:
    """The versions after a write whose writer had seen `old`: it supersedes all of it."""
    if old is None:
        return single(sibling)
    latest = max(s.clock for s in old.siblings)
    made = Sibling(
        sibling.site,
        sibling.n,
        min(max(sibling.clock, latest + 1), LATEST),
        sibling.rank,
        sibling.operator,
        sibling.value,
        tuple(sorted(old.context.items())),
    )
    return Versions({**old.context, sibling.site: sibling.n}, (made,))


def joined(a: Versions | None, b: Versions | None) -> Versions | None:
    """Least upper bound: commutative, associative, idempotent; nothing concurrent is dropped."""
    if a is None or b is None or a == b:
        return b if a is None else a
    kept = {s.dot: s for s in _survivors(a, b)}
    for s in _survivors(b, a):
        same = kept.get(s.dot)
        # One write has one value; where a disk or a copied identity made two, all take the same.
        if same is None or _told(same) < _told(s):
            kept[s.dot] = s
    if not kept:
        # What superseded both named an erased person and was taken out: the latest stands.
        last = max((*a.siblings, *b.siblings), key=lambda s: (s.rank, s.clock, s.site, s.n))
        kept = {last.dot: last}
    context = {
        site: max(a.context.get(site, 0), b.context.get(site, 0))
        for site in sorted({*a.context, *b.context})
    }
    return Versions(context, tuple(kept[dot] for dot in sorted(kept)))


def torn(mine: Mapping[str, Versions], received: Mapping[str, Versions]) -> bool:
    """Whether the sender has other values under our very writes: it must get ours once more."""
    return any(
        own is not None and own != versions and own.context == versions.context
        for own, versions in ((mine.get(name), r) for name, r in received.items())
    )


def _told(s: Sibling) -> tuple[str, tuple[Dot, ...], int]:
    return canonical(s.value), s.over, s.rank


def _survivors(mine: Versions, other: Versions) -> Iterable[Sibling]:
    theirs = {s.dot for s in other.siblings}
    return (s for s in mine.siblings if s.dot in theirs or other.context.get(s.site, 0) < s.n)


def undecided_fields(by_field: Mapping[str, Versions]) -> set[str]:
    """The fields of one row that people must decide."""
    return {name for name, versions in by_field.items() if versions.undecided(name)}


def dropped(before: Versions, after: Versions) -> list[Sibling]:
    """Writes that `after` supersedes: kept aside so that 上次共同值 can be shown."""
    left = {s.dot for s in after.siblings}
    return [s for s in before.siblings if s.dot not in left]


def ancestor(versions: Versions, superseded: Iterable[Sibling]) -> Sibling | None:
    """上次共同值: the newest superseded write that every surviving writer had seen."""
    seen = [dict(s.over) for s in versions.siblings]
    common = [s for s in superseded if all(over.get(s.site, 0) >= s.n for over in seen)]
    return max(common, key=lambda s: (s.clock, s.site, s.n), default=None)


def canonical(value: Value) -> str:
    """One spelling per value, so that equal values compare equal at every site."""
    return _CANONICAL.encode(plain(value))


def plain(value: Value) -> str | int | float | None:
    """The value as JSON knows it: references as hexadecimal, whole numbers as integers."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def encode(versions: Versions) -> str:
    """The versions as canonical JSON, as stored and as sent."""
    siblings = [
        [s.site, s.n, s.clock, s.rank, s.operator, plain(s.value), dict(s.over)]
        for s in versions.siblings
    ]
    return _CANONICAL.encode([dict(versions.context), siblings])


def decode(text: str | list[Any]) -> Versions:
    """The versions written by `encode`.

    Raises:
        ValueError: the text has another shape (a damaged or foreign package).
    """
    try:
        context, siblings = json.loads(text) if isinstance(text, str) else text
        made = tuple(_sibling(item) for item in siblings)
        checked = {str(site): int(n) for site, n in context.items()}
    except (TypeError, AttributeError, KeyError) as error:
        raise ValueError("not versions") from error
    if any(checked.get(s.site, 0) < s.n for s in made):
        raise ValueError("a context that does not know its own writes")
    if not made:
        raise ValueError("versions without siblings")
    return Versions(checked, made)


def _sibling(item: list[Any]) -> Sibling:
    site, n, clock, rank, operator, value, over = item
    if not (isinstance(site, str) and isinstance(n, int) and isinstance(clock, int)):
        raise ValueError("not a sibling")
    if not isinstance(rank, int) or not isinstance(operator, str) or not isinstance(over, dict):
        raise ValueError("not a sibling")
    if not isinstance(value, str | int | float | None):
        raise ValueError("not a value")
    seen = tuple(sorted((str(k), int(v)) for k, v in over.items()))
    return Sibling(site, n, clock, rank, operator, value, seen)
