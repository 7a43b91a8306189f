"""Every declared kind of row, from its declaration alone: up, down, moved, merged, undone, sent
back, erased, and refused from whom it does not belong to. A new kind is included by itself."""

from collections.abc import Iterator

import pytest

from app.data import ownership
from app.data.exchange.held_back import ANOTHERS_MARK
from app.data.imports.batches import ImportLine, new_batch, note_batch
from app.data.writing_rules import COUNTY_ONLY
from app.domain.declarations import entity_named
from app.domain.entity import Entity, Kind, Scope, Value
from app.domain.errors import AppError, PackageError
from app.domain.exchange.return_rules import CORRECTED, can_be_sent_back
from app.domain.uid import new_uid
from app.services import backups
from app.services.exchange import sending_back
from app.services.import_undo import undo_import
from app.services.organization_actions import Merging, merge_organizations
from tests.builders import change_row, make_organization
from tests.every_entity import EVERY, MADE_UP, correction, read, row_of, write
from tests.services.exchange.every_entity_sites import (
    ALL,
    WITH_A,
    WITH_B,
    EverySites,
    EveryTemplate,
    about_a,
    anchors,
    author,
    every_sites,
    every_template,
    travels_up,
)
from tests.services.exchange.lying import Line, edited, row, stamp
from tests.services.exchange.quick_sites import A1, A2, COUNTY, B

KINDS = pytest.mark.parametrize("about", EVERY, ids=lambda about: about.name)


@pytest.fixture(scope="module")
def template() -> Iterator[EveryTemplate]:
    with every_template() as made:
        yield made


@pytest.fixture
def sites(template: EveryTemplate) -> Iterator[EverySites]:
    with every_sites(template) as made:
        yield made


def entered(sites: EverySites, about: Entity, leads: str = "") -> bytes:
    """A row about the township, entered by whoever enters such rows, known to all it concerns."""
    uid = write(sites[author(about)], about, row_of(about, sites.places[A1], leads))
    sites.settle()
    sites.agreed(about, uid, about_a(about))
    return uid


@KINDS
def test_moved_with_whom_it_belongs_to(sites: EverySites, about: Entity) -> None:
    for anchor in anchors(about):
        uid = entered(sites, about, anchor)
        if not anchor or about.scope is Scope.LOCAL:
            continue  # everybody has it or nobody: no move changes that
        moving = uid if about.name == anchor else sites.places[A1].of(anchor, about, anchor)
        leads = "parent" if anchor == "organization" else "organization"
        there = sites[B].site.organization
        change_row(sites[COUNTY], anchor, moving, **{leads: there})
        sites.settle()
        assert sites.holders(about, uid) == ALL
        assert read(sites[B], about, uid) == read(sites[COUNTY], about, uid)
        if not about.facts:
            name, value = correction(about)
            change_row(sites[COUNTY], about.name, uid, **{name: value})
            sites.settle()
            now = [read(sites[n], about, uid) for n in (B, A1)]
            assert [held and held[name] == value for held in now] == [True, False]
        change_row(sites[COUNTY], anchor, moving, **{leads: sites[A1].site.organization})
        sites.settle()
        assert read(sites[A1], about, uid) == read(sites[COUNTY], about, uid)
        assert not sites.held()


@KINDS
def test_pointed_anew_when_organizations_merge(sites: EverySites, about: Entity) -> None:
    source, place = sites.places[A1].rows["organization"], sites.places[A1]
    names = [f.name for f in about.fields if f.refers_to == "organization"]
    uid = write(
        sites[author(about)],
        about,
        row_of(about, place, "organization" if about.scope is Scope.ROW else ""),
    )
    sites.settle()
    before = read(sites[A1], about, uid)
    assert before is not None
    target = make_organization(sites[A1], "合并后的支部")
    merge_organizations(sites[A1], source, target, Merging(twice=True))
    sites.settle()
    said = {name: target for name in names if before[name] == source}
    assert bool(said) == bool(names)
    if about.scope is Scope.ROW:
        said = {}  # it speaks of the row that gave way, and is the county's word
    for number in about_a(about) & WITH_A:
        now = read(sites[number], about, uid)
        assert now == {**before, **said}
    assert not sites.held()


@KINDS
def test_undone_with_the_import_that_brought_it(
    sites: EverySites, about: Entity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "automatic", lambda *_: None)
    store, batch = sites[author(about)], new_uid()
    uid = write(store, about, row_of(about, sites.places[A1]))
    with store.database.sealed_write() as connection:
        line = ImportLine(about.name, uid, "新增")
        note_batch(connection, new_batch(batch, "登记", "某表", "某人", {}), [line])
    sites.settle()
    undo_import(store, batch.hex())
    sites.settle()
    sites.agreed(about, uid, about_a(about))
    for number in about_a(about):
        held = read(sites[number], about, uid)
        assert held is not None
        assert held["_gone"]


@KINDS
def test_sent_back_and_corrected(sites: EverySites, about: Entity) -> None:
    uid = entered(sites, about)
    if not can_be_sent_back(about.name):
        with pytest.raises(AppError) as refused:
            sending_back.return_rows(sites[COUNTY], [(about.name, uid)], "请核对")
        assert "不能退回" in refused.value.message
        return
    sending_back.return_rows(sites[COUNTY], [(about.name, uid)], "请核对")
    sites.settle()
    (waiting,) = sending_back.open_returns(sites[A1])
    assert (waiting.entity, waiting.row) == (about.name, uid)
    assert not sending_back.open_returns(sites[B])
    if about.facts:
        write(sites[A1], about, {**row_of(about, sites.places[A1]), "supersedes": uid})
    else:
        name, value = correction(about)
        change_row(sites[A1], about.name, uid, **{name: value})
    sites.settle()
    for number in WITH_A:
        held = read(sites[number], entity_named("row_return"), waiting.uid)
        assert held is not None
        assert held["state"] == CORRECTED
    assert not sending_back.open_returns(sites[COUNTY])
    assert not sites.held()


# Refused from whom it does not belong to


def said_of(sites: EverySites, sender: int, about: Entity, of: int, uid: bytes) -> list[Line]:
    """A new row of the sender's about a place of somebody else's, for every kind it may follow."""
    made: list[Line] = []
    for leads in anchors(about):
        values = row_of(about, sites.places[of], leads)
        made.append(said(sites, sender, about, uid if not made else new_uid(), values))
    return made


def said(
    sites: EverySites, sender: int, about: Entity, uid: bytes, values: dict[str, Value]
) -> Line:
    store = sites[sender]
    if not about.facts:
        return row(store, about.name, uid, {k: v for k, v in values.items() if v is not None})
    plain = [v.hex() if isinstance(v, bytes) else v for v in values.values()]
    return {
        "table": about.name,
        "fields": list(values),
        "facts": [[uid.hex(), *stamp(store), *plain]],
    }


WHOSE = ((B, A1), (A1, COUNTY), (B, COUNTY))
"""Who speaks of whose: of the neighbour's, of what is above."""


@KINDS
def test_nobody_enters_what_is_anothers(sites: EverySites, about: Entity) -> None:
    for sender, of in WHOSE:
        lines = said_of(sites, sender, about, of, new_uid())
        if about.scope is Scope.LOCAL:
            with pytest.raises(PackageError) as refused:
                sites.told_in_vain(sender, lines)
            assert refused.value.code == "E-202-32"
            continue
        waiting = sites.told_in_vain(sender, lines)
        assert len(waiting) == len(lines)
        assert all(reason for _, _, reason in waiting)
        if about.scope is Scope.BROADCAST:
            assert {reason for _, _, reason in waiting} == {COUNTY_ONLY}
    waiting = sites.held()
    sites.settle()
    assert sites.held() == waiting  # whatever else arrives does not let it in


@KINDS
def test_nobody_changes_what_is_anothers(sites: EverySites, about: Entity) -> None:
    if about.scope is Scope.LOCAL:
        return  # there is no way to send one: above
    first = A1 if travels_up(about) else COUNTY
    rows = {
        of: write(sites[by], about, row_of(about, sites.places[of]))
        for of, by in ((A1, first), (COUNTY, COUNTY))
    }
    sites.settle()
    for sender, of in WHOSE:
        uid = rows[of]
        assert read(sites[COUNTY], about, uid) is not None
        if about.facts:
            values = {**row_of(about, sites.places[sender]), "supersedes": uid}
            line = said(sites, sender, about, new_uid(), values)
            (waiting,) = sites.told_in_vain(sender, [line])
            assert waiting[2] == ANOTHERS_MARK
            continue
        for name, value in attempts(sites, about, sender):
            for seen in (False, True):  # and claims to have seen whatever anybody wrote
                change = {name: edited(sites[sender], value, seen=seen)}
                sites.told_in_vain(sender, [row(sites[sender], about.name, uid, {}, edited=change)])
                assert (about.name, uid) in [one[:2] for one in sites.held()]


def attempts(sites: EverySites, about: Entity, sender: int) -> Iterator[tuple[str, Value]]:
    """What somebody might want to say: other words, that it is his, that it is gone."""
    yield correction(about)
    yield "_gone", "x:1"
    for name in {*ownership.leading(about), *about.writers}:
        yield name, sites.places[sender].of(about.field(name).refers_to, about)


@KINDS
def test_nobody_gives_away_what_is_his(sites: EverySites, about: Entity) -> None:
    """No reference of an own row is pointed at somebody else's."""
    if not travels_up(about):
        return  # nothing of it is the township's own
    uid = entered(sites, about)
    for field in about.fields:
        if field.kind is not Kind.REFERENCE or field.refers_to == about.name == "attendance":
            continue
        for of in (B, COUNTY):
            foreign = sites.places[of].of(field.refers_to, about)
            if about.facts:
                values = {**row_of(about, sites.places[A1]), field.name: foreign}
                waiting = sites.told_in_vain(A1, [said(sites, A1, about, new_uid(), values)])
            else:
                change = {field.name: edited(sites[A1], foreign)}
                sites.told_in_vain(A1, [row(sites[A1], about.name, uid, {}, edited=change)])
                waiting = [one for one in sites.held() if one[:2] == (about.name, uid)]
            assert waiting, field.name


def test_what_only_this_test_declares_is_in_the_list() -> None:
    assert {"test_meeting", "test_sketch"} <= MADE_UP.keys() <= {about.name for about in EVERY}
    assert {about.scope for about in EVERY} == set(Scope)


def test_a_detail_travels_with_what_it_belongs_to(sites: EverySites) -> None:
    """Both in one package, the detail's table first in the alphabet."""
    meeting, decision, agenda = (MADE_UP[f"test_{n}"] for n in ("meeting", "decision", "agenda"))
    above = write(sites[A1], meeting, row_of(meeting, sites.places[A1]))
    between = write(sites[A1], decision, {"meeting": above, "text": "事项"})
    below = write(sites[A1], agenda, {"decision": between, "text": "准备"})
    sites.settle()
    sites.agreed(agenda, below, WITH_A)
    change_row(sites[A2], "test_meeting", above, title="改期")
    sites.settle()
    sites.agreed(meeting, above, WITH_A)
    assert sites.holders(agenda, sites.places[B].rows["test_decision"]) <= WITH_B
