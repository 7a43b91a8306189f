"""At twice the size nothing is cut off: looked at in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("level", ["township", "county"])
def test_nothing_is_cut_off_at_twice_the_size(level: str, tmp_path: Path) -> None:
    environment = dict(
        os.environ,
        QT_QPA_PLATFORM="offscreen",
        QT_SCALE_FACTOR="2",
        PYTHONPATH=str(ROOT),
        XUEJI_HOME=str(tmp_path / "home"),
    )
    command = [sys.executable, "-m", "tests.ui.scaled_window", level, str(tmp_path)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.splitlines()[-1] == "2.0 []"
