"""One command line run in this process, as a terminal without a keyboard would run it."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from tests.builders import PASSWORD


@dataclass(frozen=True)
class Ran:
    """What a command line left behind."""

    code: int
    out: str
    err: str

    @property
    def keys(self) -> dict[str, Any]:
        """The one JSON object of stdout."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        assert self.out.count("\n") == 1
        return found

    @property
    def error(self) -> dict[str, Any]:
        """The refusal in JSON."""
        told = self.keys["error"]
        assert set(told) >= {"code", "message", "hint"}
        assert isinstance(told, dict)
        return told


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """`run(*argv, stdin="")`; the password is in the environment."""
    monkeypatch.setenv("XUEJI_PASSWORD", PASSWORD)
    monkeypatch.setenv("XUEJI_USER", "张三")
    monkeypatch.delenv("XUEJI_STORE", raising=False)
    monkeypatch.chdir(tmp_path)

    def once(*argv: object, stdin: str = "") -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = main([str(part) for part in argv])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err
        return Ran(code, shown.out, shown.err)

    return once
