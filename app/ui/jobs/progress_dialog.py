"""The one progress dialog: appears when a job takes longer than half a second, and can stop it."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from app.ui.dialog import Dialog
from app.ui.jobs.runner import Job
from app.ui.parts import button, label, row

_DELAY = 500  # milliseconds


class ProgressDialog(Dialog):
    """Modal, so that a small direct write cannot wait on the job's lock."""

    def __init__(self, job: Job, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(440)
        self._job = job
        self._text = label(f"{title}…", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("进度")
        # The bar has the focus: an Enter meant for what started the job must not end it.
        self._bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._cancel = button("取消", self._ask_to_stop, name="cancel_job")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(12)
        box.addWidget(self._text)
        box.addWidget(self._bar)
        box.addLayout(row(None, self._cancel))
        self._bar.setFocus()
        self._timer = QTimer(self, singleShot=True, interval=_DELAY)
        self._timer.timeout.connect(self.show)
        self._timer.start()
        job.progressed.connect(self._show_progress)
        # Before anybody hears of the outcome: what they open then would stand behind this.
        for over in (job.succeeded, job.refused, job.cancelled, job.crashed, job.finished):
            over.connect(self._finish)

    def _show_progress(self, done: int, total: int, text: str) -> None:
        self._bar.setMaximum(total)
        self._bar.setValue(done)
        if text:
            self._text.setText(text)

    def _ask_to_stop(self) -> None:
        self._cancel.setEnabled(False)
        self._text.setText("正在停止，已做的部分会全部撤回…")
        self._job.cancel()

    def _finish(self, *_outcome: object) -> None:
        self._timer.stop()
        self.done(0)
        self.deleteLater()

    def reject(self) -> None:
        """Escape asks the job to stop; the dialog goes when it has."""
        self._ask_to_stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is asking to stop."""
        event.ignore()
        self._ask_to_stop()
