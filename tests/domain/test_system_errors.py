"""What the system refuses is told in words; what is no file's fault stays a bug."""

import errno
import os

import pytest

from app.domain.system_errors import (
    _REASONS,
    process_ended,
    process_not_started,
    refused_by_system,
)


@pytest.mark.parametrize("number", list(_REASONS))
def test_what_happened_to_which_file_and_what_to_do_next(number: int) -> None:
    refusal = refused_by_system(OSError(number, os.strerror(number), "/名册.xlsx"))
    assert refusal is not None
    assert "/名册.xlsx" in refusal.message
    assert refusal.hint.startswith(("请", "U盘"))


def test_what_is_no_refusal_of_the_system_is_none_of_these() -> None:
    assert refused_by_system(ValueError("x")) is None
    assert refused_by_system(OSError(errno.EBADF, "bad file descriptor")) is None
    assert refused_by_system(OSError("no number at all")) is None


def test_a_process_that_fails_says_whether_anything_was_begun() -> None:
    assert "没有开始" in process_not_started().message
    assert "没有做完" in process_ended().message
    assert process_not_started().hint
    assert process_ended().hint
