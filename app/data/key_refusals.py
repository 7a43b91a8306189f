"""Why a password does not open a store, in the clerk's words."""

from app.domain.errors import StorageError


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
