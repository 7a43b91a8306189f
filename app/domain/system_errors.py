"""What the operating system refuses, as what the clerk is told: what happened, what to do next."""

import errno

from app.domain.errors import AppError, StorageError

_NEXT_TO_A_DISK = "请检查硬盘或U盘是否插好，再试一次"
_REASONS = {
    errno.ENOENT: ("找不到文件或文件夹", "请检查位置；U盘上的文件请确认已插好。"),
    errno.EACCES: ("没有权限读写", "请检查权限，或换一个位置。"),
    errno.EPERM: ("没有权限读写", "请检查权限，或换一个位置。"),
    errno.EISDIR: ("这是文件夹，不是文件：", "请写明文件名。"),
    errno.ENOTDIR: ("路径中有一段不是文件夹：", "请检查位置。"),
    errno.ENOSPC: ("磁盘空间不足，写不进", "请清理磁盘或换一个位置。"),
    errno.EROFS: ("只读，写不进", "请检查U盘的写保护开关。"),
    errno.EEXIST: ("已经有同名的文件：", "请换一个文件名。"),
    errno.EIO: ("读写时出错", f"{_NEXT_TO_A_DISK}；反复出现时请人检查。"),
    errno.ENODEV: ("读写时出错", f"{_NEXT_TO_A_DISK}。"),
    errno.ENXIO: ("读写时出错", f"{_NEXT_TO_A_DISK}。"),
    errno.ENOTCONN: ("读写时出错", f"{_NEXT_TO_A_DISK}。"),
    errno.ESTALE: ("读写时出错", f"{_NEXT_TO_A_DISK}。"),
    errno.ELOOP: ("绕回自己的快捷链接：", "请写明文件真正的位置。"),
    errno.EDQUOT: ("磁盘空间不足，写不进", "请清理磁盘或换一个位置。"),
    errno.EFBIG: ("文件太大，写不进", "U盘是旧格式（FAT32）时请换一个，或分成几份。"),
    errno.ENAMETOOLONG: ("文件名太长：", "请换一个短的文件名。"),
}


def refused_by_system(error: BaseException) -> StorageError | None:
    """The refusal to show; None where the error is not the system's, or says nothing of a file."""
    if not isinstance(error, OSError) or error.errno not in _REASONS:
        return None
    reason, hint = _REASONS[error.errno]
    return StorageError(f"{reason} {error.filename or ''}".rstrip() + "。", hint, code="file")


def process_not_started() -> AppError:
    """The system gave no second process, or it ended before it could be asked anything."""
    return AppError(
        "后台进程没有启动起来，这次操作没有开始，已保存的数据不受影响。",
        "请关闭其他程序再试；再不行就重新启动电脑。被杀毒软件拦下时，请把学籍通加入信任。",
        code="process",
    )


def process_ended() -> AppError:
    """Somebody or something else ended the second process, or it could not be spoken with."""
    return AppError(
        "后台进程中途被结束，这次操作没有做完，已保存的数据不受影响。",
        "请关闭其他程序再试一次；被杀毒软件拦下时，请把学籍通加入信任。",
        code="process",
    )
