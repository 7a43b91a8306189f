"""`package hold|waiting|undo|list` and `exchange health`, on the command line only."""

from pathlib import Path

from app.services.opening import open_store
from tests.builders import PASSWORD, Pair, count, make_member, package_file
from tests.cli.conftest import Run


def test_hold_and_waiting(run: Run, pair: Pair, tmp_path: Path) -> None:
    make_member(pair.township)
    path = package_file(pair.township, pair.county, pair.folder)
    at = ("--json", "--store", pair.county.path)
    held = run("package", "hold", path, "--reason", "等电话", *at).keys
    assert (held["sequence"], held["kind"]) == (1, "held")
    (one,) = run("package", "waiting", *at).keys["waiting"]
    assert (one["id"], one["peer"]) == (held["id"], "青山镇")
    assert "等电话" in run("package", "waiting", "--store", pair.county.path).out
    taken = run("package", "waiting", "--receive", held["id"], "-o", tmp_path, *at).keys
    assert (taken["waiting"], taken["applied"] > 0) == ([], True)
    assert Path(taken["receipt"]).parent == tmp_path
    run("package", "hold", path, *at)
    (one,) = run("package", "waiting", *at).keys["waiting"]
    assert run("package", "waiting", "--drop", one["id"], *at).keys["waiting"] == []
    assert run("package", "waiting", "--drop", one["id"], *at).code == 1
    assert run("package", "waiting", "--drop", "1", "--receive", "1", *at).code == 2


def test_undo(run: Run, pair: Pair) -> None:
    make_member(pair.township)
    path = package_file(pair.township, pair.county, pair.folder)
    at = ("--json", "--store", pair.county.path)
    assert run("package", "undo", *at).keys["points"] == []
    run("package", "receive", path, *at)
    make_member(pair.county, name="县里后加的")
    (point,) = run("package", "undo", *at).keys["points"]
    assert (point["from"], point["sequence"]) == ("青山镇", 1)
    told = run("package", "undo", point["number"], "--list", *at).keys["undone"]
    assert [one["action"] for one in told] == ["新增党员"]
    assert count(pair.county, "member") == 2
    pair.county.close()
    done = run("package", "undo", point["number"], *at)
    assert (done.code, done.keys["undone"]) == (0, told)
    pair.county = open_store(pair.county.path, PASSWORD, "李四")
    assert count(pair.county, "member") == 0
    assert run("package", "undo", 99, *at).code == 1
    assert run("package", "undo", "--list", *at).code == 2


def test_list_and_health(run: Run, pair: Pair) -> None:
    make_member(pair.township)
    path = package_file(pair.township, pair.county, pair.folder)
    at = ("--json", "--store", pair.county.path)
    files = {f["path"]: f for f in run("package", "list", pair.folder, *at).keys["files"]}
    assert files[str(path)]["words"] == "给本单位的第 1 号数据包，未接收"
    assert "未接收" in run("package", "list", pair.folder, "--store", pair.county.path).out
    receipt = run("package", "receive", path, *at).keys["receipt"]
    run("package", "receive", receipt, "--store", pair.township.path)
    (one,) = run("exchange", "health", "--json", "--store", pair.township.path).keys["peers"]
    assert (one["name"], one["sent"], one["confirmed"], one["backlog"]) == ("云岭县", 1, 1, 0)
    assert "云岭县" in run("exchange", "health", "--store", pair.township.path).out
    deleted = run(
        *("package", "list", pair.folder, "--delete-confirmed", "--json"),
        *("--store", pair.township.path),
    )
    assert deleted.keys["deleted"] == 1
    assert not path.exists()


def test_receive_says_what_waits_and_what_was_taken_up(run: Run, pair: Pair) -> None:
    at = ("--json", "--store", pair.county.path)
    files = []
    for _ in range(2):
        make_member(pair.township)
        files.append(package_file(pair.township, pair.county, pair.folder))
        with pair.township.database.write() as connection:
            connection.execute(
                "UPDATE peer SET acked = (SELECT value FROM meta WHERE key = 'lseq')"
            )
    waits = run("package", "receive", files[1], *at)
    assert (waits.code, waits.keys["put_aside"], waits.keys["taken"]) == (1, True, [])
    done = run("package", "receive", files[0], *at)
    assert (done.code, done.keys["taken"]) == (0, [2])
