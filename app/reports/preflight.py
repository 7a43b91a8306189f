"""Looks for what would not print well before a batch is printed: characters no font can draw."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from app.reports.fonts import WANTING, missing_characters


def wanting_warning(character: str, text: str) -> str:
    """Says which character is replaced by a mark, where, and what to do about it."""
    code = f"U+{ord(character):04X}"
    shown = text if len(text) <= 20 else text[:20] + "…"
    return (
        f"“{encodable(shown)}”中的“{encodable(character)}”（{code}）字库里没有，"
        f"纸上印成“{WANTING}”，请打印后手工补写。"
    )


def shortened_warning(text: str) -> str:
    """Says that a text did not fit its place even in the smallest size."""
    shown = text if len(text) <= 30 else text[:30] + "…"
    return f"“{encodable(shown)}”太长，纸上没有印全，请缩短后重新打印。"


def check(content: object) -> list[str]:
    """Warnings for everything in `content` (dataclasses, sequences, text) that cannot be drawn."""
    found: dict[str, str] = {}
    for text in _texts(content):
        for character in missing_characters(text):
            found.setdefault(character, text)
    return [wanting_warning(character, text) for character, text in sorted(found.items())]


def missing_in(content: object) -> tuple[str, ...]:
    """The characters of one paper that no font here can draw, each once."""
    found = {c: None for text in _texts(content) for c in sorted(missing_characters(text))}
    return tuple(found)


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif is_dataclass(content):
        for field in fields(content):
            yield from _texts(getattr(content, field.name))
    elif isinstance(content, list | tuple):
        for item in content:
            yield from _texts(item)


def encodable(text: str) -> str:
    """The text without half characters, which no file and no terminal can take."""
    return text.encode("utf-8", "replace").decode("utf-8")
