"""What a line must look like before anything is joined, and how much of one sender may wait."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.data import keyslots, reach, rows
from app.data.exchange import held_back
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Entity, Kind, Scope, Value
from app.domain.errors import PackageError
from app.domain.registers import REGISTERS
from app.domain.uid import derived_uid, new_uid
from app.services import self_check
from app.services.exchange import deciding_held_back
from tests.builders import (
    Pair,
    change_row,
    count,
    make_class,
    make_member,
    make_organization,
    make_pair,
    package_file,
    value_of,
)
from tests.register_building import make_row
from tests.services.exchange.lying import Line, edited, everything, row, stamp, told

ROWS = [e for e in ENTITIES if not e.facts and e.scope is not Scope.BROADCAST]
OF_KIND: dict[Kind, Value] = {
    Kind.HOURS: 4.0,
    Kind.NUMBER: 1,
    Kind.FLAG: 0,
    Kind.DATE: "2026-01-01",
    Kind.DAY: "2026-01-01",
}
WRONG: dict[str, Callable[[], Any]] = {
    "a number for a reference": lambda: 7,
    "too short for an identity": lambda: "ab",
    "no hexadecimal": lambda: "z" * 32,
    "two identities": lambda: "ab" * 32,
    "a list": lambda: ["ab" * 16],
    "nothing": lambda: None,
}


@pytest.fixture
def known(pair: Pair) -> dict[str, bytes]:
    """A row of every table that others refer to, at both sites."""
    return _make_known(pair)


@dataclass(frozen=True)
class Shared:
    """Two sites for the tests that change nothing, or look only at what they add."""

    pair: Pair
    known: dict[str, bytes]
    home: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    folder = tmp_path_factory.mktemp("bounded")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XUEJI_HOME", str(folder / "home"))
        patched.setattr(keyslots, "MEMORY_KIB", 32)
        patched.setattr(keyslots, "PASSES", 1)
        pair = make_pair(folder)
        known = _make_known(pair)
    yield Shared(pair, known, folder / "home")
    pair.county.close()
    pair.township.close()


@pytest.fixture
def shared(made: Shared, monkeypatch: pytest.MonkeyPatch) -> Shared:
    monkeypatch.setenv("XUEJI_HOME", str(made.home))
    return made


def _make_known(pair: Pair) -> dict[str, bytes]:
    member = make_member(pair.township)
    made = make_class(pair.township, [member])
    hung = {name: make_row(pair.township, name) for name in REGISTERS}
    pair.settle()
    return hung | {
        "organization": pair.township.site.organization,
        "member": member,
        "training_class": made.uid,
        "session": made.sessions[0],
    }


def values_of(entity: Entity, known: dict[str, bytes]) -> dict[str, Value]:
    """What a row of that table needs."""
    said: dict[str, Value] = {}
    for field in entity.fields:
        if field.kind is Kind.REFERENCE and field.required:
            said[field.name] = known[field.refers_to]
        elif field.required:
            said[field.name] = OF_KIND.get(field.kind, field.choices[0] if field.choices else "甲")
    return said


def everybody_can_be_sent(pair: Pair) -> None:
    package_file(pair.county, pair.township, pair.folder, full=True)
    assert not self_check.check_store(pair.county).problems


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("entity", ROWS, ids=lambda entity: entity.name)
def test_a_reference_that_is_none_refuses_the_package_whole(
    shared: Shared,
    entity: Entity,
    wrong: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair, known = shared.pair, shared.known
    before = everything(pair.county.database.read())
    good = row(pair.township, "member", new_uid(), values_of(entity_named("member"), known))
    for field in entity.fields:
        if field.kind is not Kind.REFERENCE or (wrong == "nothing" and not field.required):
            continue
        said = {k: v for k, v in values_of(entity, known).items() if k != field.name}
        more: dict[str, Value] = {"x_one": "甲", "x_two": "乙"}  # one field alone is a notice
        bad = row(pair.township, entity.name, new_uid(), {**said, **more})
        if (value := WRONG[wrong]()) is not None:
            bad["is"][field.name] = value
        with pytest.raises(PackageError) as refused:
            told(pair.township, pair.county, pair.folder, [good, bad], monkeypatch)
        assert refused.value.code == "E-202-32"
        assert everything(pair.county.database.read()) == before


@pytest.mark.parametrize("entity", ROWS, ids=lambda entity: entity.name)
def test_a_reference_to_nobody_is_held_and_harms_nothing(
    shared: Shared, entity: Entity, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair, known = shared.pair, shared.known
    before = len(deciding_held_back.held_rows(pair.county))
    for field in entity.fields:
        if field.kind is not Kind.REFERENCE:
            continue
        said = values_of(entity, known) | {field.name: new_uid()}
        lines = [row(pair.township, entity.name, new_uid(), said)]
        told(pair.township, pair.county, pair.folder, lines, monkeypatch)
    everybody_can_be_sent(pair)
    assert len(deciding_held_back.held_rows(pair.county)) > before


BY = ["k", 1, 1, 0, ""]


def _facts(**parts: Any) -> Line:
    return {"table": "attendance", "fields": ["session", "member", "mark"], **parts}


@pytest.mark.parametrize(
    "line",
    [
        _facts(fields=["member", "mark"], facts=[["ab" * 16, "k", 1, 1, 0, "", "cd" * 16, "出勤"]]),
        _facts(facts=[["ab" * 16, "k", 1, 1, 0, "", None, "cd" * 16, "出勤"]]),
        _facts(facts=[["ab" * 16, "k", 1, 1, 0, "", "cd" * 16, "no one", "出勤"]]),
        _facts(facts=[["ab" * 16, "k", 2**60, 1, 0, "", "cd" * 16, "cd" * 16, "出勤"]]),
        {"table": "attendance", "uid": "ab" * 16, "by": BY, "is": {"mark": "出勤"}},
        {"table": "member", "fields": ["name"], "facts": [["ab" * 16, "k", 1, 1, 0, "", "甲"]]},
        {
            "table": "member",
            "uid": "ab" * 16,
            "by": BY,
            "is": {"name": "名" * 30_000},
        },
        {
            "table": "member",
            "uid": "ab" * 16,
            "by": BY,
            "is": {"cadre_scope": 1e300},
        },
    ],
)
def test_lines_of_another_shape_refuse_the_package_whole(
    pair: Pair, known: dict[str, bytes], line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(pair.county.database.read())
    with pytest.raises(PackageError) as refused:
        told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    assert refused.value.code == "E-202-32"
    assert everything(pair.county.database.read()) == before


@pytest.mark.parametrize("table", ["record", "future_things"])
def test_a_store_is_not_filled_up_from_outside(
    pair: Pair, known: dict[str, bytes], table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_back, "MOST_ROWS", 20)
    values: dict[str, Value] = {"member": new_uid(), "title": "网络培训", "hours": 8}
    days: dict[str, Value] = {"starts_on": "2026-05-01", "ends_on": "2026-05-01"}
    many = [row(pair.township, table, new_uid(), {**values, **days}) for _ in range(21)]
    with pytest.raises(PackageError) as refused:
        told(pair.township, pair.county, pair.folder, many, monkeypatch)
    assert refused.value.code == "E-210"
    assert refused.value.hint
    assert count(pair.county, "held") == count(pair.county, "carried") == 0
    told(pair.township, pair.county, pair.folder, many[:20], monkeypatch)
    assert count(pair.county, "held") + count(pair.county, "carried") == 20


def test_a_chain_of_organizations_ends_where_a_tree_ends(
    pair: Pair, known: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    above, lines = pair.township.site.organization, []
    for _ in range(400):
        uid = new_uid()
        values: dict[str, Value] = {"name": "某支部", "kind": "党支部", "parent": above}
        lines.append(row(pair.township, "organization", uid, values))
        above = uid
    view = told(pair.township, pair.county, pair.folder, list(reversed(lines)), monkeypatch)
    assert (view.new, view.held) == (reach.DEEPEST, 400 - reach.DEEPEST)


def test_a_carried_row_stays_with_who_brought_it(
    pair: Pair, known: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = new_uid()
    with pair.county.database.write() as connection:
        connection.execute(
            "INSERT INTO carried(uid, entity, record, lseq, via) VALUES (?, 'honour', '{}', 1, 99)",
            (uid,),
        )
    line = row(pair.township, "honour", uid, {"title": "先进"})
    view = told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    assert view.held == 1
    assert count(pair.county, "carried", "record = '{}'") == 1


def test_fields_of_a_newer_program_are_not_hung_on_anothers_mark(
    pair: Pair, known: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    county = pair.county
    with county.change("考勤") as change:
        said: dict[str, Value] = {"session": known["session"], "member": known["member"]}
        said["mark"] = "出勤"
        (uid,) = change.add_facts(entity_named("attendance"), [said])
    n = county.database.read().execute("SELECT n FROM attendance WHERE uid = ?", (uid,)).fetchone()
    by = stamp(pair.township, site=county.site.incarnation, n=n[0], rank=1)
    values = [known["session"].hex(), known["member"].hex(), "出勤", "08:30"]
    line = {
        "table": "attendance",
        "fields": ["session", "member", "mark", "came_at"],
        "facts": [[uid.hex(), *by, *values]],
    }
    told(pair.township, county, pair.folder, [line], monkeypatch)
    assert count(county, "carried") == 0


def test_the_last_common_value_is_not_the_senders_to_make_up(
    pair: Pair, known: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"phone": edited(pair.township, "13900000001")}
    line = row(pair.township, "member", known["member"], {}, edited=said)
    line["before"] = {"phone": [pair.county.site.incarnation, 1, 1, "县委组织部", "假的"]}
    told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    assert count(pair.county, "superseded", "value = '假的'") == 0


def test_a_mark_that_bears_anothers_identity_hangs_nothing_on_it(
    pair: Pair, known: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pair.county.change("考勤") as change:
        said: dict[str, Value] = {"session": known["session"], "member": known["member"]}
        (uid,) = change.add_facts(entity_named("attendance"), [{**said, "mark": "出勤"}])
    values = [known["session"].hex(), known["member"].hex(), "出勤", "08:30"]
    line = {
        "table": "attendance",
        "fields": ["session", "member", "mark", "came_at"],
        "facts": [[uid.hex(), *stamp(pair.township), *values]],
    }
    view = told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    assert view.held == 1
    assert count(pair.county, "carried") == 0


def test_the_root_of_a_site_that_has_not_reported_cannot_be_founded(
    pair: Pair, known: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = new_uid()
    with pair.county.database.sealed_write() as connection:
        connection.execute("INSERT INTO incarnation(key, site) VALUES ('ab', ?)", (site,))
    values: dict[str, Value] = {"name": "冒名", "kind": "党委", "parent": known["organization"]}
    root = derived_uid(b"organization", site)
    line = row(pair.township, "organization", root, values)
    view = told(pair.township, pair.county, pair.folder, [line], monkeypatch)
    assert (view.held, view.new) == (1, 0)


def test_a_root_goes_back_to_a_former_place_by_the_countys_act_only(
    pair: Pair, known: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, county = known["organization"], pair.county
    committee = make_organization(county, "工委")
    change_row(county, "organization", root, parent=committee)
    pair.settle()
    seen = rows.load(county.database.read(), entity_named("organization"), root)
    assert seen is not None
    parent = edited(pair.township, county.site.organization)
    parent[0] = {**seen.versions["parent"].context, **parent[0]}
    line = row(pair.township, "organization", root, {}, edited={"parent": parent})
    view = told(pair.township, county, pair.folder, [line], monkeypatch)
    assert view.held == 1
    assert value_of(county, "organization", root, "parent") == committee
