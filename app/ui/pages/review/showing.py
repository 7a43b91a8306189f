"""What the page 数据上报 of a township can be asked to show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShowOpenItems:
    """Open the list of what waits for the county's decision."""


@dataclass(frozen=True)
class ShowReturns:
    """Open the list of what was sent back for correction."""
