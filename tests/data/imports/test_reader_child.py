"""Files that would take the program down end the reading process and become a sentence."""

import importlib
import io
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.data.imports.grid import read_tables
from app.data.imports.reader_child import read_apart
from app.data.imports.roster import read_roster
from app.domain.errors import AppError, Cancelled
from tests.roster_corpus.dialects import SHEET, package
from tests.roster_corpus.files import xlsx
from tests.roster_corpus.shapes import CLEAN, roster
from tests.under_wine import UNDER_WINE

bounded = pytest.mark.skipif(UNDER_WINE, reason="Wine does not enforce the memory limit of a job")


def _endless(path: Path) -> None:
    time.sleep(600)


def _greedy(path: Path) -> None:
    kept = []
    while True:
        kept.append(bytearray(64 << 20))


def _dying(path: Path) -> None:
    import os
    import signal

    os.kill(os.getpid(), signal.SIGABRT)


def _broken(path: Path) -> None:
    raise KeyError("430122196804120015")


def _full(path: Path) -> None:
    raise OSError(28, "no space left on device", str(path))


def _never_begun(*_: object) -> None:
    """Ends before it could be asked anything."""


def test_a_roster_comes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(xlsx(roster(*CLEAN)))
    assert read_apart(read_roster, path, None) == read_roster(path)


def test_a_refusal_comes_back(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="找不到") as refused:
        read_apart(read_roster, tmp_path / "没有.xlsx", None)
    assert refused.value.hint


@pytest.mark.fault
@pytest.mark.parametrize("reader", [pytest.param(_greedy, marks=bounded), _dying])
def test_memory_and_death_are_a_sentence(
    reader: object, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(AppError) as refused:
        read_apart(reader, tmp_path / "r.xlsx")  # type: ignore[arg-type]
    assert refused.value.code == "file-too-large"
    assert capfd.readouterr().err == ""


def test_a_process_that_ends_before_it_began_is_not_the_files_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.data.imports.reader_child._work", _never_begun)
    with pytest.raises(AppError, match="没有启动起来"):
        read_apart(_dying, tmp_path / "r.xlsx")


def _speechless(path: Path) -> None:
    """From here on nothing can be sent."""
    connection: Any = importlib.import_module("multiprocessing.connection")

    def full(_pipe: object, _what: object) -> None:
        raise OSError(28, "no space left on device")

    connection._ConnectionBase.send = full


def test_a_reader_that_cannot_answer_is_not_the_files_fault(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="中途被结束"):
        read_apart(_speechless, tmp_path / "r.xlsx")


def test_a_pipe_that_fails_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def broken(_pipe: object) -> None:
        raise OSError(5, "input/output error")

    # Windows has pipes of another class.
    monkeypatch.setattr("multiprocessing.connection._ConnectionBase.recv", broken)
    with pytest.raises(AppError, match="中途被结束"):
        read_apart(_endless, tmp_path / "r.xlsx")


def test_what_the_system_refuses_the_reader_comes_back_in_words(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="空间不足") as refused:
        read_apart(_full, tmp_path / "r.xlsx")
    assert "r.xlsx" in refused.value.message


@pytest.mark.fault
def test_time_is_bounded(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(AppError) as refused:
        read_apart(_endless, tmp_path / "r.xlsx", seconds=2)
    assert refused.value.code == "file-too-slow"
    assert time.monotonic() - started < 20


def test_stopping_ends_the_child(tmp_path: Path) -> None:
    class Stop:
        def step(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_apart(_endless, tmp_path / "r.xlsx", progress=Stop())


def test_a_bug_says_where_and_not_whose_number(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError) as failed:
        read_apart(_broken, tmp_path / "r.xlsx")
    assert "KeyError at test_reader_child.py" in str(failed.value)
    assert "430122" not in str(failed.value)


@pytest.mark.fault
@bounded
def test_a_bomb_of_a_few_kilobytes(tmp_path: Path) -> None:
    cells = b'<row><c t="inlineStr"><is><t>' + b"x" * 4_000 + b"</t></is></c></row>"
    head, _, tail = SHEET.partition("</sheetData>")
    memory = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package())) as old,
        zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if not name.endswith("sheet1.xml"):
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(head.encode())
            for _ in range(190):
                part.write(cells * 1_000)
            part.write(f"</sheetData>{tail}".encode())
    path = tmp_path / "r.xlsx"
    path.write_bytes(memory.getvalue())
    assert path.stat().st_size < 3 << 20
    with pytest.raises(AppError) as refused:
        read_apart(read_tables, path, None)
    assert refused.value.code == "file-too-large"
