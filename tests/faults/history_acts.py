"""What may happen in a history, and how often."""

import random
from collections.abc import Callable
from typing import Any

from tests.faults import history_care as care
from tests.faults import history_classes as classes
from tests.faults import history_people as people
from tests.faults import history_trips as trips
from tests.faults.history import Plan, World

Act = Callable[[World], Any]

ACTS: dict[Act, int] = {
    people.person: 8,
    people.edit: 14,
    people.edit_at_both: 3,
    people.move: 6,
    people.remove: 4,
    people.branch: 3,
    people.move_branch: 1,
    people.rename_branch: 2,
    people.join_branches: 2,
    people.hold_post: 3,
    people.setting: 1,
    classes.training_class: 3,
    classes.take_part: 4,
    classes.edit_class: 2,
    classes.remove_class: 1,
    classes.mark: 8,
    classes.correct: 3,
    classes.correct_at_both: 1,
    classes.papers: 3,
    care.decide: 6,
    care.send_back: 2,
    care.answer_return: 2,
    care.ask_erasure: 1,
    care.erase: 1,
    care.cross_branches: 1,
    trips.pack: 10,
    trips.deliver: 16,
    trips.cut: 2,
    trips.exchange: 8,
    trips.save: 2,
    trips.bring_back: 1,
    trips.skew: 2,
}
SOMETIMES: dict[str, dict[Act, int]] = {
    "copies": {trips.copy_laptop: 1},
    "mixed": {trips.upgrade: 2, people.honour: 5},
    "sealed": {trips.astray: 3, care.change_keys: 2},
}


def choose(rng: random.Random, plan: Plan) -> list[Act]:
    """The acts of one history, in order."""
    weights = dict(ACTS)
    for name, more in SOMETIMES.items():
        if getattr(plan, name):
            weights |= more
    return rng.choices(list(weights), list(weights.values()), k=plan.acts)
