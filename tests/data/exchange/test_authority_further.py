"""Lies that nobody had listed: about kinds of rows that came later, in odd spellings, over several
packages, in what stands beside the lines. Nothing of somebody else's changes by any of them."""

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.data import site
from app.data.exchange import outgoing
from app.data.queries.peer_list import by_site
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Entity, Kind, Scope, Value
from app.domain.errors import PackageError
from app.domain.uid import new_uid
from app.services import erasing, self_check
from app.services.exchange import deciding_held_back, sending_back
from tests.builders import (
    change_row,
    count,
    make_class,
    make_member,
    make_organization,
    mark,
    package_file,
    value_of,
)
from tests.data.exchange.lied_to import County, prepared_county
from tests.services.exchange.lying import Line, edited, everything, fact, row, stamp, told


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with prepared_county(tmp_path_factory.mktemp("county")) as made:
        assert made.liars
        with made.liar.change("发证") as change:
            said: dict[str, Value] = {"training_class": made.liars.uid, "member": made.own}
            said |= {"number": "青-1", "issued_on": "2026-03-02", "content": "{}"}
            change.create(entity_named("certificate"), said)
        made.exchange()
        yield made


Lie = Callable[[County], list[Line]]


def _change(**more: Value) -> dict[str, Value]:
    return {"kind": "变动", "from_on": "2020-01", **more}


def was_in_a_foreign_branch(c: County) -> list[Line]:
    said = _change(member=c.own, organization_before=c.foreign_branch, organization=c.own_branch)
    return [row(c.liar, "membership_change", new_uid(), said)]


def went_to_a_foreign_branch(c: County) -> list[Line]:
    said = _change(member=c.own, organization_before=c.own_branch, organization=c.foreign_branch)
    return [row(c.liar, "membership_change", new_uid(), said)]


def dates_a_foreign_person(c: County) -> list[Line]:
    said = _change(member=c.foreign, organization=c.own_branch)
    return [row(c.liar, "membership_change", new_uid(), said)]


def _paper(of_class: bytes, member: bytes) -> dict[str, Value]:
    values: dict[str, Value] = {"training_class": of_class, "member": member, "kind": "参训证明"}
    return values | {"number": "县-1", "issued_on": "2026-11-30", "content": "{}"}


def issues_a_paper_to_a_foreign_person(c: County) -> list[Line]:
    assert c.liars
    return [row(c.liar, "issued_paper", new_uid(), _paper(c.liars.uid, c.foreign))]


def issues_a_paper_of_anothers_class(c: County) -> list[Line]:
    assert c.others
    return [row(c.liar, "issued_paper", new_uid(), _paper(c.others.uid, c.own))]


def asks_to_erase_a_foreign_person(c: County) -> list[Line]:
    said: dict[str, Value] = {"member": c.foreign, "basis": "本人申请"}
    return [row(c.liar, "erasure_request", new_uid(), said)]


def records_training_of_a_foreign_person(c: County) -> list[Line]:
    said: dict[str, Value] = {"member": c.foreign, "title": "网络培训", "hours": 40}
    days: dict[str, Value] = {"starts_on": "2026-05-01", "ends_on": "2026-05-01"}
    return [row(c.liar, "record", new_uid(), {**said, **days})]


def exempts_a_foreign_person(c: County) -> list[Line]:
    said: dict[str, Value] = {"member": c.foreign, "reason": "年老体弱", "from_on": "2020-01-01"}
    return [row(c.liar, "exemption", new_uid(), said)]


def floats_free(c: County) -> list[Line]:
    return [row(c.liar, "organization", c.own_branch, {}, edited={"parent": edited(c.liar, None)})]


def founds_a_tree_of_its_own(c: County) -> list[Line]:
    said: dict[str, Value] = {"name": "另一个县委", "kind": "党委"}
    return [row(c.liar, "organization", new_uid(), said)]


def removes_a_row_by_a_plain_value(c: County) -> list[Line]:
    line = row(c.liar, "member", c.foreign, {"organization": c.foreign_branch})
    line["is"]["_gone"] = "x:1"
    return [line]


def offers_two_owners_at_once(c: County) -> list[Line]:
    """One value of the register is its own, the other is not."""
    context, (mine,) = edited(c.liar, c.own_branch)
    other = [mine[0], mine[1] + 1, *mine[2:5], c.foreign_branch.hex(), {}]
    versions = [{**context, mine[0]: mine[1] + 1}, [mine, other]]
    values: dict[str, Value] = {"name": "新人", "id_number": "1"}
    return [row(c.liar, "member", new_uid(), values, edited={"organization": versions})]


def hides_behind_its_own_row(c: County) -> list[Line]:
    """The stamp is one that the county has word for word; the value is not."""
    n = c.county.database.read().execute("SELECT n FROM member WHERE uid = ?", (c.foreign,))
    by = stamp(c.liar, site=c.other.site.incarnation, n=n.fetchone()[0])
    return [row(c.liar, "member", c.foreign, {"name": "被改名", "phone": "1"}, by=by)]


def turns_its_certificate_into_the_countys(c: County) -> list[Line]:
    """Issued for its own class, then said to be of one that its person merely takes part in."""
    assert c.countys
    found = c.county.database.read().execute("SELECT uid FROM certificate").fetchone()
    said = {"training_class": edited(c.liar, c.countys.uid)}
    return [row(c.liar, "certificate", found[0], {}, edited=said)]


HELD: tuple[Lie, ...] = (
    turns_its_certificate_into_the_countys,
    was_in_a_foreign_branch,
    went_to_a_foreign_branch,
    dates_a_foreign_person,
    issues_a_paper_to_a_foreign_person,
    issues_a_paper_of_anothers_class,
    asks_to_erase_a_foreign_person,
    records_training_of_a_foreign_person,
    exempts_a_foreign_person,
    floats_free,
    founds_a_tree_of_its_own,
    removes_a_row_by_a_plain_value,
    offers_two_owners_at_once,
    hides_behind_its_own_row,
)


@pytest.mark.parametrize("lie", HELD, ids=lambda lie: lie.__name__)
def test_nothing_of_it_is_joined(
    prepared: County, lie: Lie, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = prepared.county
    before = everything(county.database.read())
    lines = lie(prepared)
    told(prepared.liar, county, prepared.folder, lines, monkeypatch)
    assert everything(county.database.read()) == before
    waiting = {one.uid for one in deciding_held_back.held_rows(county)}
    assert {bytes.fromhex(line["uid"]) for line in lines} <= waiting
    assert not self_check.check_store(county).problems


EMPTIED = [
    (entity, field.name)
    for entity in ENTITIES
    if not entity.facts and entity.scope not in (Scope.BROADCAST, Scope.ROW)
    for field in entity.fields
    if field.required and field.kind is Kind.REFERENCE
]


@pytest.mark.parametrize(("entity", "name"), EMPTIED, ids=lambda part: getattr(part, "name", part))
def test_an_edit_that_empties_what_says_whose_it_is(
    prepared: County, entity: Entity, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that is here and a new one: without it nobody could ever say whose the row is."""
    county = prepared.county
    found = county.database.read().execute(f"SELECT uid FROM {entity.name}").fetchone()
    before = everything(county.database.read())
    for uid in (found[0] if found else new_uid(), new_uid()):
        line = row(prepared.liar, entity.name, uid, {}, edited={name: edited(prepared.liar, None)})
        with pytest.raises(PackageError) as refused:
            told(prepared.liar, county, prepared.folder, [line], monkeypatch)
        assert refused.value.code == "E-202-32"
    assert everything(county.database.read()) == before


def _upper(c: County) -> Line:
    line = row(c.liar, "member", c.foreign, {}, edited={"name": edited(c.liar, "被改名")})
    return {**line, "uid": line["uid"].upper()}


def _spaced(c: County) -> Line:
    line = row(c.liar, "member", c.foreign, {}, edited={"name": edited(c.liar, "被改名")})
    return {**line, "uid": line["uid"][:30] + "  "}


def _full_width(c: County) -> Line:
    line = row(c.liar, "member", c.foreign, {}, edited={"name": edited(c.liar, "被改名")})
    wide = line["uid"].translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    return {**line, "uid": wide}


def _reference_in_capitals(c: County) -> Line:
    line = row(c.liar, "member", c.own, {}, edited={"organization": edited(c.liar, "0" * 32)})
    line["edited"]["organization"][1][0][5] = c.foreign_branch.hex().upper()
    return line


@pytest.mark.parametrize("spelt", [_upper, _spaced, _full_width, _reference_in_capitals])
def test_an_identity_has_one_spelling(
    prepared: County, spelt: Callable[[County], Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(prepared.county.database.read())
    with pytest.raises(PackageError) as refused:
        told(prepared.liar, prepared.county, prepared.folder, [spelt(prepared)], monkeypatch)
    assert refused.value.code == "E-202-32"
    assert everything(prepared.county.database.read()) == before


INSIDE = (
    "peer",
    "account",
    "meta",
    "audit",
    "seal",
    "held",
    "carried",
    "register",
    "sqlite_master",
)


@pytest.mark.parametrize("table", INSIDE)
def test_a_table_of_the_store_itself_is_no_table_of_a_package(
    prepared: County, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = prepared.county.database.read()
    kept = "SELECT * FROM peer UNION ALL SELECT * FROM peer WHERE 0"
    before = connection.execute(kept).fetchall()
    said: dict[str, Value] = {"name": "root", "role": "负责人", "key": "level", "value": "x"}
    line = row(prepared.liar, table, new_uid(), said)
    rows_before = {e.name: count(prepared.county, e.name) for e in ENTITIES}
    told(prepared.liar, prepared.county, prepared.folder, [line], monkeypatch)
    assert {e.name: count(prepared.county, e.name) for e in ENTITIES} == rows_before
    names = [d[0] for d in connection.execute("SELECT * FROM peer").description]
    moving = {names.index(n) for n in names if n.startswith(("acked", "sent", "last", "incarn"))}
    after = connection.execute(kept).fetchall()
    assert [[v for i, v in enumerate(r) if i not in moving] for r in after] == [
        [v for i, v in enumerate(r) if i not in moving] for r in before
    ]
    assert not self_check.check_store(prepared.county).problems


def test_columns_of_the_store_itself_are_no_fields(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    shadow: dict[str, Value] = {"lseq": 10**9, "via": 7, "id": 1, "gone": 1, "sort_key": "甲"}
    values: dict[str, Value] = {"name": "新人", "organization": prepared.own_branch, **shadow}
    uid = new_uid()
    line = row(prepared.liar, "member", uid, values)
    line["edited"] = {"site": edited(prepared.liar, 1), "rank": edited(prepared.liar, 99)}
    told(prepared.liar, prepared.county, prepared.folder, [line], monkeypatch)
    connection = prepared.county.database.read()
    found = connection.execute("SELECT lseq, rank, gone FROM member WHERE uid = ?", (uid,))
    lseq, rank, gone = found.fetchone()
    assert (rank, gone) == (0, 0)
    assert lseq <= int(site.get(connection, "lseq") or 0)
    package_file(prepared.county, prepared.liar, prepared.folder, full=True)
    assert not self_check.check_store(prepared.county).problems


def test_what_was_founded_in_one_line_is_not_given_away_in_the_next(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = new_uid()
    values: dict[str, Value] = {"name": "新人", "organization": prepared.own_branch}
    away = edited(prepared.liar, prepared.foreign_branch)
    lines = [
        row(prepared.liar, "member", uid, values),
        row(prepared.liar, "member", uid, {}, edited={"organization": away}),
        row(prepared.liar, "setting", new_uid(), {"key": "x", "value": "1", "from_on": "2020"}),
        row(prepared.liar, "member", uid, {}, edited={"organization": away}),
    ]
    for _ in range(3):  # and again when it is known
        told(prepared.liar, prepared.county, prepared.folder, lines, monkeypatch)
        assert value_of(prepared.county, "member", uid, "organization") == prepared.own_branch


def test_a_lie_told_in_advance_is_not_believed_later(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits about somebody of the neighbour's; then the county moves him to the liar."""
    county = prepared.county
    person = make_member(prepared.other, prepared.foreign_branch, name="要调动的人", phone="1")
    prepared.exchange()
    said = {"phone": edited(prepared.liar, "抢先写的", seen=True, n=5)}
    line = row(prepared.liar, "member", person, {}, edited=said)
    told(prepared.liar, county, prepared.folder, [line], monkeypatch)
    change_row(county, "member", person, organization=prepared.own_branch)
    prepared.exchange()
    assert value_of(county, "member", person, "phone") == "1"


def test_a_mark_of_somebody_who_left_is_not_taken_back(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was the liar's own word, about somebody who is another's now, in the county's class."""
    assert prepared.countys
    assert prepared.liars
    person = make_member(prepared.liar, prepared.own_branch, name="要调走的人")
    prepared.exchange()
    with prepared.county.change("参训") as change:
        listed: dict[str, Value] = {"training_class": prepared.countys.uid, "member": person}
        change.create(entity_named("enrolment"), {**listed, "number": 3})
    prepared.exchange()
    old = mark(prepared.liar, prepared.countys.sessions[1], person)
    prepared.exchange()
    change_row(prepared.county, "member", person, organization=prepared.foreign_branch)
    prepared.exchange()
    before = everything(prepared.county.database.read())
    lie = fact(
        prepared.liar, prepared.liars.sessions[0], prepared.own, uid=new_uid(), supersedes=old
    )
    told(prepared.liar, prepared.county, prepared.folder, [lie], monkeypatch)
    assert everything(prepared.county.database.read()) == before
    assert count(prepared.county, "attendance", "uid = ? AND live", old) == 1


def test_who_holds_the_sheet_corrects_the_mark_of_somebody_who_left(prepared: County) -> None:
    person = make_member(prepared.liar, prepared.own_branch, name="学完调走的人")
    made = make_class(prepared.liar, [person])
    old = mark(prepared.liar, made.sessions[0], person)
    prepared.exchange()
    change_row(prepared.county, "member", person, organization=prepared.foreign_branch)
    prepared.exchange()
    new = mark(prepared.liar, made.sessions[0], person, "缺勤", supersedes=old)
    prepared.exchange()
    assert count(prepared.county, "attendance", "uid = ? AND live", new) == 1
    assert count(prepared.county, "attendance", "uid = ? AND live", old) == 0


def test_what_was_sent_back_is_answered_by_whom_it_was_sent_to(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = prepared.county
    sending_back.return_rows(county, [("member", prepared.foreign)], "请核对")
    sending_back.return_rows(county, [("member", prepared.own)], "请核对")
    prepared.exchange()
    found = county.database.read().execute("SELECT uid, member FROM row_return").fetchall()
    theirs, mine = (next(u for u, m in found if m == p) for p in (prepared.foreign, prepared.own))
    before = everything(county.database.read())
    for uid, name, value in (
        (theirs, "state", "已更正"),
        (theirs, "answer", "没有问题"),
        (theirs, "_gone", "x:1"),
        (mine, "state", "已撤回"),
        (mine, "reason", "没有原因"),
        (mine, "row", prepared.foreign.hex()),
        (mine, "member", prepared.foreign),
        (mine, "_gone", "x:1"),
    ):
        said = {name: edited(prepared.liar, value)}
        told(
            prepared.liar,
            county,
            prepared.folder,
            [row(prepared.liar, "row_return", uid, {}, edited=said)],
            monkeypatch,
        )
        assert everything(county.database.read()) == before, (name, value)


def test_who_was_erased_does_not_come_back(
    prepared: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county, gone = prepared.county, make_member(prepared.liar, prepared.own_branch, name="删除的人")
    prepared.exchange()
    erasing.erase(county, gone, "本人申请", "本人书面申请")
    before = everything(county.database.read())
    person: dict[str, Value] = {"name": "删除的人", "organization": prepared.own_branch}
    record: dict[str, Value] = {"member": gone, "title": "某训", "hours": 4}
    days: dict[str, Value] = {"starts_on": "2026-05-01", "ends_on": "2026-05-01"}
    lines = [
        row(prepared.liar, "member", gone, person),
        row(prepared.liar, "record", new_uid(), {**record, **days}),
        row(prepared.liar, "future", new_uid(), {"who": gone, "what": "甲"}),
    ]
    told(prepared.liar, county, prepared.folder, lines, monkeypatch)
    assert everything(county.database.read()) == before
    # The county's own seal does for the person it was made for, and for nobody else.
    seal = county.database.read().execute("SELECT * FROM erasure").fetchone()
    names = [d[0] for d in county.database.read().execute("SELECT * FROM erasure").description]
    made = {n: v for n, v in zip(names, seal, strict=True) if entity_named("erasure").has(n)}
    other = {**made, "person": prepared.foreign.hex()}
    for uid in (new_uid(), seal[names.index("uid")]):
        told(
            prepared.liar,
            county,
            prepared.folder,
            [row(prepared.liar, "erasure", uid, other)],
            monkeypatch,
        )
        assert count(county, "member", "uid = ?", prepared.foreign) == 1
    assert everything(county.database.read()) == before


MANIFESTS: dict[str, Callable[[County], dict[str, Any]]] = {
    "confirms what another received": lambda c: {"confirmed": {c.other.site.incarnation: 2**40}},
    "a head that is not its own": lambda c: {"audit_head": "ab" * 32},
    "has seen more than it has": lambda c: {"lo": 0, "hi": 2**40},
    "an entry of its trail beyond all counting": lambda c: {
        "audit_entry": 2**63,
        "audit_head": "ab" * 32,
        "audit_links": {str(2**70): "ab"},
        "audit_kept": {c.county.site.incarnation: [[2**63, "ab"]]},
    },
    "made for another store": lambda c: {"for": c.other.site.incarnation},
    "an incarnation of the county's as its own": lambda c: {
        "incarnations": [
            [c.county.site.incarnation, c.liar.site.uid.hex(), "冒名"],
            [c.other.site.incarnation, c.liar.site.uid.hex(), "冒名"],
            [c.liar.site.incarnation, c.liar.site.uid.hex(), "青山镇"],
        ]
    },
}


@pytest.mark.parametrize("lie", MANIFESTS)
def test_what_stands_before_the_lines_changes_nothing_of_others(
    lie: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with prepared_county(tmp_path_factory.mktemp("manifest")) as c:
        connection = c.county.database.read()
        make_organization(c.county, "县里的新支部", parent=c.other.site.organization)
        others = "SELECT site, incarnation, acked FROM peer WHERE site = ?"
        names = "SELECT key, site FROM incarnation ORDER BY key"
        before = everything(connection)
        peer = connection.execute(others, (c.other.site.uid,)).fetchall()
        known = connection.execute(names).fetchall()
        with contextlib.suppress(PackageError):  # refused or not
            told(c.liar, c.county, c.folder, [], monkeypatch, MANIFESTS[lie](c))
        assert everything(connection) == before
        assert connection.execute(others, (c.other.site.uid,)).fetchall() == peer
        assert connection.execute(names).fetchall() == known
        sent = list(_for(c))
        assert any("县里的新支部" in text for text in sent)


def _for(c: County) -> Iterator[str]:
    with c.county.database.sealed_write() as connection:
        peer = by_site(connection, c.other.site.uid)
        assert peer is not None
        outgoing.prepare(connection, peer)
        delta = outgoing.delta_for(connection, peer, full=False)
        yield from (
            json.dumps(line, ensure_ascii=False) for line in outgoing.records(connection, delta)
        )
