"""经费汇总 on the command line and on paper."""

from pathlib import Path

from app.services.store import Store
from tests.builders import make_class, make_member
from tests.cli.conftest import Run


def test_totals_of_a_year(run: Run, store: Store, tmp_path: Path) -> None:
    make_class(store, [make_member(store)], "新党员培训班")
    at = ("--store", store.path, "--json")

    def add(*said: str) -> None:
        common = ("year=2026", "purpose=党员教育培训")
        ran = run(*at, "add", "funds", *(p for one in (*common, *said) for p in ("--set", one)))
        assert ran.code == 0, ran.error

    add("name=师资费", "source=留存党费", "budget=8000", "actual=7200", "培训班=新党员培训班")
    add("name=慰问", "source=留存党费", "purpose=其他用途", "actual=1.2万元")
    add("name=冬训", "source=财政预算", "budget=12万元", "sector=农村")
    add("name=去年", "source=财政预算", "actual=1", "year=2025")
    told = run(*at, "fund", "totals", "--year", "2026").keys
    assert (told["lines"], told["unpaid"], told["budget"], told["actual"]) == (3, 1, 128000, 19200)
    by = {(one["by"], one["word"]): one["actual"] for one in told["sums"]}
    assert by["来源", "留存党费"] == 19200
    assert by["用途", "党员教育培训"] == 7200
    assert by["受益领域", "农村"] == 0
    assert any(way == "培训班" and word.startswith("新党员培训班") for way, word in by)
    # 7,200 of 19,200 are 37.5 %.
    dues = told["party_dues"]
    assert (dues["used"], dues["training"], dues["share"]) == (19200, 7200, "37.5%")
    assert dues["at_least_half"] is False
    made = run(*at, "print", "fund_totals", "--year", "2026", "-o", tmp_path / "funds.pdf")
    assert made.keys["pages"] == 1
