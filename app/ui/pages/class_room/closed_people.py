"""The outcome that closing recorded, in the shape of its preview."""

from app.data.queries.training_classes import participants_of
from app.domain.training.completion import WITHDRAWN, Completion
from app.services.store import Store


def closed_people(store: Store, training_class: bytes) -> list[Completion]:
    """Everybody of a closed class."""
    return [
        Completion(
            row.member,
            row.name,
            row.completion or WITHDRAWN,
            row.completion_reason,
            0,
            0,
        )
        for row in participants_of(store.database.read(), training_class)
    ]
