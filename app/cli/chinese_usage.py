"""argparse in Chinese: its help headings and every message it has for a wrong command line."""

import argparse
import re
from collections.abc import Callable
from typing import Any, NoReturn

_CHOICE = re.compile(r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", re.DOTALL)
_MESSAGES: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", "缺少：{0}"),
    (r"unrecognized arguments: (.+)", "不认识的内容：{0}"),
    (r"argument (.+?): expected one argument", "{0} 后面要写一个值"),
    (r"argument (.+?): expected at least one argument", "{0} 后面至少要写一个值"),
    (r"argument (.+?): expected (\d+) arguments?", "{0} 后面要写 {1} 个值"),
    (r"argument (.+?): invalid \w+ value: (.+)", "{0} 的值 {1} 写法不对，应为整数"),
    (r"argument (.+?): not allowed with argument (.+)", "{0} 与 {1} 只能写一个"),
    (r"one of the arguments (.+) is required", "请从 {0} 中写一个"),
    (r"argument (.+?): ignored explicit argument (.+)", "{0} 不带值，不要写 {1}"),
    (r"argument (.+?): (.+)", "{0}：{1}"),
)


class WrongUsage(Exception):
    """The command line cannot be understood; `usage` shows how it is written."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.message = message
        self.usage = usage


class ChineseHelp(argparse.RawDescriptionHelpFormatter):
    """Help with a Chinese heading and room for long option names."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def add_usage(self, *given: Any, **named: Any) -> None:
        """The usage line, headed in Chinese unless another heading is asked for."""
        if len(given) < 4:
            named.setdefault("prefix", "用法：")
        super().add_usage(*given, **named)


class ChineseParser(argparse.ArgumentParser):
    """A parser that refuses in Chinese and never ends the process for a wrong command line."""

    def __init__(self, *, prog: str, description: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            formatter_class=ChineseHelp,
            allow_abbrev=False,
            add_help=False,
        )

    def error(self, message: str) -> NoReturn:
        """Refuse in Chinese; the caller decides how it is shown."""
        raise WrongUsage(in_chinese(message), self.format_usage().strip())


def in_chinese(message: str) -> str:
    """One of argparse's messages as a Chinese sentence."""
    choice = _CHOICE.fullmatch(message)
    if choice:
        name, value, choices = choice.groups()
        listed = "、".join(part.strip().strip("'") for part in choices.split(","))
        return f"没有“{value.strip(chr(39))}”这个{name}，可选：{listed}"
    for pattern, sentence in _MESSAGES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return sentence.format(*found.groups())
    return "写法不对"


def checked(read: Callable[[str], object]) -> Callable[[str], object]:
    """A `type=` for argparse that carries our own Chinese sentence (a ValueError's) through."""

    def convert(text: str) -> object:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return convert
