"""A folder of one's own: gone with its process, and nobody else's is swept."""

import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from app.files import holding
from app.files.own_folder import OwnFolder, sweep_own

OWNER, SIBLING = "临时-青山镇.xueji-", "临时-青山镇.xueji-2-"
_WRITER = """
import sys
from pathlib import Path
from app.files.own_folder import OwnFolder
folder = OwnFolder(Path(sys.argv[1]), sys.argv[2], "预览")
(folder.path / "花名册.pdf").write_bytes(b"somebody")
print(folder.path.name, flush=True)
sys.stdin.read()
"""


def test_it_is_gone_afterwards(tmp_path: Path) -> None:
    with OwnFolder(tmp_path, OWNER, "预览") as folder:
        assert folder.path.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_a_living_writer_keeps_its_folder_and_a_killed_one_is_swept(tmp_path: Path) -> None:
    kept = tmp_path / f"{SIBLING}预览-{'0' * 16}"
    kept.mkdir()
    (tmp_path / f"{OWNER}我自己的").mkdir()
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", _WRITER, str(tmp_path), OWNER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as writer:
        assert writer.stdout is not None
        folder = tmp_path / writer.stdout.readline().decode().strip()
        sweep_own(tmp_path, OWNER)
        assert (folder / "花名册.pdf").is_file()
        writer.kill()
        writer.wait()
    sweep_own(tmp_path, OWNER)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [kept.name, f"{OWNER}我自己的"]
    )


@pytest.mark.skipif(sys.platform == "win32", reason="nobody removes an open file there")
@pytest.mark.parametrize("when", ["before it is held", "while it is held"])
def test_a_sweeper_at_the_moment_of_beginning_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Whoever sweeps finds the lock between its making and its holding: another name is taken."""
    met: list[BinaryIO] = []
    really = holding._lock

    def disturbed(file: BinaryIO) -> None:
        met.append(file)
        if len(met) == 1 and when == "while it is held":
            raise BlockingIOError  # the sweeper holds it at that moment
        if len(met) == 1:
            Path(file.name).unlink()
        really(file)

    monkeypatch.setattr(holding, "_lock", disturbed)
    with OwnFolder(tmp_path, OWNER, "预览") as folder:
        assert folder.path.with_name(folder.path.name + ".lock").exists()
        sweep_own(tmp_path, OWNER)
        assert folder.path.is_dir()
    sweep_own(tmp_path, OWNER)
    assert list(tmp_path.iterdir()) == []
