"""退回: what may be sent back, whose it is, and when a row counts in spite of it."""

from collections.abc import Collection

from app.domain.entity import REGISTRY, Scope

WAITING, CORRECTED, EXPLAINED, WITHDRAWN = "待更正", "已更正", "已说明", "已撤回"
RETURN_STATES = (WAITING, CORRECTED, EXPLAINED, WITHDRAWN)
UNSETTLED = (WAITING, EXPLAINED)
"""What was sent back counts again when it was corrected or the county withdrew."""

FOLLOWED = ("member", "organization", "training_class")
"""What a return goes with: the references of its declaration."""

_NOT_CORRECTED = ("issued_paper", "erasure_request")
"""A paper that was handed out stays what it was; a request is answered, not sent back."""


def can_be_sent_back(name: str) -> bool:
    """Whether a county may send rows of this kind back: whatever a township enters and reports,
    that is one of those or belongs to one."""
    entity = REGISTRY.get(name)
    if entity is None or name in _NOT_CORRECTED or not entity.owner:
        return False
    reported = entity.scope in (Scope.ORGANIZATION, Scope.MEMBER, Scope.CLASS)
    return reported and (name in FOLLOWED or entity.field(entity.owner).refers_to in FOLLOWED)


def kinds_sent_back() -> list[str]:
    """How those are called, in the order of their declaration."""
    return [entity.label for name, entity in REGISTRY.items() if can_be_sent_back(name)]


def owner_fields(name: str) -> tuple[str, str]:
    """Which field of the return names the owner, and which field of the row leads there (empty:
    the row is its own owner)."""
    if name in FOLLOWED:
        return name, ""
    entity = REGISTRY[name]
    return entity.field(entity.owner).refers_to, entity.owner


def is_return_state(values: Collection[object]) -> bool:
    """Whether these are states of a return and of nothing else."""
    return set(values) <= set(RETURN_STATES)


def disagree(states: Collection[object]) -> bool:
    """Whether people must decide between states that were set at the same time.

    Corrected and withdrawn both count, waiting and explained both do not. Who withdraws while
    the other side explains agrees with him; the county's word stands.
    """
    counted = {CORRECTED, WITHDRAWN} & set(states)
    waiting = set(UNSETTLED) & set(states)
    return bool(counted and waiting) and not (counted == {WITHDRAWN} and waiting == {EXPLAINED})
