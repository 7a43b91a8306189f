"""How a command is declared: its words, what it takes, and the function that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.cli.answer import Answer
from app.cli.chinese_usage import checked
from app.cli.context import Context
from app.domain.errors import InvalidInput
from app.domain.partial_date import full_day


@dataclass(frozen=True, slots=True)
class Argument:
    """One positional argument or option, as argparse takes it."""

    names: tuple[str, ...]
    settings: dict[str, Any]

    def add_to(self, parser: Any) -> None:
        """Declare it to a parser."""
        parser.add_argument(*self.names, **self.settings)


@dataclass(frozen=True, slots=True)
class OneOf:
    """Options of which exactly one (or at most one) may be written."""

    arguments: tuple[Argument, ...]
    required: bool = True

    def add_to(self, parser: Any) -> None:
        """Declare them to a parser."""
        group = parser.add_mutually_exclusive_group(required=self.required)
        for one in self.arguments:
            one.add_to(group)


@dataclass(frozen=True, slots=True)
class Command:
    """One command; only those with `moves_today` take --as-of, because nothing is back-dated."""

    words: str
    help: str
    run: Callable[[Context], Answer]
    arguments: tuple[Argument | OneOf, ...] = ()
    moves_today: bool = False


def argument(*names: str, **settings: Any) -> Argument:
    """An argument with argparse's own settings."""
    return Argument(names, settings)


def flag(*names: str, **settings: Any) -> Argument:
    """An option without a value."""
    return Argument(names, {"action": "store_true", **settings})


@checked
def day(text: str) -> str:
    """A full date as it is written on the command line."""
    try:
        return full_day(text)
    except InvalidInput as error:
        raise ValueError(f"“{text}”不是日期，应写成 2026-11-30") from error


@checked
def year(text: str) -> int:
    """A calendar year."""
    if not (text.isascii() and text.isdigit() and 1921 <= int(text) <= 2199):
        raise ValueError(f"“{text}”不是年份，应写成 2026")
    return int(text)


@checked
def count(text: str) -> int:
    """A number of at least one."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10_000_000):
        raise ValueError(f"“{text}”不是数目，应写成大于 0 的整数")
    return int(text)
