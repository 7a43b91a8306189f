"""The project's own .venv: made once, noticed when half-made, foreign or out of date."""

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import time
from typing import IO

from tools.console import SetUpError, say, show_progress

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
LOCK = os.path.join(ROOT, "requirements.lock")
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, *(["Scripts", "python.exe"] if WINDOWS else ["bin", "python"]))
STAMP = os.path.join(VENV, "xueji.stamp")  # written last: no stamp means half-made
MACHINE_STAMP = os.path.join(VENV, "xueji.machine")
VERIFY = "import PySide6.QtWidgets, sqlcipher3, reportlab, cryptography, pytest"
WAIT = 0.2
HELD_ELSEWHERE = (errno.EACCES, errno.EAGAIN, errno.EDEADLK, 0)  # 0: Wine gives no reason
PIP_INSTALL = [
    *["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-compile"],
    *["--no-deps", "--only-binary", ":all:", "--progress-bar", "off", "--require-hashes"],
]


def has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def prepare(window_wanted: bool) -> bool:
    """Everything a start needs; costs nothing when it is there. Tells whether a window can open."""
    wish = "window" if window_wanted and has_display() else "offscreen"
    known = read(MACHINE_STAMP).split()
    if known[:1] == [machine()] and wish in known and is_ready():
        return wish == "window"
    from tools import libraries  # not paid for by the starts that find everything ready

    lacking = libraries.lacking_offscreen() + lacking_venv()
    libraries.install(lacking, "缺少系统软件包 / system packages are missing")
    window = wish == "window" and libraries.ready_for_window()
    with OneAtATime():
        if not is_ready():
            make_or_update()
        checked = [machine(), "offscreen"] + (["window"] if window else [])
        write(MACHINE_STAMP, " ".join(checked))
    return window


def machine() -> str:
    """A folder shared by two machines must not hide what the second one lacks."""
    return os.environ.get("COMPUTERNAME", "windows") if WINDOWS else os.uname().nodename


def is_ready() -> bool:
    return os.path.exists(PYTHON) and read(STAMP) == fingerprint()


def fingerprint() -> str:
    """Changes with the lock, the folder and the interpreter behind the environment."""
    real = os.path.realpath(PYTHON)
    state = os.stat(real)
    place = "%s|%s|%d|%d|" % (ROOT, real, state.st_size, int(state.st_mtime))
    place += read(os.path.join(VENV, "pyvenv.cfg"))
    with open(LOCK, "rb") as file:
        return hashlib.sha256(file.read() + os.fsencode(place)).hexdigest()


def make_or_update() -> None:
    if can_be_updated():
        os.remove(STAMP)
    else:
        make()
    install_lock()
    if subprocess.call([PYTHON, "-c", VERIFY], stdout=sys.stderr.fileno()) != 0:
        raise SetUpError(
            "库已装好但无法载入，原因见上。"
            " / The libraries are installed but do not load, see above."
        )
    write(STAMP, fingerprint())


def can_be_updated() -> bool:
    """Finished once, ours, and its Python lives and fits; anything else is made anew."""
    if not read(STAMP) or not os.path.exists(PYTHON):
        return False
    from tools import interpreters

    found = interpreters.probe([PYTHON])
    return (
        found is not None
        and found.fits
        and os.path.realpath(found.prefix) == os.path.realpath(VENV)
    )


def lacking_venv() -> "list[str]":
    """Debian ships the part of Python that makes environments as a package of its own."""
    if is_ready() or can_be_updated():
        return []
    from tools import interpreters

    python = interpreters.find_interpreter()
    return [] if python.can_make_venv else ["python%d.%d-venv" % python.version[:2]]


def make() -> None:
    from tools import interpreters

    python = interpreters.find_interpreter()
    if os.path.isdir(VENV):
        say("原有 .venv 不完整或不属于本机，重新建立 / .venv is half-made or foreign: made anew")
        shutil.rmtree(VENV)
    say("建立运行环境，约一至三分钟 / making .venv with Python %s" % python.number)
    if subprocess.call([python.path, "-m", "venv", VENV], stdout=sys.stderr.fileno()) != 0:
        raise SetUpError(
            "无法建立 .venv，请检查磁盘空间和文件夹权限。"
            " / .venv cannot be made: please check disk space and folder rights."
        )


def install_lock() -> None:
    """From whatever registry this machine is set up for; pip's chatter shows only if it fails."""
    settings = dict(os.environ, PIP_USER="0", PYTHONUTF8="1")
    process = subprocess.Popen(
        [PYTHON, *PIP_INSTALL, "-r", LOCK],
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    lines = follow(process)
    if process.wait() != 0:
        say("\n".join(lines[-15:]))
        raise SetUpError(
            "安装库失败（原因见上），请检查网络或 pip 的镜像设置后再运行一次。"
            " / Installing failed, see above: please check the network or pip's mirror, run again."
        )


def follow(process: "subprocess.Popen[bytes]") -> "list[str]":
    """All that pip said, while the person sees how far it is."""
    total = sum(1 for line in read(LOCK).splitlines() if "==" in line)
    lines = []
    collected = 0
    for raw in process.stdout or ():
        line = raw.decode("utf-8", "replace").rstrip()
        lines.append(line)
        if line.startswith("Collecting "):
            collected += 1
            name = line.split()[1].split("==")[0]
            show_progress("  %d/%d %s" % (collected, total, name), collected % 20 == 0)
        elif line.startswith("Installing collected"):
            show_progress("  正在安装 / installing", True)
    show_progress("", False)
    return lines


class OneAtATime:
    """Two first starts must not build one folder; the system itself frees a killed one's lock."""

    def __enter__(self) -> None:
        os.makedirs(os.path.join(ROOT, ".cache"), exist_ok=True)
        self.file = open(os.path.join(ROOT, ".cache", "setup.lock"), "w")
        told = False
        # Windows itself waits ten seconds and then fails; a first set-up takes minutes.
        while not locked(self.file):
            if not told:
                say("另一个窗口正在准备运行环境，等它完成 / waiting: another start is setting up")
                told = True
            time.sleep(WAIT)

    def __exit__(self, *_problem: object) -> None:
        self.file.close()


def locked(file: "IO[str]") -> bool:
    """Whether this process has the lock now; False while another one has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in HELD_ELSEWHERE:
            raise
        return False
    return True


def read(path: str) -> str:
    """Empty when there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
