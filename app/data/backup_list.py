"""Which automatic backups are ours, in the order they were made, and which of them stay.

A list of our own beside them: neither a file's name nor a clock that was wrong may ever decide that
a backup is deleted. What is not in the list is somebody's, and stays.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.files.placing import put_bytes

FILE = "自动备份登记.json"
KEPT_LATEST = 10
KEPT_DAYS, KEPT_WEEKS, KEPT_MONTHS = 7, 8, 12


@dataclass(frozen=True, slots=True)
class ListedBackup:
    """One automatic backup; `number` counts up whatever the clock says."""

    number: int
    name: str
    made_at: str


def listed(folder: Path, store: str) -> list[ListedBackup]:
    """The automatic backups of one store, the newest first."""
    return sorted(_read(folder).get(store, []), key=lambda one: one.number, reverse=True)


def note(folder: Path, store: str, name: str, made_at: str) -> None:
    """A backup was made.

    Raises:
        OSError: the list cannot be written; the backup is merely never thinned then.
    """
    before = listed(folder, store)
    number = before[0].number + 1 if before else 1
    _write(folder, store, [*before, ListedBackup(number, name, made_at)])


def thin(folder: Path, store: str, offered: set[str]) -> None:
    """Delete what is neither kept nor `offered` as a point to go back to.

    Raises:
        OSError: the list cannot be written.
    """
    before = listed(folder, store)
    staying = {one.name for one in kept(before)} | offered
    left = []
    for one in before:
        if one.name in staying or not _deleted(folder / one.name):
            left.append(one)
    if len(left) < len(before):
        _write(folder, store, left)


def kept(newest_first: Sequence[ListedBackup]) -> list[ListedBackup]:
    """The latest ones, then the last of each of the latest days, weeks and months there are."""
    staying = dict.fromkeys(newest_first[:KEPT_LATEST])
    for period, most in ((_day, KEPT_DAYS), (_week, KEPT_WEEKS), (_month, KEPT_MONTHS)):
        staying |= dict.fromkeys(_last_of_each(newest_first, period)[:most])
    return [one for one in newest_first if one in staying]


def _last_of_each(
    newest_first: Sequence[ListedBackup], period: Callable[[ListedBackup], str]
) -> list[ListedBackup]:
    found: dict[str, ListedBackup] = {}
    for one in newest_first:
        found.setdefault(period(one), one)
    return list(found.values())


def _day(one: ListedBackup) -> str:
    return one.made_at[:10]


def _week(one: ListedBackup) -> str:
    return datetime.fromisoformat(one.made_at).strftime("%G-%V")


def _month(one: ListedBackup) -> str:
    return one.made_at[:7]


def _deleted(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # a scanner or a copy program has it open: next time
        return False
    return True


def _read(folder: Path) -> dict[str, list[ListedBackup]]:
    # Without the list nothing is ours to delete; that is the safe side.
    try:
        found = json.loads((folder / FILE).read_bytes())
        return {store: [_line(one) for one in lines] for store, lines in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _line(one: dict[str, Any]) -> ListedBackup:
    """One line of the list.

    Raises:
        ValueError: not a name in this folder, or not a moment.
        TypeError: not a line of ours.
    """
    line = ListedBackup(**one)
    if Path(line.name).name != line.name or not isinstance(line.number, int):
        raise ValueError(line.name)
    datetime.fromisoformat(line.made_at)
    return line


def _write(folder: Path, store: str, backups: Sequence[ListedBackup]) -> None:
    everything = {**_read(folder), store: list(backups)}
    plain = {name: [asdict(one) for one in lines] for name, lines in everything.items()}
    put_bytes(folder / FILE, json.dumps(plain, ensure_ascii=False, indent=1).encode())
