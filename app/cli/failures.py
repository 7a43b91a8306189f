"""Everything that can go wrong in a command, as one refusal with its hint."""

import errno
from typing import Any

from app.cli import crash
from app.domain.errors import Ambiguous, AppError, Cancelled, InvalidInput, StorageError
from app.domain.training.completion import MarksMissing

_REASONS = {
    errno.ENOENT: ("找不到文件或文件夹", "请检查位置；U盘上的文件请确认已插好。"),
    errno.EACCES: ("没有权限读写", "请检查权限，或换一个位置。"),
    errno.EPERM: ("没有权限读写", "请检查权限，或换一个位置。"),
    errno.EISDIR: ("这是文件夹，不是文件：", "请写明文件名。"),
    errno.ENOTDIR: ("路径中有一段不是文件夹：", "请检查位置。"),
    errno.ENOSPC: ("磁盘空间不足，写不进", "请清理磁盘或换一个位置。"),
    errno.EROFS: ("只读，写不进", "请检查U盘的写保护开关。"),
    errno.EEXIST: ("已经有同名的文件：", "请换一个文件名。"),
    errno.EIO: ("读写时出错", "请检查硬盘或U盘是否插好，再试一次；反复出现时请人检查。"),
    errno.ENODEV: ("读写时出错", "请检查硬盘或U盘是否插好，再试一次。"),
    errno.ENXIO: ("读写时出错", "请检查硬盘或U盘是否插好，再试一次。"),
    errno.ENOTCONN: ("读写时出错", "请检查硬盘或U盘是否插好，再试一次。"),
    errno.ESTALE: ("读写时出错", "请检查硬盘或U盘是否插好，再试一次。"),
    errno.ELOOP: ("绕回自己的快捷链接：", "请写明文件真正的位置。"),
    errno.EDQUOT: ("磁盘空间不足，写不进", "请清理磁盘或换一个位置。"),
    errno.EFBIG: ("文件太大，写不进", "U盘是旧格式（FAT32）时请换一个，或分成几份。"),
    errno.ENAMETOOLONG: ("文件名太长：", "请换一个短的文件名。"),
}


def refusal_for(error: BaseException) -> AppError:
    """The refusal that a person can act on; what nobody expected is also written down."""
    if isinstance(error, AppError):
        return error
    if isinstance(error, KeyboardInterrupt | Cancelled):
        return AppError("已取消，没有改动。", "", code="cancelled")
    if isinstance(error, OSError) and error.errno in _REASONS:
        reason, hint = _REASONS[error.errno]
        return StorageError(f"{reason} {error.filename or ''}".rstrip() + "。", hint, code="file")
    from app.services.engine_errors import refused_by_engine

    return refused_by_engine(error) or crash.told(error)


def as_keys(error: AppError) -> dict[str, Any]:
    """The refusal as `--json` shows it."""
    told: dict[str, Any] = {"code": error.code, "message": error.message, "hint": error.hint}
    keys: dict[str, Any] = {"error": told}
    if isinstance(error, InvalidInput):
        told["problems"] = error.problems
    if isinstance(error, Ambiguous):
        keys["candidates"] = [{"id": uid, "name": text} for uid, text in error.candidates]
    if isinstance(error, MarksMissing):
        keys["missing"] = [
            {
                "member_id": item.member.hex(),
                "name": item.name,
                "session_id": item.session.hex(),
                "when": item.when,
                "reason": item.reason,
            }
            for item in error.missing
        ]
    return keys
