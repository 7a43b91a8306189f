"""The list of what lies on a stick: what each file is, and which of our own may go."""

from pathlib import Path

import pytest

from app.domain.errors import PackageError
from app.services.exchange import receiving, stick
from app.services.exchange.invitations import invite
from app.services.exchange.joining import join
from app.services.store import Store
from tests.builders import (
    Pair,
    make_county,
    make_member,
    make_pair,
    make_store,
    package_file,
    peer_at,
)


def words(store: Store, folder: Path) -> dict[str, str]:
    return {file.path.name: file.words for file in stick.on_stick(store, folder)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "U盘"
    made.mkdir()
    return made


def test_every_file_has_its_sentence(pair: Pair, folder: Path, tmp_path: Path) -> None:
    make_member(pair.township)
    first = package_file(pair.township, pair.county, pair.folder)
    receiving.receive_package(pair.county, first)
    make_member(pair.township)
    second = package_file(pair.township, pair.county, pair.folder)
    with pair.township.database.write() as connection:
        connection.execute("UPDATE peer SET acked = (SELECT value FROM meta WHERE key = 'lseq')")
    make_member(pair.township)
    fourth = package_file(pair.township, pair.county, pair.folder)
    (tmp_path / "other").mkdir()
    other = make_pair(tmp_path / "other")
    foreign = package_file(other.township, other.county, folder)
    (folder / ".隐藏").write_bytes(first.read_bytes())
    (folder / "照片.jpg.exe").write_bytes(second.read_bytes())
    (folder / "后来.dat").write_bytes(fourth.read_bytes())
    damaged = bytearray(second.read_bytes())
    damaged[-20] ^= 1
    (folder / "坏的.xjb").write_bytes(damaged)
    (folder / "无关.txt").write_text("别的文件", "utf-8")
    request = next(p for p in pair.folder.iterdir() if p.name.endswith("申请.xjs"))
    (folder / "开户").write_bytes(request.read_bytes())
    found = words(pair.county, folder)
    assert set(found) == {".隐藏", "照片.jpg.exe", "后来.dat", "坏的.xjb", "开户", foreign.name}
    assert found[".隐藏"] == "给本单位的第 1 号数据包，已接收"
    assert found["照片.jpg.exe"] == "给本单位的第 2 号数据包，未接收"
    assert found["后来.dat"] == "给本单位的第 3 号数据包，缺第 2 号"
    assert found["坏的.xjb"].startswith("已损坏")
    assert found["开户"] == "青山镇的开户申请，未处理"
    assert found[foreign.name].endswith("不是给本单位的")
    assert stick.on_stick(pair.county, folder)[0].size > 0
    other.county.close()
    other.township.close()


def test_receipts_and_own_packages(pair: Pair) -> None:
    make_member(pair.township)
    path = package_file(pair.township, pair.county, pair.folder)
    view = receiving.receive_package(pair.county, path)
    assert view.receipt is not None
    assert words(pair.county, pair.folder)[view.receipt.name] == "本单位写的回执，请交给青山镇"
    before = words(pair.township, pair.folder)
    assert before[path.name] == "本单位给云岭县的第 1 号数据包，还没有回执，请保留"
    assert before[view.receipt.name] == "云岭县的回执（第 1 号），未收下"
    receiving.receive_package(pair.township, view.receipt)
    after = words(pair.township, pair.folder)
    assert after[path.name].endswith("已回执，可以删除")
    assert after[view.receipt.name].endswith("已收下")


def test_only_what_was_confirmed_is_deleted(pair: Pair) -> None:
    make_member(pair.township)
    confirmed = package_file(pair.township, pair.county, pair.folder)
    view = receiving.receive_package(pair.county, confirmed)
    assert view.receipt is not None
    # Same number and cover of an enrolled site, but not the file that was registered.
    make_member(pair.township)
    with pair.township.database.write() as connection:
        connection.execute("UPDATE peer SET sent_sequence = 0")
    twin = package_file(pair.township, pair.county, pair.folder)
    with pair.township.database.write() as connection:
        connection.execute("DELETE FROM package_log WHERE file_name = ?", (twin.name,))
    make_member(pair.township)
    later = package_file(pair.township, pair.county, pair.folder)
    theirs = package_file(pair.county, pair.township, pair.folder)
    assert stick.deletable(pair.township, pair.folder) == []
    receiving.receive_package(pair.township, view.receipt)
    assert [f.path for f in stick.deletable(pair.township, pair.folder)] == [confirmed]
    assert stick.delete_confirmed(pair.township, pair.folder) == 1
    left = set(pair.folder.iterdir())
    assert {twin, later, theirs, view.receipt} <= left
    assert confirmed not in left


def test_a_void_senders_package_says_so(pair: Pair) -> None:
    path = package_file(pair.township, pair.county, pair.folder)
    with pair.county.database.write() as connection:
        connection.execute("UPDATE peer SET public = zeroblob(length(public))")
        connection.execute("DELETE FROM peer_key")
    (file,) = [f for f in stick.on_stick(pair.county, pair.folder) if f.path == path]
    assert file.state == stick.REFUSED
    assert "没有" in file.words or "密钥" in file.words
    assert peer_at(pair.county, pair.township).name == "青山镇"


def test_listing_changes_and_notes_nothing(pair: Pair, tmp_path: Path) -> None:
    package_file(pair.township, pair.county, pair.folder)
    before = pair.county.database.read().total_changes
    stick.on_stick(pair.county, pair.folder)
    assert pair.county.database.read().total_changes == before
    with pytest.raises(PackageError):
        stick.on_stick(pair.county, tmp_path / "拔掉了")


def test_the_files_of_an_enrolment_say_whose_they_are_and_what_is_left(
    folder: Path, tmp_path: Path
) -> None:
    county, township = make_county(tmp_path), make_store(tmp_path, "青山镇")
    invite(county, "青山镇", folder / "开户文件.xjs")
    join(township, folder / "开户文件.xjs")
    assert set(words(township, folder).values()) == {
        "云岭县的开户文件，本机已开户，重新开户时才用",
        "本单位写的开户回执",
    }
    neighbour = make_store(tmp_path / "二", "白水乡")
    assert set(words(neighbour, folder).values()) == {
        "云岭县的开户文件，未处理",
        "青山镇的开户回执，不是给本单位的",
    }
    neighbour.close()
    make_member(township)
    package_file(township, county, folder)
    assert set(words(county, folder).values()) == {
        "本单位写的开户文件",
        "青山镇的开户回执，未处理",
        "青山镇第一次上报的第 1 号数据包，接收时一并开户",
    }
    package = next(folder.glob("*.xjb"))
    receiving.receive_package(county, package)
    found = words(county, folder)
    assert "青山镇的开户回执，已开户" in found.values()
    assert found[package.name] == "给本单位的第 1 号数据包，已接收"
    county.close()
    township.close()


def test_a_file_that_only_looks_like_one_of_ours_is_damaged(pair: Pair, folder: Path) -> None:
    request = next(p for p in pair.folder.iterdir() if p.name.endswith("申请.xjs"))
    (folder / "x.xjs").write_bytes(request.read_bytes()[:-20])
    assert words(pair.county, folder)["x.xjs"].startswith(("已损坏", "开户文件"))
