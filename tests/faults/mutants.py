"""Break the exchange on purpose and see whether the tests notice: `python -m tests.faults.mutants`.

Every mutant is put into a copy of the tree, never into the tree itself. Prints a table for
RESULTS.md; `--only TEXT` takes those whose name holds it, `--authority` those of who may say what,
`--list` only names them and checks that they still fit the source. The exit code is 1 when more
than one in twenty survives.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.mutant import Mutant
from tests.faults.mutants_authority import AUTHORITY
from tests.faults.mutants_list import MUTANTS
from tests.faults.mutants_ownership import OWNERSHIP

ROOT = Path(__file__).parents[2]
COPIED = ("app", "tests", "resources", "tools")
FILES = ("dev.py", "pyproject.toml", "requirements.lock")
FAILED, PASSED = 1, 0
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
SURVIVORS_ALLOWED = 20
LONGEST = 400
"""Seconds of processor time; some mutants make two sites send each other the same things for ever.
By the clock on the wall a busy machine would be taken for a test that never ends."""
_NO_SHRINKING = """

from hypothesis import Phase

settings.register_profile("mutants", settings(), phases=[Phase.explicit, Phase.generate])
settings.load_profile("mutants")
"""
"""That a counterexample exists is enough; the smallest one takes minutes to find."""


@dataclass(frozen=True)
class Verdict:
    """What the tests said to one mutant; `caught_by` is empty when it survived."""

    mutant: Mutant
    caught_by: str
    trouble: str = ""


class Copy:
    """The copy that mutants are put into, one at a time."""

    def __init__(self, source: Path, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            ignored = shutil.ignore_patterns("__pycache__", "roster_corpus")
            shutil.copytree(source / name, folder / name, ignore=ignored)
        for name in FILES:
            shutil.copy(source / name, folder / name)
        conftest = folder / "tests" / "conftest.py"
        conftest.write_text(conftest.read_text("utf-8") + _NO_SHRINKING, "utf-8")
        self._moment = time.time() + 10

    def write(self, file: str, text: str) -> None:
        """Write a file so that a compiled copy of the text before is not taken for it."""
        path = self.folder / file
        path.write_text(text, "utf-8")
        self._moment += 10
        os.utime(path, (self._moment, self._moment))

    def test(self, chosen: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run tests in the copy until the first failure."""
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *chosen],
            cwd=self.folder,
            capture_output=True,
            text=True,
            preexec_fn=_end_some_time,
            env={**os.environ, "PYTHONPATH": str(self.folder), "QT_QPA_PLATFORM": "offscreen"},
        )


def _end_some_time() -> None:
    import resource  # Linux and macOS only

    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST + 10))


def misfits(root: Path = ROOT) -> list[str]:
    """Mutants whose source has moved: they prove nothing until they are adapted."""
    found = []
    for mutant in MUTANTS:
        for file, old, _ in mutant.patches:
            times = (root / file).read_text("utf-8").count(old)
            if times != 1:
                found.append(f"{mutant.name}: {file} holds it {times} times: {old.strip()!r}")
    return found


def judge(copy: Copy, mutant: Mutant) -> Verdict:
    """Put one mutant in, test, take it out."""
    before = {file: (copy.folder / file).read_text("utf-8") for file, _, _ in mutant.patches}
    texts = dict(before)
    for file, old, new in mutant.patches:
        texts[file] = texts[file].replace(old, new)
    for file, text in texts.items():
        copy.write(file, text)
    try:
        done = copy.test(mutant.tests)
    finally:
        for file, text in before.items():
            copy.write(file, text)
    if done.returncode == PASSED:
        return Verdict(mutant, "")
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return Verdict(mutant, f"{mutant.tests[0]} (never ends)")
    found = _FAILED.search(done.stdout)
    if done.returncode != FAILED or found is None:
        return Verdict(mutant, "", f"pytest exit {done.returncode}: {done.stdout[-600:]}")
    return Verdict(mutant, found[1])


def broken_tests(copy: Copy, mutants: Sequence[Mutant]) -> str:
    """What fails without any mutant; then nothing below would mean anything."""
    chosen = sorted({test for mutant in mutants for test in mutant.tests})
    done = copy.test(chosen)
    return "" if done.returncode == PASSED else done.stdout[-2000:]


def table(verdicts: Sequence[Verdict]) -> str:
    """The summary in the form of RESULTS.md."""
    lines = ["| mutant | caught by |", "|---|---|"]
    for verdict in verdicts:
        told = f"`{verdict.caught_by}`" if verdict.caught_by else "**survived**"
        lines.append(f"| {verdict.mutant.name} | {'**broken**' if verdict.trouble else told} |")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Judge the chosen mutants one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--authority", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--unproved", action="store_true", help="skip the run without a mutant")
    given = parser.parse_args(arguments)
    if wrong := misfits():
        print("these mutants no longer fit the source:", *wrong, sep="\n  ")
        return 2
    among = (*AUTHORITY, *OWNERSHIP) if given.authority else MUTANTS
    chosen = [mutant for mutant in among if given.only in mutant.name]
    if given.list:
        print(*(mutant.name for mutant in chosen), sep="\n")
        return 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(ROOT, Path(folder) / "tree")
        if not given.unproved and (broken := broken_tests(copy, chosen)):
            print("the tests fail without any mutant:", broken, sep="\n")
            return 2
        verdicts = []
        for mutant in chosen:
            verdicts.append(judge(copy, mutant))
            print(verdicts[-1].caught_by or verdicts[-1].trouble or "SURVIVED", mutant.name)
            sys.stdout.flush()
    survived = [v for v in verdicts if not v.caught_by]
    print("", table(verdicts), "", sep="\n")
    caught = len(verdicts) - len(survived)
    print(f"{caught} of {len(verdicts)} caught in {time.monotonic() - began:.0f} s")
    return 1 if len(survived) * SURVIVORS_ALLOWED > len(verdicts) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
