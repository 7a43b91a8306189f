"""What somebody writes past the program is found by the self-check, named, and stays found."""

import shutil
from pathlib import Path

import pytest

from app.data.database import Database
from app.domain.declarations import entity_named
from app.services.self_check import check_store
from app.services.store import Store
from tests import builders
from tests.faults.tampering import LIST, NAME, WAYS, Tampering, by, copy_of, filled


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Store:
    patch = pytest.MonkeyPatch()
    folder = tmp_path_factory.mktemp("master")
    patch.setenv("XUEJI_HOME", str(folder / "home"))
    store = filled(folder)
    assert check_store(store).problems == []
    store.close()
    patch.undo()
    return store


@pytest.fixture
def copied(master: Store, tmp_path: Path) -> Store:
    return copy_of(master, tmp_path)


@pytest.mark.parametrize("tampering", LIST, ids=lambda one: one.what)
def test_an_edit_past_the_program_is_found_and_named(copied: Store, tampering: Tampering) -> None:
    way = WAYS[LIST.index(tampering) % len(WAYS)]
    with by(way, copied) as connection:
        tampering.edit(connection)
    problems = check_store(copied).problems
    assert any(tampering.named in text for text in problems), problems
    assert not any(letter in text for text in problems for letter in "{}[]"), problems


@pytest.mark.parametrize("way", WAYS)
def test_no_way_past_the_program_is_sealed(copied: Store, way: str) -> None:
    with by(way, copied) as connection:
        connection.execute("UPDATE member SET name = '李四' WHERE name = ?", (NAME,))
    assert any("李四" in text for text in check_store(copied).problems)


def test_writing_there_again_does_not_make_it_right(store: Store) -> None:
    member = builders.make_member(store, name=NAME)
    with by(WAYS[0], store) as connection:
        connection.execute("UPDATE member SET name = '李四'")
    builders.change_member(store, member, phone="13900000001")
    builders.make_member(store, name="王五")
    assert any("李四" in text for text in check_store(store).problems)


def test_what_was_taken_away_stays_missed_when_rows_come_in_its_place(store: Store) -> None:
    builders.make_member(store, name=NAME)
    with by(WAYS[0], store) as connection:
        connection.execute("DELETE FROM member")
    builders.make_member(store, name="王五")
    assert any(text.startswith("党员") for text in check_store(store).problems)


def test_work_of_every_kind_fits(store: Store) -> None:
    members = [builders.make_member(store, name=f"同志{n}") for n in range(130)]
    held = builders.make_class(store, members, days=2)
    first = builders.mark(store, held.sessions[0], members[0])
    builders.mark(store, held.sessions[0], members[0], "迟到", supersedes=first)
    with store.change("删除") as change:
        change.remove(entity_named("member"), members[5])
        change.restore(entity_named("member"), members[5])
    assert check_store(store).problems == []


def test_an_action_that_fails_leaves_the_seals_as_they_were(store: Store) -> None:
    member = builders.make_member(store, name=NAME)
    with pytest.raises(RuntimeError):
        _fail_while_changing(store, member)
    builders.change_member(store, member, phone="13900000001")
    assert check_store(store).problems == []


def test_a_half_written_page_that_the_log_has_whole_is_no_damage(
    store: Store, tmp_path: Path
) -> None:
    """A power cut in the middle of a checkpoint: the log still holds what the page should be."""
    builders.make_member(store, name=NAME)
    store.database.checkpoint()
    for number in range(40):
        builders.make_member(store, name=f"同志{number}")
    cut = tmp_path / "断电.xueji"
    for suffix in ("", "-wal"):
        shutil.copy(f"{store.path}{suffix}", f"{cut}{suffix}")
    pages = _pages_in_log(Path(f"{cut}-wal"))
    size = cut.stat().st_size // 4096
    torn = next(page for page in pages if 1 < page <= size)
    raw = bytearray(cut.read_bytes())
    raw[(torn - 1) * 4096 + 100 : (torn - 1) * 4096 + 600] = bytes(500)
    cut.write_bytes(raw)
    found = Store(Database(cut, store.database.key), "张三")
    assert check_store(found).problems == []
    found.close()


def _fail_while_changing(store: Store, member: bytes) -> None:
    with store.change("修改") as change:
        change.update(entity_named("member"), member, {"name": "李四"})
        raise RuntimeError


def _pages_in_log(log: Path) -> list[int]:
    raw, step = log.read_bytes(), 24 + 4096
    return [int.from_bytes(raw[at : at + 4]) for at in range(32, len(raw), step)]
