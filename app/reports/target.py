"""Puts a finished file in place whole, or leaves the old one untouched and says why."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import StorageError
from app.files.placing import put_bytes


@dataclass(frozen=True)
class Written:
    """What a layout reports: how many pages (or sheets), and what a person should look at."""

    pages: int
    warnings: tuple[str, ...] = ()


def put_in_place(path: Path, data: bytes) -> None:
    """Write `data` beside `path`, then swap it in; a reader never sees half a document."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise StorageError(f"“{path.name}”不是普通文件，没有写入。", "请换一个文件名。")
    with _refusals_in_plain_words(path):
        put_bytes(path, data)


@contextmanager
def _refusals_in_plain_words(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StorageError(
            f"文件夹“{path.parent}”不存在。", "请换一个保存位置，或先建好这个文件夹。"
        ) from error
    except NotADirectoryError as error:
        raise StorageError(f"“{path.parent}”不是文件夹。", "请换一个保存位置。") from error
    except IsADirectoryError as error:
        raise StorageError(f"“{path}”是一个文件夹，不能存成文件。", "请换一个文件名。") from error
    except PermissionError as error:
        raise StorageError(
            f"无法写入“{path.name}”。它可能正被其他程序打开，或者这个文件夹不允许写入。",
            f"请先关闭打开着的“{path.name}”，再试一次；仍不行请换一个保存位置。",
        ) from error
    except OSError as error:
        raise StorageError(
            "磁盘空间不足，文件没有保存。" if _is_full(error) else f"“{path.name}”没有保存成功。",
            "请清理磁盘后再试一次。" if _is_full(error) else "请检查磁盘或U盘后再试一次。",
        ) from error


def _is_full(error: OSError) -> bool:
    return error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
