"""Unfinished files that a killed program left behind, swept by the next one that writes there."""

import contextlib
import os
import re
from pathlib import Path

_UNFINISHED = re.compile(r"\.(\d{1,10})\.(?:part|copy|check)(?:-journal|-wal|-shm)?$")
"""The number is that of the process which was writing."""


def sweep(folder: Path, stem: str) -> None:
    """Remove unfinished files whose names begin with `stem`, unless their writer still lives."""
    with contextlib.suppress(OSError):  # what cannot be removed now is tried again next time
        for path in folder.glob(f"{_literal(stem)}*"):
            writer = _UNFINISHED.search(path.name)
            if writer is not None and not _lives(int(writer[1])):
                path.unlink(missing_ok=True)


def _literal(text: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", text)


def _lives(process: int) -> bool:
    if os.name != "posix":
        return False  # Windows keeps an open file from being removed; asking would end the process
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
