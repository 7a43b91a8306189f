"""曾用名 of an organization: what it was called before, kept as one text and found by each."""

from collections.abc import Iterable

from app.domain.entity import Value

MARK = "、"


def former_names(text: Value) -> tuple[str, ...]:
    """The names one by one."""
    return tuple(name.strip() for name in str(text or "").split(MARK) if name.strip())


def with_former(text: Value, names: Iterable[str], now: str) -> str | None:
    """The text with more names in it, each once and without today's."""
    found = dict.fromkeys([*former_names(text), *names])
    found.pop(now, None)
    return MARK.join(found) or None
