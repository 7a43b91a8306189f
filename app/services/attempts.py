"""After a few wrong passwords the next try waits, a little longer each time; nobody is locked out
for ever, because the right person has to get in again."""

import hashlib
import json
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from app.data.location import user_folder
from app.domain.errors import StorageError
from app.files.placing import put_bytes
from app.files.private import OURS_FOLDER

Opened = TypeVar("Opened")

FREE = 4
"""So many may be typing mistakes."""
FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0


def guarded(path: Path, opening: Callable[[], Opened]) -> Opened:
    """Try a password against this file; a wrong one is counted, a right one ends the count.

    Raises:
        StorageError: too soon after too many wrong ones; or what `opening` raises.
    """
    _refuse_early(path)
    try:
        found = opening()
    except StorageError as error:
        if error.code == "password":
            _count(path)
        raise
    _forget(path)
    return found


def wait_after(wrong: int) -> float:
    """How many seconds after so many wrong ones."""
    if wrong < FREE:
        return 0.0
    doubled = FIRST_WAIT * 2.0 ** min(wrong - FREE, 20)
    return min(doubled, LONGEST_WAIT)


def _refuse_early(path: Path) -> None:
    known = _read()
    wrong, last = known.get(_name(path), (0, 0.0))
    if last > time.time():
        # A clock set back must not make anybody wait for years.
        last = time.time()
        _write({**known, _name(path): (wrong, last)})
    left = wait_after(wrong) - (time.time() - last)
    if left > 0:
        raise StorageError(
            f"密码连续输错 {wrong} 次，请等 {int(left) + 1} 秒再试。",
            "请检查大小写和输入法；忘记密码时可用恢复码打开，或请负责人重设。",
            code="wait",
        )


def _count(path: Path) -> None:
    known = _read()
    wrong, _ = known.get(_name(path), (0, 0.0))
    _write({**known, _name(path): (wrong + 1, time.time())})


def _forget(path: Path) -> None:
    known = _read()
    if known.pop(_name(path), None) is not None:
        _write(known)


def _name(path: Path) -> str:
    return hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _file() -> Path:
    return user_folder() / "attempts.json"


def _read() -> dict[str, tuple[int, float]]:
    try:
        found = json.loads(_file().read_text("utf-8"))
        return {str(name): (int(one[0]), float(one[1])) for name, one in found.items()}
    except (OSError, ValueError, TypeError, AttributeError, IndexError, KeyError, OverflowError):
        return {}


def _write(known: dict[str, tuple[int, float]]) -> None:
    # Where it cannot be kept, the cost of deriving a key from a password still holds.
    with suppress(OSError):
        _file().parent.mkdir(OURS_FOLDER, parents=True, exist_ok=True)
        put_bytes(_file(), json.dumps(known).encode())
