"""The installation's own proof: it passes here, and it can fail."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app import selftest

ROOT = Path(__file__).resolve().parent.parent


def test_everything_the_program_needs_is_here() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "--selftest"], cwd=ROOT, capture_output=True, text=True
    )
    told = json.loads(done.stdout)
    assert told["problems"] == {}
    assert told["ok"] is True
    assert done.returncode == 0


def test_what_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_folder: Path) -> None:
        raise ImportError("no such library")

    monkeypatch.setattr(selftest, "CHECKS", {"fonts": selftest._fonts, "sealing": broken})
    assert selftest.run() == 1
    told = json.loads(capsys.readouterr().out)
    assert told["problems"] == {"sealing": "ImportError: no such library"}
    assert list(told["seconds"]) == ["fonts", "sealing"]
