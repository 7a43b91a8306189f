"""The power fails at every moment of seven stories: `python -m tests.faults.power_run`.

Needs Linux with strace. Prints a table for RESULTS.md; the exit code is 1 when anything was lost.
"""

import argparse
import hashlib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.data import keyslots
from app.files import placing, swapping
from tests.faults.power_flows import ACK, FLOWS, Flow, Recorded, Seen, watched
from tests.faults.power_model import MODELS, Content, Disk, content_of
from tests.faults.syscalls import reason_why_not

SHARED_MEMORY = Path("/dev/shm")


@dataclass
class Tally:
    """What was found in one story under one model."""

    flow: str
    model: str
    states: int = 0
    different: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """For RESULTS.md."""
        wrong = sum(self.wrong.values())
        return f"| {self.flow} | {self.model} | {self.states} | {self.different} | {wrong} |"


def faithful(recorded: Recorded) -> list[str]:
    """Which files the recording tells otherwise than they lie there after the run."""
    disk = Disk(MODELS[0], recorded.begun)
    for op in recorded.ops:
        disk.do(op)
    told, there = disk.now(), content_of(recorded.folder)
    names = {name for name in {*told, *there} if not name.endswith("-shm")}
    return sorted(name for name in names if told.get(name) != there.get(name))


def milestones(recorded: Recorded) -> list[Seen]:
    """What is there each time something was told to the user, when no power fails."""
    disk = Disk(MODELS[0], recorded.begun)
    found = []
    for number, op in enumerate(recorded.ops):
        disk.do(op)
        if number in recorded.told:
            found.append(recorded.look(disk.now()))
    return found


def fail(
    recorded: Recorded, stones: Sequence[Seen], model: str, chance: random.Random, states: int
) -> Tally:
    """Let the power fail so many times between the first thing told and the end."""
    tally = Tally(recorded.flow.name, model)
    moments = Counter(_moments(recorded, states, chance))
    known: dict[tuple[int, bytes], Seen] = {}
    disk, told = Disk(model, recorded.begun), 0
    for number, op in enumerate(recorded.ops):
        for _ in range(moments[number]):
            content = disk.after_power_failed(chance)
            key = told, _mark(content)
            if key not in known:
                known[key] = recorded.look(content)
                tally.different += 1
            tally.states += 1
            _judge(tally, known[key], stones, told, f"before {number} {op.kind.value} {op.name}")
        disk.do(op)
        told += number in recorded.told
    return tally


def _moments(recorded: Recorded, states: int, chance: random.Random) -> list[int]:
    """Every call is one, as far as there are so many states; the rest by chance."""
    first, last = recorded.told[0] + 1, len(recorded.ops)
    each = list(range(first, last))
    if states < len(each):
        return sorted(chance.sample(each, states))
    return [*each, *(chance.randrange(first, last) for _ in range(states - len(each)))]


def _mark(content: Content) -> bytes:
    found = hashlib.sha256()
    for name in sorted(content):
        if name != ACK and not name.endswith("-shm"):
            found.update(f"{name}\0{len(content[name])}\0".encode("utf-8", "surrogateescape"))
            found.update(content[name])
    return found.digest()


def _judge(tally: Tally, seen: Seen, stones: Sequence[Seen], told: int, where: str) -> None:
    """As it was when something was told last, or as it was to be told next; nothing else."""
    words = list(seen.problems)
    around = [stone.state for stone in stones[told - 1 : told + 1]]
    if not words and seen.state not in around:
        lost = [number for number, stone in enumerate(stones) if stone.state == seen.state]
        words = [f"as it was at {lost}, told {told - 1}" if lost else f"between: {seen.state}"]
    for word in words[:1]:
        tally.wrong[word] += 1
        if len(tally.examples) < 12:
            tally.examples.append(f"{where}: {word}")


def story(flow: Flow, folder: Path, seed: int, states: int) -> list[Tally]:
    """One story under both models.

    Raises:
        AssertionError: the recording or an undisturbed run is wrong.
    """
    recorded = watched(flow, folder / "work", folder / "strace.log")
    assert faithful(recorded) == [], faithful(recorded)
    (folder / "strace.log").unlink()
    stones = milestones(recorded)
    assert not [stone for stone in stones if stone.problems], stones
    assert len({stone.state for stone in stones}) > 1, "nothing was done"
    return [
        fail(recorded, stones, model, random.Random(f"{seed} {flow.name} {model}"), states)
        for model in MODELS
    ]


def main(arguments: Sequence[str]) -> int:
    """Visit, print, and say by the exit code whether all was well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, default=2500, help="of each story in each model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="a story")
    parser.add_argument("--unflushed", action="store_true", help="as if nothing were flushed")
    given = parser.parse_args(arguments)
    keyslots.MEMORY_KIB, keyslots.PASSES = 32, 1
    if given.unflushed:
        for module in (placing, swapping):
            vars(module)["flush"] = lambda _path: None
    began, tallies = time.process_time(), []
    place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        if reason := reason_why_not(Path(folder)):
            print(f"skipped: {reason}")
            return 0
        print("| story | model | states | different | wrong |\n|---|---|---|---|---|")
        for number, flow in enumerate(FLOWS):
            if given.only not in flow.name:
                continue
            own = Path(folder) / str(number)
            own.mkdir()
            for tally in story(flow, own, given.seed, given.states):
                tallies.append(tally)
                print(tally.line, flush=True)
    for tally in tallies:
        for word, count in tally.wrong.most_common(12):
            print(f"{tally.flow} {tally.model}: {count} × {word}")
        for example in tally.examples[:6]:
            print(f"    {example}")
    states, wrong = sum(t.states for t in tallies), sum(sum(t.wrong.values()) for t in tallies)
    print(f"{states} states, seed {given.seed}, {time.process_time() - began:.0f} s: {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
