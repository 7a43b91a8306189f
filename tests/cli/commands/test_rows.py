"""`add`, `edit`, `remove` and `organization`: the same as the window, on the command line."""

import pytest

from app.services.store import Store
from tests.builders import count, id_number, make_member, make_organization, value_of
from tests.cli.conftest import Run


def test_a_post_is_added_ended_and_taken_back(run: Run, store: Store) -> None:
    branch = make_organization(store)
    member = make_member(store, branch, "王小明")
    at = ("--store", store.path, "--json")
    made = ("--set", "organization=李家村党支部", "--set", "职务=书记", "--set", "from_on=2024-05")
    ran = run(*at, "add", "posts", "--set", "member=王小明", *made)
    assert ran.code == 0
    post = bytes.fromhex(ran.keys["id"])
    assert value_of(store, "post", post, "member") == member
    ran = run(*at, "edit", "posts", post.hex(), "--set", "to_on=2024-04", "--reason", "换届")
    assert ran.code == 1
    assert "早于" in ran.error["message"]
    ran = run(*at, "edit", "posts", post.hex(), "--set", "离任日期=2026.06", "--reason", "换届")
    assert ran.code == 0
    assert value_of(store, "post", post, "to_on") == "2026-06"
    assert run(*at, "edit", "posts", post.hex(), "--set", "to_on=").code == 0
    assert value_of(store, "post", post, "to_on") is None
    make_member(store, branch, "赵小云")
    ran = run(*at, "add", "posts", "--set", "member=赵小云", *made)
    assert "同时还有一名书记：王小明" in ran.keys["notes"][0]
    assert run(*at, "remove", "posts", post.hex()).code == 2
    assert run(*at, "remove", "posts", post.hex(), "--reason", "录错了").code == 0
    assert count(store, "post", "gone = 0") == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("职位=书记", "字段"),
        ("书记", "字段"),
        ("title=主任", "书记"),
        ("member=没有的人", "没有找到"),
        ("organization=没有的支部", "没有名为"),
        (f"member={id_number(1)}", "完整身份证号"),
    ],
)
def test_what_is_not_understood_is_refused(run: Run, store: Store, given: str, words: str) -> None:
    ran = run("--store", store.path, "--json", "add", "posts", "--set", given)
    assert ran.code == 1
    assert words in ran.error["message"] + ran.error["hint"]
    assert count(store, "post") == 0


def test_exemptions_and_changes_too(run: Run, store: Store) -> None:
    branch = make_organization(store)
    make_member(store, branch, "王小明")
    at = ("--store", store.path, "--json")
    told = ("--set", "member=王小明", "--set", "from_on=2024")
    ran = run(*at, "add", "exemptions", *told, "--set", "reason=年老体弱")
    ended = run(*at, "edit", "exemptions", ran.keys["id"], "--set", "to_on=2025")
    assert ended.code == 0
    ran = run(*at, "add", "membership_changes", *told, "--set", "organization=李家村党支部")
    assert ran.code == 0
    assert run(*at, "edit", "membership_changes", ran.keys["id"], "--set", "from_on=2023").code == 0
    unchanged = run(*at, "edit", "membership_changes", "0" * 32, "--set", "from_on=2023")
    assert unchanged.code == 1


def test_organizations_change_on_the_command_line(run: Run, store: Store) -> None:
    old, new = make_organization(store), make_organization(store, "新村党支部")
    member = make_member(store, old)
    at = ("--store", store.path, "--json")
    assert run(*at, "add", "organizations", "--set", "name=东片", "--set", "kind=党总支").code == 0
    assert run(*at, "organization", "move", "李家村党支部", "--under", "东片").code == 0
    assert run(*at, "edit", "organizations", "李家村党支部", "--set", "name=李庄党支部").code == 0
    ran = run(*at, "organization", "merge", "李家村党支部", "--into", "新村党支部")
    assert ran.code == 2, "a day, or that it was entered twice"
    ran = run(
        *(*at, "organization", "merge", "李家村党支部", "--into", "新村党支部", "--on", "2026-07"),
    )
    assert (ran.code, ran.keys["rows"], ran.keys["id"]) == (0, 1, new.hex())
    assert value_of(store, "member", member, "organization") == new
    assert run(*at, "organization", "undo").keys == {"reversed": 3, "kept": 0}
    assert value_of(store, "member", member, "organization") == old
    ran = run(*at, "organization", "dissolve", "李庄党支部", "--on", "2026-07")
    assert (ran.code, ran.error["code"]) == (1, "in-use")
    assert "1 名在册人员" in ran.error["message"]
    done = run(
        *at, "organization", "dissolve", "李庄党支部", "--on", "2026-07", "--to", "新村党支部"
    )
    assert done.code == 0
    assert run(*at, "organization", "restore", "李庄党支部").code == 0
    assert run(*at, "remove", "organizations", "李庄党支部", "--reason", "建错了").code == 1
    ran = run(*at, "edit", "organizations", "李庄党支部", "--set", "dissolved_on=2026")
    assert ran.code == 1
