"""恢复密钥 and 解锁: a county without password, backup or computer, and a township locked out."""

from pathlib import Path

import pytest

from app.data import digest, keyslots
from app.domain.errors import AppError, InvalidInput, PackageError, StorageError
from app.services import accounts, backups
from app.services.exchange import rebuilding, revoking, unlocking
from app.services.exchange.key_change import change_keys
from app.services.exchange.parties import own_site
from app.services.exchange.recovery_keys import (
    check_recovery_key,
    read_recovery_key,
    recovery_advice,
    recovery_copies,
    write_recovery_key,
)
from app.services.opening import open_store
from app.services.store import Store
from tests.builders import (
    PASSWORD,
    Pair,
    change_member,
    count,
    enrol,
    make_county,
    make_member,
    make_store,
    peer_at,
    value_of,
)

WORD, NEW = "safe-in-the-safe", "quite-another-one"


@pytest.fixture
def key(pair: Pair) -> Path:
    """The county's recovery key on a stick."""
    target = pair.folder / "恢复密钥.xjkey"
    write_recovery_key(pair.county, target, WORD)
    return target


def actions(store: Store) -> set[str]:
    return {row[0] for row in store.database.read().execute("SELECT action FROM audit")}


def test_two_copies_are_asked_for(pair: Pair) -> None:
    assert "还没有写过" in recovery_advice(pair.county)
    first, second = pair.folder / "一.xjkey", pair.folder / "二.xjkey"
    write_recovery_key(pair.county, first, WORD)
    assert "第二份" in recovery_advice(pair.county)
    # Written over on the same stick it is still one copy.
    write_recovery_key(pair.county, first, WORD)
    assert len(recovery_copies(pair.county)) == 1
    write_recovery_key(pair.county, second, WORD)
    assert recovery_advice(pair.county) == ""
    assert all(copy.current for copy in recovery_copies(pair.county))
    change_keys(pair.county, "换")
    assert "重写" in recovery_advice(pair.county)
    assert recovery_advice(pair.township) == ""
    assert "写恢复密钥" in actions(pair.county)


def test_a_stick_from_the_safe_is_proved(pair: Pair, key: Path, tmp_path: Path) -> None:
    assert check_recovery_key(pair.county, key, WORD).current
    with pytest.raises(PackageError) as refused:
        check_recovery_key(pair.county, key, "wrong-password")
    assert refused.value.code == "E-225-02"
    other = make_county(tmp_path / "平川", "平川县")
    with pytest.raises(PackageError) as refused:
        check_recovery_key(other, key, WORD)
    assert refused.value.code == "E-225-01"
    with pytest.raises(InvalidInput):
        write_recovery_key(pair.county, key, "short")
    with pytest.raises(AppError, match="县级"):
        write_recovery_key(pair.township, key, WORD)


def test_a_damaged_recovery_key_is_refused_at_every_cut(key: Path) -> None:
    data = key.read_bytes()
    for end in (0, 1, 20, len(data) // 2, len(data) - 1):
        key.write_bytes(data[:end])
        with pytest.raises(PackageError) as refused:
            read_recovery_key(key, WORD)
        assert refused.value.code == "E-225-01"
    at = data.index(b'"wrapped": "') + 40
    flipped = data[:at] + (b"A" if data[at : at + 1] != b"A" else b"B") + data[at + 1 :]
    key.write_bytes(flipped)
    with pytest.raises(PackageError) as refused:
        read_recovery_key(key, WORD)
    assert refused.value.code == "E-225-02"


def test_nothing_secret_stands_readable_in_it(pair: Pair, key: Path) -> None:
    data = key.read_bytes()
    secret = own_site(pair.county).keys.to_bytes()
    assert secret not in data
    assert secret.hex().encode() not in data
    assert pair.township.site.uid.hex().encode() not in data


def test_the_county_opens_its_store_without_any_password(pair: Pair, key: Path) -> None:
    path = pair.county.path
    pair.county.close()
    pair.county = rebuilding.open_with_recovery_key(path, key, WORD, "李四", NEW)
    make_member(pair.county)
    assert "用恢复密钥打开" in actions(pair.county)
    pair.county.close()
    with pytest.raises(StorageError):
        open_store(path, PASSWORD, "李四")
    pair.county = open_store(path, NEW, "李四")


def test_the_county_opens_a_backup_without_any_password(pair: Pair, key: Path) -> None:
    member = make_member(pair.county)
    kept = backups.create_backup(pair.county, pair.folder / "县.xjbak").path
    path = pair.county.path
    pair.county.close()
    path.unlink()
    path.with_name(path.name + ".keys").unlink()
    read = read_recovery_key(key, WORD)
    back = rebuilding.restore_with_recovery_key(path, kept, read, "李四", NEW)
    pair.county = back.store
    assert value_of(pair.county, "member", member, "name") == "王小明"
    pair.settle()


def test_another_countys_key_opens_nothing(pair: Pair, tmp_path: Path) -> None:
    other = make_county(tmp_path / "平川", "平川县")
    strange = pair.folder / "平川.xjkey"
    write_recovery_key(other, strange, WORD)
    slots = keyslots.read(pair.county.path)
    with pytest.raises(PackageError) as refused:
        rebuilding.open_with_recovery_key(pair.county.path, strange, WORD, "李四", NEW)
    assert refused.value.code == "E-225-03"
    assert keyslots.read(pair.county.path) == slots


def test_a_county_without_backup_is_filled_again_by_its_townships(
    pair: Pair, tmp_path: Path
) -> None:
    second = make_store(tmp_path, "白水镇")
    enrol(pair.county, second, pair.folder)
    two = Pair(pair.county, second, pair.folder)
    people = [make_member(store, name=store.site.name) for store in (pair.township, second)]
    countys = make_member(pair.county, pair.township.site.organization, "县里录的人")
    pair.settle()
    two.settle()
    change_keys(pair.township, "换")
    pair.settle()
    key = pair.folder / "恢复.xjkey"
    write_recovery_key(pair.county, key, WORD)
    held = {
        store.site.name: digest.digests(store.database.read(), [store.site.organization])
        for store in (pair.township, second)
    }
    digits, uid, root = (
        own_site(pair.county).keys.public,
        pair.county.site.uid,
        pair.county.site.organization,
    )
    incarnation = pair.county.site.incarnation
    pair.county.close()
    made = rebuilding.found_county(tmp_path / "新" / "县.xueji", key, WORD, "李四", NEW)
    county = pair.county = two.county = made.store
    assert (county.site.uid, county.site.organization) == (uid, root)
    assert own_site(county).keys.public == digits
    assert county.site.incarnation != incarnation
    assert count(county, "member") == 0
    # One township is told to send everything, the other notices by the county's receipt.
    pair.to_county(full=True)
    make_member(second, name="后来的人")
    gap = two.to_county()
    assert gap.applied == 0
    two.to_county()
    for member, name in zip(people, ("青山镇", "白水镇"), strict=True):
        assert value_of(county, "member", member, "name") == name
    assert value_of(county, "member", countys, "name") == "县里录的人"
    pair.settle()
    two.settle()
    for store in (pair.township, second):
        roots = [store.site.organization]
        now = digest.digests(county.database.read(), roots)
        assert now == digest.digests(store.database.read(), roots)
    roots = [pair.township.site.organization]
    assert digest.digests(county.database.read(), roots) == held["青山镇"]
    # And the county goes on: what it changes reaches them, what it grants is new.
    change_member(county, people[0], phone="13800000000")
    pair.settle()
    assert value_of(pair.township, "member", people[0], "phone") == "13800000000"
    third = make_store(tmp_path / "三", "红石镇")
    enrol(county, third, pair.folder)
    blocks = [peer_at(county, s).block for s in (pair.township, second, third)]
    assert len(set(blocks)) == 3


def test_after_being_rebuilt_a_township_enrolled_later_can_be_enrolled_again(
    pair: Pair, key: Path, tmp_path: Path
) -> None:
    late = make_store(tmp_path, "白水镇")
    enrol(pair.county, late, pair.folder)
    member = make_member(late)
    Pair(pair.county, late, pair.folder).settle()
    pair.county.close()
    made = rebuilding.found_county(tmp_path / "新" / "县.xueji", key, WORD, "李四", NEW)
    pair.county = made.store
    enrol(pair.county, late, pair.folder)
    two = Pair(pair.county, late, pair.folder)
    two.to_county(full=True)
    two.settle()
    assert value_of(pair.county, "member", member, "name") == "王小明"


def forgotten(pair: Pair) -> Path:
    """Nobody at the township knows a password any more."""
    pair.settle()
    path = pair.township.path
    pair.township.close()
    return path


def test_the_county_unlocks_a_township(pair: Pair) -> None:
    path = forgotten(pair)
    asked, answered = pair.folder / "申请.xjs", pair.folder / "答复.xjs"
    mine = unlocking.ask(path, asked)
    seen = unlocking.look(pair.county, asked)
    assert (seen.fingerprint, seen.name) == (mine.fingerprint, "青山镇")
    unlocking.answer(pair.county, asked, answered)
    assert "写解锁答复" in actions(pair.county)
    opened = unlocking.finish(path, answered, "王五", NEW)
    make_member(opened.store)
    assert "解锁" in actions(opened.store)
    assert accounts.operators(opened.store) == ["张三", "王五"]
    opened.store.close()
    open_store(path, opened.recovery_code, "王五").close()
    pair.township = open_store(path, NEW, "王五")
    pair.settle()
    with pytest.raises(PackageError) as refused:
        unlocking.finish(path, answered, "王五", NEW)
    assert refused.value.code == "E-224-02"


def test_nobody_but_the_asking_computer_can_use_the_answer(pair: Pair) -> None:
    path = forgotten(pair)
    asked, answered = pair.folder / "申请.xjs", pair.folder / "答复.xjs"
    unlocking.ask(path, asked)
    unlocking.answer(pair.county, asked, answered)
    unlocking.ask(path, pair.folder / "后来.xjs")
    with pytest.raises(PackageError) as refused:
        unlocking.finish(path, answered, "王五", NEW)
    assert refused.value.code == "E-224-02"


def test_a_stopped_or_strange_site_is_not_unlocked(pair: Pair, tmp_path: Path) -> None:
    pair.settle()
    revoking.revoke(pair.county, peer_at(pair.county, pair.township), "lost")
    asked, answered = pair.folder / "申请.xjs", pair.folder / "答复.xjs"
    unlocking.ask(pair.township.path, asked)
    with pytest.raises(PackageError) as refused:
        unlocking.answer(pair.county, asked, answered)
    assert refused.value.code == "E-224-04"
    other = make_county(tmp_path / "平川", "平川县")
    with pytest.raises(PackageError) as refused:
        unlocking.answer(other, asked, answered)
    assert refused.value.code == "E-224-05"
    assert not answered.exists()


def test_a_store_that_was_never_joined_cannot_ask(store: Store, tmp_path: Path) -> None:
    with pytest.raises(AppError) as refused:
        unlocking.ask(store.path, tmp_path / "申请.xjs")
    assert refused.value.code == "E-224"


def test_the_slot_for_the_county_is_no_account(pair: Pair) -> None:
    pair.settle()
    assert keyslots.county_parts(keyslots.read(pair.township.path)) is not None
    assert accounts.operators(pair.township) == ["张三"]
    assert accounts.check_password(pair.township, PASSWORD)
    assert not accounts.check_password(pair.township, "wrong")
    with pytest.raises(InvalidInput):
        accounts.set_password(pair.township, keyslots.COUNTY, NEW)
