"""Compose the program: a command runs in the terminal, no command opens the window."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.store import Store


def run(argv: Sequence[str]) -> int:
    """Run one command line and return the exit code."""
    if list(argv) == ["--selftest"]:
        from app.selftest import run as selftest

        return selftest()
    from app.cli import terminal

    return terminal.run(argv, open_window)


def open_window(path: Path, store: "Store | None" = None) -> int:
    """The window on a store until it is closed. Qt is loaded here and not before."""
    from app.ui.start import run_window

    return run_window(path, store)
