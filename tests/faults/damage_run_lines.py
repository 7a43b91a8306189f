"""Lines and manifests that are well sealed JSON and yet nothing a good program would write."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Line = dict[str, Any]

ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 2**63 - 1, -(2**63), 2**64 - 1, 1e308, "", "x", "../../x", "x" * 5000),
    *("'; DROP TABLE member; --", "\0", "\u202e", "f" * 32, "0" * 31, [], {}, [[]], {"a": {}}),
    *([1, 2, 3, 4, 5], "2026-13-45", "\ud7ff" * 3),
)
_DEEP = 3
IDENTITY = 32
"""Hexadecimal digits of a row's identity."""


def hostile_lines(lines: list[Line]) -> Iterator[list[Line]]:
    """One line of every sort, with every entry in it missing or odd in turn."""
    for number in _one_of_each(lines):
        line = lines[number]
        for way in _ways(line, _DEEP):
            yield [*lines[:number], _without(line, way), *lines[number + 1 :]]
            for value in ODD:
                yield [*lines[:number], _with(line, way, value), *lines[number + 1 :]]
    for value in ODD:
        yield [*lines, {"table": value}]
        yield [*lines, {"table": "member", "uid": "1" * 32, "is": value, "by": value}]
        yield [*lines, {"table": "attendance", "fields": value, "facts": value}]
        yield [*lines, {"odd": value}]


def aimed_lines(lines: list[Line], others: Sequence[bytes]) -> Iterator[list[Line]]:
    """One line of every sort, every identity in it that of somebody else's row in turn."""
    for number in _one_of_each(lines):
        for way in _ways(lines[number], 4):
            value: Any = lines[number]
            for key in way:
                value = value[key]
            if isinstance(value, str) and len(value) == IDENTITY:
                for other in others:
                    aimed = _with(lines[number], way, other.hex())
                    yield [*lines[:number], aimed, *lines[number + 1 :]]


def hostile_manifests(manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every entry of the manifest missing or odd in turn."""
    plain = dict(manifest)
    for way in _ways(plain, _DEEP):
        yield _without(plain, way)
        for value in ODD:
            yield _with(plain, way, value)


def _one_of_each(lines: list[Line]) -> list[int]:
    seen: dict[tuple[Any, ...], int] = {}
    for number, line in enumerate(lines):
        seen.setdefault((line["table"], *sorted(line)), number)
    return list(seen.values())


def _ways(value: Any, deep: int, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if deep == 0:
        return
    keys: list[Any] = []
    if isinstance(value, dict):
        keys = list(value)
    elif isinstance(value, list):
        keys = list(range(min(len(value), 12)))
    for key in keys:
        yield (*way, key)
        yield from _ways(value[key], deep - 1, (*way, key))


def _with(line: Line, way: tuple[Any, ...], value: Any) -> Line:
    made = copy.deepcopy(line)
    inner: Any = made
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = copy.deepcopy(value)
    return made


def _without(line: Line, way: tuple[Any, ...]) -> Line:
    made = copy.deepcopy(line)
    inner: Any = made
    for key in way[:-1]:
        inner = inner[key]
    del inner[way[-1]]
    return made
