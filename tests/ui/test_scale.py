"""On small and dense screens everything fits, can be read and pressed: looked at in processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.screen import screen_of, screenless

ROOT = Path(__file__).resolve().parents[2]
TASK_BAR = 40
SCREENS = [
    ("township", (1366, 768), "1"),
    ("township", (1366, 768), "1.25"),
    ("township", (1366, 768), "2"),
    ("county", (1366, 768), "2"),
    ("county", (1920, 1080), "1.5"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("level", "size", "scale"), SCREENS)
def test_everything_fits(level: str, size: tuple[int, int], scale: str, tmp_path: Path) -> None:
    wide, high = size
    free = screen_of(tmp_path, wide, high - round(TASK_BAR * float(scale)))
    environment = dict(
        os.environ,
        QT_QPA_PLATFORM=screenless(free),
        QT_SCALE_FACTOR=scale,
        PYTHONPATH=str(ROOT),
        XUEJI_HOME=str(tmp_path / "home"),
    )
    command = [sys.executable, "-m", "tests.ui.scaled_window", level, str(tmp_path)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=360, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    *found, last = done.stdout.splitlines()
    assert last == f"{float(scale)} True 0", "\n".join(found)
