"""`fund totals`: 经费 of a year by source, purpose, class and who it served; 留存党费."""

from datetime import date
from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.command import Command, argument, year
from app.cli.context import Context
from app.cli.tables import table
from app.domain.governance.fund_totals import FundSum
from app.domain.money import yuan

if TYPE_CHECKING:
    from app.services.fund_totals import FundYear


def totals(context: Context) -> Answer:
    """Budget and spending added up, and the share of 留存党费."""
    from app.services.fund_totals import fund_year
    from app.services.organizations import find_organization

    given = context.given
    with context.store() as store:
        root = find_organization(store, given.organization).uid if given.organization else None
        made = fund_year(store, given.year or date.today().year, root)
    keys = _as_keys(made)
    cells = [
        [one.way, one.word, str(one.lines), yuan(one.budget), yuan(one.actual)]
        for one in (*made.sums, made.whole)
    ]
    heads = ("按", "项目", "笔数", "预算（元）", "支出（元）")
    return Answer(keys, (*table(heads, cells), made.dues_words, made.unpaid_words))


def _as_keys(made: "FundYear") -> dict[str, Any]:
    return {
        "year": made.year,
        "lines": made.whole.lines,
        "unpaid": made.unpaid,
        **_money(made.whole),
        "sums": [
            {"by": one.way, "word": one.word, "lines": one.lines, **_money(one)}
            for one in made.sums
        ],
        "party_dues": _dues(made),
    }


def _money(one: FundSum) -> dict[str, float]:
    return {"budget": one.budget / 100, "actual": one.actual / 100}


def _dues(made: "FundYear") -> dict[str, Any]:
    dues = made.dues
    return {
        "used": dues.used / 100,
        "training": dues.training / 100,
        "grassroots": dues.grassroots / 100,
        "share": dues.share if dues.used else None,
        "at_least_half": dues.half,
        "by_payer": [
            {"organization": name, "share": one.share, "at_least_half": one.half}
            for name, one in made.payers
        ],
    }


COMMANDS = (
    Command(
        "fund totals",
        "经费汇总：按来源、用途、培训班、受益领域和单位；留存党费用于培训的比例",
        totals,
        (
            argument("--year", metavar="年度", type=year, help="默认本年"),
            argument("--organization", metavar="党组织", help="名称或编号，含下级"),
        ),
    ),
)
