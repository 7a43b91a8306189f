"""Importing this module declares every entity; the list below is their order everywhere."""

import app.domain.activities.lectures
import app.domain.activities.life_of_branches
import app.domain.activities.remote_study
import app.domain.activities.visits
import app.domain.exchange.entities
import app.domain.governance.checking
import app.domain.governance.inquiries
import app.domain.governance.leading
import app.domain.governance.money
import app.domain.governance.opinions
import app.domain.people.entities
import app.domain.people.kept_of_people
import app.domain.people.skills
import app.domain.people.steps
import app.domain.people.transfers
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
