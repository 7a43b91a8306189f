"""`account` at the terminal: the same roles, the same refusals, the same key change."""

import pytest

from app.services.opening import open_store
from app.services.store import Store
from tests.builders import PASSWORD, make_member
from tests.cli.conftest import Run

CLERKS = "clerk-practice-2026"


@pytest.fixture
def staffed(store: Store, run: Run, monkeypatch: pytest.MonkeyPatch) -> Store:
    make_member(store)
    store.close()
    monkeypatch.setenv("XUEJI_NEW_PASSWORD", CLERKS)
    added = run("account", "add", "王五", "--role", "经办", "--store", store.path, "--json")
    assert added.keys == {"name": "王五", "role": "经办"}
    return store


def test_the_list_is_the_page_of_who_may_what(staffed: Store, run: Run) -> None:
    found = run("account", "list", "--store", staffed.path, "--json").keys
    assert [(one["name"], one["role"]) for one in found["accounts"]] == [
        *(("张三", "负责人"), ("王五", "经办"))
    ]
    erase = next(row for row in found["roles"] if row["what"] == "彻底删除")
    assert (erase["负责人"], erase["经办"], erase["只看"]) == ("可以", "—", "—")


def test_a_clerk_is_refused_with_what_why_and_who(
    staffed: Store, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUEJI_PASSWORD", CLERKS)
    error = run("site", "sign", "中共青山镇委员会", "--store", staffed.path, "--json").error
    assert error["code"] == "E-501"
    assert "王五" in error["message"]
    assert "张三" in error["hint"]
    backups = run("account", "remove", "张三", "--store", staffed.path, "--json")
    assert (backups.code, backups.error["code"]) == (1, "E-501")


def test_nobody_acts_under_another_name(staffed: Store, run: Run) -> None:
    ran = run("list", "members", "--store", staffed.path, "--operator", "王五", "--json")
    assert (ran.code, ran.error["code"]) == (1, "E-501")
    assert "王五" in ran.error["message"]


def test_who_only_looks_on_exports_nothing(
    staffed: Store, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("account", "role", "王五", "--role", "只看", "--store", staffed.path)
    monkeypatch.setenv("XUEJI_PASSWORD", CLERKS)
    assert run("list", "members", "--store", staffed.path).code == 0
    ran = run("list", "members", "--unmask", "核对", "--store", staffed.path, "--json")
    assert (ran.code, ran.error["code"]) == (1, "E-501")
    assert run("backup", "create", "x.xjbak", "--store", staffed.path).code == 1


def test_the_data_key_is_changed(staffed: Store, run: Run) -> None:
    assert run("account", "remove", "王五", "--store", staffed.path).code == 0
    key = open_store(staffed.path, PASSWORD)
    before = key.database.key
    key.close()
    told = run("account", "change-key", "--reason", "王五调离", "--store", staffed.path, "--json")
    again = open_store(staffed.path, told.keys["recovery_code"])
    assert again.database.key != before
    again.close()
    assert run("self-check", "--store", staffed.path).code == 0


@pytest.mark.parametrize("weak", ["1", "1234567890", "password2026"])
def test_weak_passwords_are_refused(
    staffed: Store, run: Run, monkeypatch: pytest.MonkeyPatch, weak: str
) -> None:
    monkeypatch.setenv("XUEJI_NEW_PASSWORD", weak)
    ran = run("account", "password", "--store", staffed.path, "--json")
    assert (ran.code, ran.error["code"]) == (1, "invalid")
    monkeypatch.setenv("XUEJI_PASSWORD", weak)
    made = run("init", "--level", "township", "--name", "白沙乡", "--store", "y.xueji", "--json")
    assert (made.code, made.error["code"]) == (1, "invalid")
