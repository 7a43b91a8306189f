"""A receipt brings what was sent back: at once, once, and nothing else."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.data import digest, hours_summary, site
from app.domain.entity import Value
from app.domain.errors import AppError, NotFound, PackageError
from app.domain.exchange.package_state import PackageState
from app.exchange.header import Kind
from app.exchange.package import save_package
from app.exchange.receipt import Receipt, receipt_content
from app.exchange.sealing import Label
from app.services.exchange import receiving, sending_back
from app.services.exchange.parties import as_party, own_site
from app.services.exchange.receiving import PackageView
from app.services.exchange.sending_back import ToReturn
from app.services.store import Store
from tests.builders import (
    Pair,
    change_row,
    count,
    enrol,
    hand_over,
    make_class,
    make_member,
    make_store,
    mark,
    package_file,
    peer_at,
    pending_rows,
)
from tests.services.exchange.test_sending_back import Held, held_at, hours


@pytest.fixture
def held(pair: Pair) -> Held:
    """Training of the township that the county has not seen yet."""
    pair.settle()
    return held_at(pair.township)


def received(pair: Pair, held: Held, *kinds: str) -> PackageView:
    file = package_file(pair.township, pair.county, pair.folder)
    back = [ToReturn(kind, held.row(kind), "请核对") for kind in kinds]
    return receiving.receive_package(pair.county, file, returned=back)


def snapshot(store: Store) -> tuple[str, int, int]:
    """Everything a receipt could have changed."""
    return digest.whole(store.database.read()), count(store, "audit"), count(store, "register")


def test_rows_are_sent_back_in_the_step_that_receives_them(pair: Pair, held: Held) -> None:
    view = received(pair, held, "record", "attendance")
    assert view.returned == 2
    assert len(sending_back.open_returns(pair.county)) == 2
    assert hours(pair.county, held.member) == 0
    (summary,) = (
        pair.county.database.read()
        .execute("SELECT summary FROM audit WHERE action = '接收数据包' ORDER BY id DESC LIMIT 1")
        .fetchone()
    )
    assert "退回 2 条" in summary


def test_a_row_that_is_not_in_it_stops_the_whole_receive(pair: Pair, held: Held) -> None:
    file = package_file(pair.township, pair.county, pair.folder)
    before = snapshot(pair.county)
    with pytest.raises(NotFound):
        receiving.receive_package(
            pair.county, file, returned=[ToReturn("record", b"\0" * 16, "请核对")]
        )
    assert snapshot(pair.county) == before
    assert receiving.receive_package(pair.county, file).applied
    with pytest.raises(AppError, match="退回没有登记"):
        receiving.receive_package(
            pair.county, file, returned=[ToReturn("record", held.record, "请核对")]
        )


def test_the_receipt_brings_them_home_once(pair: Pair, held: Held) -> None:
    view = received(pair, held, "record", "session")
    assert view.receipt is not None
    before = snapshot(pair.township)
    seen = receiving.inspect_package(pair.township, view.receipt)
    assert (seen.state, seen.returned, len(seen.lines)) == (PackageState.RECEIPT, 2, 2)
    assert snapshot(pair.township) == before
    taken = receiving.receive_package(pair.township, view.receipt)
    assert (taken.returned, taken.new) == (2, 2)
    assert hours(pair.township, held.member) == hours(pair.county, held.member) == 0
    assert {b.entity for b in sending_back.open_returns(pair.township)} == {"record", "session"}
    before = snapshot(pair.township)
    again = receiving.receive_package(pair.township, view.receipt)
    assert (again.returned, again.applied) == (0, 0)
    assert snapshot(pair.township) == before


def test_it_confirms_nothing_of_the_county(pair: Pair, held: Held) -> None:
    view = received(pair, held, "record")
    assert view.receipt is not None
    receiving.receive_package(pair.township, view.receipt)
    assert pending_rows(pair.county, pair.township) > 0, "it comes again in the next package"
    issued = hand_over(pair.county, pair.township, pair.folder)
    assert issued.returned == 0
    assert len(sending_back.open_returns(pair.township)) == 1
    pair.settle()
    assert pending_rows(pair.county, pair.township) == pending_rows(pair.township, pair.county) == 0


def test_it_comes_in_every_receipt_until_it_is_confirmed(pair: Pair, held: Held) -> None:
    lost = received(pair, held, "record")
    assert lost.receipt is not None
    make_member(pair.township)
    second = received(pair, held)
    assert second.receipt is not None
    assert receiving.inspect_package(pair.township, second.receipt).returned == 1
    hand_over(pair.county, pair.township, pair.folder)
    before = snapshot(pair.township)
    late = receiving.receive_package(pair.township, lost.receipt)
    assert late.returned == 0, "the county's package brought it already"
    assert snapshot(pair.township) == before
    hand_over(pair.township, pair.county, pair.folder)  # confirms the county's package
    make_member(pair.township)
    third = received(pair, held)
    assert third.receipt is not None
    told = [receiving.inspect_package(pair.township, r) for r in (second.receipt, third.receipt)]
    assert [view.duplicates for view in told] == [1, 0], "lines that are here already"


def test_a_correction_overtakes_an_old_receipt(pair: Pair, held: Held) -> None:
    view = received(pair, held, "record")
    assert view.receipt is not None
    receiving.receive_package(pair.township, view.receipt)
    change_row(pair.township, "record", held.record, evidence="盖章件")
    receiving.receive_package(pair.township, view.receipt)
    assert sending_back.open_returns(pair.township) == []
    pair.settle()
    assert sending_back.open_returns(pair.county) == []
    assert hours(pair.county, held.member) == hours(pair.township, held.member) == 12


def forged(
    sender: Store, receiver: Store, folder: Path, lines: Sequence[dict[str, Any]], **said: Any
) -> Path:
    """A receipt that an enrolled site sealed, with other lines in it than the program writes, or
    with other things said before them; None leaves one out."""
    target = folder / "forged.xjr"
    label = Label(Kind.RECEIPT, 1, "", "2026-11-20T09:30:00+08:00")
    content = receipt_content(Receipt((), lines=tuple(lines)))
    whole = {**content._manifest, **said}
    content._manifest = {k: v for k, v in whole.items() if v is not None}
    save_package(target, label, own_site(sender), as_party(peer_at(sender, receiver)), content)
    return target


BY = ["f" * 16, 1, 1, 1, "某人"]


def line(table: str, **values: Value) -> dict[str, Any]:
    return {"table": table, "uid": "7" * 32, "by": BY, "is": values}


@pytest.mark.parametrize(
    "wrong",
    [
        line("member", name="冒名的人", organization="0" * 32),
        {"table": "attendance", "fields": ["session", "member", "mark"], "facts": []},
        {"table": "row_return", "uid": "7" * 31, "by": BY, "is": {}},
        {"table": "row_return", "uid": "7" * 32, "by": BY, "is": {"reason": ["x"]}},
        {"table": "row_return", "uid": "7" * 32, "by": BY, "is": {"member": "no identity"}},
        {"table": "row_return", "uid": "7" * 32, "is": {}},
    ],
)
def test_wrong_lines_are_refused_and_change_nothing(
    pair: Pair, held: Held, wrong: dict[str, Any]
) -> None:
    good = line("row_return", entity="record", row=held.record.hex(), reason="真的")
    good["is"]["member"] = held.member.hex()
    file = forged(pair.county, pair.township, pair.folder, [good, wrong])
    before = snapshot(pair.township)
    for read in (receiving.inspect_package, receiving.receive_package):
        with pytest.raises(PackageError) as refused:
            read(pair.township, file)
        assert str(refused.value.code).startswith("E-202")
    assert snapshot(pair.township) == before


@pytest.mark.parametrize("row", ["no identity", "00", "7" * 32])
def test_a_return_of_nothing_does_no_harm(pair: Pair, held: Held, row: str) -> None:
    odd = line("row_return", entity="拼错", row=row, reason="?", state="待更正")
    odd["is"]["member"] = held.member.hex()
    view = receiving.receive_package(
        pair.township, forged(pair.county, pair.township, pair.folder, [odd])
    )
    assert view.returned == 1
    assert hours(pair.township, held.member) == 12
    assert all(back.entity == "拼错" for back in sending_back.open_returns(pair.township))


def test_a_township_cannot_send_back_what_is_anothers(pair: Pair) -> None:
    stranger = make_member(pair.county)
    made = make_class(pair.county, [stranger])
    mark(pair.county, made.sessions[0], stranger)
    pair.settle()
    wrong = line("row_return", entity="session", row=made.sessions[0].hex(), reason="?")
    wrong["is"]["training_class"] = made.uid.hex()
    file = forged(pair.township, pair.county, pair.folder, [wrong])
    view = receiving.receive_package(pair.county, file)
    assert (view.held, view.returned, view.new) == (1, 0, 0)
    assert hours(pair.county, stranger) == 4
    assert hours_summary.problems(pair.county.database.read()) == []


def test_a_gap_brings_what_was_sent_back_too(pair: Pair, held: Held) -> None:
    received(pair, held, "record")
    with pair.county.database.write() as connection:
        connection.execute("UPDATE heard SET hi = 0")
        connection.execute("UPDATE peer SET acked = 0")
    with pair.township.database.write() as connection:
        connection.execute("UPDATE peer SET acked = 3")
    view = received(pair, held)
    assert view.state is PackageState.GAP
    assert view.receipt is not None
    assert receiving.receive_package(pair.township, view.receipt).returned == 1
    assert replace(view, returned=0).applied == 0


LIES: dict[str, dict[str, Any]] = {
    "nothing said of incarnations": {"incarnations": None},
    "incarnations of another shape": {"incarnations": 7},
    "an incarnation of another shape": {"incarnations": [["ab"]]},
    "confirmations of another shape": {"confirmed": [1]},
    "digests of another shape": {"digests": {"member": 7}},
    "an audit trail of another shape": {"audit_kept": {"ab": 7}},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_receipt_that_lies_is_refused_in_words_or_changes_nothing(pair: Pair, lie: str) -> None:
    member = make_member(pair.county)
    pair.settle()
    back = line("row_return", entity="member", row=member.hex(), member=member.hex(), reason="?")
    file = forged(pair.township, pair.county, pair.folder, [back], **LIES[lie])
    before = digest.whole(pair.county.database.read())
    with contextlib.suppress(PackageError):
        receiving.receive_package(pair.county, file)
    assert digest.whole(pair.county.database.read()) == before


def test_a_receipt_from_our_future_is_refused(pair: Pair) -> None:
    pair.settle()
    said = {"confirmed": {pair.county.site.incarnation: 2**40}}
    file = forged(pair.township, pair.county, pair.folder, [], **said)
    with pytest.raises(PackageError):
        receiving.receive_package(pair.county, file)
    make_member(pair.county, pair.township.site.organization)
    assert pending_rows(pair.county, pair.township) > 0


def test_a_receipt_confirms_for_its_sender_only(pair: Pair, tmp_path: Path) -> None:
    """Whatever it says of incarnations of others, a neighbour is sent what it lacks."""
    neighbour = make_store(tmp_path, "白水镇")
    enrol(pair.county, neighbour, tmp_path)
    pair.settle()
    hand_over(neighbour, pair.county, tmp_path)
    make_member(pair.county, neighbour.site.organization)
    waiting = pending_rows(pair.county, neighbour)
    here, there = pair.county.site.incarnation, neighbour.site.incarnation
    newest = int(site.get(pair.county.database.read(), "lseq") or 0)
    said = {"confirmed": {here: newest, there: 1}, "incarnations": [[there, "ab" * 16, "冒名"]]}
    receiving.receive_package(
        pair.county, forged(pair.township, pair.county, pair.folder, [], **said)
    )
    assert pending_rows(pair.county, neighbour) == waiting > 0
    owner = count(pair.county, "incarnation", "key = ? AND site = ?", there, neighbour.site.uid)
    assert owner == 1
    neighbour.close()
