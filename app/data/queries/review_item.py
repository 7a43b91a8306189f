"""One open question of 待核实, whatever it is about."""

from dataclasses import dataclass

from app.domain.entity import Value


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that stand side by side."""

    id: str
    site: str
    operator: str
    when: int
    value: Value


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One open question; `id` names it on the command line and in the window."""

    id: str
    kind: str
    entity: str
    uid: bytes
    field: str
    label: str
    subject: str
    ancestor: Value
    siblings: tuple[Choice, ...]
