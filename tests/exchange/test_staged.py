"""Folders that packages are brought into: nobody's is swept while it is in use."""

import threading
from pathlib import Path

from app.exchange import staged


def test_many_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each sweeps, begins, writes and ends, so that the last one out takes the parent away."""
    parent, wrong = tmp_path / "接收中", []

    def run() -> None:
        for _ in range(30):
            try:
                staged.sweep(parent)
                with staged.own_folder(parent) as folder:
                    (folder / "x.xjb").write_bytes(b"x")
                    staged.sweep(parent)
                    assert (folder / "x.xjb").read_bytes() == b"x"
            except (OSError, AssertionError) as error:
                wrong.append(repr(error))

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert not parent.exists()


def test_what_another_put_there_stays(tmp_path: Path) -> None:
    parent = tmp_path / "接收中"
    (parent / "我自己的").mkdir(parents=True)
    (parent / "0123456789abcdef").mkdir()  # an earlier version, killed
    with staged.own_folder(parent):
        staged.sweep(parent)
    assert [path.name for path in parent.iterdir()] == ["我自己的"]
