"""经费 of a year added up, and what share of 留存党费 went to 党员教育培训.

HN 四（三） 留存的党费用于党员教育培训原则上不得低于年度使用的50%; P24 五（十五）, P09 五 主要用于,
without a number; JC 五 对基层党员干部教育培训给予适当补贴. 年度使用 is what was spent of it in the
year, whatever for. Lines that say no 实际支出 yet are counted apart. All money is whole fen.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.domain.governance.codes import FUND_PURPOSES, PARTY_DUES, TRAINING
from app.domain.share import percent

GRASSROOTS = FUND_PURPOSES[1]
NOT_SAID = "（未填）"
_HALF = 50
SOURCE, PURPOSE, CLASS, SECTOR, BENEFICIARY = "来源", "用途", "培训班", "受益领域", "受益单位"
PAYER = "列支单位"
WAYS = (SOURCE, PURPOSE, PAYER, CLASS, SECTOR, BENEFICIARY)


@dataclass(frozen=True, slots=True)
class FundLine:
    """One line of the register, its references in words."""

    source: str
    purpose: str
    training_class: str
    sector: str
    beneficiary: str
    budget: int | None
    actual: int | None
    payer: str = ""


@dataclass(frozen=True, slots=True)
class FundSum:
    """The lines of one word under one way of looking."""

    way: str
    word: str
    lines: int
    budget: int
    actual: int


@dataclass(frozen=True, slots=True)
class DuesShare:
    """留存党费 of a year: spent, of that for 党员教育培训, for 基层党员干部."""

    used: int
    training: int
    grassroots: int

    @property
    def share(self) -> str:
        """In percent to one place, below 50 never as 50.0; a dash where none was spent."""
        return f"{percent(self.training, self.used, _HALF):.1f}%" if self.used else "—"

    @property
    def half(self) -> bool | None:
        """Whether it is at least 50% (HN 四（三）), exactly; None where none was spent."""
        return None if not self.used else self.training * 2 >= self.used


_WORD: dict[str, Callable[[FundLine], str]] = {
    SOURCE: lambda line: line.source,
    PURPOSE: lambda line: line.purpose,
    PAYER: lambda line: line.payer,
    CLASS: lambda line: line.training_class,
    SECTOR: lambda line: line.sector,
    BENEFICIARY: lambda line: line.beneficiary,
}


def sums(lines: Sequence[FundLine], way: str) -> list[FundSum]:
    """By the words of one way, the largest 实际支出 first."""
    found: dict[str, list[FundLine]] = defaultdict(list)
    for line in lines:
        found[_WORD[way](line) or NOT_SAID].append(line)
    made = [FundSum(way, word, len(some), *_added(some)) for word, some in found.items()]
    return sorted(made, key=lambda one: (one.word == NOT_SAID, -one.actual, -one.budget, one.word))


def whole(lines: Sequence[FundLine]) -> FundSum:
    """Everything."""
    return FundSum("", "合计", len(lines), *_added(lines))


def unpaid(lines: Iterable[FundLine]) -> int:
    """Lines that say no 实际支出."""
    return sum(line.actual is None for line in lines)


def _added(lines: Iterable[FundLine]) -> tuple[int, int]:
    some = list(lines)
    return sum(one.budget or 0 for one in some), sum(one.actual or 0 for one in some)


def dues_share(lines: Iterable[FundLine]) -> DuesShare:
    """What became of 留存党费."""
    spent = [line for line in lines if line.source == PARTY_DUES]
    return DuesShare(
        _added(spent)[1],
        _added(line for line in spent if line.purpose == TRAINING)[1],
        _added(line for line in spent if line.purpose == GRASSROOTS)[1],
    )


def dues_by_payer(lines: Sequence[FundLine]) -> list[tuple[str, DuesShare]]:
    """各级党委 each answer for their own: the share of everybody who spent any of it, the least
    first."""
    payers = dict.fromkeys(line.payer for line in lines)
    found = [(one, dues_share(line for line in lines if line.payer == one)) for one in payers]
    used = [(name, dues) for name, dues in found if dues.used]
    return sorted(used, key=lambda one: (one[1].training / one[1].used, one[0]))
