"""Work in a process of its own: how the child reports, and how the parent listens."""

import multiprocessing
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from app.domain.errors import AppError, Cancelled, InvalidInput
from app.ui.jobs.crash import Crash, crash_of
from app.ui.jobs.ticket import Ticket

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Message = tuple[str, Any]
Call = Callable[..., Any]
GRACE = 2.0  # seconds a child gets to stop politely


class ChildProcess:
    """One spawned process doing one call `function(progress=…, **arguments)`."""

    def __init__(
        self, function: Call, arguments: Mapping[str, Any], report: Callable[[str, Any], None]
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, far_end = context.Pipe()
        self._report = report
        self._cancelled = False
        self._process = context.Process(
            target=_run, args=(far_end, function, dict(arguments)), daemon=True
        )
        self._process.start()
        far_end.close()
        threading.Thread(target=self._listen, daemon=True).start()

    def cancel(self) -> None:
        """Ask politely; end it when it does not listen."""
        self._cancelled = True
        try:
            self._pipe.send("stop")
        except OSError:  # it has just finished by itself
            return
        timer = threading.Timer(GRACE, self._end)
        timer.daemon = True
        timer.start()

    def _end(self) -> None:
        if self._process.is_alive():
            self._process.terminate()

    def _listen(self) -> None:
        last: Message | None = None
        try:
            while True:
                kind, payload = self._pipe.recv()
                if kind != "progressed":
                    last = (kind, payload)
                    break
                self._report(kind, payload)
        except (EOFError, OSError):
            last = None  # the child died without a word; its exit code says how
        self._process.join()
        self._report(*self._outcome(last))

    def _outcome(self, last: Message | None) -> Message:
        if last is None and self._cancelled:
            return "cancelled", None
        if last is None:
            code = self._process.exitcode
            return "crashed", Crash("后台进程意外结束", f"child process ended with code {code}")
        kind, payload = last
        return kind, _error(payload) if kind == "refused" else payload


def _run(pipe: "Connection", function: Call, arguments: dict[str, Any]) -> None:
    """In the child: do the call; every outcome travels back as plain values."""
    ticket = _ChildTicket(pipe)
    outcome: Message
    try:
        outcome = ("succeeded", function(progress=ticket, **arguments))
    except Cancelled:
        outcome = ("cancelled", None)
    except AppError as error:
        problems = error.problems if isinstance(error, InvalidInput) else None
        outcome = ("refused", (error.message, error.hint, error.code, problems))
    except Exception as error:  # noqa: BLE001  (whatever it is must reach the user's window)
        outcome = ("crashed", crash_of(error))
    pipe.send(outcome)
    pipe.close()


def _error(payload: tuple[str, str, str, dict[str, str] | None]) -> AppError:
    message, hint, code, problems = payload
    return InvalidInput(problems) if problems else AppError(message, hint, code=code)


class _ChildTicket(Ticket):
    """Anything that the parent sends means: stop."""

    def __init__(self, pipe: "Connection") -> None:
        super().__init__(lambda report: pipe.send(("progressed", report)))
        self._pipe = pipe

    def step(self, done: int, total: int, text: str = "") -> None:
        if self._pipe.poll():
            self.cancel()
        super().step(done, total, text)
