"""Roles are enforced by the services: one gate, one sentence, and nobody raises themselves."""

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from app.data import keyslots
from app.domain.accounts.roles import Role, Verb, may
from app.domain.errors import AppError, InvalidInput, StorageError
from app.services import (
    accounts,
    backups,
    documents,
    erasing,
    lists,
    people,
    restoring,
    settings,
    trail,
)
from app.services.exchange import key_change, putting_aside, restore_points, sending_back, stick
from app.services.opening import open_store
from app.services.papers.selection import Selection
from app.services.store import Store
from tests.builders import PASSWORD, make_member, make_store

CLERKS, VIEWERS = "clerk-practice-2026", "viewer-practice-2026"


@pytest.fixture
def head(store: Store) -> Store:
    accounts.add_account(store, "王五", CLERKS, Role.CLERK)
    accounts.add_account(store, "赵六", VIEWERS, Role.VIEWER)
    return store


def as_(store: Store, who: str) -> Store:
    return open_store(store.path, {"王五": CLERKS, "赵六": VIEWERS}.get(who, PASSWORD), who)


def refusal(work: Callable[[], object]) -> AppError:
    with pytest.raises(AppError) as refused:
        work()
    return refused.value


ACTIONS: dict[Verb, Callable[[Store, Path], object]] = {
    Verb.ENTER: lambda s, _: make_member(s),
    Verb.EXPORT: lambda s, _: lists.note_taken(s, lists.EXPORTED, "党员", 3, ["姓名"]),
    Verb.UNMASK: lambda s, _: people.log_unmasked(s, "一览", "核对"),
    Verb.TRAIL: lambda s, _: trail.entries(s, trail.TrailFilter()),
    Verb.EXCHANGE: stick.delete_confirmed,
    Verb.REVIEW: lambda s, _: sending_back.return_rows(s, [("member", b"0" * 16)], "请核对"),
    Verb.RESTORE: lambda s, _: restore_points.take_back(s, None),  # type: ignore[arg-type]
    Verb.ERASE: lambda s, _: erasing.erase(s, b"0" * 16, "本人申请", "核对过"),
    Verb.ISSUE: lambda s, _: documents.prepare_document(s, "certificate", Selection()),
    Verb.BACK_UP: lambda s, place: backups.create_backup(s, place / "x.xjbak"),
    Verb.SETTINGS: lambda s, _: settings.change_signature(s, "中共青山镇委员会"),
    Verb.ENROL: lambda s, _: key_change.change_keys(s, "换人"),
    Verb.ACCOUNTS: lambda s, _: accounts.add_account(s, "钱七", "another-password", Role.CLERK),
}


def test_every_class_of_actions_has_one_that_is_tried() -> None:
    assert set(ACTIONS) == set(Verb) - {Verb.READ, Verb.PRINT}


@pytest.mark.parametrize("who", ["王五", "赵六"])
@pytest.mark.parametrize("verb", list(ACTIONS))
def test_each_class_of_actions_is_open_to_its_roles_and_to_no_other(
    head: Store, tmp_path: Path, who: str, verb: Verb
) -> None:
    with_role = as_(head, who)
    act = ACTIONS[verb]
    if may(with_role.role, verb, "township"):
        with_role.require(verb)
        with suppress(AppError):  # it may lack what to do it on; the right was asked above
            act(with_role, tmp_path)
    else:
        error = refusal(lambda: act(with_role, tmp_path))
        assert error.code == "E-501"
        assert who in error.message
        assert with_role.role in error.message
        assert "负责人" in error.hint
        assert "张三" in error.hint
    with_role.close()


def test_who_only_looks_on_reads_and_prints_lists(head: Store) -> None:
    viewer = as_(head, "赵六")
    viewer.require(Verb.READ)
    viewer.require(Verb.PRINT)
    viewer.close()


def test_who_only_looks_on_prints_paper_and_takes_no_workbook_along(
    head: Store, tmp_path: Path
) -> None:
    viewer = as_(head, "赵六")
    paper, book = tmp_path / "总结.pdf", tmp_path / "总结.xlsx"
    documents.write_document(viewer, "year_summary", Selection(year=2026), paper)
    error = refusal(
        lambda: documents.write_document(viewer, "year_summary", Selection(year=2026), book)
    )
    assert "导出数据" in error.message
    assert paper.exists()
    assert not book.exists()
    viewer.close()


def test_who_only_looks_on_keeps_no_package_for_others(head: Store, tmp_path: Path) -> None:
    viewer, file = as_(head, "赵六"), tmp_path / "a.xjb"
    file.write_bytes(b"whatever")
    assert refusal(lambda: putting_aside.put_aside(viewer, file, "等领导")).code == "E-501"
    viewer.close()


def test_a_role_taken_away_counts_at_once_in_an_open_store(head: Store) -> None:
    clerk = as_(head, "王五")
    make_member(clerk)
    accounts.change_role(head, "王五", Role.VIEWER)
    assert refusal(lambda: make_member(clerk)).code == "E-501"
    clerk.close()


def test_a_password_opens_under_its_own_name_only(head: Store) -> None:
    error = refusal(lambda: open_store(head.path, CLERKS, "张三"))
    assert "张三" in error.message
    assert error.code == "E-501"
    opened = open_store(head.path, CLERKS)
    assert (opened.operator, opened.role) == ("王五", Role.CLERK)
    make_member(opened)
    row = opened.database.read().execute("SELECT operator FROM audit ORDER BY id DESC").fetchone()
    assert row[0] == "王五"
    opened.close()


def test_everybody_changes_their_own_password_and_nobody_elses(head: Store) -> None:
    clerk = as_(head, "王五")
    assert refusal(lambda: accounts.set_password(clerk, "张三", "taken-over-2031")).code == "E-501"
    accounts.set_password(clerk, "王五", "a-fresh-one-2031")
    clerk.close()
    assert refusal(lambda: open_store(head.path, CLERKS, "王五")).code == "password"
    open_store(head.path, "a-fresh-one-2031", "王五").close()


def test_the_last_head_stays(head: Store) -> None:
    for act in (
        lambda: accounts.remove_operator(head, "张三"),
        lambda: accounts.change_role(head, "张三", Role.VIEWER),
    ):
        assert refusal(act).code == "last-head"
    accounts.change_role(head, "王五", Role.HEAD)
    accounts.change_role(head, "张三", Role.VIEWER)
    assert refusal(lambda: accounts.remove_operator(head, "王五")).code == "E-501"


def test_nothing_written_beside_the_store_raises_anybody(head: Store) -> None:
    """An older .keys file, a slot under another name, another public key: none opens as more."""
    path = keyslots.slots_path(head.path)
    accounts.change_role(head, "王五", Role.HEAD)
    older = path.read_bytes()
    accounts.change_role(head, "王五", Role.VIEWER)
    path.write_bytes(older)
    opened = open_store(head.path, CLERKS, "王五")
    assert opened.role is Role.VIEWER
    opened.close()
    slots = keyslots.read(head.path)
    clerks = next(slot for slot in slots if slot.name == "王五")
    renamed = [replace(clerks, name="张三"), *(s for s in slots if s.name != "张三")]
    keyslots.save(head.path, renamed)
    with pytest.raises(AppError):
        open_store(head.path, CLERKS, "张三")
    mine = keyslots.make("王五", "mine-alone-2031", bytes(32))
    swapped = [s for s in slots if s.name != "王五"] + [replace(clerks, public=mine.public)]
    keyslots.save(head.path, swapped)
    with pytest.raises(StorageError):
        open_store(head.path, CLERKS, "王五")


def test_a_former_password_does_not_come_back_with_a_former_keys_file(head: Store) -> None:
    path = keyslots.slots_path(head.path)
    older = path.read_bytes()
    accounts.set_password(head, "王五", "a-fresh-one-2031")
    accounts.remove_operator(head, "赵六")
    path.write_bytes(older)
    for secret in (CLERKS, VIEWERS):
        error = refusal(lambda secret=secret: open_store(head.path, secret))  # type: ignore[misc]
        assert (error.code, "已经更换或取消" in error.message) == ("password", True)


def test_a_store_from_before_roles_takes_everybody_over_as_heads(head: Store) -> None:
    """Slots as older programs wrote them, and no word of accounts inside."""
    key = head.database.key
    old = [keyslots.wrap(n, s, key) for n, s in (("张三", PASSWORD), ("王五", CLERKS))]
    listed = [{k: v for k, v in asdict(s).items() if k not in ("public", "sealed")} for s in old]
    keyslots.slots_path(head.path).write_text(json.dumps(listed), "utf-8")
    with head.database.write() as connection:
        connection.execute("DELETE FROM meta WHERE key = 'accounts'")
    for who, secret in (("王五", CLERKS), ("张三", PASSWORD)):
        opened = open_store(head.path, secret, who)
        assert opened.role is Role.HEAD
        opened.close()
    assert all(slot.public for slot in keyslots.read(head.path))
    assert {one.name: one.role for one in accounts.people(head)} == {
        "张三": Role.HEAD,
        "王五": Role.HEAD,
    }


def test_only_a_head_restores_and_who_left_does_not_come_back(head: Store, tmp_path: Path) -> None:
    kept = backups.create_backup(head, tmp_path / "x.xjbak").path
    accounts.change_role(head, "王五", Role.VIEWER)
    accounts.remove_operator(head, "赵六")
    path = head.path
    head.close()
    error = refusal(lambda: restoring.restore_backup(path, kept, CLERKS, "王五"))
    assert error.code == "E-501"
    back = restoring.restore_backup(path, kept, PASSWORD).store
    assert [(one.name, one.role) for one in accounts.people(back)] == [
        *(("张三", Role.HEAD), ("王五", Role.VIEWER))
    ]
    with pytest.raises(StorageError):
        open_store(path, VIEWERS)
    back.close()


@pytest.mark.parametrize(
    "weak", ["1", "short-one", "1234567890", "password1980", "青山镇青山镇青山镇"]
)
def test_no_way_to_set_a_weak_password(store: Store, tmp_path: Path, weak: str) -> None:
    with pytest.raises(InvalidInput):
        accounts.set_password(store, "张三", weak)
    with pytest.raises(InvalidInput):
        accounts.add_account(store, "王五", weak, Role.CLERK)
    with pytest.raises(InvalidInput):
        accounts.let_in(store.path, store.database.key, "张三", weak)


def test_an_existing_short_password_opens_and_is_advised_against(store: Store) -> None:
    key = store.database.key
    short = keyslots.make("张三", "1", key)
    with store.database.write() as connection:
        connection.execute("DELETE FROM meta WHERE key = 'accounts'")
    keyslots.save(store.path, [short])
    opened = open_store(store.path, "1", "张三")
    assert "密码" in accounts.advice(opened, "1")
    assert accounts.advice(opened, PASSWORD) == ""
    opened.close()


@pytest.mark.parametrize("name", ["", " ", "恢复码", "县级恢复密钥", "长" * 61, "换\n行"])
def test_names_that_are_nobodys_are_refused(store: Store, name: str) -> None:
    with pytest.raises((InvalidInput, AppError)):
        accounts.add_account(store, name, "another-password", Role.CLERK)


def test_the_recovery_code_is_nobodys_name(store: Store) -> None:
    code = accounts.renew_recovery_code(store)
    opened = open_store(store.path, code)
    assert (opened.operator, opened.role) == (keyslots.RECOVERY, Role.HEAD)
    opened.close()


def test_a_copy_of_both_files_keeps_the_roles(head: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xueji"
    head.close()
    shutil.copy(head.path, copy)
    shutil.copy(keyslots.slots_path(head.path), keyslots.slots_path(copy))
    opened = open_store(copy, VIEWERS)
    assert opened.role is Role.VIEWER
    opened.close()


def test_county_and_township_are_both_kept(tmp_path: Path) -> None:
    county = make_store(tmp_path, "云岭县", level="county")
    accounts.add_account(county, "王五", CLERKS, Role.CLERK)
    clerk = open_store(county.path, CLERKS)
    assert refusal(lambda: key_change.change_keys(clerk, "换人")).code == "E-501"
    clerk.close()
    county.close()
