"""Enrolment by one file, changed and void keys, recovery: on the command line only."""

from pathlib import Path
from typing import Any

import pytest

from app.services.store import Store
from tests.builders import PASSWORD, Pair, count, make_county, make_member, make_store
from tests.cli.conftest import Run


def told(run: Run, store: Store | Path, *argv: object) -> dict[str, Any]:
    path = store if isinstance(store, Path) else store.path
    ran = run(*argv, "--json", "--store", path)
    assert ran.code == 0, ran.err
    return ran.keys


def test_one_file_and_the_first_package(run: Run, tmp_path: Path) -> None:
    county, township = make_county(tmp_path), make_store(tmp_path)
    make_member(township, name="王一")
    stick = tmp_path / "stick"
    stick.mkdir()
    made = told(run, county, "package", "invite", "--scope", "青山镇", "-o", stick / "k.xjs")
    assert (made["name"], made["scope"], made["added"]) == ("青山镇", ["青山镇"], True)
    joined = told(run, township, "package", "join", stick / "k.xjs", "-o", stick / "a.xjs")
    assert joined["check_words"] == made["check_words"]
    assert Path(joined["answer"]) == stick / "a.xjs"
    told(run, township, "package", "export", "--to", "云岭县", "-o", stick / "1.xjb")
    seen = told(run, county, "package", "inspect", stick / "1.xjb")
    assert made["check_words"] in seen["notes"][0]
    done = told(run, county, "package", "receive", stick / "1.xjb")
    assert done["applied"] == seen["new"] + seen["changed"] + seen["deleted"] > 0
    assert count(county, "member") == 1
    listed = told(run, county, "package", "invitations")["rows"]
    assert [(one["state"], one["used_by"]) for one in listed] == [("已开户", "青山镇")]
    again = told(run, county, "package", "enrol", stick / "a.xjs")
    assert again["site"] == township.site.uid.hex()


def test_a_cancelled_file_is_refused(run: Run, tmp_path: Path) -> None:
    county, township = make_county(tmp_path), make_store(tmp_path)
    path, answer = tmp_path / "k.xjs", tmp_path / "a.xjs"
    made = told(run, county, "package", "invite", "--scope", "青山镇", "-o", path)
    rows = told(run, county, "package", "invitations", "--cancel", made["number"])["rows"]
    assert rows[0]["state"] == "已取消"
    told(run, township, "package", "join", path, "-o", answer)
    ran = run("package", "enrol", answer, "--json", "--store", county.path)
    assert (ran.code, ran.error["code"]) == (1, "E-223-02")


def test_keys_are_changed_and_shown(run: Run, pair: Pair) -> None:
    before = told(run, pair.township, "site", "show")["fingerprint"]
    changed = told(run, pair.township, "site", "change-keys", "--reason", "送修")
    shown = told(run, pair.township, "site", "keys")
    assert before != changed["fingerprint"] == shown["fingerprint"]
    assert shown["waiting"] == ["云岭县"]
    assert told(run, pair.county, "site", "keys")["peers"][0]["fingerprint"] == before
    assert "核对码" in run("site", "keys", "--store", pair.county.path).out


def test_a_site_is_stopped(run: Run, pair: Pair, tmp_path: Path) -> None:
    stopped = told(
        run, pair.county, "site", "revoke", "青山镇", "--reason", "retired", "--until", 5
    )
    assert stopped["revocations"] == 1
    (shown,) = told(run, pair.county, "site", "keys")["peers"]
    assert (shown["reason"], shown["cutoff"]) == ("单位撤并", 5)
    ran = run(
        *("package", "export", "--to", "青山镇", "-o", tmp_path / "x.xjb"),
        *("--json", "--store", pair.county.path),
    )
    assert (ran.code, ran.error["code"]) == (1, "E-207-11")
    assert run("site", "revoke", "青山镇", "--reason", "x", "--store", pair.county.path).code == 2


def test_a_county_begins_again_from_its_stick(
    run: Run, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, fresh = tmp_path / "k.xjkey", tmp_path / "新" / "县.xueji"
    monkeypatch.setenv("XUEJI_RECOVERY_PASSWORD", "another-password")
    made = told(run, pair.county, "site", "recovery-key", "-o", key)
    assert (made["copies"], made["current"]) == (1, True)
    assert told(run, pair.county, "site", "recovery-key", "-o", key, "--check")["current"]
    again = told(run, fresh, "init", "--from-recovery", key)
    assert again["site"] == pair.county.site.uid.hex()
    assert again["recovery_code"]
    assert told(run, fresh, "site", "show")["name"] == "云岭县"
    opened = told(run, pair.county, "recover", "key", key)
    assert opened["name"] == "云岭县"
    backup = tmp_path / "b.xjbak"
    told(run, pair.county, "backup", "create", backup)
    back = told(run, tmp_path / "又.xueji", "recover", "key", key, "--backup", backup)
    assert back["site"] == again["site"]
    monkeypatch.setenv("XUEJI_RECOVERY_PASSWORD", "wrong-password")
    ran = run("recover", "key", key, "--json", "--store", pair.county.path)
    assert (ran.code, ran.error["code"]) == (1, "E-225-02")


def test_init_wants_a_level_or_a_recovery_key(run: Run, tmp_path: Path) -> None:
    for argv in ([], ["--level", "county"], ["--level", "county", "--from-recovery", "x"]):
        assert run("init", *argv, "--json", "--store", tmp_path / "x.xueji").code == 2


def test_a_township_is_unlocked(run: Run, pair: Pair, tmp_path: Path) -> None:
    pair.settle()
    asked, answered = tmp_path / "ask.xjs", tmp_path / "answer.xjs"
    mine = told(run, pair.township, "recover", "ask", "-o", asked)
    seen = told(run, pair.county, "recover", "answer", asked)
    assert (seen["fingerprint"], seen["name"]) == (mine["fingerprint"], "青山镇")
    assert not answered.exists()
    told(run, pair.county, "recover", "answer", asked, "-o", answered)
    done = told(run, pair.township, "recover", "finish", answered)
    assert done["recovery_code"]
    assert PASSWORD not in str(done)
    assert told(run, pair.township, "site", "show")["name"] == "青山镇"
