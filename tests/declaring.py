"""The program with other declarations: another version of it, or entities that a test makes up."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from app.data import scope
from app.data.exchange import held_back
from app.domain.entity import REGISTRY, Entity


class Declared:
    """One set of declared entities, worn by the whole program at once."""

    def __init__(self, known: Mapping[str, Entity]) -> None:
        self.known = dict(known)
        self._everything = tuple(known.values())
        before = dict(REGISTRY)
        REGISTRY.update(self.known)  # the order follows from who belongs to whom
        self._order = scope.parents_first(self._everything)
        self._places = {entity.name: place for place, entity in enumerate(self._order)}
        REGISTRY.clear()
        REGISTRY.update(before)
        self._lists = _holding("ENTITIES")
        self._orders = _holding("PARENTS_FIRST")

    def wear(self) -> None:
        """From here on these are the entities that the program knows."""
        REGISTRY.clear()
        REGISTRY.update(self.known)
        for module in self._lists:
            module.ENTITIES = self._everything
        for module in self._orders:
            module.PARENTS_FIRST = self._order
        held_back._ORDER = self._places


def _holding(name: str) -> list[Any]:
    """Whatever keeps such a list for itself."""
    found: list[ModuleType] = [
        module for key, module in sorted(sys.modules.items()) if key.startswith("app.")
    ]
    return [module for module in found if hasattr(module, name)]


@contextmanager
def declared(known: Mapping[str, Entity]) -> Iterator[Declared]:
    """These entities while it lasts, and afterwards those that were known before."""
    before = Declared(REGISTRY)
    made = Declared(known)
    made.wear()
    try:
        yield made
    finally:
        before.wear()
