"""The terminal around the commands: a reader that went, a full disk, code pages, no keyboard."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import main
from app.cli import console, windows_console

ROOT = Path(__file__).resolve().parents[2]


def started(*argv: str, stdout: int) -> subprocess.CompletedProcess[bytes]:
    """A command line as a process of its own; its answer goes to this handle."""
    return subprocess.run(
        [sys.executable, "-m", "app", *argv],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=dict(os.environ, PYTHONPATH=str(ROOT)),
        check=False,
    )


@pytest.mark.parametrize("words", [("template", "roster", "模板.xlsx"), ("--help",)])
def test_a_reader_that_has_gone_away_is_no_error(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    nobody_reads, into_pipe = os.pipe()
    os.close(nobody_reads)
    try:
        ran = started(*words, stdout=into_pipe)
    finally:
        os.close(into_pipe)
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("words", [("template", "roster", "模板.xlsx", "--json"), ("--help",)])
def test_an_answer_that_cannot_be_written_is_a_sentence(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Path("/dev/full").open("wb") as full:
        ran = started(*words, stdout=full.fileno())
    told = ran.stderr.decode()
    assert ran.returncode == 1
    assert "结果没有写出来：磁盘空间不足" in told
    assert "Traceback" not in told
    assert "Exception" not in told


class _Gone(io.StringIO):
    """A pipe of Windows whose reader has gone away."""

    def write(self, _text: str) -> int:
        raise OSError(22, "Invalid argument")

    def fileno(self) -> int:
        return self.spare

    spare = -1


def test_windows_calls_a_broken_pipe_an_invalid_argument(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stream = _Gone()
    with (tmp_path / "spare").open("wb") as spare:
        stream.spare = spare.fileno()
        monkeypatch.setattr(console, "READER_GONE", (32,))
        with pytest.raises(OSError, match="Invalid argument"):
            console.write_answer(stream, "很长的名单")
        monkeypatch.setattr(console, "READER_GONE", (32, 22))
        console.write_answer(stream, "很长的名单")


def piped(monkeypatch: pytest.MonkeyPatch, page: int, *argv: str) -> bytes:
    """What a program of a console with this code page reads from the pipe."""
    kept = io.BytesIO()
    stream = io.TextIOWrapper(kept, encoding="utf-8", write_through=True)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(console, "is_pipe", lambda asked: asked is stream)
    name = windows_console.name_of_page(page)
    monkeypatch.setattr(console, "code_page_of_readers", lambda: name)
    main(argv)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("page", "encoding"),
    [(936, "gbk"), (54936, "gb18030"), (65001, "utf-8"), (0, "utf-8"), (99999, "utf-8")],
)
def test_piped_words_are_in_the_code_page_of_the_console(
    page: int, encoding: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    told = piped(monkeypatch, page, "template", "roster", "模板.xlsx")
    assert "模板.xlsx" in told.decode(encoding)


def test_a_letter_that_the_code_page_lacks_stops_nothing_and_can_be_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    told = piped(monkeypatch, 936, "template", "roster", "李㛃.xlsx")
    assert r"李\u36c3.xlsx" in told.decode("gbk")


def test_programs_read_utf_8_whatever_the_console_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    told = piped(monkeypatch, 936, "template", "roster", "李㛃.xlsx", "--json")
    assert "李㛃.xlsx" in told.decode("utf-8")
    told = piped(monkeypatch, 936, "--json", "尽快")
    assert "没有“尽快”这个命令" in told.decode("utf-8")


def test_who_names_an_encoding_gets_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    told = piped(monkeypatch, 936, "template", "roster", "李㛃.xlsx")
    assert "李㛃.xlsx" in told.decode("utf-8")


def test_nobody_types_where_the_input_is_nothing() -> None:
    """Python takes Windows' NUL for a terminal: a scheduled job would wait for a password."""
    asked = "from app.cli.console import somebody_types; print(somebody_types())"
    ran = subprocess.run(
        [sys.executable, "-c", asked],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=dict(os.environ, PYTHONPATH=str(ROOT)),
        check=True,
    )
    assert ran.stdout.split() == [b"False"]


@pytest.mark.skipif(sys.platform != "win32", reason="a console with a code page")
@pytest.mark.parametrize("page", [936, 65001])
def test_what_a_real_console_of_windows_reads(page: int, tmp_path: Path) -> None:
    asked = (
        "import ctypes, sys; from app.__main__ import main;"
        f"assert ctypes.windll.kernel32.SetConsoleOutputCP({page});"
        "main(['template', 'roster', '模板.xlsx'])"
    )
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    environment.pop("PYTHONIOENCODING", None)
    ran = subprocess.run(
        [sys.executable, "-c", asked],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NEW_CONSOLE"),  # noqa: B009
    )
    assert ran.returncode == 0, ran.stderr
    name = windows_console.name_of_page(page)
    assert "模板.xlsx" in ran.stdout.decode(name)
