"""Back to a backup made before somebody was erased: the erasure is carried out in it as well."""

from pathlib import Path

import pytest

from app.data import backup, digest
from app.data.database import Database, driver
from app.domain.exchange.entities import BASES
from app.services import backups, erased_since, erasing, restoring
from app.services.restoring import Restored
from app.services.store import Store
from tests.builders import PASSWORD, Pair, count, make_class, make_member, mark

NAME = "阿依古丽·买买提"


def brought_back(store: Store, source: Path) -> Restored:
    store.close()
    return restoring.restore_backup(store.path, source, PASSWORD, store.operator)


def erased_after_backup(pair: Pair, which: str, folder: Path) -> tuple[bytes, Path]:
    member = make_member(pair.township, name=NAME)
    made = make_class(pair.township, [member])
    mark(pair.township, made.sessions[0], member)
    pair.settle()
    old = folder / "旧.xjbak"
    backups.create_backup(getattr(pair, which), old)
    erasing.erase(pair.county, member, BASES[0], "书面申请")
    pair.settle()
    return member, old


@pytest.mark.parametrize("which", ["county", "township"])
def test_who_was_erased_since_does_not_come_back(pair: Pair, tmp_path: Path, which: str) -> None:
    member, old = erased_after_backup(pair, which, tmp_path)
    back = brought_back(getattr(pair, which), old)
    setattr(pair, which, back.store)
    assert back.erased_again == 1
    assert back.store.site.incarnation == back.incarnation
    assert count(back.store, "member", "uid = ?", member) == 0
    assert count(back.store, "attendance", "member = ?", member) == 0
    assert [t.person for t in erasing.erased_people(back.store)] == [member.hex()]
    for _ in range(2):
        pair.settle()
    assert count(pair.county, "held") == count(pair.township, "held") == 0
    for store in (pair.county, pair.township):
        assert count(store, "member", "uid = ?", member) == 0
        assert count(store, "erasure") == 1
    root = pair.township.site.organization
    both = (pair.county, pair.township)
    here, there = (dict(digest.digests(s.database.read(), [root])) for s in both)
    assert here == there


@pytest.mark.parametrize("present", ["missing", "unreadable", "of another"])
def test_without_the_present_store_nothing_can_be_known(
    pair: Pair, tmp_path: Path, present: str
) -> None:
    member, old = erased_after_backup(pair, "county", tmp_path)
    path = pair.county.path
    pair.county.close()
    if present == "missing":
        path.unlink()
    elif present == "unreadable":
        path.write_bytes(b"\0" * 8192)
    else:
        pair.township.database.read().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        path.write_bytes(pair.township.path.read_bytes())
    back = restoring.restore_backup(path, old, PASSWORD, "李四")
    pair.county = back.store
    assert back.erased_again == 0
    assert count(pair.county, "member", "uid = ?", member) == 1
    assert (back.set_aside is None) is (present == "missing")
    for _ in range(2):  # whoever heard of it brings it back
        pair.settle()
    assert count(pair.county, "member", "uid = ?", member) == 0


def test_the_county_knows_its_tombstones_by_the_secret_it_had(pair: Pair, tmp_path: Path) -> None:
    """A backup older than erasures gets a secret of its own when it is brought up to date."""
    _, old = erased_after_backup(pair, "county", tmp_path)
    kept = "SELECT value FROM meta WHERE key = 'erasure_secret'"
    secret = pair.county.database.read().execute(kept).fetchone()[0]
    since = erased_since.of_present(pair.county.path, pair.county.database.key)
    part = tmp_path / "part"
    backup.unpack(backup.read_head(old), part)
    made = Database(part, pair.county.database.key)
    with made.write() as connection:
        connection.execute("UPDATE meta SET value = x'00' WHERE key = 'erasure_secret'")
    assert erased_since.go_on(made, "李四", "", since) == 1
    again = Database(part, pair.county.database.key)
    assert again.read().execute(kept).fetchone()[0] == secret
    again.close()


def test_a_store_older_than_erasures_says_nothing(pair: Pair) -> None:
    pair.county.database.read().execute("DROP TABLE erasure")
    with pytest.raises(driver.Error):
        erasing.erased_people(pair.county)
    assert erased_since.of_present(pair.county.path, pair.county.database.key) is None
