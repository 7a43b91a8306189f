"""Why a password does not open a store, in the clerk's words."""

from pathlib import Path

from app.domain.errors import StorageError

LOST = "E-109"
"""The code of a .keys file that is of no use, while the store may be whole."""


def wrong_password() -> StorageError:
    """The refusal of a wrong password."""
    return StorageError(
        "密码不正确，数据没有打开。",
        "请检查大小写和输入法后再试；忘记密码时可用首次运行时打印的恢复码打开。",
        code="password",
    )


def not_known() -> StorageError:
    """The refusal of a slot that fits, but that the store does not know."""
    return StorageError(
        "这个密码已经更换或取消了，数据没有打开。",
        "密码文件（.keys）可能被换成了旧的；请用现在的密码，或请负责人重设。",
        code="password",
    )


def lost_slots(message: str) -> StorageError:
    """The refusal where the .keys file is missing or damaged."""
    return StorageError(
        message,
        "数据本身没有坏。请打开学籍通窗口，或用 xueji account mend-keys，用副本补上密码文件；"
        "没有副本时请用最近一次备份恢复。",
        code=LOST,
    )


def locked_slots(path: Path) -> StorageError:
    """The refusal where it is there and may not be read."""
    return StorageError(
        f"没有权限读取密码文件 {path.name}，或硬盘读不出来；数据没有动。",
        "请换回平时的电脑用户，或请管理员把这个文件的读写权限给您。",
        code="E-105",
    )
