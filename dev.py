#!/usr/bin/env python3
"""One command for everything: python3 dev.py demo | run | test | bench | build | lock | doctor.

Any Python 3 can start it; it finds or names the one that is needed. What set-up has to say goes to
stderr, because stdout belongs to the program (`demo --json` prints exactly one object).
"""

import os
import subprocess
import sys
import time

from tools import environment
from tools.console import SetUpError, say
from tools.environment import PYTHON, ROOT, WINDOWS

UV = "uv==0.13.8"
LOCK_COMMAND = [
    *["pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version", "3.11"],
    *["--extra", "dev", "--no-header", "--no-annotate", "pyproject.toml"],
]
LOCK_HEAD = "# Every library for every platform, with hashes; written by: python3 dev.py lock\n"
MOST_WORKERS = 8
"""More test processes than this only wait for the disk and for memory."""
WORKERS_SAID = ("-n", "--numprocesses", "--pdb", "--trace")
"""Who says one of these to `test` has chosen; `-n 0` is one process, as for a debugger."""
MEMORY_FOLDER, ROOM_IN_MEMORY = "/dev/shm", 3 << 30
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as check; check()"
CHECKS = [
    ("ruff check", ["-m", "ruff", "check", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "."]),
    ("mypy", ["-m", "mypy"]),
    ("import-linter", ["-c", LINT_IMPORTS, "--no-logo"]),
    ("pytest", ["-m", "pytest"]),
]


def can_reach_input_method() -> bool:
    """Qt's ibus plugin aborts the whole program where D-Bus was never set up (containers)."""
    ids = ("/etc/machine-id", "/var/lib/dbus/machine-id")
    return not sys.platform.startswith("linux") or any(os.path.exists(path) for path in ids)


def child_settings(window: bool) -> "dict[str, str]":
    settings = dict(os.environ, PYTHONPATH=ROOT)
    # What the program tells people to type next; installed, it is called xueji.
    starter = "py dev.py run" if WINDOWS else "python3 dev.py run"
    settings.setdefault("XUEJI_COMMAND", starter)
    settings.pop("PYTHONHOME", None)
    settings.setdefault("PYTHONUTF8", "1")
    if not window:
        settings.setdefault("QT_QPA_PLATFORM", "offscreen")
        settings.pop("DISPLAY", None)
        settings.pop("WAYLAND_DISPLAY", None)
    if not window or not can_reach_input_method():
        settings.setdefault("QT_IM_MODULES", "compose")
    if not sys.stdout.isatty():
        settings.setdefault("NO_COLOR", "1")
    return settings


def call(arguments: "list[str]", **settings: str) -> int:
    env = dict(child_settings(window=False), **settings)
    return subprocess.call([PYTHON, *arguments], cwd=ROOT, env=env)


def cores() -> int:
    """The processors that this process may use: a container may have fewer than the machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_parallel(arguments: "list[str]") -> "list[str]":
    """What makes pytest use every core; nothing where there is one, or where somebody chose."""
    number = min(cores(), MOST_WORKERS)
    if number < 2 or any(a.startswith(word) for a in arguments for word in WORKERS_SAID):
        return []
    # Whoever is done takes tests from the others: a few long ones would else be left to one.
    return ["-n", str(number), "--dist", "worksteal"]


def temporary_folder() -> "dict[str, str]":
    """Stores are written to disk safely thousands of times in the tests; memory need not wait for
    a disk. What is killed in the middle is a process, never the machine."""
    try:
        found = os.statvfs(MEMORY_FOLDER)
    except (AttributeError, OSError):
        return {}
    roomy = found.f_bavail * found.f_frsize >= ROOM_IN_MEMORY
    usable = roomy and os.access(MEMORY_FOLDER, os.W_OK)
    return {"PYTEST_DEBUG_TEMPROOT": MEMORY_FOLDER} if usable else {}


def run_program(arguments: "list[str]") -> int:
    """In the caller's folder; the program takes this process's place, signals and exit code."""
    window = environment.prepare(window_wanted=True)
    if not arguments and not window:
        raise SetUpError(
            "没有可用的屏幕，窗口打不开，可先试 dev.py demo。"
            " / There is no screen to open a window on: try dev.py demo."
        )
    command = [PYTHON, "-m", "app", *arguments]
    if WINDOWS:
        return subprocess.call(command, env=child_settings(window))
    os.execve(PYTHON, command, child_settings(window))
    return 1


def run_demo(arguments: "list[str]") -> int:
    return run_program(["demo", *arguments])


def run_tests(arguments: "list[str]") -> int:
    """Every step runs, so one look shows everything; the first failure decides the exit code."""
    from tools import libraries

    environment.prepare(window_wanted=False)
    libraries.try_tracer()
    result = 0
    summary = []
    for name, command in CHECKS:
        say("== %s ==" % name)
        began = time.time()
        if name == "pytest":
            code = call(command + in_parallel(arguments) + arguments, **temporary_folder())
        else:
            code = call(command)
        word = "FAILED" if code else "ok"
        summary.append("%s %s (%.0f s)" % (name, word, time.time() - began))
        result = result or code
    say(" · ".join(summary))
    return result


def run_bench(arguments: "list[str]") -> int:
    environment.prepare(window_wanted=False)
    return call(["-m", "tests.bench", *arguments])


def build(arguments: "list[str]") -> int:
    """The folder that users get, proved by the built program's own self-test."""
    environment.prepare(window_wanted=False)
    options = ["--noconfirm", "--log-level", "WARN", *arguments]
    code = call(["-m", "PyInstaller", *options, "build.spec"])
    if code != 0:
        return code
    name = "xueji-cli.exe" if WINDOWS else "xueji-cli"
    program = os.path.join(ROOT, "dist", "xueji", name)
    return subprocess.call([program, "--selftest"], env=child_settings(window=False))


def write_lock(_arguments: "list[str]") -> int:
    """For contributors: what pyproject.toml asks for, resolved; naming no host and no folder."""
    import shutil
    import tempfile

    from tools import interpreters

    folder = tempfile.mkdtemp()
    scripts = os.path.join(folder, "Scripts" if WINDOWS else "bin")
    try:
        subprocess.check_call([interpreters.find_interpreter().path, "-m", "venv", folder])
        python = os.path.join(scripts, "python")
        subprocess.check_call([python, "-m", "pip", "install", "-q", UV])
        uv = os.path.join(scripts, "uv")
        text = subprocess.check_output([uv, *LOCK_COMMAND], cwd=ROOT).decode("utf-8")
    except subprocess.CalledProcessError as error:
        raise SetUpError(
            "锁文件未写入，原因见上。 / The lock was not written, see above."
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if "://" in text:
        raise SetUpError("锁文件里出现网址，未写入。 / The lock would name a host: not written.")
    environment.write(environment.LOCK, LOCK_HEAD + text.replace("\r\n", "\n"))
    return 0


def doctor(_arguments: "list[str]") -> int:
    """Looks and tells, changes nothing."""
    import platform

    from tools import interpreters, libraries

    print("system     %s %s" % (platform.platform(), platform.machine()))
    print("running    Python %s %s" % (platform.python_version(), sys.executable))
    good = True
    try:
        python = interpreters.find_interpreter()
        lack = "" if python.can_make_venv else " (venv/ensurepip missing)"
        print("chosen     Python %s %s%s" % (python.number, python.path, lack))
        good = python.can_make_venv
    except SetUpError as error:
        say(str(error))
        good = False
    print(".venv      %s" % ("ready" if environment.is_ready() else "made at the next start"))
    print("display    %s" % ("yes" if environment.has_display() else "no (offscreen)"))
    if sys.platform.startswith("linux"):
        offscreen, window = (
            libraries.missing(libraries.OFFSCREEN),
            libraries.missing(libraries.WINDOW),
        )
        print("offscreen  %s" % (" ".join(offscreen) or "ok"))
        print("window     %s" % (" ".join(window) or "ok"))
        good = good and not offscreen and not (window and environment.has_display())
    return 0 if good else 1


COMMANDS = {
    "run": run_program,
    "demo": run_demo,
    "test": run_tests,
    "bench": run_bench,
    "build": build,
    "lock": write_lock,
    "doctor": doctor,
}


def main(arguments: "list[str]") -> int:
    command = COMMANDS.get(arguments[0] if arguments else "run")
    if command is None:
        say("用法 / usage: python3 dev.py " + " | ".join(COMMANDS))
        return 2
    try:
        return command(arguments[1:])
    except SetUpError as error:
        say(str(error))
        return 1
    except OSError as error:
        say("无法完成：%s / could not finish: %s" % (error, error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
