"""The `erasure` command."""

from app.domain.exchange.entities import BASES
from tests.builders import Pair, count, make_member
from tests.cli.conftest import Run


def test_a_township_asks_and_the_county_decides(run: Run, pair: Pair) -> None:
    member = make_member(pair.township, name="王某某")
    other = make_member(pair.township, name="李某某")
    for uid in (member, other):
        asked = run(
            "erasure",
            *("--store", pair.township.path, "--json"),
            *("--ask", uid.hex(), "--basis", BASES[0], "--explanation", "书面申请"),
        )
        assert asked.code == 0
    pair.settle()
    county = ("--store", pair.county.path, "--json")
    listed = run("erasure", *county).keys
    assert {r["name"] for r in listed["requests"]} == {"王某某", "李某某"}
    wanted = next(r for r in listed["requests"] if r["name"] == "李某某")
    shown = run("erasure", *county, "--show", member.hex()).keys
    assert shown["goes"] == {"member": 1, "erasure_request": 1}
    assert count(pair.county, "member") == 2
    approve = ("--approve", member.hex(), "--basis", BASES[0])
    refused = run("erasure", "--store", pair.township.path, "--json", *approve, "--reason", "申请")
    assert (refused.code, refused.error["code"]) == (1, "county-only")
    done = run("erasure", *county, *approve, "--reason", "书面申请")
    assert done.keys["erased"] == shown["goes"]
    declined = run("erasure", *county, "--decline", wanted["id"], "--answer", "不符合")
    assert [r["state"] for r in declined.keys["requests"]] == ["不同意"]
    assert [t["member"] for t in declined.keys["erased"]] == [member.hex()]


def test_half_an_order_is_not_understood(run: Run, pair: Pair) -> None:
    member = make_member(pair.county)
    store = ("--store", pair.county.path)
    assert run("erasure", *store, "--approve", member.hex()).code == 2
    assert run("erasure", *store, "--decline", "没有", "--answer", "不").code == 1
    assert count(pair.county, "member") == 1
