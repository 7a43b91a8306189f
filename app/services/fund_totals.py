"""经费 of a year, added up by source, purpose, class and who it served."""

from dataclasses import dataclass

from app.data.queries.organizations import below
from app.data.queries.registers import every_row
from app.domain.entity import REGISTRY, Value
from app.domain.governance import fund_totals as adding
from app.domain.governance.fund_totals import DuesShare, FundLine, FundSum
from app.domain.money import yuan
from app.services.store import Store

_NAMED = 5


@dataclass(frozen=True, slots=True)
class FundYear:
    """The sums of a year."""

    year: int
    whole: FundSum
    unpaid: int
    dues: DuesShare
    sums: tuple[FundSum, ...]
    payers: tuple[tuple[str, DuesShare], ...]
    """Who spent any of 留存党费, the least share for training first."""

    @property
    def unpaid_words(self) -> str:
        """Lines without 实际支出, where there are any."""
        return f"有 {self.unpaid} 笔没有填实际支出。" if self.unpaid else ""

    @property
    def dues_words(self) -> str:
        """The share of 留存党费 in a sentence, with the clause it is measured by."""
        dues = self.dues
        if dues.half is None:
            return f"{self.year} 年没有留存党费支出，比例无从计算。"
        told = "不低于 50%" if dues.half else "低于 50%"
        return (
            f"留存党费支出 {yuan(dues.used)} 元，其中党员教育培训 {yuan(dues.training)} 元，"
            f"占 {dues.share}，{told}（湖南 四（三）：原则上不得低于年度使用的50%；"
            f"全国规划“主要用于”，未定比例）；基层党员干部培训 {yuan(dues.grassroots)} 元。"
            f"{self._payer_words}"
        )

    @property
    def _payer_words(self) -> str:
        """Each answers for its own, where several spent."""
        if len(self.payers) < 2:
            return ""
        said = "，".join(f"{name} {dues.share}" for name, dues in self.payers[:_NAMED])
        more = f"等 {len(self.payers)} 个单位" if len(self.payers) > _NAMED else ""
        low = sum(not dues.half for _, dues in self.payers)
        return f"按列支单位各算：{said}{more}，低于 50% 的 {low} 个。"


def fund_year(store: Store, year: int, organization: bytes | None = None) -> FundYear:
    """Every line of the year, of one organization with those below it or of all."""
    connection = store.database.read()
    within = None if organization is None else set(below(connection, organization))
    lines = []
    for row in every_row(connection, REGISTRY["fund"]):
        said = row.values
        if str(said["year"])[:4] != f"{year:04}":
            continue
        if within is not None and said["organization"] not in within:
            continue
        lines.append(
            FundLine(
                str(said["source"]),
                str(said["purpose"]),
                row.named.get("training_class", ""),
                str(said["sector"] or ""),
                str(said["beneficiary"] or ""),
                _fen(said["budget"]),
                _fen(said["actual"]),
                row.named.get("organization", ""),
            )
        )
    made = tuple(one for way in adding.WAYS for one in adding.sums(lines, way))
    whole, dues = adding.whole(lines), adding.dues_share(lines)
    payers = tuple(adding.dues_by_payer(lines))
    return FundYear(year, whole, adding.unpaid(lines), dues, made, payers)


def _fen(value: Value) -> int | None:
    return value if isinstance(value, int) else None
