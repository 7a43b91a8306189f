"""Money of a year added up by hand; the share of 留存党费."""

from app.domain.governance.fund_totals import (
    NOT_SAID,
    FundLine,
    dues_by_payer,
    dues_share,
    sums,
    unpaid,
    whole,
)


def line(
    source: str, purpose: str, budget: int | None, actual: int | None, **more: str
) -> FundLine:
    words = {"training_class": "", "sector": "", "beneficiary": "", **more}
    return FundLine(source, purpose, **words, budget=budget, actual=actual)


# In fen. 留存党费: 7,200.00 + 4,860.50 for training, 6,000.00 for other things: 12,060.50 of
# 18,060.50 are 66.778… %.
LINES = [
    line("财政预算", "党员教育培训", 12_000_000, 10_860_000, sector="农村"),
    line("留存党费", "党员教育培训", 800_000, 720_000, training_class="新党员班"),
    line("留存党费", "党员教育培训", 500_000, 486_050, sector="农村", beneficiary="三个村"),
    line("留存党费", "其他用途", None, 600_000),
    line("财政预算", "党员教育培训", 300_000, None),
]


def test_by_source_and_sector() -> None:
    by_source = [(one.word, one.lines, one.budget, one.actual) for one in sums(LINES, "来源")]
    assert by_source == [
        ("财政预算", 2, 12_300_000, 10_860_000),
        ("留存党费", 3, 1_300_000, 1_806_050),
    ]
    by_sector = [(one.word, one.actual) for one in sums(LINES, "受益领域")]
    assert by_sector == [("农村", 11_346_050), (NOT_SAID, 1_320_000)], "what is not said comes last"
    assert [one.word for one in sums(LINES, "培训班")] == ["新党员班", NOT_SAID]
    every = whole(LINES)
    assert (every.budget, every.actual, every.lines) == (13_600_000, 12_666_050, 5)
    assert unpaid(LINES) == 1


def test_the_share_of_party_dues() -> None:
    """HN 四（三）: 原则上不得低于年度使用的50%, judged in whole fen, not by the rounded share."""
    told = dues_share(LINES)
    assert (told.used, told.training) == (1_806_050, 1_206_050)
    assert (told.share, told.half) == ("66.8%", True)
    nearly = dues_share(
        [
            line("留存党费", "党员教育培训", None, 49_999),
            line("留存党费", "基层党员干部培训", None, 50_001),
        ]
    )
    assert (nearly.share, nearly.half, nearly.grassroots) == ("49.9%", False, 50_001)
    exactly = dues_share(
        [line("留存党费", "党员教育培训", None, 1), line("留存党费", "其他用途", None, 1)]
    )
    assert exactly.half is True
    none = dues_share([line("党费拨返", "党员教育培训", None, 5)])
    assert (none.share, none.half) == ("—", None)


def test_each_committee_answers_for_its_own() -> None:
    """P24 五（十五） 各级党委留存党费: 40 of 100 at one and 60 of 60 at the other are 100 of 160
    (62.5 %) together, and the first is below half all the same."""
    lines = [
        line("留存党费", "党员教育培训", None, 40, payer="甲镇"),
        line("留存党费", "其他用途", None, 60, payer="甲镇"),
        line("留存党费", "党员教育培训", None, 60, payer="乙镇"),
        line("财政预算", "其他用途", None, 60, payer="丙镇"),
    ]
    assert dues_share(lines).share == "62.5%"
    told = [(name, dues.share, dues.half) for name, dues in dues_by_payer(lines)]
    assert told == [("甲镇", "40.0%", False), ("乙镇", "100.0%", True)]
