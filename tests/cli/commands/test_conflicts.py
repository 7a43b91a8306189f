"""`conflicts --resolve-all` and `--undo`: a rule for a field, listed, written, taken back."""

import pytest

from tests.builders import Pair, change_member, id_number, make_member, value_of
from tests.cli.conftest import Run


def disputed(pair: Pair, field: str = "phone") -> list[bytes]:
    people: list[bytes] = [make_member(pair.township, name=name) for name in ("王甲", "王乙")]
    pair.settle()
    numbers = iter((701, 703, 705, 707))
    for member in people:
        for store, phone in ((pair.township, "13900000001"), (pair.county, "13800000001")):
            value = phone if field == "phone" else id_number(next(numbers))
            change_member(store, member, **{field: value})
    pair.settle()
    return people


def test_listed_written_and_taken_back(run: Run, pair: Pair) -> None:
    people = disputed(pair)
    store = ("--json", "--store", pair.county.path)
    rule = ("conflicts", "--resolve-all", "手机号", "--side", "township", "--from", "青山镇")
    seen = run(*rule, "--dry-run", *store).keys
    assert (seen["resolved"], len(seen["open"]), len(seen["planned"])) == (0, 2, 2)
    assert all(line["ticked"] and line["side"] == "青山镇" for line in seen["planned"])
    done = run(*rule, *store).keys
    assert (done["resolved"], done["open"]) == (2, [])
    assert {value_of(pair.county, "member", m, "phone") for m in people} == {"13900000001"}
    back = run("conflicts", "--undo", done["decision"], *store).keys
    assert (back["reversed"], back["kept"], len(back["open"])) == (2, 0, 2)
    again = run("conflicts", "--undo", done["decision"], *store)
    assert again.code == 1
    assert "撤销过" in again.error["message"]


def test_id_numbers_are_decided_one_by_one(run: Run, pair: Pair) -> None:
    disputed(pair, "id_number")
    rule = ("conflicts", "--resolve-all", "身份证号", "--side", "county")
    refused = run(*rule, "--json", "--store", pair.county.path)
    assert refused.code == 1
    assert "逐条核实" in refused.error["message"]
    told = run(*rule, "--dry-run", "--store", pair.county.path)
    assert "不写入" in told.out
    assert id_number(701) not in told.out, "masked"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--resolve-all", "手机号"),
        ("--side", "county"),
        ("--dry-run",),
        ("--from", "青山镇"),
        ("--resolve-all", "手机号", "--side", "both"),
        ("--resolve-all", "手机号", "--side", "county", "--undo", "3"),
    ],
)
def test_wrong_usage(run: Run, pair: Pair, wrong: tuple[str, ...]) -> None:
    ran = run("conflicts", *wrong, "--store", pair.county.path)
    assert ran.code == 2


@pytest.mark.parametrize("field", ["鞋码", "考勤"])
def test_what_no_rule_is_for(run: Run, pair: Pair, field: str) -> None:
    ran = run(
        *("conflicts", "--resolve-all", field, "--side", "county", "--json"),
        *("--store", pair.county.path),
    )
    assert ran.code == 1
    assert ran.error["message"]
