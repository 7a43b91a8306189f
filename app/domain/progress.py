"""How long work tells where it is and learns that it should stop."""

from typing import Protocol


class Progress(Protocol):
    """Given to every long service; the window, the command line and tests each bring their own."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report that `done` of `total` is finished.

        Raises:
            Cancelled: the user asked to stop; let it pass through, the transaction rolls back.
        """


class Silent:
    """Progress that nobody watches."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Do nothing."""
