"""The `transfer` commands."""

from tests.builders import Pair, make_member, make_organization, value_of
from tests.cli.conftest import Run

DAY = ("--on", "2026-05-20")


def test_inside_one_store_and_taken_back(run: Run, pair: Pair) -> None:
    store = pair.township
    old, new = make_organization(store), make_organization(store, "王家村党支部")
    member = make_member(store, old)
    here = ("--store", store.path, "--json")
    to = ("--to", "王家村党支部", "--letter", "18", "--dues-to", "2026-05")
    done = run("transfer", "person", member.hex(), *to, *DAY, *here).keys
    assert done["moved"]
    assert value_of(store, "member", member, "organization") == new
    (row,) = run("list", "transfers", *here).keys["rows"]
    assert (row["id"], row["state"], row["letter"]) == (done["id"], "已转接", "18")
    undone = run("transfer", "undo", "--action", str(done["action"]), *here).keys
    assert undone["reversed"] > 0
    assert value_of(store, "member", member, "organization") == old


def test_a_township_asks_and_the_county_decides(run: Run, pair: Pair) -> None:
    member, other = make_member(pair.township), make_member(pair.township)
    make_organization(pair.county, "县直机关党支部")
    here, county = (("--store", one.path, "--json") for one in (pair.township, pair.county))
    ids = []
    for one in (member, other):
        away = ("--place", "县直机关党支部")
        asked = run("transfer", "person", one.hex(), *away, *DAY, *here).keys
        assert not asked["moved"]
        ids.append(str(asked["id"]))
    pair.settle()
    to = ("--to", "县直机关党支部")
    assert run("transfer", "finish", ids[0], *to, *county).keys["moved"]
    no = run("transfer", "decline", ids[1], "--reason", "没有收到介绍信", *county)
    assert no.code == 0
    pair.settle()
    states = {row["id"]: row["state"] for row in run("list", "transfers", *here).keys["rows"]}
    assert states == {ids[0]: "已转接", ids[1]: "未办理退回"}
    late = run("transfer", "withdraw", ids[1], *here)
    assert late.code == 1
    assert "不用再办" in late.error["message"]


def test_where_to_is_said_in_one_way(run: Run, pair: Pair) -> None:
    member = make_member(pair.township)
    here = ("--store", pair.township.path)
    assert run("transfer", "person", member.hex(), *DAY, *here).code == 2
    both = ("--to", "甲", "--out", "乙")
    assert run("transfer", "person", member.hex(), *both, *DAY, *here).code == 2
    gone = run("transfer", "person", member.hex(), "--out", "外县某党委", *DAY, *here)
    assert gone.code == 0
    assert value_of(pair.township, "member", member, "status") == "已转出"
