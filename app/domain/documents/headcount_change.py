"""What 党员增减变化表 says: per organization the sums by reason, then everybody concerned."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OrganizationChange:
    """One organization; the figures follow the order of INCREASES and DECREASES, and are empty
    where nothing changed."""

    name: str
    opening: int
    came: tuple[int, ...]
    left: tuple[int, ...]
    closing: int


@dataclass(frozen=True)
class ChangedPerson:
    """One person with what happened, before and after, in words."""

    name: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class HeadcountChange:
    """`people` are 党员, `others` everybody else, who is not counted; `not_listed` names were too
    many to keep."""

    log_id: int
    unit: str
    sender: str
    sequence: int
    received_at: str
    organizations: tuple[OrganizationChange, ...]
    people: tuple[ChangedPerson, ...]
    others: tuple[ChangedPerson, ...]
    not_listed: int = 0
    printed_note: str = ""

    @property
    def title(self) -> str:
        return f"{self.unit}党员增减变化表"
