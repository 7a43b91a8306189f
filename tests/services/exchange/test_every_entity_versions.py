"""Every declared kind of row between programs of two ages: what the older one does not know, a
field or a whole table, it carries along, sends on, and has when it is upgraded."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping

import pytest

from app.data import ownership
from app.data.database import Connection, tables
from app.data.migrations.building import add_column, create_synced
from app.data.schema import columns
from app.domain.declarations import entity_named
from app.domain.entity import Entity, Kind, Scope
from tests.declaring import Declared
from tests.every_entity import EVERY, EVERYTHING, read, row_of, write
from tests.services.exchange.every_entity_sites import (
    EverySites,
    EveryTemplate,
    author,
    every_sites,
    every_template,
)
from tests.services.exchange.quick_sites import A1, A2, COUNTY

KINDS = pytest.mark.parametrize("about", EVERY, ids=lambda about: about.name)
MORE = "newer_field"


@pytest.fixture(scope="module")
def template() -> Iterator[EveryTemplate]:
    with every_template() as made:
        yield made


@pytest.fixture
def sites(template: EveryTemplate) -> Iterator[EverySites]:
    with every_sites(template) as made:
        yield made
        Declared(EVERYTHING).wear()


Step = Callable[[Connection], None]


@dataclasses.dataclass
class Ages:
    """Sites of which some have the newer program."""

    sites: EverySites
    newer: Mapping[str, Entity]
    step: Step
    upgraded: set[int] = dataclasses.field(default_factory=set)

    def __post_init__(self) -> None:
        self._programs = {False: Declared(EVERYTHING), True: Declared(self.newer)}

    def at(self, number: int) -> None:
        """From here on the program is that of this site."""
        self._programs[number in self.upgraded].wear()

    def upgrade(self, *numbers: int) -> None:
        """These sites get the newer program."""
        for number in numbers:
            self.upgraded.add(number)
            self.at(number)
            with self.sites[number].database.sealed_write() as connection:
                self.step(connection)

    def hand_over(self, sender: int, receiver: int) -> None:
        """A package and its receipt, each end with its own program."""
        self.at(sender)
        made = self.sites.quick.pack(sender, receiver)
        self.at(receiver)
        made.receive(self.sites[receiver])
        made.take_receipt(self.sites[sender], self.sites[receiver])

    def round(self) -> None:
        """Reports and answers, twice: what the county carries goes on in the second."""
        for _ in range(2):
            for town in (A1, A2):
                self.hand_over(town, COUNTY)
                self.hand_over(COUNTY, town)


@KINDS
def test_a_field_that_only_the_newer_program_knows(sites: EverySites, about: Entity) -> None:
    field = dataclasses.replace(about.fields[-1], name=MORE, kind=Kind.TEXT, required=False)
    field = dataclasses.replace(field, refers_to="", choices=(), default=None, said_by="")
    newer = dataclasses.replace(about, fields=(*about.fields, field))

    def step(connection: Connection) -> None:
        add_column(tables(connection), about.name, MORE, "TEXT")

    ages = Ages(sites, {**EVERYTHING, about.name: newer}, step)
    first = author(about)
    older = A1 if first == COUNTY else COUNTY
    ages.upgrade(first)
    values = {**row_of(about, sites.places[A1]), MORE: "新版本的内容"}
    uid = write(sites[first], newer, values)
    ages.round()
    ages.at(older)
    if about.scope is Scope.LOCAL:
        assert sites.holders(about, uid) == {first}
        return
    assert read(sites[older], about, uid)
    ages.upgrade(A2)
    ages.round()
    ages.upgrade(older)
    ages.round()
    for number in (COUNTY, A1, A2):
        ages.at(number)
        held = read(sites[number], newer, uid)
        assert held is not None
        assert held[MORE] == "新版本的内容"
    assert not sites.held()


@KINDS
def test_a_table_that_only_the_newer_program_knows(sites: EverySites, about: Entity) -> None:
    if ownership.is_anchor(about) or about.facts or about.scope is Scope.ROW:
        # Organizations, people, classes and marks were there from the first version on, and what
        # follows one of several kinds of row is the 退回 alone.
        assert about.name in ("organization", "member", "training_class", *_OF_THE_FIRST)
        return
    newer = dataclasses.replace(about, name=f"newer_{about.name}", identity=())

    def step(connection: Connection) -> None:
        create_synced(tables(connection), {newer.name: columns(newer)}, {})

    ages = Ages(sites, {**EVERYTHING, newer.name: newer}, step)
    first = author(about)
    older = A1 if first == COUNTY else COUNTY
    ages.upgrade(first)
    values = row_of(about, sites.places[A1])
    uid = write(sites[first], newer, values)
    ages.round()
    ages.at(older)
    carried = "SELECT count(*) FROM carried WHERE entity = ?"
    found = sites[older].database.read().execute(carried, (newer.name,)).fetchone()
    assert found[0] == (0 if about.scope is Scope.LOCAL else 1)
    ages.upgrade(older, A2)
    ages.round()
    holders = {first} if about.scope is Scope.LOCAL else {COUNTY, A1, A2}
    for number in (COUNTY, A1, A2):
        ages.at(number)
        held = read(sites[number], entity_named(newer.name), uid)
        assert (held is not None) == (number in holders)
        assert held is None or {k: held[k] for k in values} == values
    assert not sites.held()


_OF_THE_FIRST = ("attendance", "row_return")
