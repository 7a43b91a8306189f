"""Hostile packages at a real county store: refused before a byte of it changes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from app.domain.errors import AppError
from app.services.exchange import receiving
from app.services.self_check import check_store
from tests.exchange.sites import known_keys
from tests.exchange.vectors import FOLDER
from tests.faults.damage_run_lines import aimed_lines, hostile_lines, hostile_manifests
from tests.faults.damage_run_spoiled import CHANGES, SEED, changed, cut
from tests.faults.damage_run_target import Target, prepare

if TYPE_CHECKING:
    from tests.faults.damage_run import Tally

Make = Callable[[], bytes]


def hand_over(folder: Path, tally: "Tally", limit: int) -> None:
    """Hand hostile packages to the county; what is refused must leave every table as it was."""
    target = prepare(folder)
    _replays(target, tally)
    many = list(_hostile(target))
    step = max(1, len(many) // max(1, limit))
    before = target.content()
    for number in range(0, len(many), step):
        kind, make = many[number]
        target.file.write_bytes(make())
        _hand_over(target, tally, kind, f"{kind} {number}")
        if target.content() != before:
            target.begin_again()
    target.county.close()


def _hand_over(target: Target, tally: "Tally", kind: str, what: str) -> None:
    before, foreign = target.content(), target.foreign()
    try:
        view = receiving.receive_package(target.county, target.file)
    except AppError as error:
        tally.refused(kind, error)
        if target.content() != before:
            tally.wrong.append(f"{what}: refused, and yet changed ({error.code})")
    except Exception as error:  # noqa: BLE001 - any other is a finding
        tally.wrong.append(f"{what}: {error!r}")
    else:
        # Only what the sender may say, strange as it is, is taken; the store stays whole.
        tally.note(kind, view.notice.code if view.notice else f"({view.state.name.lower()})")
        if view.state.applies and "odd" not in kind:
            tally.wrong.append(f"{what}: taken")
        if not view.state.applies and target.content() != before:
            tally.wrong.append(f"{what}: not applied, and yet changed")
        if view.state.applies:
            tally.joined[whose := foreign.changed() or "only the sender's own"] += 1
            if whose != "only the sender's own":
                tally.wrong.append(f"{what}: {whose[:300]}")
        for problem in check_store(target.county).problems:
            tally.wrong.append(f"{what}: {problem}")


def _replays(target: Target, tally: "Tally") -> None:
    """Doubled, older after newer, forked, far ahead: told apart, and nothing moves."""
    label, manifest, after = target.label, target.manifest, target.manifest["hi"]
    ahead = {**manifest, "lo": after + 5, "hi": after + 9}
    older = {**manifest, "lo": 0, "hi": 1}
    beyond = replace(label, sequence=label.sequence + 2)
    next_one = replace(label, sequence=label.sequence + 1, previous="7" * 64)
    _one(target, tally, "store: a gap before it", target.sealed(ahead, [], beyond))
    far = target.sealed(ahead, [], replace(label, sequence=2**53 - 1))
    _one(target, tally, "store: far ahead", far)
    target.file.write_bytes(target.package)
    receiving.receive_package(target.county, target.file)
    for kind, data in (
        ("store: replayed", target.package),
        ("store: an older number", target.sealed(older, [], replace(label, sequence=1))),
        ("store: a second of one number", target.sealed(manifest, target.lines[:-1], label)),
        ("store: after another history", target.sealed(manifest, [], next_one)),
    ):
        _one(target, tally, kind, data)
    target.begin_again()


def _one(target: Target, tally: "Tally", kind: str, data: bytes) -> None:
    target.file.write_bytes(data)
    _hand_over(target, tally, kind, kind)


def _hostile(target: Target) -> Iterator[tuple[str, Make]]:
    label, manifest, lines = target.label, target.manifest, target.lines
    for path in sorted(FOLDER.glob("*.bin")):
        yield "store: the kept vectors", path.read_bytes
    chance = Random(SEED)
    for _ in range(250):
        change = chance.choice([cut, *(change for change, _ in CHANGES.values())])
        yield "store: damaged", partial(changed, target.package, change, chance)
    stranger = replace(target.sender, keys=known_keys("stranger"))
    for number in range(20):
        forged = replace(label, sequence=label.sequence + number)
        make = partial(target.sealed_by, stranger, manifest, lines, forged)
        yield "store: forged with public keys", make
    for odd in hostile_manifests(manifest):
        yield "store: odd manifest, signed", partial(target.sealed, odd, lines, label)
    for several in aimed_lines(lines, target.others):
        yield (
            "store: odd line, aimed at others, signed",
            partial(target.sealed, manifest, several, label),
        )
    for several in hostile_lines(lines):
        yield "store: odd line, signed", partial(target.sealed, manifest, several, label)
