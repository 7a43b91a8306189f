"""A register costs its declaration and its migration: in a world where one more is declared,
everything that holds of the real ones holds of it."""

import os
import subprocess
import sys
from pathlib import Path

import app.domain.declarations  # noqa: F401  (declares them)
from app.domain.registers import REGISTERS

ROOT = Path(__file__).resolve().parents[2]
EVERYTHING = (
    "tests/sample_register/world.py",
    "tests/data/test_schema.py",
    "tests/domain/test_register_declarations.py",
    "tests/services/exchange/test_registers_travel.py",
    "tests/services/test_register_imports.py",
    "tests/services/test_kept_registers.py",
)


REAL = [f"[{name}]" for made in REGISTERS.values() for name in (made.key, *made.details)]
"""What is tested where it stands; here only the one more, and what holds of all together."""


def test_a_register_is_its_declaration() -> None:
    plugin = ("-p", "tests.sample_register.declared", "-p", "no:cacheprovider", "-n", "0")
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            *plugin,
            "-k",
            " and not ".join(("not steps_are_numbered", *REAL)),
            *EVERYTHING,
        ],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert "pairing" not in ran.stderr
