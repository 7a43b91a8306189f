"""Whether a package can be applied now: fresh, received before, or with a gap before it."""

from enum import Enum


class PackageState(Enum):
    """What a receiver does with a checked package."""

    FRESH = "可以接收"
    ALREADY = "已接收过，无需重复"
    GAP = "前面缺数据包，暂不接收"
    RECEIPT = "对方的回执"

    @property
    def applies(self) -> bool:
        """Only a fresh one changes anything."""
        return self is PackageState.FRESH


MOST_MISSING = 1000


def missing(heard_sequence: int, sequence: int) -> tuple[int, ...]:
    """The numbers that lie between what we followed and a package that came too early; of a leap
    that is beyond all bounds only the first and the last ones."""
    gap = range(heard_sequence + 1, sequence)
    return (*gap[:MOST_MISSING], *gap[max(MOST_MISSING, len(gap) - 1) :])


def numbers_text(numbers: tuple[int, ...]) -> str:
    """Package numbers as a clerk reads them: 4, or 4 至 6."""
    if len(numbers) <= 1:
        return "".join(str(n) for n in numbers)
    return f"{numbers[0]} 至 {numbers[-1]}"


def judge(*, already: bool, lo: int, heard: int) -> PackageState:
    """Judge a package by the span it covers.

    A package holds everything after `lo`, so missing numbers before it do no harm while `lo` is
    not beyond what we hold (`heard`); otherwise something between would be confirmed unseen.
    """
    if already:
        return PackageState.ALREADY
    if lo > heard:
        return PackageState.GAP
    return PackageState.FRESH
