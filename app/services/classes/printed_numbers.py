"""Whether the certificates of a class show full ID numbers: one choice, kept, with its reason."""

from app.data.queries.training_classes import class_values
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.errors import InvalidInput
from app.domain.training.codes import FULL_ID, MASKED_ID
from app.services.store import Store


def chosen_numbers(store: Store, training_class: bytes) -> str:
    """What was chosen; empty when nobody was asked yet (then they are masked)."""
    values = class_values(store.database.read(), training_class)
    return str(values.get("certificate_id_number") or "")


def print_full_numbers(store: Store, training_class: bytes, reason: str) -> None:
    """From now on every print of its certificates shows them in full.

    Raises:
        InvalidInput: no reason was given.
    """
    if not reason.strip():
        raise InvalidInput(
            {"reason": "请写明证书上印完整证件号的原因"}, "写明原因后再试，原因会记入修改记录。"
        )
    _choose(store, training_class, FULL_ID, reason.strip())


def print_masked_numbers(store: Store, training_class: bytes) -> None:
    """From now on every print of its certificates hides the middle of them."""
    _choose(store, training_class, MASKED_ID, "")


def _choose(store: Store, training_class: bytes, choice: str, reason: str) -> None:
    if chosen_numbers(store, training_class) == choice:
        return
    with store.change("证书上的证件号", reason=reason, summary=choice, needs=Verb.ISSUE) as change:
        entity = entity_named("training_class")
        change.update(entity, training_class, {"certificate_id_number": choice})
