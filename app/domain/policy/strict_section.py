"""A table of a settings file read strictly: what nobody asked for is refused by name."""

import datetime
from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from app.domain.errors import AppError

Found = TypeVar("Found")


class PolicyFileError(AppError):
    """A policy file that cannot be used; nothing of it is evaluated."""

    code = "policy-file"

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(
            f"政策文件 {where}：{problem}。", "请改正该文件，或恢复随程序附带的原文件。"
        )


class Section:
    """One table of the file; every key must be taken, or `finish` refuses what is left."""

    def __init__(self, where: str, values: object) -> None:
        if not isinstance(values, Mapping):
            raise PolicyFileError(where, "这里应当是一组“名称 = 值”")
        self.where = where
        self._left = dict(values)

    def words(self, key: str, default: str | None = None) -> str:
        """A text that must not be empty."""
        found = self._take(key, default)
        if not isinstance(found, str) or not found.strip():
            raise PolicyFileError(self.where, f"“{key}”应当是文字")
        return found

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        """A word from a list."""
        found = self.words(key)
        if found not in allowed:
            raise PolicyFileError(
                self.where, f"“{key}”不能是“{found}”，可以是：{'、'.join(allowed)}"
            )
        return found

    def many(self, key: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of words, empty when the key is absent."""
        found = self._take(key, [])
        if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
            raise PolicyFileError(self.where, f"“{key}”应当是一列文字")
        wrong = [word for word in found if allowed is not None and word not in allowed]
        if wrong:
            raise PolicyFileError(self.where, f"“{key}”里有不认识的：{'、'.join(wrong)}")
        return tuple(found)

    def __contains__(self, key: str) -> bool:
        return key in self._left

    def flag(self, key: str) -> bool | None:
        """true, false, or nothing said."""
        found = self._left.pop(key, None)
        if found is not None and not isinstance(found, bool):
            raise PolicyFileError(self.where, f"“{key}”应当是 true 或 false")
        return found

    def number(self, key: str) -> float:
        """A number above zero."""
        found = self._take(key)
        if isinstance(found, bool) or not isinstance(found, int | float) or not found > 0:
            raise PolicyFileError(self.where, f"“{key}”应当是大于 0 的数")
        return float(found)

    def day(self, key: str) -> datetime.date:
        """A full date."""
        text = self.words(key)
        try:
            return datetime.date.fromisoformat(text)
        except ValueError as error:
            raise PolicyFileError(self.where, f"“{key}”应当是日期，例如 2024-01-01") from error

    def section(self, key: str) -> "Section":
        """A table inside this one."""
        return Section(f"{self.where} {key}", self._take(key))

    def sections(self, key: str, read: Callable[["Section"], Found]) -> tuple[Found, ...]:
        """A list of tables, each read and finished."""
        found = self._take(key)
        if not isinstance(found, list):
            raise PolicyFileError(self.where, f"“{key}”应当写成 [[{key}]]")
        made = []
        for number, values in enumerate(found, 1):
            name = values.get("id", number) if isinstance(values, Mapping) else number
            inner = Section(f"{self.where} {name}", values)
            made.append(read(inner))
            inner.finish()
        return tuple(made)

    def finish(self) -> None:
        """Refuse what nobody asked for."""
        if self._left:
            raise PolicyFileError(self.where, f"有不认识的内容：{'、'.join(self._left)}")

    def _take(self, key: str, default: object = None) -> object:
        found = self._left.pop(key, default)
        if found is None:
            raise PolicyFileError(self.where, f"缺少“{key}”")
        return found
