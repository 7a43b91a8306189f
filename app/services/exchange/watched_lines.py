"""The lines of a package as they pass by: progress is told, the sender's latest clock is kept."""

from collections.abc import Iterator
from typing import Any

from app.data.exchange.records import FACTS
from app.domain.progress import Progress
from app.exchange.package import Package


class WatchedLines:
    """Iterate once; afterwards `latest_clock` is the newest stamp that the sender itself made
    and `latest_operator` who made it."""

    def __init__(self, package: Package, progress: Progress) -> None:
        self._package = package
        self._progress = progress
        self.latest_clock = 0
        self.latest_operator = ""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        total = self._package.header.rows
        for number, line in enumerate(self._package, start=1):
            self._progress.step(number, total, "正在接收")
            self._watch(line)
            yield line

    def _watch(self, line: dict[str, Any]) -> None:
        # Nothing here has been checked yet; what has another shape is refused by its reader.
        own = self._package.header.incarnation
        facts, by = line.get(FACTS), line.get("by")
        if isinstance(facts, list):
            stamps = [row[1:6] for row in facts if isinstance(row, list)]
        else:
            stamps = [by[:5]] if isinstance(by, list) else []
        made = [(s[2], s[4]) for s in stamps if len(s) == 5 and s[0] == own and type(s[2]) is int]
        if made and (newest := max(made, key=lambda one: one[0]))[0] > self.latest_clock:
            self.latest_clock = newest[0]
            self.latest_operator = str(newest[1])
