"""Background work: every job speaks through one object that lives as long as the application."""

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QThreadPool, Signal, Slot

from app.domain.errors import AppError, Cancelled
from app.domain.progress import Progress
from app.domain.system_errors import refused_by_system
from app.services.engine_errors import refused_by_engine
from app.ui.jobs.child import Call, ChildProcess, Helpers
from app.ui.jobs.crash import crash_of
from app.ui.jobs.ticket import Ticket

Work = Callable[[Progress], Any]


class _Stoppable(Protocol):
    def cancel(self) -> None: ...


class Job(QObject):
    """One piece of work; lives, speaks and dies on the window's thread."""

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    refused = Signal(object)  # AppError: tell the user
    crashed = Signal(object)  # Crash: a bug of ours
    cancelled = Signal()
    finished = Signal()  # after any of the four

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stoppable: _Stoppable | None = None

    def run_by(self, stoppable: _Stoppable) -> None:
        """Say what does the work, so that it can be stopped."""
        self._stoppable = stoppable

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` follows, or its result if it was already done."""
        if self._stoppable is not None:
            self._stoppable.cancel()


class JobRunner(QObject):
    """Starts jobs and delivers what they say. One worker thread: SQLite has one writer."""

    idle = Signal()
    _message = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[int, Job] = {}
        self._numbers = count(1)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)  # a new thread would open the store anew
        self._helpers = Helpers()
        self._held: list[Callable[[], None]] | None = None
        self._leaving = False
        self._message.connect(self._deliver)

    @property
    def busy(self) -> bool:
        """Whether any job is under way."""
        return bool(self._jobs)

    def start(self, work: Work) -> Job:
        """Run SQLite or file work in the pool. Connect to the job right away: nothing is
        emitted before this returns. `work` must not touch a widget."""
        number, job = self._new()
        ticket = Ticket(partial(self._message.emit, number, "progressed"))
        job.run_by(ticket)
        run = partial(self._run, number, work, ticket)
        if self._held is None:
            self._pool.start(run)
        else:
            self._held.append(run)
        return job

    def hold(self) -> None:
        """Let work in the pool wait until `release`, so that the window is painted first."""
        self._held = []

    def release(self) -> None:
        """Begin with what had to wait."""
        waiting, self._held = self._held or [], None
        for run in waiting:
            self._pool.start(run)

    def start_process(self, function: Call, **arguments: Any) -> Job:
        """Run Python-heavy work (PDF, workbooks, packing) as `function(progress=…, **arguments)`
        in a process of its own; function and arguments must be importable and picklable."""
        number, job = self._new()
        report = partial(self._message.emit, number)
        job.run_by(ChildProcess(self._helpers, function, arguments, report))
        return job

    def stop_all(self) -> None:
        """Cancel everything and wait; for closing the window. What was done all the same is done,
        but nobody is told: he would open a preview over a window that goes."""
        self._leaving = True
        self.release()
        for job in list(self._jobs.values()):
            job.cancel()
        while self._jobs:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._helpers.close()
        self._leaving = False

    def _new(self) -> tuple[int, Job]:
        number = next(self._numbers)
        job = self._jobs[number] = Job(self)
        return number, job

    def _run(self, number: int, work: Work, ticket: Ticket) -> None:
        """On the worker thread; nothing escapes from here."""
        kind: str = "succeeded"
        outcome: object = None
        try:
            outcome = work(ticket)
        except Cancelled:
            kind = "cancelled"
        except AppError as error:
            kind, outcome = "refused", error
        except Exception as error:  # noqa: BLE001  (a dead bar would tell the user nothing)
            refusal = refused_by_engine(error) or refused_by_system(error)
            kind, outcome = ("refused", refusal) if refusal else ("crashed", crash_of(error))
        self._message.emit(number, kind, outcome)

    @Slot(int, str, object)
    def _deliver(self, number: int, kind: str, payload: Any) -> None:
        job = self._jobs[number]
        if kind == "progressed":
            job.progressed.emit(*payload)
            return
        del self._jobs[number]
        if kind == "cancelled":
            job.cancelled.emit()
        elif not (self._leaving and kind == "succeeded"):
            {"succeeded": job.succeeded, "refused": job.refused, "crashed": job.crashed}[kind].emit(
                payload
            )
        job.finished.emit()
        job.deleteLater()
        if not self._jobs:
            self.idle.emit()
