"""Faults in the system calls of a forked child, put there by strace: killed, or an error."""

import ctypes
import mmap
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

WRITING = ("write", "pwrite64")
FLUSHING = ("fsync", "fdatasync")
NAMING = ("rename", "renameat", "renameat2", "unlink", "unlinkat", "ftruncate")
CALLS = (*WRITING, *FLUSHING, *NAMING)
# "?" lets strace pass over calls that this processor does not have.
_TRACED = "trace=" + ",".join(f"?{call}" for call in CALLS)
_CALL = re.compile(r"^\d+ +([a-z0-9]+)\((.*)$", re.MULTILINE)
_REPORT = 1 << 16
_SET_PTRACER = 0x59616D61


@dataclass(frozen=True)
class Fault:
    """What happens at the `number`-th call of this name: `SIGKILL`, or an error by its name; with
    `lasting` at every one after it too, as a full disk does."""

    call: str
    number: int
    what: str
    lasting: bool = False

    @property
    def option(self) -> str:
        """As strace wants it."""
        how = f"signal={self.what}" if self.what.startswith("SIG") else f"error={self.what}"
        return f"inject={self.call}:{how}:when={self.number}{'+' if self.lasting else ''}"


@dataclass(frozen=True)
class Visit:
    """How the child ended (negative: by that signal), what it said, and the calls it made."""

    status: int
    said: str
    calls: tuple[tuple[str, str], ...]

    @property
    def reached(self) -> bool:
        """Whether the fault happened at all."""
        return self.status < 0 or any("(INJECTED)" in rest for _, rest in self.calls)

    @property
    def counted(self) -> Counter[str]:
        """Calls by name."""
        return Counter(name for name, _ in self.calls)


def visit(act: Callable[[], tuple[int, str]], log: Path, fault: Fault | None = None) -> Visit:
    """Run `act` in a forked child under strace; it returns an exit code and what was said."""
    options = ["-s", "16", "-e", _TRACED, *(["-e", fault.option] if fault else [])]
    status, said = watch(act, log, options)
    calls = _CALL.findall(log.read_text("utf-8", "replace"))
    return Visit(status, said, tuple(calls))


def watch(act: Callable[[], tuple[int, str]], log: Path, options: Sequence[str]) -> tuple[int, str]:
    """The same with options of one's own for strace: how the child ended, and what it said."""
    report, (ready, go), (here, told) = mmap.mmap(-1, _REPORT), os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        _let_anybody_watch()
        os.write(told, b"!")
        _act(act, report, ready)
    os.read(here, 1)
    for end in (ready, here, told):
        os.close(end)
    try:
        with _traced(child, log, options) as strace:
            # strace says "attached" only after the child has been told to stop.
            line = strace.stderr.readline() if strace.stderr else ""
            if "attached" not in line:
                raise RuntimeError(f"strace: {line.strip()}")
            os.write(go, b"!")
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            strace.communicate()
    except RuntimeError:
        os.kill(child, 9)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(go)
    length = int.from_bytes(report[:4], "big")
    return status, report[4 : 4 + length].decode("utf-8", "replace")


def _let_anybody_watch() -> None:
    # Many systems let only ancestors watch a process; strace is a sister of this one.
    ctypes.CDLL(None).prctl(_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)


def _act(act: Callable[[], tuple[int, str]], report: mmap.mmap, ready: int) -> None:
    """In the child: wait until strace watches, act, tell without a single system call."""
    code = 99
    try:
        os.read(ready, 1)
        code, said = act()
        data = said.encode()[: _REPORT - 4]
        report[: 4 + len(data)] = len(data).to_bytes(4, "big") + data
    finally:
        os._exit(code)


def _traced(child: int, log: Path, options: Sequence[str]) -> subprocess.Popen[str]:
    command = ["strace", "-f", "-y", "-e", "signal=none", "-o", str(log), *options]
    return subprocess.Popen([*command, "-p", str(child)], stderr=subprocess.PIPE, text=True)


def reason_why_not(folder: Path) -> str:
    """Why faults cannot be put here; empty when they can."""
    if not sys.platform.startswith("linux"):
        return "only Linux has strace"
    if shutil.which("strace") is None:
        return "strace is not installed"
    try:
        visit(lambda: (0, ""), folder / "strace.log")
    except RuntimeError as error:
        return f"strace may not watch processes here ({error})"
    return ""
