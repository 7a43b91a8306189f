"""Our files on a stick are found by what they are, not by what they are called."""

import errno
import os
from pathlib import Path

import pytest

from app.domain.errors import PackageError
from app.exchange.enrolment import sign_request
from app.exchange.listing import bring_in, list_files
from app.exchange.opening import LARGEST
from app.exchange.stick import PART, reading
from tests.exchange.cases import request_of
from tests.exchange.sites import COUNTY, TOWNSHIP, package


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    (folder / "上报" / "十一月").mkdir(parents=True)
    return folder


def test_found_by_content(folder: Path) -> None:
    data = package()
    (folder / "a.xjb").write_bytes(data)
    (folder / ".hidden").write_bytes(data)
    (folder / "照片.jpg.exe").write_bytes(data)
    (folder / "上报" / "十一月" / "b.dat").write_bytes(package(COUNTY, TOWNSHIP))
    (folder / "申请.txt").write_bytes(sign_request(request_of(TOWNSHIP), TOWNSHIP.keys))
    (folder / "fake.xjb").write_bytes(b"PK\x03\x04 nothing of ours")
    (folder / "empty.xjb").write_bytes(b"")
    (folder / f"c.xjb.1{PART}").write_bytes(data)
    found = {file.path.name: file for file in list_files(folder)}
    assert set(found) == {"a.xjb", ".hidden", "照片.jpg.exe", "b.dat", "申请.txt"}
    header = found["b.dat"].header
    assert header is not None
    assert (header.sender_name, header.receiver_name) == ("云岭县", "青山镇")
    assert found["申请.txt"].header is None
    assert found["a.xjb"].size == len(data)


def test_newest_first(folder: Path) -> None:
    for age, name in enumerate(("new.xjb", "older.xjb", "oldest.xjb")):
        (folder / name).write_bytes(package())
        os.utime(folder / name, (10**9 - age, 10**9 - age))
    assert [file.path.name for file in list_files(folder)] == ["new.xjb", "older.xjb", "oldest.xjb"]


def test_a_damaged_package_is_listed_with_its_reason(folder: Path) -> None:
    (folder / "cut.xjb").write_bytes(package()[:900])
    (file,) = list_files(folder)
    assert file.problem is not None
    assert file.problem.code == "E-202-05"


def test_not_too_deep_and_no_links(folder: Path, tmp_path: Path) -> None:
    deep = folder / "上报" / "十一月" / "更深"
    deep.mkdir()
    (deep / "a.xjb").write_bytes(package())
    outside = tmp_path / "outside.xjb"
    outside.write_bytes(package())
    (folder / "link.xjb").symlink_to(outside)
    assert list_files(folder) == []


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(PackageError) as caught:
        list_files(tmp_path / "none")
    assert caught.value.code == "E-201-09"


def test_bring_in(folder: Path, tmp_path: Path) -> None:
    (folder / "a.xjb").write_bytes(package())
    copy = bring_in(folder / "a.xjb", tmp_path)
    assert copy.parent == tmp_path
    assert copy.read_bytes() == (folder / "a.xjb").read_bytes()


def test_bring_in_refuses_too_large_and_missing(folder: Path, tmp_path: Path) -> None:
    (folder / "huge.xjb").touch()
    os.truncate(folder / "huge.xjb", LARGEST + 1)
    for name, code in (("huge.xjb", "E-202-09"), ("none.xjb", "E-201-09")):
        with pytest.raises(PackageError) as caught:
            bring_in(folder / name, tmp_path)
        assert caught.value.code == code
    assert list(tmp_path.glob("*.xjb")) == []


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="Linux only")
def test_bring_in_leaves_nothing_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    # The one file on every Linux whose reading fails as that of a pulled stick does (EIO).
    with pytest.raises(PackageError) as caught:
        bring_in(Path("/proc/self/mem"), tmp_path)
    assert caught.value.code == "E-201-08"
    assert list(tmp_path.iterdir()) == []


def test_stick_pulled_while_reading(folder: Path) -> None:
    def read() -> None:
        with reading(folder / "a.xjb"):
            raise OSError(errno.EIO, "pulled")

    (folder / "a.xjb").write_bytes(b"x")
    with pytest.raises(PackageError) as caught:
        read()
    assert caught.value.code == "E-201-08"
