"""退回: what may be sent back, whose it is, and when a row counts in spite of it."""

from collections.abc import Collection

WAITING, CORRECTED, EXPLAINED, WITHDRAWN = "待更正", "已更正", "已说明", "已撤回"
RETURN_STATES = (WAITING, CORRECTED, EXPLAINED, WITHDRAWN)
UNSETTLED = (WAITING, EXPLAINED)
"""What was sent back counts again when it was corrected or the county withdrew."""

_BEHIND = {"member": "", "organization": "", "training_class": "", "session": "training_class"}

RETURNABLE = (
    *("member", "organization", "post", "exemption", "record", "training_class", "session"),
    *("enrolment", "attendance", "certificate", "membership_change"),
)
"""What a county may send back: everything a township enters and reports."""


def owner_fields(entity: str) -> tuple[str, str]:
    """Which field of the return names the owner, and which field of the row leads there (empty:
    the row is its own owner)."""
    leads = _BEHIND.get(entity, "member")
    return leads or entity, leads


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
