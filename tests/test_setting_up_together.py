"""Two first starts at once: the second waits for the first, however long it takes, and says so."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import environment

ROOT = Path(environment.ROOT)
LONGER_THAN_WINDOWS_WAITS = 12.0
"""Its own lock gives up after ten seconds."""

HOLD = """
import sys, time
from tools import environment
environment.ROOT = sys.argv[1]
with environment.OneAtATime():
    print("holds", flush=True)
    time.sleep(float(sys.argv[2]))
    open(sys.argv[1] + "/done", "w").close()
"""


def holder(folder: Path, seconds: float) -> "subprocess.Popen[bytes]":
    """Another start that holds the lock by the time this returns."""
    command = [sys.executable, "-c", HOLD, str(folder), str(seconds)]
    env = dict(os.environ, PYTHONPATH=str(ROOT))
    other = subprocess.Popen(command, stdout=subprocess.PIPE, env=env)
    assert other.stdout is not None
    assert other.stdout.readline().strip() == b"holds"
    return other


@pytest.mark.parametrize("seconds", [0.5, LONGER_THAN_WINDOWS_WAITS] if os.name == "nt" else [0.5])
def test_the_second_start_waits_and_says_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    seconds: float,
) -> None:
    monkeypatch.setattr(environment, "ROOT", str(tmp_path))
    with holder(tmp_path, seconds):
        with environment.OneAtATime():
            assert (tmp_path / "done").exists()
        assert capfd.readouterr().err.count("waiting: another start is setting up") == 1


def test_a_killed_start_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "ROOT", str(tmp_path))
    with holder(tmp_path, 60) as other:
        other.kill()
        other.wait()
        began = time.monotonic()
        with environment.OneAtATime():
            assert time.monotonic() - began < 30
        assert "waiting" not in capfd.readouterr().err


def test_alone_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "ROOT", str(tmp_path))
    with environment.OneAtATime():
        pass
    assert capfd.readouterr().err == ""
