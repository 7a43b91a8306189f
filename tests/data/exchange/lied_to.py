"""A county and two townships, of which one lies: what each of them has that a lie may be about."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.services.store import Store
from tests.builders import (
    MadeClass,
    enrol,
    hand_over,
    make_class,
    make_county,
    make_member,
    make_organization,
    make_store,
    mark,
)


@dataclasses.dataclass
class County:
    """A county with a class of its own, and two townships with a class each."""

    folder: Path
    county: Store
    liar: Store
    other: Store
    own: bytes = b""
    own_branch: bytes = b""
    foreign: bytes = b""
    foreign_branch: bytes = b""
    countys: MadeClass | None = None
    liars: MadeClass | None = None
    others: MadeClass | None = None
    foreign_mark: bytes = b""
    countys_mark: bytes = b""

    def exchange(self) -> None:
        """Everybody reports, everybody is told."""
        for _ in range(2):
            for town in (self.liar, self.other):
                hand_over(town, self.county, self.folder)
                hand_over(self.county, town, self.folder)


@contextmanager
def prepared_county(folder: Path) -> Iterator[County]:
    """All three, each with people and a class, and all of them at rest."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XUEJI_HOME", str(folder / "home"))
    patch.setattr("app.data.keyslots.MEMORY_KIB", 32)
    patch.setattr("app.data.keyslots.PASSES", 1)
    made = County(
        folder, make_county(folder), make_store(folder, "青山镇"), make_store(folder, "白水镇")
    )
    for town in (made.liar, made.other):
        enrol(made.county, town, folder)
    made.own_branch = make_organization(made.liar)
    made.foreign_branch = make_organization(made.other, "白水村党支部")
    made.own = make_member(made.liar, made.own_branch, phone="13800000001")
    made.foreign = make_member(made.other, made.foreign_branch, phone="13800000002")
    made.liars = make_class(made.liar, [made.own])
    made.others = make_class(made.other, [made.foreign])
    made.foreign_mark = mark(made.other, made.others.sessions[0], made.foreign)
    made.exchange()
    made.countys = make_class(made.county, [made.own, made.foreign])
    made.countys_mark = mark(made.county, made.countys.sessions[0], made.own)
    made.exchange()
    yield made
    for store in (made.county, made.liar, made.other):
        store.close()
    patch.undo()
