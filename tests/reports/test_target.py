"""A file is put in place whole or not at all, and every refusal says what to do."""

import errno
from pathlib import Path

import pytest

from app.domain.errors import StorageError
from app.reports.target import put_in_place


def test_an_old_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "花名册.pdf"
    path.write_bytes(b"old")
    put_in_place(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="不存在") as refused:
        put_in_place(tmp_path / "没有" / "花名册.pdf", b"")
    assert refused.value.hint


def test_a_folder_of_that_name_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "花名册.pdf"
    path.mkdir()
    with pytest.raises(StorageError, match="文件夹"):
        put_in_place(path, b"new")
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_as_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "u").write_bytes(b"")
    with pytest.raises(StorageError, match="不是文件夹"):
        put_in_place(tmp_path / "u" / "花名册.pdf", b"")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "in use"), "正被其他程序打开"),
        (OSError(errno.ENOSPC, "full"), "磁盘空间不足"),
        (OSError(errno.EIO, "broken"), "没有保存成功"),
    ],
)
def test_a_refusing_disk_keeps_the_old_file(
    error: OSError, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path, __: Path) -> None:
        raise error

    path = tmp_path / "花名册.pdf"
    path.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", refuse)  # as Windows does when WPS has the file open
    with pytest.raises(StorageError, match=words) as refused:
        put_in_place(path, b"new")
    assert refused.value.hint
    assert refused.value.__cause__ is error
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
