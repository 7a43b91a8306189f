"""What a running job holds: it reports through it and learns from it that it should stop."""

import time
from collections.abc import Callable

from app.domain.errors import Cancelled

_SHORTEST = 0.05  # seconds between two reports; more would only keep the screen busy


class Ticket:
    """Progress for one job. A plain object on purpose: no signal is ever connected to it."""

    def __init__(self, report: Callable[[tuple[int, int, str]], None]) -> None:
        self._report = report
        self._cancelled = False
        self._last = 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled = True

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancelled

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report progress, at most twenty times a second.

        Raises:
            Cancelled: the user asked to stop.
        """
        if self._cancelled:
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= _SHORTEST or done >= total:
            self._last = now
            self._report((done, total, text))
