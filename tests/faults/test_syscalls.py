"""A spread of the points that `tests.faults.kill_run` visits one by one."""

import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from tests.faults.kill_run import distinct, every_call
from tests.faults.syscalls import reason_why_not

ROOT = Path(__file__).parents[2]
SAMPLE = 32


def test_of_a_row_of_the_same_call_the_first_two_the_middle_and_the_last_are_visited() -> None:
    log, pair = '5</x/a.xueji-wal>, ".."', '6</x/a.xueji.1234abcd.part>, ".."'
    calls = [*[("pwrite64", log)] * 9, ("fsync", log), ("pwrite64", pair), ("pwrite64", log)]
    assert distinct(calls) == {"pwrite64": [1, 2, 5, 9, 10, 11], "fsync": [1]}
    assert every_call(calls) == {"pwrite64": list(range(1, 12)), "fsync": [1]}


@pytest.mark.fault
@pytest.mark.slow
def test_disturbed_in_the_middle_it_is_as_before_or_as_after(tmp_path: Path) -> None:
    if reason := reason_why_not(tmp_path):
        warnings.warn(f"system calls were not disturbed: {reason}", stacklevel=1)
        pytest.skip(reason)
    # A process of its own: this one has too much open to be forked.
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kill_run", "--sample", str(SAMPLE)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert f"{SAMPLE} of " in done.stdout
    assert "0 wrong" in done.stdout
