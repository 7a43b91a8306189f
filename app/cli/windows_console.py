"""What Windows knows of a stream that Python does not tell: elsewhere all of it is simple."""

import codecs
import errno
import sys
from typing import TextIO

_PIPE = 3
"""FILE_TYPE_PIPE."""
_NAMES = {0: "utf-8", 65001: "utf-8", 54936: "gb18030"}
"""Code pages that Python calls otherwise than by their number; 0 where there is no console."""

if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    READER_GONE: tuple[int, ...] = (errno.EPIPE, errno.EINVAL)
    """Windows calls a write to a pipe that nobody reads any more an invalid argument."""

    def is_pipe(stream: TextIO | None) -> bool:
        """Whether another program reads what is written here."""
        handle = _handle(stream)
        return handle is not None and ctypes.windll.kernel32.GetFileType(handle) == _PIPE

    def is_keyboard(stream: TextIO) -> bool:
        """NUL is a terminal to Python; to Windows only what has the modes of a console is one."""
        handle, mode = _handle(stream), wintypes.DWORD()
        if handle is None:
            return True  # what Python was told
        return bool(ctypes.windll.kernel32.GetConsoleMode(handle, ctypes.byref(mode)))

    def code_page_of_readers() -> str:
        """The encoding in which programs of this console read; UTF-8 where there is none."""
        page = ctypes.windll.kernel32.GetConsoleOutputCP()
        return name_of_page(page)

    def _handle(stream: TextIO | None) -> wintypes.HANDLE | None:
        try:
            return (
                None if stream is None else wintypes.HANDLE(msvcrt.get_osfhandle(stream.fileno()))
            )
        except (OSError, ValueError):  # no file behind it: a test, a closed stream
            return None

else:
    READER_GONE = (errno.EPIPE,)

    def is_pipe(stream: TextIO | None) -> bool:  # noqa: ARG001  (what Windows would be asked)
        """Nothing to tell apart: every reader expects UTF-8."""
        return False

    def is_keyboard(stream: TextIO) -> bool:  # noqa: ARG001
        """Only a terminal is one, and Python tells that."""
        return True

    def code_page_of_readers() -> str:
        """Every reader expects UTF-8."""
        return "utf-8"


def name_of_page(page: int) -> str:
    """Python's name of a Windows code page; UTF-8 for one that it does not know."""
    try:
        return _NAMES.get(page) or codecs.lookup(f"cp{page}").name
    except LookupError:
        return "utf-8"
