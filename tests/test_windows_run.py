"""The run under Wine fetches what Windows gets, and names nobody's machine."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "packaging" / "windows"


def test_windows_gets_its_own_libraries_each_with_hashes() -> None:
    command = [sys.executable, str(HERE / "libraries_for_windows.py")]
    lock = ROOT / "requirements.lock"
    told = subprocess.run([*command, str(lock)], capture_output=True, check=True).stdout.decode()
    named = dict(re.findall(r"^([a-z0-9-]+)==(\S+) \\$", told, re.MULTILINE))
    assert {"colorama", "pefile", "pywin32-ctypes", "sqlcipher3"} <= named.keys()
    assert "macholib" not in named
    assert named["pyside6-essentials"] == "6.9.3"
    assert ";" not in told
    for entry in re.split(r"^(?=[a-z])", told, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry


def test_the_run_names_no_host_and_no_folder_of_ours() -> None:
    for path in HERE.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"://|/home/|/work/|/root/|/opt/", text), path.name
