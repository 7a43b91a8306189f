"""Everything that can be seen, as pictures: `XUEJI_SCREENSHOTS=FOLDER python -m tests.ui.gallery`.

Every part in every state at every scale; then every page and dialog of both levels, with nobody,
one person and a thousand, for whoever may only look too, on the screens people have; every dialog
refused, and two sites that exchange. Half an hour on two cores. What is wanted can be named:
`pages --level county --page dashboard --rows 1000 --scale 1.25`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import NamedTuple

from tests.screen import screen_of, screenless

TASK_BAR = 40
SCREENS = (("1366x768", "1"), ("1366x768", "1.25"), ("1920x1080", "1.5"), ("1366x768", "2"))
LEVELS = ("township", "county")
ROWS = ("0", "1", "1000")
ROLES = ("负责人", "只看")
KINDS = ("parts", "pages", "dialogs", "exchange")


_LONGEST = 1200
"""Seconds after which a walk is taken for stuck."""


class Job(NamedTuple):
    """One process: a scale and a screen are set before Qt starts."""

    module: str
    size: tuple[int, int]
    scale: str
    arguments: tuple[str, ...] = ()

    def run(self) -> bool:
        """Whether all its pictures were made."""
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="xueji-gallery-") as home:
            screen = screen_of(Path(home), *self.size)
            environment = dict(
                os.environ,
                QT_SCALE_FACTOR=self.scale,
                XUEJI_HOME=home,
                QT_QPA_PLATFORM=screenless(screen),
                QT_LOGGING_RULES="qt.qpa.*=false",
            )
            command = [sys.executable, "-m", self.module, *self.arguments]
            try:
                done = subprocess.run(command, env=environment, timeout=_LONGEST).returncode == 0
            except subprocess.TimeoutExpired:
                done = False
        told = " ".join((self.module, f"×{self.scale}", *self.arguments))
        print(f"{'done' if done else 'FAILED'}: {told} {time.monotonic() - began:.0f} s")
        return done


def wanted_from(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.ui.gallery", description=__doc__)
    parser.add_argument("what", nargs="*", help=f"{'、'.join(KINDS)}; nothing: all")
    parser.add_argument("--level", choices=LEVELS, action="append")
    parser.add_argument("--page", action="append", help="a page's key, start, or class_room")
    parser.add_argument("--scale", action="append", help="1, 1.25, 1.5, 2 …")
    parser.add_argument("--screen", help="pixels of the device, as 1366x768; else the usual ones")
    parser.add_argument("--rows", choices=ROWS, action="append")
    parser.add_argument("--role", choices=ROLES, action="append")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at the same time")
    return parser.parse_args(words)


def screens_for(asked: argparse.Namespace) -> list[tuple[str, str]]:
    """Screen and scale of each walk."""
    if asked.screen:
        return [(asked.screen, scale) for scale in asked.scale or ["1"]]
    if asked.scale:
        usual = {scale: screen for screen, scale in SCREENS}
        return [(usual.get(scale, "1366x768"), scale) for scale in asked.scale]
    return list(SCREENS)


def jobs_for(asked: argparse.Namespace) -> Iterator[Job]:
    """Parts on a screen with room; all else below a task bar."""
    what = asked.what or KINDS
    if "parts" in what:
        for scale in asked.scale or [scale for _screen, scale in SCREENS]:
            room = (round(1366 * float(scale)), round(728 * float(scale)))
            yield Job("tests.ui.gallery_parts", room, scale)
    for screen, scale in screens_for(asked):
        wide, high = (int(number) for number in screen.split("x"))
        size = (wide, high - round(TASK_BAR * float(scale)))
        if "pages" in what:
            rows, pages = ",".join(asked.rows or ROWS), ",".join(asked.page or ())
            for level, role in product(asked.level or LEVELS, asked.role or ROLES):
                shown = rows if role == ROLES[0] else rows.split(",")[-1]
                yield Job("tests.ui.gallery_pages", size, scale, (level, shown, pages, role))
        for kind in ("dialogs", "exchange"):
            if kind in what:
                yield Job("tests.ui.gallery_dialogs", size, scale, (kind,))


def main(words: list[str]) -> int:
    asked = wanted_from(words)
    folder = os.environ.get("XUEJI_SCREENSHOTS")
    if not folder:
        print("XUEJI_SCREENSHOTS=FOLDER says where the pictures go")
        return 2
    with ThreadPoolExecutor(asked.jobs) as pool:
        done = list(pool.map(Job.run, jobs_for(asked)))
    print(f"{len(list(Path(folder).glob('*.png')))} pictures in {folder}")
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
