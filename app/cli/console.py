"""The terminal itself: UTF-8 everywhere, words to stderr, the answer to stdout."""

import io
import os
import sys
import time
from typing import TextIO


def prepare() -> None:
    """Let both streams carry Chinese, whatever the console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file name that is no UTF-8 must not stop the answer.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """One line for the person at the terminal; never part of the answer."""
    if sys.stderr is not None:
        print(text, file=sys.stderr, flush=True)


def write_answer(stream: TextIO | None, text: str) -> None:
    """Write the answer; a reader that has gone away (`| head`) is no error."""
    if stream is None:  # the windowed program on Windows has no stdout
        return
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # Python would complain once more at exit while flushing what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


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
        print(f"\r{text:<{self._longest}}", end="\r", file=sys.stderr, flush=True)
