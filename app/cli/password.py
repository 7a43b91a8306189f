"""The password: from XUEJI_PASSWORD or typed without echo, never from the command line."""

import getpass
import os

from app.cli.console import somebody_types
from app.domain.errors import AppError, InvalidInput

VARIABLE = "XUEJI_PASSWORD"


def given_password() -> str:
    """The password of the environment, or an empty text."""
    return os.environ.get(VARIABLE, "")


def ask_password(what: str) -> str:
    """The password of an existing store or backup.

    Raises:
        AppError: it is not in the environment and there is nobody to ask.
    """
    return given_password() or _typed(f"{what} 的密码：")


def ask_new_password() -> str:
    """The password of a store to be created; typed twice when typed.

    Raises:
        AppError: there is nobody to ask, or the two differ.
    """
    return given_password() or ask_another_password("为新数据设置密码")


def ask_another_password(what: str) -> str:
    """A password to be set, typed twice.

    Raises:
        AppError: there is nobody to ask, or the two differ.
    """
    from app.domain.accounts.passwords import SHORTEST_PASSWORD, password_problem

    first = _typed(f"{what}（至少 {SHORTEST_PASSWORD} 位）：")
    if problem := password_problem(first):
        raise InvalidInput({"password": problem})
    if _typed("再输一遍：") != first:
        raise InvalidInput({"password": "两次输入的密码不一样"})
    return first


def _typed(prompt: str) -> str:
    if not somebody_types():
        raise AppError(
            "没有密码，数据没有打开。",
            f"请先设置环境变量 {VARIABLE}，或在终端里运行，按提示输入密码。",
            code="password",
        )
    try:
        return getpass.getpass(prompt)
    except EOFError as error:
        raise AppError("没有输入密码。", "请重新运行并输入密码。", code="password") from error
