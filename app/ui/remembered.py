"""What this computer remembers of how its user works: sizes, columns, folders, last choices.

It lies beside the store, not in it: another computer has another screen. Nothing about people is
kept here, neither names nor what was searched for.
"""

import re
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings

from app.data.location import user_folder

Value = TypeVar("Value", str, int, bool, QByteArray, list[str])
FILE = "界面.ini"
_WHOLE = re.compile(r"-?[0-9]{1,9}")


def recall(key: str, default: Value) -> Value:
    """What was kept under `key`; `default` when nothing, or nothing of that kind, was."""
    found = _settings().value(key)
    if isinstance(default, bool | int) and isinstance(found, str):
        found = _number(found, default)
    if isinstance(default, list) and isinstance(found, str):
        found = [found]  # a list of one comes back from the file as its only item
    return found if isinstance(found, type(default)) else default


def keep(key: str, value: Value) -> None:
    """Keep `value` under `key`, as in `window/main` or `columns/党员列表`."""
    settings = _settings()
    settings.setValue(key, value)


def forget(group: str) -> None:
    """Let everything under a group go, as in `columns`."""
    _settings().remove(group)


def _settings() -> QSettings:
    # Opened anew each time: Qt shares one file between all of them, and tests change the folder.
    return QSettings(str(user_folder() / FILE), QSettings.Format.IniFormat)


def _number(text: str, default: int) -> object:
    if isinstance(default, bool):
        return {"true": True, "false": False}.get(text)
    return whole(text)


def whole(text: str) -> int | None:
    """A whole number that Qt can hold; None for anything else that a damaged file may say."""
    return int(text) if _WHOLE.fullmatch(text) else None
