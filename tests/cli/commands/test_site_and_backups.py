"""`init`, `site`, `backup`, `digest`, `self-check`."""

import shutil
from pathlib import Path

import pytest

from app.services.store import Store
from tests.builders import Pair, change_member, make_member, value_of
from tests.cli.conftest import Run

TABLES = {"organization", "member", "training_class", "session", "enrolment", "attendance"}


def test_init_makes_a_store_for_this_site(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.xueji"
    where = ["--store", path]
    made = run(
        "init", "--level", "township", "--name", "青山镇", "--county", "云岭县", "--json", *where
    )
    assert made.code == 0
    assert set(made.keys) >= {"site", "organization_id", "recovery_code"}
    shown = run("site", "show", "--json", *where).keys
    assert set(shown) >= {"site", "incarnation", "level", "name", "fingerprint"}
    assert (shown["site"], shown["level"], shown["name"]) == (
        made.keys["site"],
        "township",
        "青山镇",
    )
    (root,) = run("list", "organizations", "--json", *where).keys["rows"]
    assert (root["id"], root["name"]) == (made.keys["organization_id"], "青山镇")
    again = run("init", "--level", "county", "--name", "云岭县", "--json", *where)
    assert (again.code, again.error["code"]) == (1, "exists")
    monkeypatch.setenv("XUEJI_PASSWORD", made.keys["recovery_code"])
    assert run("site", "show", "--json", *where).code == 0


def test_init_uses_the_users_folder_unless_told(run: Run, tmp_path: Path) -> None:
    made = run("init", "--level", "county", "--name", "云岭县", "--json")
    assert Path(made.keys["path"]) == tmp_path / "home" / "xueji.xueji"
    assert run("site", "show", "--json").keys["site"] == made.keys["site"]


def test_wrong_answers_make_no_store(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "new.xueji"
    ran = run("init", "--level", "county", "--name", " ", "--json", "--store", path)
    assert (ran.code, ran.error["code"]) == (1, "invalid")
    assert "name" in ran.error["problems"]
    assert not path.exists()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["practice word", "practice word"], 0),
        (["practice word", "another word"], 1),
        (["short"], 1),
        ([""], 1),
    ],
)
def test_a_typed_password_is_typed_twice_and_long_enough(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: list[str], code: int
) -> None:
    monkeypatch.delenv("XUEJI_PASSWORD")
    answers = iter(typed)
    monkeypatch.setattr("app.cli.password.somebody_types", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(answers))
    path = tmp_path / "new.xueji"
    ran = run("init", "--level", "county", "--name", "云岭县", "--json", "--store", path)
    assert (ran.code, path.exists()) == (code, code == 0)


@pytest.mark.parametrize(("answer", "same_site"), [("--moved", True), ("--new", False)])
def test_a_copied_store_asks_and_is_answered(
    run: Run, store: Store, tmp_path: Path, answer: str, same_site: bool
) -> None:
    before = store.site
    copy = tmp_path / "copy" / store.path.name
    copy.parent.mkdir()
    store.close()
    shutil.copy(store.path, copy)
    shutil.copy(f"{store.path}.keys", f"{copy}.keys")
    target = tmp_path / "request.xjs"
    refused = run("package", "request", "-o", target, "--json", "--store", copy)
    assert (refused.code, refused.error["code"]) == (1, "E-208")
    assert run("site", "show", "--json", "--store", copy).keys["question"] == "moved"
    assert "site confirm" in run("list", "members", "--store", copy).err
    answered = run("site", "confirm", answer, "--json", "--store", copy).keys
    assert answered["incarnation"] != before.incarnation
    assert (answered["site"] == before.uid.hex()) is same_site
    assert run("package", "request", "-o", target, "--json", "--store", copy).code == 0


def test_backup_there_and_back(run: Run, store: Store, tmp_path: Path) -> None:
    uid = make_member(store, name="先前")
    target = tmp_path / "stick" / "b.xjbak"
    made = run("backup", "create", target, "--json", "--store", store.path)
    assert set(made.keys) >= {"path", "digest"}
    assert Path(made.keys["path"]) == target
    proved = run("backup", "verify", target, "--json")
    assert proved.keys["digest"] == made.keys["digest"]
    change_member(store, uid, name="后来")
    before = store.site.incarnation
    store.close()
    back = run("backup", "restore", target, "--json", "--store", store.path)
    assert back.code == 0
    assert set(back.keys) >= {"path", "digest"}
    assert back.keys["incarnation"] != before
    assert Path(back.keys["set_aside"]).is_file()
    (row,) = run("list", "members", "--json", "--store", store.path).keys["rows"]
    assert row["name"] == "先前"


def test_a_damaged_backup_is_refused_and_nothing_moves(
    run: Run, store: Store, tmp_path: Path
) -> None:
    target = tmp_path / "b.xjbak"
    run("backup", "create", target, "--store", store.path)
    data = bytearray(target.read_bytes())
    data[-5000] ^= 1
    target.write_bytes(data)
    for argv in (["verify", target], ["restore", target, "--store", store.path]):
        ran = run("backup", *argv, "--json")
        assert ran.code == 1
        assert ran.error["hint"]
    assert run("backup", "verify", tmp_path / "none.xjbak", "--json").error["code"] == "not-found"
    assert run("site", "show", "--json", "--store", store.path).code == 0


def test_digests_are_equal_where_the_content_is(run: Run, pair: Pair) -> None:
    make_member(pair.township, name="王一")
    make_member(pair.county, name="县里的人")
    pair.settle()
    here = run("digest", "--json", "--store", pair.township.path).keys["tables"]
    there = run(
        "digest", "--scope", pair.township.site.name, "--json", "--store", pair.county.path
    ).keys["tables"]
    everything = run("digest", "--json", "--store", pair.county.path).keys["tables"]
    assert set(here) >= TABLES
    assert all(len(value) == 64 for value in here.values())
    assert here == there
    assert here["member"] != everything["member"]
    make_member(pair.township, name="王二")
    assert run("digest", "--json", "--store", pair.township.path).keys["tables"] != here


def test_a_whole_store_has_no_problems(run: Run, store: Store) -> None:
    change_member(store, make_member(store), name="改过")
    ran = run("self-check", "--json", "--store", store.path)
    assert (ran.code, ran.keys["problems"]) == (0, [])
    assert "没有发现问题" in run("self-check", "--store", store.path).out


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("UPDATE audit SET summary = 'x' WHERE id = 1", "修改记录"),
        ("UPDATE member SET name = '换'", "字段版本"),
        ("INSERT INTO hours_summary VALUES (x'01', 2026, '', '', 0, '', 8, 0, 0, 2)", "学时"),
        ("UPDATE organization SET gone = 1", "党组织"),
    ],
)
def test_self_check_finds_what_was_changed_behind_our_back(
    run: Run, store: Store, damage: str, says: str
) -> None:
    uid = make_member(store)
    change_member(store, uid, name="改过")
    with store.database.write() as connection:
        connection.execute(damage)
    ran = run("self-check", "--json", "--store", store.path)
    assert ran.code == 1
    assert any(says in problem for problem in ran.keys["problems"])
    assert str(value_of(store, "member", uid, "id_number")) not in ran.out


def test_missing_parents_are_a_note_not_a_problem(run: Run, store: Store) -> None:
    make_member(store, b"\x01" * 16)
    ran = run("self-check", "--json", "--store", store.path)
    assert (ran.code, ran.keys["problems"]) == (0, [])
    assert any("所在党组织" in note for note in ran.keys["notes"])
