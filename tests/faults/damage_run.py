"""Ten thousand and more damaged packages, each refused: `python -m tests.faults.damage_run`.

Prints a table for RESULTS.md; `--share N` makes an N-th of each kind, `--received N` hands so many
hostile ones to a real store. The exit code is 1 when one was taken that must not be, or was
refused otherwise than by a sentence of its own.
"""

import argparse
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.data import keyslots
from app.domain.errors import AppError
from tests.exchange.sites import opened
from tests.faults.damage_run_forged import forged
from tests.faults.damage_run_spoiled import Damaged, spoiled
from tests.peak_memory import peak_megabytes

MEMORY_MB = 400
_FIGURES = re.compile(r"\d+(\.\d+)?|“.*?”")


@dataclass
class Tally:
    """What became of the packages: codes by kind, a sentence by code, and what went wrong."""

    codes: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    sentences: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    joined: Counter[str] = field(default_factory=Counter)
    """Whose rows the packages changed that were joined."""

    @property
    def total(self) -> int:
        return sum(codes.total() for codes in self.codes.values())

    def note(self, kind: str, code: str) -> None:
        self.codes[kind][code] += 1

    def refused(self, kind: str, error: AppError) -> None:
        """A refusal must be a sentence with a hint, always the same one for a code."""
        self.note(kind, error.code)
        sentence = _FIGURES.sub("…", error.message)
        if not error.message.endswith("。") or not error.hint:
            self.wrong.append(f"{kind}: {error.code} says {error.message!r} {error.hint!r}")
        if self.sentences.setdefault(error.code, sentence) != sentence and len(error.code) > 5:
            self.wrong.append(f"{kind}: {error.code} has two sentences: {sentence}")

    def unclear(self) -> list[str]:
        """Codes that share a sentence."""
        shared = Counter(self.sentences.values())
        return [f"{code}: {text}" for code, text in self.sentences.items() if shared[text] > 1]


def look(many: Iterable[Damaged], tally: Tally) -> None:
    """Hand every package to the county of the vectors, and read to the end what it opens."""
    for number, (kind, data) in enumerate(many):
        try:
            for _ in opened(data):
                pass  # kept by nobody: the memory is that of opening alone
        except AppError as error:
            tally.refused(kind, error)
        except Exception as error:  # noqa: BLE001 - any other is a finding
            tally.wrong.append(f"{kind} {number}: {error!r}")
        else:
            tally.wrong.append(f"{kind} {number}: taken")


def all_damaged(share: int = 1) -> Iterator[Damaged]:
    """Everything that can be done to a file, and everything a hostile sender can make."""
    yield from spoiled(share)
    yield from forged(share)


def table(tally: Tally) -> str:
    """Kinds with their codes, and the codes with their sentences."""
    lines = ["| kind | packages | refused by |", "|---|---|---|"]
    for kind, codes in tally.codes.items():
        told = ", ".join(f"{code} ({n})" for code, n in sorted(codes.items()))
        lines.append(f"| {kind} | {codes.total()} | {told} |")
    lines += ["", "| code | sentence |", "|---|---|"]
    lines += [f"| {code} | {text} |" for code, text in sorted(tally.sentences.items())]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Make, hand over, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=int, default=1)
    parser.add_argument("--received", type=int, default=10**9)
    given = parser.parse_args(arguments)
    began, tally = time.monotonic(), Tally()
    look(all_damaged(given.share), tally)
    tried = tally.total
    memory = round(peak_megabytes())
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    with tempfile.TemporaryDirectory() as folder:
        from tests.faults.damage_run_received import hand_over

        hand_over(Path(folder), tally, given.received)
    wrong = tally.wrong + [f"shared sentence: {text}" for text in tally.unclear()]
    if memory > MEMORY_MB:
        wrong.append(f"{memory} MB of memory")
    print(table(tally), "", *wrong[:60], sep="\n")
    for whose, number in tally.joined.items():
        print(f"{number} packages joined at the store changed {whose}")
    print(
        f"{tried} opened, {tally.total - tried} handed to a store, {len(wrong)} wrong, "
        f"{memory} MB at most, {time.monotonic() - began:.0f} s"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
