"""落实情况 on the command line: listed, recorded, printed."""

from pathlib import Path

from app.services.store import Store
from tests.cli.conftest import Run


def test_listed_recorded_and_printed(run: Run, store: Store, tmp_path: Path) -> None:
    at = ("--store", store.path, "--json")
    listed = run(*at, "duty", "list", "--document", "HN", "--year", "2026").keys["duties"]
    assert {one["state"] for one in listed} == {"未登记"}
    number = listed[0]["number"]
    said = ("--set", "是否落实=已落实", "--set", "落实日期=2026-03-05", "--set", "佐证材料=盒 3")
    assert run(*at, "duty", "record", number, "--year", "2026", *said).code == 0
    again = run(*at, "duty", "list", "--document", "HN", "--year", "2026").keys["duties"]
    assert (again[0]["state"], again[0]["evidence"]) == ("已落实", "盒 3")
    refused = run(*at, "duty", "record", number, "--year", "2025", "--set", "是否落实=已落实")
    assert refused.code == 1
    made = run(*at, "print", "duty_year", "--year", "2026", "-o", tmp_path / "duties.pdf")
    assert made.keys["pages"] >= 1
