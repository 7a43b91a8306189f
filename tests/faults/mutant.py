"""One way of breaking the program on purpose, and the tests that should notice."""

from dataclasses import dataclass

Patch = tuple[str, str, str]
"""File, old text (it must stand there exactly once), new text."""


@dataclass(frozen=True)
class Mutant:
    """One way of breaking the program, and the tests that should notice."""

    name: str
    patches: tuple[Patch, ...]
    tests: tuple[str, ...]


def one(name: str, file: str, old: str, new: str, *tests: str) -> Mutant:
    return Mutant(name, ((file, old, new),), tests)
