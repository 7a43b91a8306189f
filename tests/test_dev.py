"""Set-up starts on any Python, names what is missing and trusts no half-made .venv."""

import ast
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import dev
from tools import console, environment, interpreters, libraries

ROOT = Path(environment.ROOT)
SET_UP_FILES = [ROOT / "dev.py", *sorted((ROOT / "tools").glob("*.py"))]
posix_only = pytest.mark.skipif(os.name == "nt", reason="the folders are named otherwise")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh clone: a lock, no environment."""
    folder = tmp_path / ".venv"
    lock = tmp_path / "requirements.lock"
    lock.write_text("one==1\n", encoding="utf-8")
    monkeypatch.setattr(environment, "ROOT", str(tmp_path))
    monkeypatch.setattr(environment, "LOCK", str(lock))
    monkeypatch.setattr(environment, "VENV", str(folder))
    monkeypatch.setattr(environment, "PYTHON", str(folder / "bin" / "python"))
    monkeypatch.setattr(environment, "STAMP", str(folder / "xueji.stamp"))
    monkeypatch.setattr(environment, "MACHINE_STAMP", str(folder / "xueji.machine"))
    monkeypatch.setattr(libraries, "missing", lambda _wanted: [])
    return tmp_path


def make_venv(checkout: Path) -> Path:
    folder = checkout / ".venv"
    venv.create(folder, with_pip=False, symlinks=True)
    return folder


def finish(folder: Path) -> None:
    (folder / "xueji.stamp").write_text(environment.fingerprint(), encoding="utf-8")


@pytest.mark.parametrize("path", SET_UP_FILES, ids=lambda path: path.name)
def test_any_python_3_can_read_the_set_up(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 5))


@pytest.mark.parametrize("path", SET_UP_FILES, ids=lambda path: path.name)
def test_set_up_needs_only_the_standard_library(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        assert all(name.split(".")[0] in {*sys.stdlib_module_names, "tools"} for name in names)


@pytest.mark.parametrize(
    ("version", "bits", "fits"),
    [
        ((3, 6, 15), 64, False),
        ((3, 10, 13), 64, False),
        ((3, 11, 0), 64, True),
        ((3, 13, 9), 64, True),
        ((3, 13, 9), 32, False),
        ((3, 14, 0), 64, False),
        ((4, 0, 0), 64, False),
    ],
)
def test_which_python_fits(version: tuple[int, ...], bits: int, fits: bool) -> None:
    assert interpreters.Interpreter(version, bits, can_make_venv=True).fits is fits


def test_an_old_python_alone_is_refused_in_one_sentence(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(interpreters, "candidates", list)
    monkeypatch.setattr(sys, "version_info", (3, 8, 10, "final", 0))
    assert dev.main(["run", "list", "members"]) == 1
    said = capfd.readouterr()
    assert said.out == ""
    assert "需要 64 位 Python 3.11 至 3.13，这里只有 3.8.10" in said.err
    assert "please install" in said.err
    assert "Traceback" not in said.err
    assert not (checkout / ".venv").exists()


def test_a_name_that_answers_nothing_is_no_python() -> None:
    assert interpreters.probe(["no-such-python-at-all"]) is None
    assert interpreters.probe([sys.executable, "-c", "print('nonsense')"]) is None


def test_the_running_python_is_tried_first() -> None:
    assert interpreters.find_interpreter().version[:2] == sys.version_info[:2]


def fake(version: tuple[int, ...], can_make_venv: bool) -> interpreters.Interpreter:
    return interpreters.Interpreter(version, 64, can_make_venv)


def test_a_python_that_lacks_only_venv_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {"old": fake((3, 9, 2), True), "bare": fake((3, 11, 2), False)}
    monkeypatch.setattr(interpreters, "candidates", lambda: [["bare"], ["old"], ["full"]])
    monkeypatch.setattr(interpreters, "probe", lambda command: answers.get(command[0]))
    assert interpreters.find_interpreter() is answers["bare"]
    answers["full"] = fake((3, 12, 1), True)
    assert interpreters.find_interpreter() is answers["full"]


@posix_only
def test_a_finished_environment_costs_nothing(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_venv(checkout)
    finish(folder)
    (folder / "xueji.machine").write_text(f"{environment.machine()} offscreen", encoding="utf-8")
    monkeypatch.setattr(environment, "make_or_update", lambda: pytest.fail("made again"))
    monkeypatch.setattr(libraries, "missing", lambda _wanted: pytest.fail("looked again"))
    assert environment.prepare(window_wanted=False) is False


@posix_only
def test_another_lock_updates_and_keeps_the_environment(checkout: Path) -> None:
    finish(make_venv(checkout))
    assert environment.is_ready()
    (checkout / "requirements.lock").write_text("one==2\n", encoding="utf-8")
    assert not environment.is_ready()
    assert environment.can_be_updated()


@posix_only
@pytest.mark.parametrize("damage", ["interrupted", "python gone", "settings gone"])
def test_a_half_made_or_foreign_environment_is_made_anew(checkout: Path, damage: str) -> None:
    folder = make_venv(checkout)
    finish(folder)
    if damage == "interrupted":
        (folder / "xueji.stamp").unlink()
    elif damage == "python gone":
        python = folder / "bin" / "python"
        python.unlink()
        python.symlink_to(checkout / "removed" / "python3")
    else:
        (folder / "pyvenv.cfg").unlink()  # then the Python behind it answers for itself
    assert not environment.is_ready()
    assert not environment.can_be_updated()


@posix_only
def test_a_failed_installation_leaves_no_stamp_and_says_why(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    finish(make_venv(checkout))  # made without pip, so the installation must fail
    (checkout / "requirements.lock").write_text("changed==1\n", encoding="utf-8")
    assert dev.main(["test"]) == 1
    said = capfd.readouterr()
    assert "No module named pip" in said.err
    assert "安装库失败" in said.err
    assert said.out == ""
    assert not (checkout / ".venv" / "xueji.stamp").exists()


@posix_only
def test_without_rights_the_exact_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(console.SetUpError) as refusal:
        libraries.install(["libegl1", "libgl1"], "缺少系统库")
    assert "sudo apt-get install -y --no-install-recommends libegl1 libgl1" in str(refusal.value)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
def test_a_missing_library_is_named_by_its_package_once() -> None:
    wanted = {"libnowhere.so.1": "libnowhere1", "libnowhere-2.so.1": "libnowhere1"}
    assert libraries.missing(wanted) == ["libnowhere1"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
def test_without_a_screen_nothing_tries_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_IM_MODULES"):
        monkeypatch.delenv(name, raising=False)
    assert not environment.has_display()
    assert dev.child_settings(window=False)["QT_QPA_PLATFORM"] == "offscreen"
    monkeypatch.setenv("DISPLAY", ":0")
    assert environment.has_display()
    assert "DISPLAY" not in dev.child_settings(window=False)
    assert dev.child_settings(window=False)["QT_IM_MODULES"] == "compose"
    assert "QT_QPA_PLATFORM" not in dev.child_settings(window=True)


@posix_only
def test_a_command_without_its_window_libraries_still_runs(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    finish(make_venv(checkout))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(
        libraries, "missing", lambda wanted: ["libxcb-x"] if wanted is libraries.WINDOW else []
    )
    assert environment.prepare(window_wanted=True) is False
    assert "libxcb-x" in capfd.readouterr().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")
def test_tests_go_on_without_a_tracer(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    libraries.try_tracer()
    assert "install -y --no-install-recommends strace" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("there", "asked", "given"),
    [
        (2, [], ["-n", "2", "--dist", "worksteal"]),
        (2, ["tests/domain", "-k", "name"], ["-n", "2", "--dist", "worksteal"]),
        (64, [], ["-n", str(dev.MOST_WORKERS), "--dist", "worksteal"]),
        (1, [], []),
        (2, ["-n", "0"], []),
        (2, ["-n0"], []),
        (2, ["--numprocesses=3"], []),
        (2, ["tests/domain", "--pdb"], []),
    ],
)
def test_tests_run_on_every_core_unless_somebody_chose(
    monkeypatch: pytest.MonkeyPatch, there: int, asked: list[str], given: list[str]
) -> None:
    monkeypatch.setattr(dev, "cores", lambda: there)
    assert dev.in_parallel(asked) == given


def test_stores_of_the_tests_lie_in_memory_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "MEMORY_FOLDER", str(tmp_path))
    monkeypatch.setattr(dev, "ROOM_IN_MEMORY", 1)
    expected = {"PYTEST_DEBUG_TEMPROOT": str(tmp_path)} if hasattr(os, "statvfs") else {}
    assert dev.temporary_folder() == expected
    monkeypatch.setattr(dev, "ROOM_IN_MEMORY", 1 << 62)
    assert dev.temporary_folder() == {}
    monkeypatch.setattr(dev, "MEMORY_FOLDER", str(tmp_path / "nowhere"))
    assert dev.temporary_folder() == {}


def test_every_check_is_run_and_the_first_failure_is_the_answer(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    ran: list[list[str]] = []

    def call(arguments: list[str], **_settings: str) -> int:
        ran.append(arguments)
        return {"mypy": 3, "pytest": 5}.get(arguments[1], 0)

    monkeypatch.setattr(environment, "prepare", lambda **_wanted: True)
    monkeypatch.setattr(libraries, "try_tracer", lambda: None)
    monkeypatch.setattr(dev, "call", call)
    monkeypatch.setattr(dev, "cores", lambda: 2)
    assert dev.run_tests(["tests/domain"]) == 3
    assert len(ran) == len(dev.CHECKS)
    assert ran[-1] == ["-m", "pytest", "-n", "2", "--dist", "worksteal", "tests/domain"]
    said = capfd.readouterr().err
    assert "mypy FAILED" in said
    assert "pytest FAILED" in said
    assert "ruff check ok" in said


def test_an_unknown_command_is_wrong_usage(capfd: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["nonsense"]) == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert "用法" in said.err


def test_chinese_is_said_in_an_ascii_locale() -> None:
    settings = dict(os.environ, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    settings.pop("PYTHONIOENCODING", None)
    done = subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), "nonsense"], capture_output=True, env=settings
    )
    assert done.returncode == 2
    assert "用法" in done.stderr.decode("utf-8")
    assert done.stdout == b""
