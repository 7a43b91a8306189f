"""Jobs end in exactly one way, whatever happens to them, and nothing is lost."""

import itertools
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError, InvalidInput
from app.domain.masking import without_personal_data
from app.domain.progress import Progress
from app.ui.jobs.crash import crash_of
from app.ui.jobs.progress_dialog import ProgressDialog
from app.ui.jobs.runner import Job, JobRunner

NAME, NUMBER = "张三", "110101199003070012"
ENDINGS = ("succeeded", "refused", "crashed", "cancelled")


def count(progress: Progress, to: int = 3) -> int:
    for number in range(to):
        progress.step(number + 1, to, f"第 {number + 1} 行")
    return to


def refuse(progress: Progress) -> None:
    raise AppError("没有这样的文件。", "请重新选择。", code="E-9")


def refuse_values(progress: Progress) -> None:
    raise InvalidInput({"name": "请填写姓名"})


def crash(progress: Progress) -> None:
    raise ValueError("行 7 的 " + NAME + NUMBER)


def plus_nothing(number: int, progress: Progress) -> int:
    return number


def endless(progress: Progress) -> None:
    number = 0
    while True:
        number += 1
        progress.step(number, 1_000_000_000)


def deaf(progress: Progress) -> None:
    progress.step(0, 1)
    while True:
        time.sleep(0.05)


def die(progress: Progress) -> None:
    os._exit(3)


def full(progress: Progress) -> None:
    raise OSError(28, "no space left on device", "/名单.pdf")


def killed(progress: Progress) -> None:
    os.kill(os.getpid(), 9)


def which(progress: Progress) -> int:
    return os.getpid()


@pytest.fixture
def runner() -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.stop_all()


def ending_of(qtbot: QtBot, job: Job, cancel: bool = False) -> tuple[str, object]:
    seen: list[tuple[str, object]] = []
    for name in ENDINGS:
        getattr(job, name).connect(lambda *payload, n=name: seen.append((n, *payload, None)[:2]))
    if cancel:
        job.progressed.connect(lambda *_: job.cancel())
    with qtbot.waitSignal(job.finished, timeout=20_000):
        pass
    assert len(seen) == 1, seen
    return seen[0]


@pytest.mark.parametrize("way", ["start", "start_process"])
@pytest.mark.parametrize(
    ("work", "expected"), [(count, "succeeded"), (refuse, "refused"), (crash, "crashed")]
)
def test_each_job_ends_once(
    qtbot: QtBot, runner: JobRunner, way: str, work: object, expected: str
) -> None:
    kind, payload = ending_of(qtbot, getattr(runner, way)(work))
    assert kind == expected
    if kind == "succeeded":
        assert payload == 3
    if kind == "refused":
        assert isinstance(payload, AppError)
        assert (payload.message, payload.hint, payload.code) == (
            "没有这样的文件。",
            "请重新选择。",
            "E-9",
        )
    assert not runner.busy


@pytest.mark.parametrize("way", ["start", "start_process"])
def test_what_the_system_refuses_is_told_in_words(
    qtbot: QtBot, runner: JobRunner, way: str
) -> None:
    kind, payload = ending_of(qtbot, getattr(runner, way)(full))
    assert kind == "refused"
    assert isinstance(payload, AppError)
    assert "空间不足" in payload.message
    assert "/名单.pdf" in payload.message


def test_a_child_that_was_killed_from_outside_is_no_bug(qtbot: QtBot, runner: JobRunner) -> None:
    kind, payload = ending_of(qtbot, runner.start_process(killed))
    assert kind == "refused"
    assert isinstance(payload, AppError)
    assert "中途被结束" in payload.message
    assert ending_of(qtbot, runner.start_process(count)) == ("succeeded", 3)


def test_no_process_to_be_had_is_told_in_words(
    qtbot: QtBot, runner: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(11, "resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refused)
    kind, payload = ending_of(qtbot, runner.start_process(count))
    assert kind == "refused"
    assert isinstance(payload, AppError)
    assert "没有启动起来" in payload.message


@pytest.mark.parametrize("way", ["start", "start_process"])
def test_cancelled(qtbot: QtBot, runner: JobRunner, way: str) -> None:
    assert ending_of(qtbot, getattr(runner, way)(endless), cancel=True)[0] == "cancelled"


def test_a_child_that_does_not_listen_is_ended(
    qtbot: QtBot, runner: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.jobs.child.GRACE", 0.1)
    assert ending_of(qtbot, runner.start_process(deaf), cancel=True)[0] == "cancelled"


def test_a_child_that_dies_is_a_crash(qtbot: QtBot, runner: JobRunner) -> None:
    kind, payload = ending_of(qtbot, runner.start_process(die))
    assert kind == "crashed"
    assert "3" in payload.details  # type: ignore[attr-defined]


def test_the_next_call_finds_the_process_of_the_last(qtbot: QtBot, runner: JobRunner) -> None:
    _, first = ending_of(qtbot, runner.start_process(which))
    assert ending_of(qtbot, runner.start_process(refuse))[0] == "refused"
    assert ending_of(qtbot, runner.start_process(endless), cancel=True)[0] == "cancelled"
    assert ending_of(qtbot, runner.start_process(which)) == ("succeeded", first)
    assert ending_of(qtbot, runner.start_process(count)) == ("succeeded", 3)
    runner.stop_all()
    qtbot.waitUntil(lambda: not multiprocessing.active_children(), timeout=20_000)


def test_two_calls_at_once_have_a_process_each(qtbot: QtBot, runner: JobRunner) -> None:
    long = runner.start_process(endless)
    with qtbot.waitSignal(long.progressed, timeout=20_000):
        pass
    assert ending_of(qtbot, runner.start_process(count)) == ("succeeded", 3)
    with qtbot.waitSignal(long.cancelled, timeout=20_000):
        long.cancel()


@pytest.mark.parametrize(
    ("setting", "value"), [("SHORT", 0.0), ("KEPT", 0.0)], ids=["long-call", "long-idle"]
)
def test_a_process_is_not_kept_for_ever(
    qtbot: QtBot, runner: JobRunner, monkeypatch: pytest.MonkeyPatch, setting: str, value: float
) -> None:
    monkeypatch.setattr(f"app.ui.jobs.child.{setting}", value)
    _, first = ending_of(qtbot, runner.start_process(which))
    kind, second = ending_of(qtbot, runner.start_process(which))
    assert kind == "succeeded"
    assert first != second


def test_after_a_process_died_the_next_call_has_another(qtbot: QtBot, runner: JobRunner) -> None:
    ending_of(qtbot, runner.start_process(which))
    assert ending_of(qtbot, runner.start_process(die))[0] == "crashed"
    assert ending_of(qtbot, runner.start_process(count)) == ("succeeded", 3)


def test_a_kept_process_that_was_killed_is_noticed(qtbot: QtBot, runner: JobRunner) -> None:
    _, first = ending_of(qtbot, runner.start_process(which))
    (process,) = [p for p in multiprocessing.active_children() if p.pid == first]
    process.terminate()
    process.join()
    assert ending_of(qtbot, runner.start_process(count)) == ("succeeded", 3)


def test_invalid_input_keeps_its_fields_across_processes(qtbot: QtBot, runner: JobRunner) -> None:
    _kind, payload = ending_of(qtbot, runner.start_process(refuse_values))
    assert isinstance(payload, InvalidInput)
    assert payload.problems == {"name": "请填写姓名"}


def test_a_crash_tells_where_but_not_whose(qtbot: QtBot, runner: JobRunner) -> None:
    _kind, payload = ending_of(qtbot, runner.start(crash))
    details = payload.details  # type: ignore[attr-defined]
    assert "in crash" in details
    assert NAME not in details
    assert NUMBER not in details


def test_four_hundred_jobs_lose_nothing(qtbot: QtBot, runner: JobRunner) -> None:
    results: list[int] = []
    for number in range(400):
        runner.start(partial(plus_nothing, number)).succeeded.connect(results.append)
    qtbot.waitUntil(lambda: not runner.busy, timeout=10_000)
    assert results == list(range(400))


def test_closing_stops_everything(qtbot: QtBot, runner: JobRunner) -> None:
    job = runner.start(endless)
    with qtbot.waitSignal(job.cancelled):
        runner.stop_all()
    assert not runner.busy


def test_what_was_done_while_the_window_closes_opens_nothing(
    qtbot: QtBot, runner: JobRunner
) -> None:
    """Printing begins with reading; its result would lay out and show a preview."""
    opened: list[object] = []

    def open_next(_outcome: object) -> None:
        runner.start(count).succeeded.connect(opened.append)

    job = runner.start(lambda _progress: time.sleep(0.2))
    job.succeeded.connect(open_next)
    with qtbot.waitSignal(job.finished):
        runner.stop_all()
    assert opened == []
    assert not runner.busy
    assert ending_of(qtbot, runner.start(count)) == ("succeeded", 3), "a window that stays goes on"


def length(rows: list[tuple[str, ...]], progress: Progress) -> int:
    return len(rows)


def test_a_county_is_handed_over_without_a_pause(qtbot: QtBot, runner: JobRunner) -> None:
    """60,000 rows: starting the process, packing and sending are not for the window's thread."""
    rows = [tuple(f"{n}行的第{c}列" for c in range(9)) for n in range(60_000)]
    beats: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(2)
    beats.append(time.perf_counter())
    job = runner.start_process(length, rows=rows)
    beats.append(time.perf_counter())
    assert ending_of(qtbot, job) == ("succeeded", 60_000)
    pauses = [after - before for before, after in itertools.pairwise(beats)]
    assert max(pauses) < 0.25, "0.05 on a quiet machine; a second and more when it is not so"


@pytest.mark.parametrize("after", [0.0, 0.1, 0.4])
def test_a_call_is_cancelled_before_it_has_begun(
    qtbot: QtBot, runner: JobRunner, monkeypatch: pytest.MonkeyPatch, after: float
) -> None:
    monkeypatch.setattr("app.ui.jobs.child.GRACE", 5.0)
    job = runner.start_process(endless)
    QTimer.singleShot(int(after * 1000), job.cancel)
    assert ending_of(qtbot, job)[0] == "cancelled"
    assert ending_of(qtbot, runner.start_process(count)) == ("succeeded", 3)


def test_what_cannot_be_handed_over_is_told(qtbot: QtBot, runner: JobRunner) -> None:
    assert ending_of(qtbot, runner.start_process(length, rows=[lambda: 1]))[0] == "crashed"


def test_numbers_and_names_are_blanked() -> None:
    assert without_personal_data("KeyError: '李娟 13900000000'") == "KeyError: '… #'"


def test_the_cause_is_told() -> None:
    error = ValueError("b")
    error.__cause__ = KeyError("a")
    assert "Caused by KeyError" in crash_of(error).details


def test_this_build_of_qt_keeps_its_references(qtbot: QtBot, runner: JobRunner) -> None:
    """PySide6 6.12 on Python 3.11 loses a reference to None and True at each emit, then aborts."""
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(300):
        job = Job(runner)
        job.succeeded.connect(lambda _r: None)
        job.succeeded.emit(None)
        job.succeeded.emit(True)
        job.deleteLater()
    assert sys.getrefcount(None) > before[0] - 100
    assert sys.getrefcount(True) > before[1] - 100


def test_the_progress_window_is_gone_before_anybody_opens_the_result(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    runner = JobRunner()
    go = threading.Event()

    def waits(_progress: Progress) -> int:
        go.wait(20)
        return 1

    job = runner.start(waits)
    dialog = ProgressDialog(job, "正在排版", window)
    qtbot.waitUntil(dialog.isVisible)
    seen: list[bool] = []
    job.succeeded.connect(lambda _outcome: seen.append(dialog.isVisible()))
    with qtbot.waitSignal(job.finished):
        go.set()
    assert seen == [False]
