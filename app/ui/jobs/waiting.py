"""Waiting for a job while the window goes on being drawn; what it read is wiped afterwards."""

from PySide6.QtCore import QEventLoop

from app.ui.jobs.runner import Job


def wait_for(job: Job) -> None:
    """Come back when the job has ended, one way or another."""
    loop = QEventLoop()
    for ended in (job.succeeded, job.refused, job.cancelled, job.crashed):
        ended.connect(lambda *_: loop.quit())
    loop.exec()
