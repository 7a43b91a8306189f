"""What a command is given: its arguments, who acts, which store, and where to report progress."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.console import Watched, say
from app.cli.password import ask_password
from app.domain.progress import Progress, Silent

if TYPE_CHECKING:
    from app.services.store import Store

OpenWindow = Callable[[Path, "Store | None"], int]
"""Opens the window on a store file, or on a store that is open already; returns an exit code."""


@dataclass(frozen=True, slots=True)
class Context:
    """One call of a command; `given` holds its arguments by name."""

    given: argparse.Namespace
    open_window: OpenWindow

    @property
    def json(self) -> bool:
        """Whether stdout holds one JSON object."""
        return bool(self.given.json)

    @property
    def as_of(self) -> date | None:
        """What counts as today, when it was moved."""
        return date.fromisoformat(self.given.as_of) if self.given.as_of else None

    @property
    def store_path(self) -> Path:
        """--store, else XUEJI_STORE, else this user's own."""
        from app.paths import default_store

        named = self.given.store or os.environ.get("XUEJI_STORE")
        return Path(named) if named else default_store()

    @property
    def operator(self) -> str:
        """Who a new store or a new password is for: --operator, else XUEJI_USER, else the name of
        the system's user."""
        return self.claimed or os.environ.get("XUEJI_USER") or _system_user()

    @property
    def claimed(self) -> str:
        """Who somebody says to be: the password must be that person's. A name in the environment
        claims nothing; who works is whose password it is."""
        return str(self.given.operator or "")

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Progress on the terminal, or nowhere."""
        if sys.stderr is None or not sys.stderr.isatty():
            yield Silent()
            return
        watched = Watched()
        try:
            yield watched
        finally:
            watched.close()

    @contextmanager
    def store(self) -> Iterator["Store"]:
        """The store, open for this command.

        Raises:
            StorageError: missing, damaged, or the password does not fit.
        """
        from app.data import location
        from app.services.accounts import advice
        from app.services.opening import open_store, settle
        from app.services.store import QUESTIONS
        from app.services.store_place import refuse_whatever_the_password

        path = self.store_path
        # Nobody is asked for the password of what no password opens.
        settle(path)
        refuse_whatever_the_password(path)
        store = open_store(path, password := ask_password(path.name), self.claimed)
        try:
            if advised := advice(store, password):
                say(advised)
            asked = location.question(store.database.read(), store.path)
            if asked is not None and not self.given.words.startswith("site"):
                say(f"注意：{QUESTIONS[asked]}写入前请先用 xueji site confirm 回答。")
            yield store
        finally:
            store.close()


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "本机用户"  # a container without user names
