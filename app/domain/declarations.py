"""Importing this module declares every entity; the list below is their order everywhere."""

import app.domain.exchange.entities
import app.domain.people.entities
import app.domain.resources.entities
import app.domain.resources.materials
import app.domain.resources.teaching_examples
import app.domain.settings
import app.domain.training.entities  # noqa: F401  (importing is what declares)
from app.domain.entity import REGISTRY, Entity

ENTITIES: tuple[Entity, ...] = tuple(REGISTRY.values())


def entity_named(name: str) -> Entity:
    """The declaration of that name; KeyError when there is none."""
    return REGISTRY[name]
