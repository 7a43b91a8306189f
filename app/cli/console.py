"""The terminal itself: words to stderr, the answer to stdout, in letters that the reader knows."""

import io
import os
import sys
import time
from typing import TextIO

from app.cli.windows_console import READER_GONE, code_page_of_readers, is_keyboard, is_pipe
from app.domain.characters import visible


def prepare() -> None:
    """Let both streams carry Chinese, whatever the console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        # A file name that is no UTF-8 must not stop the answer.
        _write_as(stream, _encoding_of_readers(stream))


def for_programs(stream: TextIO | None) -> None:
    """What follows on this stream is read by programs: UTF-8, wherever it goes."""
    _write_as(stream, "utf-8")


def _write_as(stream: TextIO | None, encoding: str) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _encoding_of_readers(stream: TextIO | None) -> str:
    """`more` and `findstr` take a pipe to be in the console's code page; a file that a page of
    936 could not hold without loss is UTF-8, as is everything outside Windows."""
    if os.environ.get("PYTHONIOENCODING") or not is_pipe(stream):
        return "utf-8"
    return code_page_of_readers()


def somebody_types() -> bool:
    """Whether a person sits at the keyboard of this command and can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and is_keyboard(sys.stdin)


def say(text: str) -> None:
    """One line for the person at the terminal; never part of the answer."""
    _write(sys.stderr, for_people(text) + "\n")


def for_people(text: str) -> str:
    """Text that says nothing to the terminal itself: it neither colours, nor goes back in the
    line, nor turns the words around."""
    return visible(text).replace("\r", "")


def write_answer(stream: TextIO | None, text: str) -> None:
    """Write the answer; a reader that has gone away (`| head`) is no error.

    Raises:
        OSError: it could not be written: the disk of a file is full.
    """
    _write(stream, text)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # the windowed program on Windows has none
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        # Python would complain once more at exit while flushing what is left.
        _send_nowhere(stream)
        if error.errno not in READER_GONE:
            raise


def _send_nowhere(stream: TextIO) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


class Watched:
    """Progress on one line of the terminal, at most ten times a second."""

    def __init__(self) -> None:
        self._last = 0.0
        self._longest = 0

    def step(self, done: int, total: int, text: str = "") -> None:
        """Show how far the work is."""
        now = time.monotonic()
        if now - self._last < 0.1:
            return
        self._last = now
        share = f" {done * 100 // total}%" if total else ""
        self._line(f"{text} {done}{share}")

    def close(self) -> None:
        """Leave the line clean."""
        if self._longest:
            self._line("")

    def _line(self, text: str) -> None:
        # Spaces instead of an escape sequence: older Windows consoles print those as they are.
        self._longest = max(self._longest, len(text))
        _write(sys.stderr, f"\r{text:<{self._longest}}\r")
