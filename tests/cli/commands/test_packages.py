"""`package` and `conflicts`: two sites on the command line only."""

from pathlib import Path
from typing import Any

import pytest

from app.services.store import Store
from tests.builders import Pair, change_member, make_county, make_member, make_store
from tests.cli.conftest import Run

INSPECTED = {
    *("from", "to", "sequence", "new", "changed", "deleted", "conflicts", "duplicates"),
    "already_received",
}


def exported(run: Run, sender: Store, receiver: Store, target: Path, *more: str) -> dict[str, Any]:
    ran = run(
        *("package", "export", "--to", receiver.site.name, "-o", target, *more),
        *("--json", "--store", sender.path),
    )
    assert ran.code == 0
    return ran.keys


def received(run: Run, receiver: Store, path: Path) -> dict[str, Any]:
    ran = run("package", "receive", path, "--json", "--store", receiver.path)
    assert ran.code == 0, ran.err
    return ran.keys


def test_two_sites_enrol_each_other_by_files(run: Run, tmp_path: Path) -> None:
    county, township = make_county(tmp_path), make_store(tmp_path)
    request, reply = tmp_path / "r.xjs", tmp_path / "a.xjs"
    asked = run("package", "request", "-o", request, "--json", "--store", township.path)
    enrolled = run(
        *("package", "enrol", request, "--scope", "青山镇", "-o", reply),
        *("--json", "--store", county.path),
    )
    joined = run("package", "join", reply, "--json", "--store", township.path)
    assert [ran.code for ran in (asked, enrolled, joined)] == [0, 0, 0]
    assert all(set(ran.keys) >= {"site", "fingerprint"} for ran in (asked, enrolled, joined))
    assert asked.keys["fingerprint"] == enrolled.keys["fingerprint"]
    assert joined.keys["site"] == county.site.uid.hex()
    refused = run("package", "request", "-o", request, "--json", "--store", county.path)
    assert refused.code == 1


def test_there_and_back(run: Run, pair: Pair, tmp_path: Path) -> None:
    make_member(pair.township, name="王一")
    path = tmp_path / "1.xjb"
    sent = exported(run, pair.township, pair.county, path)
    assert set(sent) >= {"sequence", "rows", "bytes"}
    assert (sent["sequence"], sent["bytes"]) == (1, path.stat().st_size)
    seen = run("package", "inspect", path, "--json", "--store", pair.county.path).keys
    assert set(seen) >= INSPECTED
    assert (seen["from"], seen["to"], seen["already_received"]) == ("青山镇", "云岭县", False)
    assert run("list", "members", "--json", "--store", pair.county.path).keys["rows"] == []
    done = received(run, pair.county, path)
    assert set(done) >= {"applied", "conflicts", "held", "receipt"}
    assert done["applied"] == seen["new"] + seen["changed"] + seen["deleted"] > 0
    assert Path(done["receipt"]).is_file()
    assert received(run, pair.township, Path(done["receipt"]))["applied"] == 0
    again = received(run, pair.county, path)
    assert (again["applied"], again["already_received"]) == (0, True)
    seen = run("package", "inspect", path, "--json", "--store", pair.county.path).keys
    assert seen["already_received"] is True


def test_a_gap_is_refused_with_the_normal_keys(run: Run, pair: Pair, tmp_path: Path) -> None:
    first, lost, last = (tmp_path / f"{n}.xjb" for n in range(3))
    make_member(pair.township)
    exported(run, pair.township, pair.county, first)
    receipt = received(run, pair.county, first)["receipt"]
    received(run, pair.township, Path(receipt))
    make_member(pair.township)
    exported(run, pair.township, pair.county, lost)
    # A receipt for the lost package reached the township, the county was restored since.
    with pair.county.database.write() as connection:
        connection.execute("UPDATE heard SET hi = 0")
    exported(run, pair.township, pair.county, last)
    ran = run("package", "receive", last, "--json", "--store", pair.county.path)
    assert ran.code == 1
    assert set(ran.keys) >= {"applied", "conflicts", "held", "receipt"}
    assert ran.keys["applied"] == 0
    assert Path(ran.keys["receipt"]).is_file()
    assert "缺" in ran.err
    seen = run("package", "inspect", last, "--json", "--store", pair.county.path)
    assert (seen.code, "missing" in seen.keys) == (0, True)


@pytest.mark.parametrize("damage", ["cut", "flip", "text", "empty"])
def test_damaged_packages_are_refused(run: Run, pair: Pair, tmp_path: Path, damage: str) -> None:
    make_member(pair.township)
    path = tmp_path / "1.xjb"
    exported(run, pair.township, pair.county, path)
    data = path.read_bytes()
    flipped = data[:-40] + bytes([data[-40] ^ 1]) + data[-39:]
    made = {"cut": data[:-9], "flip": flipped, "text": b"hello", "empty": b""}[damage]
    path.write_bytes(made)
    for action in ("inspect", "receive"):
        ran = run("package", action, path, "--json", "--store", pair.county.path)
        assert ran.code == 1
        assert ran.error["code"].startswith("E-")
        assert ran.error["hint"]


def test_an_unknown_receiver_is_named(run: Run, pair: Pair, tmp_path: Path) -> None:
    ran = run(
        *("package", "export", "--to", "白沙乡", "-o", tmp_path / "x.xjb"),
        *("--json", "--store", pair.township.path),
    )
    assert (ran.code, ran.error["code"]) == (1, "not-found")
    assert "云岭县" in ran.error["hint"]


def in_conflict(pair: Pair, **fields: tuple[str, str]) -> bytes:
    uid = make_member(pair.township, name="王一")
    pair.settle()
    change_member(pair.township, uid, **{name: both[0] for name, both in fields.items()})
    change_member(pair.county, uid, **{name: both[1] for name, both in fields.items()})
    pair.settle()
    return uid


def conflicts(run: Run, store: Store, *more: str) -> list[dict[str, Any]]:
    ran = run("conflicts", *more, "--json", "--store", store.path)
    assert ran.code == 0, ran.err
    found = ran.keys["open"]
    assert isinstance(found, list)
    return found


def test_a_conflict_is_shown_and_decided(run: Run, pair: Pair) -> None:
    in_conflict(pair, workplace=("村主任", "村书记"))
    (item,) = conflicts(run, pair.county)
    assert set(item) >= {"id", "kind", "subject", "field", "ancestor", "siblings"}
    assert (item["subject"], item["field"], item["ancestor"]) == ("王一", "workplace", None)
    assert {s["value"] for s in item["siblings"]} == {"村主任", "村书记"}
    assert all(set(s) >= {"id", "site", "operator", "when", "value"} for s in item["siblings"])
    assert {s["site"] for s in item["siblings"]} == {"青山镇", "云岭县"}
    taken = next(s for s in item["siblings"] if s["value"] == "村主任")
    assert conflicts(run, pair.county, "--resolve", item["id"], "--take", taken["id"]) == []
    rows = run("list", "members", "--json", "--store", pair.county.path).keys["rows"]
    assert rows[0]["workplace"] == "村主任"
    pair.settle()
    assert conflicts(run, pair.township) == []


def test_a_conflict_may_be_decided_by_a_third_value(run: Run, pair: Pair) -> None:
    in_conflict(pair, workplace=("村主任", "村书记"))
    (item,) = conflicts(run, pair.county)
    assert conflicts(run, pair.county, "--resolve", item["id"], "--value", "退休") == []
    assert "待核实 0 条" in run("conflicts", "--store", pair.county.path).out


def test_masked_values_stay_apart(run: Run, pair: Pair) -> None:
    in_conflict(pair, phone=("13800001111", "13800501111"))
    (item,) = conflicts(run, pair.county)
    assert {s["value"] for s in item["siblings"]} == {"138**0*1111", "138**5*1111"}
    (item,) = conflicts(run, pair.county, "--unmask", "电话核实")
    assert {s["value"] for s in item["siblings"]} == {"13800001111", "13800501111"}


def test_wrong_decisions_are_refused(run: Run, pair: Pair) -> None:
    in_conflict(pair, education=("初中", "小学"))
    (item,) = conflicts(run, pair.county)
    for argv in (
        ["--resolve", "member:nothing:name", "--value", "x"],
        ["--resolve", item["id"], "--take", "x"],
        ["--resolve", item["id"], "--value", "幼儿园"],
    ):
        ran = run("conflicts", *argv, "--json", "--store", pair.county.path)
        assert ran.code == 1
        assert ran.error["message"]
    assert len(conflicts(run, pair.county)) == 1
