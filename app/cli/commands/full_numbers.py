"""A full ID number never stands on the command line: it would stay in the shell's history."""

import re
import sys

from app.domain.errors import AppError

_FULL = re.compile(r"\d{15}|\d{17}[\dXx]", re.ASCII)


def refuse_full_number(text: str) -> None:
    """Refuse an ID number written as an argument.

    Raises:
        AppError: it is one.
    """
    if _FULL.fullmatch(text.strip()):
        raise AppError(
            "完整身份证号不能写在命令里，命令会留在历史记录中。",
            "查人请用姓名或后四位；需要完整号码时写 --member -，再从标准输入给出。",
            code="full-number",
        )


def member_named(given: str) -> str:
    """The member's id; for `-` the ID number is read from stdin.

    Raises:
        AppError: an ID number stands on the command line, or stdin holds nothing.
    """
    if given != "-":
        refuse_full_number(given)
        return given
    text = sys.stdin.readline().strip() if sys.stdin is not None else ""
    if not text:
        raise AppError("标准输入里没有身份证号。", "请给出一行完整的身份证号。", code="full-number")
    return text
