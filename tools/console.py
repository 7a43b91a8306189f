"""Words for the person who sets up: always on stderr, stdout belongs to the program."""

import sys


class SetUpError(Exception):
    """Said in one sentence, Chinese and English."""


def say(text: str) -> None:
    """A bare machine may have an ASCII locale: Chinese must not raise there."""
    line = "[xueji] " + text + "\n"
    sys.stderr.flush()
    stream = getattr(sys.stderr, "buffer", None)
    if stream is None:
        sys.stderr.write(line)
        return
    encoding = "utf-8" if sys.platform != "win32" else sys.stderr.encoding or "utf-8"
    stream.write(line.encode(encoding, "replace"))
    stream.flush()


def show_progress(text: str, milestone: bool) -> None:
    """One moving line on a terminal, a few plain lines in a log."""
    if sys.stderr.isatty():
        sys.stderr.write("\r" + text.ljust(60) + ("" if text else "\r"))
        sys.stderr.flush()
    elif milestone:
        say(text)
