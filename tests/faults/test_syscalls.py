"""A spread of the points that `tests.faults.kill_run` visits one by one."""

import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from tests.faults.syscalls import reason_why_not

ROOT = Path(__file__).parents[2]
SAMPLE = 32


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
