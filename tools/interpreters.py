"""Find a Python on this machine that the pinned libraries support."""

import glob
import os
import subprocess
import sys

from tools.console import SetUpError

WINDOWS = os.name == "nt"
OLDEST, NEWEST = (3, 11), (3, 13)
PROBE = (
    "import sys, struct, importlib.util as u; "
    "print(*sys.version_info[:3], struct.calcsize('P') * 8, "
    "int(bool(u.find_spec('ensurepip') and u.find_spec('venv')))); "
    "print(getattr(sys, '_base_executable', None) or sys.executable); "
    "print(sys.prefix)"
)


class Interpreter:
    """One Python that answered."""

    def __init__(self, version: "tuple[int, ...]", bits: int, can_make_venv: bool) -> None:
        self.version = version
        self.fits = OLDEST <= version[:2] <= NEWEST and bits == 64
        self.can_make_venv = can_make_venv
        self.path = ""
        self.prefix = ""

    @property
    def number(self) -> str:
        return ".".join(str(part) for part in self.version)


def probe(command: "list[str]") -> "Interpreter | None":
    """Ask the interpreter itself: a name on PATH may be a shim for nothing, or another version."""
    try:
        answer = subprocess.check_output([*command, "-c", PROBE], stderr=subprocess.DEVNULL)
        first, path, prefix = answer.decode("utf-8", "replace").splitlines()[:3]
        major, minor, micro, bits, can_make_venv = (int(word) for word in first.split())
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    found = Interpreter((major, minor, micro), bits, bool(can_make_venv))
    found.path, found.prefix = path, prefix
    return found


def candidates() -> "list[list[str]]":
    """Commands that may be a fitting Python, the running one first, then newer before older."""
    found = [[getattr(sys, "_base_executable", None) or sys.executable]]
    minors = range(NEWEST[1], OLDEST[1] - 1, -1)
    if WINDOWS:
        found += [["py", "-3.%d" % minor] for minor in minors]
    found += [["python3.%d" % minor] for minor in minors]
    for minor in minors:
        for folder in version_folders(minor):
            tail = ["python.exe"] if WINDOWS else ["bin", "python3"]
            found += [[path] for path in sorted(glob.glob(os.path.join(folder, *tail)))]
    return found


def version_folders(minor: int) -> "list[str]":
    """Where Pythons lie that are not on PATH."""
    home = os.path.expanduser("~")
    pyenv = os.environ.get("PYENV_ROOT") or os.path.join(home, ".pyenv")
    return [
        os.path.join(pyenv, "versions", "3.%d.*" % minor),
        os.path.join(home, ".local", "share", "uv", "python", "cpython-3.%d.*" % minor),
        "/opt/python3.%d*" % minor,
        "/usr/local/python3.%d*" % minor,
    ]


def find_interpreter() -> Interpreter:
    """The first that fits and can make an environment; one that lacks only python3-venv will do."""
    lacking_venv = None
    seen = []
    for command in candidates():
        found = probe(command)
        if found is None:
            continue
        seen.append(found.number)
        if found.fits and found.can_make_venv:
            return found
        if found.fits and lacking_venv is None:
            lacking_venv = found
    if lacking_venv is not None:
        return lacking_venv
    raise SetUpError(no_python_message(seen))


def no_python_message(seen: "list[str]") -> str:
    have = ", ".join(sorted(set(seen))) or "%d.%d.%d" % sys.version_info[:3]
    if WINDOWS:
        what = "Python 3.13 (Windows installer, 64-bit)"
    else:
        what = "python3.11 python3.11-venv (sudo apt-get install python3.11 python3.11-venv)"
    return (
        "需要 64 位 Python 3.11 至 3.13，这里只有 %s，请先安装 %s。"
        " / 64-bit Python 3.11 to 3.13 is needed, only %s was found: please install it first."
    ) % (have, what, have)
