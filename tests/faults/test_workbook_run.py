"""A share of the files that `tests.faults.workbook_run` reads, in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.hostile_workbooks import HOSTILE
from tests.faults.workbook_run import PEOPLE, Reading, lost

ROOT = Path(__file__).parents[2]


def test_there_are_forty() -> None:
    assert len(HOSTILE) == 40


def test_who_is_missing_without_a_word_is_lost() -> None:
    assert lost(Reading("read", PEOPLE - 1, False, 1, 0, 0))
    assert not lost(Reading("read", PEOPLE - 1, True, 1, 0, 0))
    assert not lost(Reading("refused: file-damaged", 0, False, 1, 0, 0))
    assert not Reading("read", PEOPLE, False, 90, 0, 0).bounded
    assert not Reading("!died", 0, False, 1, 0, 0).bounded


@pytest.mark.fault
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="measured by forked processes")
def test_some_of_them_within_their_bounds() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.workbook_run", "--hostile", "4", "--share", "0.02"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert ": 0 wrong" in done.stdout
