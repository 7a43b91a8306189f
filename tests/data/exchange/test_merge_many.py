"""What arrives exactly as it stands here is counted, not joined; the result is the same."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.data.exchange import merge as merging
from app.data.exchange import outgoing
from app.data.exchange.authority import Authority
from app.data.exchange.merge import Merge
from app.data.exchange.merge_state import Origin
from app.data.queries import peer_list
from app.data.rows import incarnation_number
from app.services.exchange.applying import trial
from tests.builders import (
    Pair,
    change_member,
    make_class,
    make_member,
    mark,
    pending_rows,
    value_of,
)

TABLES = ("organization", "member", "enrolment", "attendance", "register", "superseded", "held_by")
Lines = list[dict[str, Any]]


def everything(pair: Pair) -> Lines:
    """The lines of the township's next full package."""
    with pair.township.database.write() as connection:
        peer = peer_list.by_site(connection, pair.county.site.uid)
        assert peer is not None
        delta = outgoing.delta_for(connection, peer, full=True)
        made: Lines = json.loads(json.dumps(list(outgoing.records(connection, delta))))
    return made


def joined(pair: Pair, lines: Lines) -> tuple[Merge, dict[str, list[Any]]]:
    """What the county makes of these lines of its township; it is rolled back."""
    with trial(pair.county) as change:
        peer = peer_list.by_site(change.connection, pair.township.site.uid)
        assert peer is not None
        via = incarnation_number(change.connection, pair.township.site.incarnation)
        sender = Authority(peer.id, peer.scope)
        sender.prepare(change.connection)
        merge = Merge(change, Origin(peer.id, via, 1, ""), sender)
        merge.lines_in(lines)
        left = {t: change.connection.execute(f"SELECT * FROM {t}").fetchall() for t in TABLES}
    return merge, {table: sorted(rows, key=repr) for table, rows in left.items()}


def line_of(lines: Lines, uid: bytes) -> dict[str, Any]:
    return next(line for line in lines if line.get("uid") == uid.hex())


@pytest.fixture
def settled(pair: Pair) -> tuple[Pair, bytes]:
    """Both hold a person, an edited person, a class with one mark, and what the county added."""
    plain = make_member(pair.township, phone="13900000000")
    edited = make_member(pair.township)
    change_member(pair.township, edited, phone="13900000001")
    made = make_class(pair.township, [plain, edited])
    for session in made.sessions:
        mark(pair.township, session, plain)
    pair.settle()
    make_member(pair.county, pair.township.site.organization)
    pair.settle()
    return pair, plain


def nothing(pair: Pair, lines: Lines, member: bytes) -> None:
    """Everything as it was sent before."""


def other_value(pair: Pair, lines: Lines, member: bytes) -> None:
    line_of(lines, member)["is"]["phone"] = "13900000002"


def one_more_value(pair: Pair, lines: Lines, member: bytes) -> None:
    line_of(lines, member)["is"]["wechat"] = "新版本的字段"


def one_value_less(pair: Pair, lines: Lines, member: bytes) -> None:
    del line_of(lines, member)["is"]["id_number"]


def later_stamp(pair: Pair, lines: Lines, member: bytes) -> None:
    line_of(lines, member)["by"][1] += 50


def twice(pair: Pair, lines: Lines, member: bytes) -> None:
    line = line_of(lines, member)
    lines.insert(lines.index(line), {**line, "is": {**line["is"], "phone": "13900000003"}})


def not_noted(pair: Pair, lines: Lines, member: bytes) -> None:
    with pair.county.database.write() as connection:
        connection.execute("DELETE FROM held_by")


def edited_here(pair: Pair, lines: Lines, member: bytes) -> None:
    change_member(pair.county, member, phone="13900000004")


def edited_and_back(pair: Pair, lines: Lines, member: bytes) -> None:
    phone = value_of(pair.county, "member", member, "phone")
    change_member(pair.county, member, phone="13900000004")
    change_member(pair.county, member, phone=phone)


CASES = (
    *(nothing, other_value, one_more_value, one_value_less, later_stamp, twice, not_noted),
    *(edited_here, edited_and_back),
)


@pytest.mark.parametrize("happens", CASES, ids=lambda case: case.__name__)
def test_the_result_is_that_of_joining_every_row(
    settled: tuple[Pair, bytes],
    happens: Callable[[Pair, Lines, bytes], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair, member = settled
    lines = everything(pair)
    happens(pair, lines, member)
    quick, left = joined(pair, json.loads(json.dumps(lines)))
    monkeypatch.setattr(merging, "still_to_join", lambda _m, _e, batch, _k: batch)
    monkeypatch.setattr(merging, "without_known", lambda _c, _e, record: record)
    slow, wanted = joined(pair, lines)
    assert left == wanted
    assert (quick.new, quick.changed, quick.unchanged) == (slow.new, slow.changed, slow.unchanged)


def test_what_stands_here_is_not_joined(
    settled: tuple[Pair, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    pair, member = settled
    seen: list[bytes] = []
    monkeypatch.setattr(Merge, "_join", lambda _m, _e, record, _row: seen.append(record.uid))
    merge, _ = joined(pair, everything(pair))
    assert member not in seen
    assert len(seen) == 2  # the edited person, and the branch that was hung elsewhere
    assert merge.new == 0


def test_an_equal_row_of_the_sender_is_not_sent_back(settled: tuple[Pair, bytes]) -> None:
    pair, _ = settled
    with pair.county.database.write() as connection:
        connection.execute("UPDATE member SET via = NULL, lseq = 999999")
    assert pending_rows(pair.county, pair.township) > 1
    pair.to_county(full=True)
    assert pending_rows(pair.county, pair.township) == 0


def test_facts_among_known_ones_are_added(settled: tuple[Pair, bytes]) -> None:
    pair, member = settled
    made = make_class(pair.township, [member], days=3)
    for session in made.sessions:
        mark(pair.township, session, member)
    lines = everything(pair)
    facts = next(line for line in lines if line["table"] == "attendance")["facts"]
    facts.append(facts.pop(0))  # a known one stands at the end too
    _, left = joined(pair, lines)
    assert len(left["attendance"]) == len(facts)


def test_known_facts_of_somebody_elses_people_are_not_held(settled: tuple[Pair, bytes]) -> None:
    pair, member = settled
    lines = everything(pair)
    with pair.county.database.write() as connection:
        connection.execute("DELETE FROM held_by")
        connection.execute("UPDATE member SET organization = x'00' WHERE uid = ?", (member,))
    merge, _ = joined(pair, [line for line in lines if line["table"] == "attendance"])
    assert merge.held == 0
