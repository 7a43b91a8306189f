"""One directed test for every way of breaking the exchange that no other test is about."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from app.data import digest
from app.data.exchange.records import FACTS
from app.data.queries.peer_list import all_peers
from app.domain.errors import PackageError
from app.exchange.header import Kind
from app.exchange.package import open_package
from app.exchange.sealing import Label, seal
from app.services import backups, restoring
from app.services.backups import verify_backup
from app.services.exchange import receiving, sending
from app.services.opening import open_store
from tests.builders import (
    PASSWORD,
    Pair,
    change_member,
    change_row,
    count,
    make_class,
    make_member,
    mark,
    package_file,
    peer_at,
    pending_rows,
    value_of,
)
from tests.data.exchange.test_unknown_parts import join, sent
from tests.data.test_scope import Three
from tests.exchange.cases_content import packed
from tests.exchange.forge import Bytes
from tests.exchange.sites import TIME


def test_no_number_is_used_twice_even_when_an_export_fails(pair: Pair) -> None:
    peer = peer_at(pair.township, pair.county)
    first = sending.export_package(pair.township, peer, pair.folder / "1.xjb")
    with pytest.raises(PackageError):
        sending.export_package(pair.township, peer, pair.folder / "fehlt" / "2.xjb")
    third = sending.export_package(pair.township, peer, pair.folder / "3.xjb")
    assert (first.sequence, third.sequence) == (1, 3)


def test_what_was_sent_and_not_confirmed_is_sent_again(pair: Pair) -> None:
    make_member(pair.township)
    before = pending_rows(pair.township, pair.county)
    package_file(pair.township, pair.county, pair.folder)
    assert pending_rows(pair.township, pair.county) == before > 0


def test_the_store_as_it_was_lies_in_a_backup_before_anything_is_applied(pair: Pair) -> None:
    make_member(pair.township)
    before = digest.whole(pair.county.database.read())
    pair.to_county()
    made = backups.list_backups(pair.county.path)
    assert [verify_backup(b.path, PASSWORD).digest for b in made][:1] == [before]


def test_a_fresh_incarnation_offers_everything_again(pair: Pair, tmp_path: Path) -> None:
    for _ in range(3):
        make_member(pair.township)
    pair.settle()
    assert pending_rows(pair.township, pair.county) == 0
    kept = tmp_path / "x.xjbak"
    backups.create_backup(pair.township, kept)
    path, old = pair.township.path, pair.township.site.incarnation
    pair.township.close()
    restoring.restore_backup(path, kept, PASSWORD, "张三").store.close()
    pair.township = open_store(path, PASSWORD, "张三")
    assert pair.township.site.incarnation != old
    assert pending_rows(pair.township, pair.county) >= 3


def test_a_receipt_that_lacks_its_end_confirms_nothing(pair: Pair) -> None:
    make_member(pair.township)
    view = receiving.receive_package(
        pair.county, package_file(pair.township, pair.county, pair.folder)
    )
    assert view.receipt is not None
    me, peer = sending.own_site(pair.township), peer_at(pair.township, pair.county)
    with view.receipt.open("rb") as source:
        said = dict(open_package(source, me, [sending.as_party(peer)]).manifest)
    county = sending.own_site(pair.county)
    township = sending.as_party(peer_at(pair.county, pair.township))
    begin = orjson.dumps(["begin", said]) + b"\n"
    with view.receipt.open("wb+") as target:
        seal(target, Label(Kind.RECEIPT, 1, "", TIME), county, township, Bytes(packed(begin)))
    with pytest.raises(PackageError) as refused:
        receiving.receive_package(pair.township, view.receipt)
    assert refused.value.code == "E-202-26"
    assert [p.acked for p in all_peers(pair.township.database.read())] == [0]


def test_a_correction_by_the_other_side_ends_the_first_mark(pair: Pair) -> None:
    member = make_member(pair.township)
    made = make_class(pair.township, [member])
    first = mark(pair.township, made.sessions[0], member, "缺勤")
    pair.settle()
    mark(pair.county, made.sessions[0], member, "出勤", supersedes=first)
    pair.settle()
    for store in (pair.county, pair.township):
        assert count(store, "attendance", "live = 1") == 1
        assert count(store, "attendance", "live = 1 AND mark = '出勤'") == 1


def test_a_mark_that_comes_later_than_its_correction_is_not_live(pair: Pair) -> None:
    member = make_member(pair.township)
    made = make_class(pair.township, [member])
    first = mark(pair.township, made.sessions[0], member, "缺勤")
    mark(pair.township, made.sessions[0], member, "出勤", supersedes=first)
    lines = sent(pair.township, pair.county)
    (facts,) = [line for line in lines if FACTS in line]
    rows = sorted(facts[FACTS], key=lambda row: row[0] == first.hex())
    join(pair.county, *(line for line in lines if FACTS not in line))
    for row in rows:
        join(pair.county, {**facts, FACTS: [row]})
    assert count(pair.county, "attendance") == 2
    assert count(pair.county, "attendance", "live = 1 AND mark = '出勤'") == 1
    assert count(pair.county, "attendance", "live = 1") == 1


def test_what_the_county_adds_to_a_row_it_just_received_goes_back(pair: Pair) -> None:
    """The sender's package is no echo of a row that holds more here."""
    member = make_member(pair.township)
    pair.settle()
    change_member(pair.county, member, phone="13900000000")
    change_member(pair.township, member, note="乡镇改的")
    pair.to_county()
    pair.to_township()
    assert value_of(pair.township, "member", member, "phone") == "13900000000"
    assert value_of(pair.county, "member", member, "note") == "乡镇改的"


def test_a_field_keeps_its_writer_when_the_row_gets_a_newer_stamp(pair: Pair) -> None:
    member = make_member(pair.township, note="一")
    pair.settle()
    for number in range(3):
        change_row(pair.county, "member", member, phone=f"1390000000{number}")
        change_row(pair.township, "member", member, note=f"二{number}")
        pair.settle()
    for store in (pair.county, pair.township):
        assert count(store, "register", "open") == 0
        assert value_of(store, "member", member, "note") == "二2"
    left = digest.digests(pair.county.database.read(), [pair.township.site.organization])
    assert (
        left["member"]
        == digest.digests(pair.township.database.read(), [pair.township.site.organization])[
            "member"
        ]
    )


def test_an_older_package_after_a_newer_one_is_no_news(pair: Pair) -> None:
    member = make_member(pair.township, note="一")
    older = package_file(pair.township, pair.county, pair.folder)
    change_member(pair.township, member, note="二")
    newer = package_file(pair.township, pair.county, pair.folder)
    receiving.receive_package(pair.county, newer)
    before = digest.whole(pair.county.database.read())
    view = receiving.receive_package(pair.county, older)
    assert not view.state.applies
    assert digest.whole(pair.county.database.read()) == before


def test_a_package_is_for_the_site_it_names_even_where_the_keys_would_fit(pair: Pair) -> None:
    make_member(pair.township)
    file = package_file(pair.township, pair.county, pair.folder)
    other = replace(sending.own_site(pair.county), site="0" * 32)
    township = sending.as_party(peer_at(pair.county, pair.township))
    with file.open("rb") as source, pytest.raises(PackageError) as refused:
        open_package(source, other, [township])
    assert refused.value.code == "E-206-01"


def test_who_left_a_township_that_only_got_him_from_the_county_is_heard_of(tmp_path: Path) -> None:
    three = Three(tmp_path)
    member = make_member(three.county, three.a.site.organization)
    three.settle()
    assert value_of(three.a, "member", member, "organization") == three.a.site.organization
    change_member(three.county, member, organization=three.b.site.organization)
    three.settle()
    assert value_of(three.a, "member", member, "organization") == three.b.site.organization
