"""Work in a process of its own: how the child reports, and how the parent listens."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.reduction import ForkingPickler
from typing import TYPE_CHECKING, Any

from app.domain.errors import AppError, Cancelled, InvalidInput
from app.domain.system_errors import process_ended, refused_by_system
from app.services.engine_errors import refused_by_engine
from app.spawning import spawned
from app.ui.jobs.crash import Crash, crash_of
from app.ui.jobs.ticket import Ticket

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Message = tuple[str, Any]
Call = Callable[..., Any]
GRACE = 2.0  # seconds a child gets to stop politely
KEPT = 60.0
"""Seconds that a process waits for the next call before it ends by itself."""
SHORT = 5.0
"""Seconds of a call after which its process is worth keeping: starting and importing would cost the
next one as much again. After a longer one it ends and gives its memory back."""
_FROM_OUTSIDE = (0, 1, -9, -15)
"""Exit codes of a process that is no bug of ours: it could not speak or listen any more, or was
killed, by hand, by a scanner, or by the system where memory is short."""


class Helper:
    """A spawned process that does one call after the other."""

    def __init__(self) -> None:
        self.process, self.pipe = spawned(_serve, both_ways=True)
        self.idle_since = time.monotonic()

    @property
    def ready(self) -> bool:
        """Whether it still waits for a call, and will when the call arrives."""
        return self.process.is_alive() and time.monotonic() - self.idle_since < KEPT / 2

    def close(self) -> None:
        """Let it end: it hears that nobody will call."""
        self.pipe.close()


class Helpers:
    """At most one process is kept for the next call."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._spare: Helper | None = None

    def take(self) -> Helper:
        """The one that was kept, or a new one."""
        with self._guard:
            spare, self._spare = self._spare, None
        if spare is not None and spare.ready:
            return spare
        if spare is not None:
            spare.close()
        return Helper()

    def give_back(self, helper: Helper, seconds: float) -> None:
        """Keep it after a call that took so long, or let it end."""
        helper.idle_since = time.monotonic()
        with self._guard:
            if self._spare is None and seconds < SHORT:
                self._spare = helper
                return
        helper.close()

    def close(self) -> None:
        """Keep none."""
        with self._guard:
            spare, self._spare = self._spare, None
        if spare is not None:
            spare.close()


class ChildProcess:
    """One call `function(progress=…, **arguments)` in a process of its own. Starting it and handing
    over a county's rows takes a second: a thread does that, and never the window's."""

    def __init__(
        self,
        helpers: Helpers,
        function: Call,
        arguments: Mapping[str, Any],
        report: Callable[[str, Any], None],
    ) -> None:
        self._helpers, self._report = helpers, report
        self._helper: Helper | None = None
        self._sent = self._cancelled = self._over = False
        self._guard = threading.Lock()
        call = (function, dict(arguments))
        threading.Thread(target=self._work, args=(call,), daemon=True).start()

    def cancel(self) -> None:
        """Ask politely; end it when it does not listen."""
        with self._guard:
            if self._over:
                return
            self._cancelled = True
            if self._sent:
                self._ask_to_stop()
        timer = threading.Timer(GRACE, self._end)
        timer.daemon = True
        timer.start()

    def _ask_to_stop(self) -> None:
        if self._helper is not None:
            with suppress(OSError):  # it has just died; the listener tells
                self._helper.pipe.send("stop")

    def _end(self) -> None:
        with self._guard:
            # The process may be busy with the next call already.
            if not self._over and self._helper is not None:
                self._helper.process.terminate()

    def _work(self, call: tuple[Call, dict[str, Any]]) -> None:
        try:
            packed = _packed(call)
            helper = self._helpers.take()
        except AppError as refusal:
            self._over = True
            self._report("refused", refusal)
            return
        except Exception as error:  # noqa: BLE001  (a bug of ours)
            self._over = True
            self._report("crashed", crash_of(error))
            return
        began = time.monotonic()
        with self._guard:
            self._helper, unwanted = helper, self._cancelled
        try:
            last = None if unwanted else self._called(helper, packed)
        except (EOFError, OSError):
            last = None  # the child died without a word, or its pipe did; its exit code says how
        with self._guard:
            self._over = True
        if last is not None or unwanted:
            self._helpers.give_back(helper, time.monotonic() - began)
        else:
            helper.close()  # it hears that nobody listens, where it still lives
            helper.process.join()
        self._report(*self._outcome(last))

    def _called(self, helper: Helper, packed: bytes) -> Message:
        helper.pipe.send_bytes(packed)
        with self._guard:
            self._sent = True
            if self._cancelled:
                self._ask_to_stop()
        while True:
            kind, payload = helper.pipe.recv()
            if kind != "progressed":
                return kind, payload
            self._report(kind, payload)

    def _outcome(self, last: Message | None) -> Message:
        if last is None and self._cancelled:
            return "cancelled", None
        if last is None:
            code = self._helper.process.exitcode if self._helper is not None else None
            if code in _FROM_OUTSIDE:
                return "refused", process_ended()
            return "crashed", Crash("后台进程意外结束", f"child process ended with code {code}")
        kind, payload = last
        return kind, _error(payload) if kind == "refused" else payload


class _Pieces(list[bytes]):
    """Takes what is packed piece by piece: between them every other thread has its turn."""

    def write(self, piece: bytes) -> int:
        self.append(bytes(piece))
        return len(piece)


def _packed(call: tuple[Call, dict[str, Any]]) -> bytes:
    """A call as `send` would pack it, which would not let anybody else have a turn."""
    pieces = _Pieces()
    ForkingPickler(pieces).dump(call)
    return b"".join(pieces)


def _serve(pipe: "Connection") -> None:
    """In the child: one call after the other, until nobody calls for a while."""
    with suppress(EOFError, OSError):  # the window is gone, and nobody listens
        while pipe.poll(KEPT):
            called = pipe.recv()
            if called != "stop":  # for a call that had just ended
                _do(pipe, *called)


def _do(pipe: "Connection", function: Call, arguments: dict[str, Any]) -> None:
    """Do a call; every outcome travels back as plain values."""
    ticket = _ChildTicket(pipe)
    outcome: Message
    try:
        outcome = ("succeeded", function(progress=ticket, **arguments))
    except Cancelled:
        outcome = ("cancelled", None)
    except AppError as error:
        outcome = _refused(error)
    except Exception as error:  # noqa: BLE001  (whatever it is must reach the user's window)
        refusal = refused_by_engine(error) or refused_by_system(error)
        outcome = _refused(refusal) if refusal else ("crashed", crash_of(error))
    pipe.send(outcome)


def _refused(error: AppError) -> Message:
    problems = error.problems if isinstance(error, InvalidInput) else None
    return "refused", (error.message, error.hint, error.code, problems)


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
