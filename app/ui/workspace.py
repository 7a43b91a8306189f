"""What every page is given: the open store, ways to save and to run long work, one signal."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.accounts.roles import Verb
from app.domain.errors import AppError, InvalidInput
from app.paths import log_folder
from app.services.store import Store
from app.ui.duties import Duties
from app.ui.error_gate import CrashDialog, log
from app.ui.jobs.child import Call
from app.ui.jobs.crash import Crash
from app.ui.jobs.progress_dialog import ProgressDialog
from app.ui.jobs.runner import Job, JobRunner, Work
from app.ui.notice_bar import NoticeBar

Outcome = TypeVar("Outcome")


class Workspace(QObject):
    """One per window. `asked_for` carries the key of a page and what to show there, `data_changed`
    the tables that were written, none where anything may have been."""

    data_changed = Signal(object)
    asked_for = Signal(str, object)
    restore_asked = Signal()
    store_replaced = Signal(object)

    def __init__(self, store: Store, window: QWidget) -> None:
        super().__init__(window)
        self.store = store
        store.take_written()  # what was written before nobody has shown yet
        self.window = window
        self.runner = JobRunner(self)
        self.notices = NoticeBar()
        self.leaving = False
        self.replaced_words = ""
        self.duties = Duties(store.why_not, self._is_ours, self)

    @classmethod
    def near(cls, widget: QWidget) -> "Workspace | None":
        """The one that a widget belongs to; none before a store is open."""
        above: QWidget | None = widget
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        while above is not None:
            own = getattr(above, "workspace", None)
            found = own if isinstance(own, cls) else above.findChild(cls, "", direct)
            if found is not None:
                return found
            above = above.parentWidget()
        return None

    def go_on_with(self, store: Store, words: str = "") -> None:
        """Another store took the place of this one (撤回接收, 更换数据密钥): every dialog closes,
        and a new window opens and says so; nothing that was read before is shown on."""
        self.leaving = True
        self.replaced_words = words
        self.store_replaced.emit(store)

    def barred(self, verb: Verb) -> bool:
        """Whether the role of whoever works here forbids it, which is said: for what has no button
        to be grey, a key, a drop, a paste."""
        why = self.store.why_not(verb)
        if why:
            self.notices.tell(why)
        return bool(why)

    def _is_ours(self, made: QWidget) -> bool:
        return Workspace.near(made) in (self, None)

    @property
    def level(self) -> str:
        """`county` or `township`."""
        return self.store.site.level

    def open(self, page: str, what: object = None) -> None:
        """Go to a page, optionally to one thing on it."""
        self.asked_for.emit(page, what)

    def save(self, work: Callable[[], Outcome], done: str = "") -> Outcome | None:
        """A small write, directly. A refusal appears in the notice bar; None is returned then.

        Raises:
            InvalidInput: for the form that is open, which marks its fields.
        """
        try:
            outcome = work()
        except InvalidInput:
            raise
        except AppError as error:
            self.refuse(error)
            return None
        self.changed(done)
        return outcome

    def attempt(self, work: Callable[[], Outcome]) -> Outcome | None:
        """A small read that may be refused; nothing has changed afterwards."""
        try:
            return work()
        except AppError as error:
            self.refuse(error)
            return None

    def changed(self, done: str = "") -> None:
        """After any write: say so, and let what is visible reload."""
        if done:
            self.notices.done(done, "", None)
        self.data_changed.emit(self.store.take_written())

    def refuse(self, error: AppError) -> None:
        """Say why something was not done; the log keeps the code only."""
        log.info("refused: %s", error.code)
        self.notices_in_sight().refuse(error)

    def notices_in_sight(self) -> NoticeBar:
        """Where people look now: the place for notices of the dialog that is open, else of the
        page, which a dialog covers."""
        dialog = QApplication.activeModalWidget()
        while dialog is not None and dialog is not self.window:
            for bar in dialog.findChildren(NoticeBar):
                if bar.window() is dialog:
                    return bar
            above = dialog.parentWidget()
            dialog = above.window() if above is not None else None
        return self.notices

    def run(
        self,
        title: str,
        work: Work,
        done: Callable[[Any], object],
        *,
        writes: bool = False,
    ) -> Job:
        """SQLite or file work in the background; `done` gets its result on this thread."""
        return self._watch(self.runner.start(work), title, done, writes=writes)

    def run_process(
        self,
        title: str,
        function: Call,
        done: Callable[[Any], object],
        *,
        writes: bool = False,
        **arguments: Any,
    ) -> Job:
        """Python-heavy work in a process of its own."""
        job = self.runner.start_process(function, **arguments)
        return self._watch(job, title, done, writes=writes)

    def _watch(self, job: Job, title: str, done: Callable[[Any], object], *, writes: bool) -> Job:
        parent = QApplication.activeModalWidget() or self.window
        ProgressDialog(job, title, parent)

        def succeeded(outcome: object) -> None:
            if writes:
                self.data_changed.emit(self.store.take_written())
            done(outcome)

        job.succeeded.connect(succeeded)
        job.refused.connect(self.refuse)
        told = f"{title.removeprefix('正在')}已取消，没有改动。"
        job.cancelled.connect(lambda: self.notices_in_sight().tell(told))
        job.crashed.connect(self.crashed)
        return job

    def crashed(self, crash: Crash) -> None:
        """A bug of ours in a job: logged and told."""
        log.error("job: %s", crash.details)
        CrashDialog(crash, log_folder()).exec()
