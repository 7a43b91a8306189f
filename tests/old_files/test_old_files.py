"""What every version left on disks and sticks is opened, upgraded and received by this one."""

import functools
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.data import digest, keyslots, migrate
from app.services import backups
from app.services.opening import confirm_site, open_store
from app.services.store import open_question
from tests.old_files import make
from tests.old_files.make import COUNTY, INVITED, OPERATOR, PASSWORD, TOWNSHIP, does

VERSIONS = sorted(path.name for path in Path(__file__).parent.glob("v*") if path.is_dir())
ROUNDS = 6
"""Two sites that have not come to rest after so many exchanges never will."""

_derived = functools.cache(keyslots._derive)


@pytest.fixture(autouse=True)
def _each_password_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # The files keep real costs; that every command of a test pays them again proves nothing more.
    monkeypatch.setattr(keyslots, "_derive", _derived)


@pytest.fixture(params=VERSIONS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of one version's set: nothing may change the kept one."""
    return Path(shutil.copytree(Path(__file__).parent / request.param, tmp_path / "kept"))


def facts_of(kept: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((kept / "facts.json").read_text("utf-8"))
    return found


def at_home(store: Path) -> Path:
    """The copy is told that it lies on another computer now, as a clerk would tell it."""
    opened = open_store(store, PASSWORD, OPERATOR)
    if open_question(opened):
        confirm_site(opened, moved=True)
    opened.close()
    return store


def rows(store: Path, kind: str) -> dict[str, dict[str, Any]]:
    listed = does(store, "list", kind, "--unmask", "旧文件")["rows"]
    return {row["id"]: row for row in listed}


def assert_holds(store: Path, told: dict[str, Any]) -> None:
    """Every row with every value it had; a newer program may know more fields, no other rows."""
    for kind, before in told["rows"].items():
        found = rows(store, kind)
        assert set(found) == {row["id"] for row in before}, kind
        for row in before:
            assert row.items() <= found[row["id"]].items(), kind


def assert_works(store: Path) -> None:
    """Nothing is broken in it, and the figures can be computed."""
    assert does(store, "self-check")["problems"] == []
    assert does(store, "check", "--policy", "P24", "--year", make.YEAR, "--limit", 1)["rules"]
    summary = store.with_name("summary.json")
    assert does(store, "summary", "--year", make.YEAR, "-o", summary)["figures"]


def check_opens(kept: Path, level: str) -> None:
    """It opens, is upgraded behind a proved backup, and holds and can do what it could."""
    store, facts = kept / f"{level}.xueji", facts_of(kept)
    assert_holds(store, facts[level])
    made = [b for b in backups.list_backups(store) if b.reason == "升级数据前"]
    assert len(made) == (facts["schema"] < migrate.NEWEST)
    for backup in made:
        assert backups.verify_backup(backup.path, PASSWORD).digest == backup.digest
    assert_works(store)
    open_items = {(i["id"], i["kind"], i["field"]) for i in facts[level]["conflicts"]}
    found = does(store, "conflicts")["open"]
    assert {(i["id"], i["kind"], i["field"]) for i in found} == open_items
    assert len(open_items) == 3


def check_compares(kept: Path, level: str) -> None:
    """What this program says of the tables equals what the older one said of them that day."""
    opened = open_store(kept / f"{level}.xueji", PASSWORD, OPERATOR)
    connection = opened.database.read()
    roots = [row[0] for row in connection.execute("SELECT uid FROM organization WHERE gone = 0")]
    found = digest.comparable(connection, roots)
    before = facts_of(kept)[level]["digest"]
    same = {name for name, said in before.items() if found[name] == said}
    # Scoped digests leave out what belongs to no organization here; the tables below do not.
    assert same >= {"member", "training_class", "session", "attendance", "certificate", "record"}
    opened.close()


def check_goes_on(kept: Path) -> None:
    """What was under way arrives, and then both sides exchange until they hold the same."""
    county, township = (at_home(kept / f"{level}.xueji") for level in ("county", "township"))
    does(township, "package", "receive", kept / "receipt.xjr")
    assert does(county, "package", "receive", kept / "report_under_way.xjb")["applied"] == 1
    assert does(township, "package", "receive", kept / "issue_under_way.xjb")["applied"] > 0
    again = does(county, "package", "receive", kept / "third_report.xjb")
    assert again["already_received"]
    for number in range(ROUNDS):
        applied = hand_over(township, county, COUNTY, kept / f"{number}.up.xjb")
        applied += hand_over(county, township, TOWNSHIP, kept / f"{number}.down.xjb")
        if not applied:
            break
    here = does(township, "digest")["tables"]
    assert here == does(county, "digest", "--scope", TOWNSHIP)["tables"]
    people = rows(county, "members")
    assert [r["workplace"] for r in people.values() if r["note"] == "issue_under_way"] == [
        "report_under_way"
    ]
    erased = {row["person"] for row in rows(county, "erasures").values()}
    assert len(erased) == 1
    assert not erased & (set(people) | set(rows(township, "members")))
    for store in (county, township):
        assert_works(store)


def hand_over(sender: Path, receiver: Path, to: str, path: Path) -> int:
    does(sender, "package", "export", "--to", to, "-o", path)
    done = does(receiver, "package", "receive", path)
    does(sender, "package", "receive", done["receipt"])
    return int(done["applied"])


def restored(kept: Path, backup: str) -> Path:
    store = kept / "restored" / f"{Path(backup).stem}.xueji"
    does(store, "backup", "restore", kept / backup)
    return store


def test_there_is_a_set_of_every_released_version() -> None:
    assert VERSIONS[0] == "v1_2026_11"


@pytest.mark.parametrize("level", ["county", "township"])
def test_a_store_opens_and_holds_what_it_held(kept: Path, level: str) -> None:
    check_opens(kept, level)
    check_compares(kept, level)


@pytest.mark.parametrize("level", ["county", "township"])
def test_a_store_opens_with_its_recovery_code(kept: Path, level: str) -> None:
    code = facts_of(kept)["recovery_codes"][level]
    opened = open_store(kept / f"{level}.xueji", code, OPERATOR)
    assert opened.site.level == level
    opened.close()


def test_what_was_under_way_arrives_and_the_exchange_goes_on(kept: Path) -> None:
    check_goes_on(kept)


def test_a_backup_is_proved_and_restored(kept: Path) -> None:
    made = does(kept / "township.xueji", "backup", "verify", kept / "township.xjbak")
    assert made["digest"]
    store = restored(kept, "township.xjbak")
    assert_holds(store, facts_of(kept)["township"])
    assert_works(store)


def test_a_county_that_has_only_enrolled_receives_the_reports_from_the_first(kept: Path) -> None:
    county, township = (
        restored(kept, "county_before_reports.xjbak"),
        at_home(kept / "township.xueji"),
    )
    assert rows(county, "members") == {}
    for name in ("first_report", "second_report"):
        seen = does(county, "package", "inspect", kept / f"{name}.xjb")
        assert (seen["from"], seen["to"]) == (TOWNSHIP, COUNTY)
        done = does(county, "package", "receive", kept / f"{name}.xjb")
        assert done["applied"] == seen["new"] + seen["changed"] > 0
    # The next one builds on what this county, as it was restored, never issued.
    with pytest.raises(AssertionError, match="前面缺数据包"):
        does(county, "package", "receive", kept / "third_report.xjb")
    does(township, "package", "receive", kept / "third_report.回执.xjr")
    hand_over(township, county, COUNTY, kept / "again.xjb")
    there = facts_of(kept)["township"]["rows"]
    for kind in ("members", "attendance", "certificates", "records", "posts", "exemptions"):
        assert set(rows(county, kind)) == {row["id"] for row in there[kind]}
    assert_works(county)


def test_a_stranger_cannot_read_an_old_report(kept: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.xueji"
    does(stranger, "init", "--level", "county", "--name", "别的县")
    with pytest.raises(AssertionError, match=r"E-2\d\d-\d\d"):
        does(stranger, "package", "receive", kept / "first_report.xjb")
    assert rows(stranger, "members") == {}


def test_who_was_asking_and_who_was_invited_is_enrolled_today(kept: Path, tmp_path: Path) -> None:
    county, new = at_home(kept / "county.xueji"), tmp_path / "new.xueji"
    reply = tmp_path / "reply.xjs"
    does(county, "package", "enrol", kept / "request.xjs", "--scope", INVITED, "-o", reply)
    assert reply.is_file()
    does(new, "init", "--level", "township", "--name", INVITED, "--county", COUNTY)
    does(new, "package", "join", kept / "invitation.xjs", "-o", tmp_path / "answer.xjs")
    before = len(rows(county, "organizations"))
    assert hand_over(new, county, COUNTY, tmp_path / "1.xjb") > 0
    assert len(rows(county, "organizations")) == before
    states = [one["state"] for one in does(county, "package", "invitations")["rows"]]
    assert states == ["已开户"]


def test_a_county_opens_by_its_recovery_key(kept: Path) -> None:
    opened = does(kept / "county.xueji", "recover", "key", kept / "county.xjkey")
    assert opened["name"] == COUNTY


def test_the_next_set_can_be_made(tmp_path: Path) -> None:
    make.make(tmp_path / "made")
    for level in ("county", "township"):
        check_opens(tmp_path / "made", level)
    check_goes_on(tmp_path / "made")
