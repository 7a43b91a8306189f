"""A share of the states that `tests.faults.power_run` builds, and the model it builds them by."""

import random
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from tests.faults.power_model import JOURNALED, MODELS, STRICT, Content, Disk
from tests.faults.recording import Kind, Op, record
from tests.faults.syscalls import reason_why_not

ROOT = Path(__file__).parents[2]


def outcomes(model: str, begun: Content, *ops: Op) -> set[tuple[tuple[str, bytes], ...]]:
    disk = Disk(model, begun)
    for op in ops:
        disk.do(op)
    chance = random.Random(1)
    found = (disk.after_power_failed(chance) for _ in range(300))
    return {tuple(sorted(content.items())) for content in found}


MADE = Op(Kind.CREATE, "x.part")
WRITTEN = Op(Kind.WRITE, "x.part", data=b"new")
RENAMED = Op(Kind.RENAME, "x.part", "x")


@pytest.mark.parametrize("model", MODELS)
def test_what_is_renamed_before_it_is_flushed_may_be_empty(model: str) -> None:
    found = outcomes(model, {"x": b"old"}, MADE, WRITTEN, RENAMED)
    assert (("x", b""),) in found
    assert (("x", b"old"),) in found


@pytest.mark.parametrize("model", MODELS)
def test_what_is_flushed_before_it_is_renamed_is_old_or_new(model: str) -> None:
    found = outcomes(model, {"x": b"old"}, MADE, WRITTEN, Op(Kind.FLUSH, "x.part"), RENAMED)
    assert {dict(content)["x"] for content in found} == {b"old", b"new"}


def test_a_name_is_kept_by_any_flush_or_by_that_of_its_folder_alone() -> None:
    begun = {"x": b"old", "other": b""}
    done = (MADE, WRITTEN, Op(Kind.FLUSH, "x.part"), RENAMED)
    elsewhere = (*done, Op(Kind.FLUSH, "other"))
    assert {dict(c)["x"] for c in outcomes(JOURNALED, begun, *elsewhere)} == {b"new"}
    assert {dict(c)["x"] for c in outcomes(STRICT, begun, *elsewhere)} == {b"old", b"new"}
    folder = (*done, Op(Kind.FLUSH_FOLDER, "."))
    assert {dict(c)["x"] for c in outcomes(STRICT, begun, *folder)} == {b"new"}


def test_a_write_that_is_not_flushed_may_be_torn() -> None:
    data = b"a" * 2048
    found = outcomes(JOURNALED, {"x": bytes(2048)}, Op(Kind.WRITE, "x", data=data))
    assert any(0 < dict(content)["x"].count(b"a") < 2048 for content in found)


def _writes(folder: Path) -> tuple[int, str]:
    part = folder / "新 x.part"
    with part.open("wb+") as file:
        file.write("甲乙\n".encode())
        file.seek(2)
        file.write(b'\0\\"')
    with part.open("ab") as file:
        file.write(b"end")
    part.replace(folder / "新 x")
    (folder / "gone").unlink()
    return 0, ""


@pytest.mark.fault
def test_a_recording_tells_exactly_what_was_done(tmp_path: Path) -> None:
    if reason := reason_why_not(tmp_path):
        pytest.skip(reason)
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "gone").write_bytes(b"x")
    ops = record(lambda: _writes(folder), folder, tmp_path / "log")
    disk = Disk(STRICT, {"gone": b"x"})
    for op in ops:
        disk.do(op)
    assert disk.now() == {"新 x": (folder / "新 x").read_bytes()}


def _run(*options: str) -> subprocess.CompletedProcess[str]:
    # A process of its own: this one has too much open to be forked.
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.power_run", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


@pytest.mark.fault
@pytest.mark.slow
def test_whenever_the_power_fails_it_is_as_before_or_as_after(tmp_path: Path) -> None:
    if reason := reason_why_not(tmp_path):
        warnings.warn(f"the power did not fail: {reason}", stacklevel=1)
        pytest.skip(reason)
    done = _run("--states", "14")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "196 states" in done.stdout
    assert ": 0 wrong" in done.stdout


@pytest.mark.fault
@pytest.mark.slow
def test_a_program_that_does_not_flush_is_caught(tmp_path: Path) -> None:
    if reason := reason_why_not(tmp_path):
        pytest.skip(reason)
    done = _run("--states", "40", "--only", "backup", "--unflushed")
    assert done.returncode == 1, done.stdout[-4000:] + done.stderr[-2000:]
    assert "is not whole" in done.stdout
