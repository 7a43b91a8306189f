"""What the pages 数据上报 and 数据交换 can be asked to show."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShowOpenItems:
    """Open the list of what waits for the county's decision."""


@dataclass(frozen=True)
class ShowReturns:
    """Open the list of what was sent back for correction."""


@dataclass(frozen=True)
class ShowEnrolment:
    """Open 给乡镇开户 at the county."""


@dataclass(frozen=True)
class ShowReceiving:
    """Open 数据接收 at the county."""
