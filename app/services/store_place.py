"""What lies where a store should be, said before anybody is asked for a password.

Each state has its own sentence and way out: somebody who is told of damage restores a backup over
a store that was merely locked away.
"""

import errno
import os
import stat
from pathlib import Path

from app.data import keyslot_copies, keyslots
from app.domain.errors import AppError, StorageError

_LONGEST_NAME = 200
"""Bytes; what the program puts beside a store has longer names, and systems take 255."""
_LOGS = ("-wal", "-journal")


def refuse_unopenable(path: Path) -> None:
    """Refuse what cannot be opened whatever the password is.

    Raises:
        StorageError: what is wrong and the way out.
    """
    found = _state(path)
    if found is None:
        raise _missing(path)
    if stat.S_ISDIR(found.st_mode):
        raise StorageError(
            f"{path.name} 是一个文件夹，不是数据文件。",
            "请检查位置：数据文件的名字以 .xueji 结尾；文件夹占了这个名字的，请把它改名。",
            code="E-105",
        )
    if not found.st_size:
        raise StorageError(
            f"数据文件 {path.name} 是空的：没有建成，或被别的程序清空了。",
            "请用“恢复备份”找回；从来没有用过它的，请把它和同名的 .keys 移走后重新建立。",
            code="E-103",
        )
    if not os.access(path, os.R_OK):
        raise StorageError(
            f"没有权限读取数据文件 {path.name}；文件本身没有损坏。",
            "请换回平时的电脑用户，或请管理员把这个文件的读写权限给您。不要恢复备份。",
            code="E-105",
        )
    if not os.access(path.parent, os.W_OK):
        raise StorageError(
            f"文件夹“{path.parent}”是只读的，数据打不开；文件本身没有损坏。",
            "请去掉文件夹的只读，或请管理员给您写入的权限；光盘和只读备份里的，"
            "请把数据文件和同名的 .keys 一起拷到本机硬盘。",
            code="E-105",
        )


def refuse_whatever_the_password(path: Path) -> None:
    """The same, and where the .keys file is of no use.

    Raises:
        StorageError: what is wrong and the way out.
    """
    refuse_unopenable(path)
    keyslots.read(path)


def refuse_unreachable(path: Path) -> None:
    """Refuse where nobody can even look.

    Raises:
        StorageError: why, and the way out.
    """
    _state(path)


def refuse_taken(path: Path) -> None:
    """Refuse to make a store where anything lies that belongs to one.

    Raises:
        StorageError: what lies there.
    """
    if len(os.fsencode(path.name)) > _LONGEST_NAME:
        raise StorageError("文件名太长，数据没有建立。", "请换一个短的文件名。", code="E-105")
    if _state(path) is not None or path.is_symlink():
        raise StorageError(
            f"{path.name} 已经存在，没有覆盖。", "请换一个文件名，或直接打开它。", code="exists"
        )
    if left := _left_of(path):
        raise StorageError(
            f"{left[0].name} 还在，它的数据文件 {path.name} 却不在了，没有覆盖。",
            "请先找回数据文件，或用“恢复备份”；确实要另建一套，请换一个文件名。",
            code="exists",
        )


def nothing_there(path: Path) -> bool:
    """Whether this is a first run: neither a store nor anything that belongs to one.

    Raises:
        StorageError: nobody can tell.
    """
    return _state(path) is None and not path.is_symlink() and not _left_of(path)


def told_by(error: AppError, path: Path) -> AppError:
    """The refusal of a store whose key slots were opened by the password."""
    if error.code != "E-103":
        return error
    return StorageError(
        f"密码是对的，但数据文件 {path.name} 打不开：它已损坏，或者与旁边的 .keys 不是同一套。",
        "拷错了文件的，请把同一套的两个文件放在一起；否则请从最近一次备份恢复。"
        "打不开的文件请保留，不要删除。",
        code="E-103",
    )


def _state(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise refusal_of(error, path) from error


def refusal_of(error: OSError, path: Path) -> StorageError:
    """Why nobody can even look there."""
    if error.errno == errno.ELOOP:
        return StorageError(
            f"“{path}”是绕回自己的快捷链接，找不到真正的数据文件。",
            "请删除这个链接，用 --store 写明数据文件真正的位置。",
            code="E-105",
        )
    if error.errno == errno.ENAMETOOLONG:
        return StorageError("文件名太长。", "请换一个短的文件名。", code="E-105")
    if error.errno in (errno.EACCES, errno.EPERM):
        return StorageError(
            f"没有权限进入文件夹“{path.parent}”，不知道数据在不在；不是损坏。",
            "请换回平时的电脑用户，或请管理员把这个文件夹的权限给您。不要重新建立数据。",
            code="E-105",
        )
    return StorageError(
        f"读不到“{path.parent}”：硬盘或U盘可能被拔出，或有故障。",
        "请插好以后再打开；反复出现时请人检查硬盘，先不要恢复备份。",
        code="E-106",
    )


def _missing(path: Path) -> StorageError:
    left = _left_of(path)
    if path.is_symlink():
        return StorageError(
            f"{path.name} 是失效的快捷链接：它指的数据文件不在了。",
            "请找回它指的文件（可能在没有插上的硬盘里），或用“恢复备份”。",
            code="E-103",
        )
    if not left:
        return StorageError(
            f"找不到数据文件 {path.name}。",
            "第一次使用请先建立数据（xueji init），或检查 --store 的位置。",
            code="no-store",
        )
    log = next((one for one in left if one.name.endswith(_LOGS)), None)
    kept = f"；{log.name} 里可能还有没并入的修改，请不要删除它" if log else ""
    return StorageError(
        f"数据文件 {path.name} 不在了，旁边的 {left[0].name} 还在。",
        f"请先找回数据文件（可能被移动、改名或删到了回收站）{kept}；找不回时用“恢复备份”。",
        code="E-103",
    )


def _left_of(path: Path) -> list[Path]:
    beside = (keyslots.slots_path(path), keyslot_copies.copy_path(path))
    logs = (path.with_name(path.name + end) for end in _LOGS)
    return [*(p for p in beside if p.exists()), *(p for p in logs if _holds_something(p))]


def _holds_something(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
