"""A county, two laptops of one township and a neighbour, with a place of each that rows can be
about: for the tests that walk every declared kind of row."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import orjson
import pytest

from app.data import location, ownership
from app.domain.entity import Entity, Scope
from app.services.exchange.package_view import PackageView
from app.services.store import Store
from tests.declaring import declared
from tests.every_entity import EVERYTHING, Place, make_place, make_tables, read
from tests.services.exchange.lying import Line, everything
from tests.services.exchange.quick_sites import (
    A1,
    A2,
    COUNTY,
    B,
    QuickSites,
    SitesTemplate,
    copied_sites,
    prepared_template,
)

ALL = frozenset((COUNTY, A1, A2, B))
WITH_A = frozenset((COUNTY, A1, A2))
WITH_B = frozenset((COUNTY, B))
NAMES = {COUNTY: "县", A1: "甲", B: "乙"}


@dataclass(frozen=True)
class EveryTemplate:
    """The stores that every test copies, at rest, and what rows about each site may name."""

    sites: SitesTemplate
    places: dict[int, Place]


@dataclass
class EverySites:
    """Copies of them, in which one kind of row is walked through."""

    quick: QuickSites
    places: dict[int, Place]

    def __getitem__(self, number: int) -> Store:
        return self.quick.stores[number]

    def holders(self, about: Entity, uid: bytes) -> frozenset[int]:
        """Who has the row."""
        return frozenset(n for n in ALL if read(self[n], about, uid) is not None)

    def settle(self) -> None:
        """Everybody reports, and is told: then everybody knows what there is to know."""
        for town in (A1, A2, B):
            self.quick.hand_over(town, COUNTY)
        for town in (A1, A2, B):
            self.quick.hand_over(COUNTY, town)

    def agreed(self, about: Entity, uid: bytes, holders: frozenset[int]) -> None:
        """These have the row, all of them the same, and nothing waits anywhere."""
        assert self.holders(about, uid) == holders
        first, *others = (read(self[n], about, uid) for n in sorted(holders))
        assert all(other == first for other in others)
        assert not self.held()

    def held(self) -> list[tuple[str, bytes, str]]:
        """What waits at the county."""
        found = self[COUNTY].database.read().execute("SELECT entity, uid, reason FROM held")
        return [tuple(row) for row in found]

    def tell(self, sender: int, lines: Sequence[Line]) -> PackageView:
        """The county receives exactly these lines from a township whose program was changed."""
        made = self.quick.pack(sender, COUNTY)
        made.lines = [orjson.dumps(line) for line in lines]
        return made.receive(self[COUNTY])

    def told_in_vain(self, sender: int, lines: Sequence[Line]) -> list[tuple[str, bytes, str]]:
        """The same; nothing at the county changes by it. Returns what waits there because of it."""
        before, waited = everything(self[COUNTY].database.read()), self.held()
        self.tell(sender, lines)
        assert everything(self[COUNTY].database.read()) == before
        return [one for one in self.held() if one not in waited]


@contextmanager
def every_template() -> Iterator[EveryTemplate]:
    """Enrolled sites at rest that know every declared kind, for the tests of one module."""
    with (
        prepared_template() as made,
        declared(EVERYTHING),
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr(location, "remember", lambda *_: None)  # the marker beside the store
        places: dict[int, Place] = {}
        with copied_sites(made) as sites:
            for store in sites.stores:
                make_tables(store)
            for number, name in NAMES.items():
                places[number] = make_place(sites.stores[number], name)
            sites.settle()
            for store, file in zip(sites.stores, made.files, strict=True):
                store.database.checkpoint()
                shutil.copyfile(store.path, file)
        yield EveryTemplate(made, places)


@contextmanager
def every_sites(template: EveryTemplate) -> Iterator[EverySites]:
    """Fresh copies for one kind of row."""
    with copied_sites(template.sites) as sites:
        yield EverySites(sites, template.places)


def travels_up(about: Entity) -> bool:
    """Whether a township reports rows of this kind."""
    return about.scope not in (Scope.LOCAL, Scope.BROADCAST, Scope.ROW)


def author(about: Entity) -> int:
    """Who enters rows of this kind about the township."""
    return COUNTY if about.scope in (Scope.BROADCAST, Scope.ROW) else A1


def about_a(about: Entity) -> frozenset[int]:
    """Who holds a row about the township that its author entered."""
    if about.scope is Scope.LOCAL:
        return frozenset((A1,))
    return ALL if about.scope is Scope.BROADCAST else WITH_A


def anchors(about: Entity) -> Sequence[str]:
    """Whose place says where the row is: one, or one of several."""
    if about.scope is Scope.ROW:
        return ownership.leading(about)
    return (ownership.anchor_of(about),)
