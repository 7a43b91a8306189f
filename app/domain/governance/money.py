"""经费: what was planned and what was spent, by source, purpose, class and who it served.

HN 四（三）, P24 五（十五）, P09 五, JN 17, JC 五; domain.md B-20, C-23. A share, as of 留存党费,
is taken of what was spent: source and purpose are coarse, as the clauses ask; what for in detail
stands in fields of its own. The money belongs to the organization whose budget it is.
"""

from dataclasses import dataclass

from app.domain.entity import Kind, Scope, declare, entity
from app.domain.governance.codes import (
    FUND_ITEMS,
    FUND_PURPOSES,
    FUND_SOURCES,
    FUND_USES,
    PARTY_DUES,
    TRAINING,
    VOUCHERS,
)
from app.domain.people.codes import SECTORS
from app.domain.registers import NamedView, register


@entity("fund", "经费", Scope.ORGANIZATION, owner="organization")
@dataclass(frozen=True)
class Fund:
    """One line of a budget with what came of it."""

    name: str = declare("经费项目", required=True, synonyms=("项目", "项目名称", "名称"))
    year: str = declare(
        "年度", Kind.DATE, required=True, synonyms=("年份",), hint="例如 2026", carried=True
    )
    organization: bytes = declare(
        "列支单位",
        Kind.REFERENCE,
        required=True,
        refers_to="organization",
        synonyms=("党组织", "单位", "使用单位"),
    )
    source: str = declare(
        "经费来源", Kind.CHOICE, required=True, choices=FUND_SOURCES, synonyms=("来源",)
    )
    purpose: str = declare(
        "用途", Kind.CHOICE, required=True, choices=FUND_PURPOSES, synonyms=("经费用途",)
    )
    used_for: str | None = declare("具体用途", Kind.CHOICE, choices=FUND_USES)
    item: str | None = declare(
        "费用项目", Kind.CHOICE, choices=FUND_ITEMS, synonyms=("支出项目", "费用类别")
    )
    training_class: bytes | None = declare(
        "培训班", Kind.REFERENCE, refers_to="training_class", synonyms=("班次",)
    )
    sector: str | None = declare("受益领域", Kind.CHOICE, choices=SECTORS, synonyms=("领域",))
    beneficiary: str | None = declare("受益单位", synonyms=("受益对象",))
    in_need: str | None = declare(
        "困难基层党组织", Kind.CHOICE, choices=("是", "否"), synonyms=("是否困难",)
    )
    budget: int | None = declare("预算金额（元）", Kind.MONEY, synonyms=("预算", "预算数"))
    actual: int | None = declare(
        "实际支出（元）", Kind.MONEY, synonyms=("支出", "决算", "支出金额")
    )
    paid_on: str | None = declare("支出日期", Kind.DAY, synonyms=("付款日期", "报销日期"))
    vouchers: str | None = declare("凭证", Kind.MANY, choices=VOUCHERS, synonyms=("报销凭证",))
    voucher_number: str | None = declare("凭证号", longest=60, no_copy=True)
    effect: str | None = declare(
        "绩效和检查情况", Kind.NOTE, longest=1000, synonyms=("绩效评价", "使用效果")
    )
    note: str | None = declare("备注", Kind.NOTE, longest=1000)


register(
    "fund",
    "经费",
    group="组织领导",
    unit="笔",
    same=("name", "year", "organization", "source"),
    listed=(
        *("name", "year", "organization", "source", "purpose", "budget", "actual", "used_for"),
        *("training_class", "sector", "beneficiary", "paid_on"),
    ),
    filters=("source", "purpose", "sector"),
    sort="year",
    totals=("budget", "actual"),
    printed=("year", "name", "organization", "source", "purpose", "sector", "budget", "actual"),
    dated="year",
    views=(
        NamedView("留存党费", (("source", (PARTY_DUES,)),)),
        NamedView(
            "留存党费用于党员教育培训",
            (("source", (PARTY_DUES,)), ("purpose", (TRAINING,))),
        ),
        NamedView("困难基层党组织", (("in_need", ("是",)),)),
        NamedView("没有凭证号", (("voucher_number", ("",)),)),
    ),
)
