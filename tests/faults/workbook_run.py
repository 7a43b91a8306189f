"""Forty files made to hurt and four hundred damaged rosters: `python -m tests.faults.workbook_run`.

Each is read as the window and the command line read it: within 512 MB and 60 s, and of a damaged
roster nobody is lost without a word. Linux; half an hour. Prints tables for RESULTS.md.
"""

import argparse
import io
import os
import random
import resource
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.data.imports.reader_bounds import MEMORY, SECONDS
from app.domain.errors import AppError
from app.services.rosters import read_roster_file
from tests.faults.hostile_workbooks import HOSTILE
from tests.roster_corpus.files import text, xls, xlsx
from tests.roster_corpus.people import people
from tests.roster_corpus.shapes import HEADER, TITLE, line, roster

PEOPLE = 70
TO_START = 10
"""Seconds that a process takes to begin and to end on a machine with other work."""
PARENTS_SHARE = 300 << 20


@dataclass(frozen=True)
class Reading:
    """How one file was read: what came of it, the time, and the most memory of either process."""

    outcome: str
    people: int
    warned: bool
    seconds: float
    reader: int
    program: int

    @property
    def bounded(self) -> bool:
        """Whether it kept within the bounds."""
        return (
            self.seconds <= SECONDS + TO_START
            and self.reader <= MEMORY
            and self.program <= PARENTS_SHARE
            and not self.outcome.startswith("!")
        )


def read(path: Path) -> Reading:
    """Read one file in a process of its own, so that what it took can be told."""
    ours, theirs = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(ours)
        os.write(theirs, _read_and_tell(path).encode())
        os._exit(0)
    os.close(theirs)
    told = b""
    while piece := os.read(ours, 4096):
        told += piece
    os.close(ours)
    _, status = os.waitpid(child, 0)
    seconds = time.monotonic() - began
    if status or not told:
        return Reading(f"!the program died: {status}", 0, False, seconds, 0, 0)
    outcome, number, warned, reader, program = told.decode().split("\t")
    return Reading(outcome, int(number), warned == "1", seconds, int(reader), int(program))


def _read_and_tell(path: Path) -> str:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    number, warned = 0, False
    signal.alarm(3 * SECONDS)
    try:
        found = read_roster_file(path)
        number = sum(len(sheet.rows) for sheet in found.sheets)
        warned = bool(found.warnings)
        outcome = "read"
    except AppError as error:
        outcome = f"refused: {error.code}"
    except BaseException as error:  # noqa: BLE001 - a finding like any other
        outcome = f"!{type(error).__name__}: {error}".replace("\t", " ")
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
    program = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10
    return f"{outcome}\t{number}\t{int(warned)}\t{reader}\t{program}"


def _rows() -> list[Sequence[object]]:
    lines = [line(number, person) for number, person in enumerate(people(PEOPLE), 1)]
    return [[TITLE], HEADER, *lines]


def _web_page() -> bytes:
    cells = ("".join(f"<td>{cell or ''}</td>" for cell in row) for row in _rows())
    rows = "".join(f"<tr>{row}</tr>" for row in cells)
    return f'<html><meta charset="utf-8"><body><table>{rows}</table></body></html>'.encode()


def _flipped(data: bytes, chance: random.Random) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) // 4, len(data))]


def _replaced(data: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(data)), chance.randrange(1, 400)
    return data[:at] + chance.randbytes(length) + data[at + length :]


def _taken_out(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randrange(1, 400) :]


HARMS = (_flipped, _cut, _replaced, _taken_out)


def _inside(data: bytes, chance: random.Random) -> bytes:
    """One part of the archive harmed, and the archive packed anew around it."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(memory, "w") as target:
        parts = source.namelist()
        chosen = chance.choice([name for name in parts if "sheet" in name or "hared" in name])
        for name in parts:
            content = source.read(name)
            harmed = chance.choice(HARMS)(content, chance) if name == chosen else content
            target.writestr(name, harmed)
    return memory.getvalue()


def _harmed(data: bytes, chance: random.Random) -> bytes:
    return chance.choice(HARMS)(data, chance)


Kind = tuple[str, str, Callable[[], bytes], Callable[[bytes, random.Random], bytes], int]


def kinds() -> list[Kind]:
    """What is damaged, how, and its share of four hundred."""
    everybody = roster(*_rows()[2:])  # type: ignore[arg-type]
    return [
        ("binary workbook", ".xls", lambda: xls(everybody), _harmed, 160),
        ("workbook, one part", ".xlsx", lambda: xlsx(everybody), _inside, 100),
        ("workbook, the archive", ".xlsx", lambda: xlsx(everybody), _harmed, 60),
        ("web page", ".xls", _web_page, _flipped, 40),
        ("text", ".csv", lambda: text(_rows(), "gb18030"), _flipped, 40),  # type: ignore[arg-type]
    ]


def hostile(folder: Path, only: int) -> list[tuple[str, Reading]]:
    """Read what was made to hurt."""
    found = []
    names = list(HOSTILE)
    for name in names[:: max(1, len(names) // only)] if only else names:
        suffix, make = HOSTILE[name]
        path = folder / f"名册{suffix}"
        path.write_bytes(make())
        found.append((name, read(path)))
        path.unlink()
    return found


def damaged(folder: Path, share: float, seed: int) -> list[tuple[str, Reading]]:
    """Read rosters of PEOPLE people that were damaged."""
    found = []
    for name, suffix, make, harm, number in kinds():
        good, chance = make(), random.Random(f"{seed} {name}")
        for _ in range(max(1, round(number * share))):
            path = folder / f"名册{suffix}"
            path.write_bytes(harm(good, chance))
            found.append((name, read(path)))
    return found


def lost(reading: Reading) -> bool:
    """Whether somebody is missing and nothing says so."""
    return reading.outcome == "read" and reading.people < PEOPLE and not reading.warned


def main(arguments: Sequence[str]) -> int:
    """Read, print, and say by the exit code whether all was well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hostile", type=int, default=0, help="so many of them; 0: all")
    parser.add_argument("--share", type=float, default=1.0, help="of four hundred damaged ones")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bad, broken = hostile(folder, given.hostile), damaged(folder, given.share, given.seed)
    print("| made to hurt | outcome | s | MB |\n|---|---|---|---|")
    for name, one in bad:
        print(f"| {name} | {one.outcome} | {one.seconds:.0f} | {one.reader >> 20} |")
    print(
        "\n| damaged | files | read whole | said | refused | lost in silence |\n"
        "|---|---|---|---|---|---|"
    )
    for name in dict.fromkeys(name for name, _ in broken):
        mine = [one for kind, one in broken if kind == name]
        ends = Counter(_end(one) for one in mine)
        cells = " | ".join(str(ends[end]) for end in ("whole", "said", "refused", "lost"))
        print(f"| {name} | {len(mine)} | {cells} |")
    wrong = [f"{name}: {one}" for name, one in [*bad, *broken] if not one.bounded]
    wrong += [f"{name}: lost {one}" for name, one in broken if lost(one)]
    print(*wrong, sep="\n")
    print(f"{len(bad)} made to hurt, {len(broken)} damaged, seed {given.seed}: {len(wrong)} wrong")
    return 1 if wrong else 0


def _end(reading: Reading) -> str:
    if reading.outcome != "read":
        return "refused"
    if lost(reading):
        return "lost"
    return "whole" if reading.people >= PEOPLE else "said"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
