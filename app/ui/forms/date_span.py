"""First and last day belong together: the end follows the start, and is never before it."""

import datetime
from collections.abc import Callable

from app.ui.forms.day_edit import DayEdit


class DateSpan:
    """The end keeps its distance to the start; `say` gets what is wrong with it, or nothing."""

    def __init__(self, start: DayEdit, end: DayEdit, say: Callable[[str], object]) -> None:
        self._start, self._end, self._say = start, end, say
        self._length = datetime.timedelta()
        self._moving = False
        start.textChanged.connect(lambda _text: self._start_changed())
        end.textChanged.connect(lambda _text: self._end_changed())
        end.settled.connect(self._check)
        start.settled.connect(self._check)

    def keep_length(self, days: int) -> None:
        """So many days after the first one, from now on."""
        self._length = datetime.timedelta(days=max(0, days))

    def _start_changed(self) -> None:
        first = _day(self._start)
        if first is None or self._moving:
            return
        self._moving = True
        self._end.after = first.isoformat()
        self._end.setText((first + self._length).isoformat())
        self._end.setCursorPosition(0)
        self._moving = False
        self._say("")

    def _end_changed(self) -> None:
        first, last = _day(self._start), _day(self._end)
        if not self._moving and first is not None and last is not None and last >= first:
            self._length = last - first

    def _check(self) -> None:
        first, last = _day(self._start), _day(self._end)
        wrong = first is not None and last is not None and last < first
        self._say("结束日期早于开始日期，请改正" if wrong else "")


def _day(edit: DayEdit) -> datetime.date | None:
    found = edit.understood().value
    return datetime.date.fromisoformat(found) if found else None
