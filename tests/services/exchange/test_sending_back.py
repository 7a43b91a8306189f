"""退回: what does not count, who settles it, and how both travel."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.data import hours_summary
from app.data.queries.ledger import ledger
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput, NotFound
from app.services.exchange import sending_back
from app.services.review import open_items
from app.services.store import Store
from tests.builders import (
    MadeClass,
    Pair,
    change_member,
    change_row,
    count,
    enrol,
    hand_over,
    make_class,
    make_county,
    make_member,
    make_organization,
    make_store,
    mark,
    value_of,
)

COUNTS = {"待更正": False, "已说明": False, "已更正": True, "已撤回": True}


@dataclass
class Held:
    """One person with a class (one half-day attended of two) and a record of 8 hours."""

    store: Store
    member: bytes
    made: MadeClass
    mark: bytes
    record: bytes

    def row(self, entity: str) -> bytes:
        """The row of that kind."""
        return {
            "record": self.record,
            "attendance": self.mark,
            "enrolment": self.made.enrolments[0],
            "session": self.made.sessions[0],
            "training_class": self.made.uid,
        }[entity]


def held_at(store: Store) -> Held:
    member = make_member(store)
    made = make_class(store, [member])
    with store.change("补录") as change:
        values: dict[str, Value] = {
            "member": member,
            "title": "示范班",
            "starts_on": "2026-05-06",
            "ends_on": "2026-05-06",
            "hours": 8.0,
        }
        record = change.create(entity_named("record"), values)
    return Held(store, member, made, mark(store, made.sessions[0], member), record)


@pytest.fixture
def county(tmp_path: Path) -> Store:
    return make_county(tmp_path)


def hours(store: Store, member: bytes) -> float:
    """What counts, and both ways of computing it agree."""
    assert hours_summary.problems(store.database.read()) == []
    found = store.database.read().execute(
        "SELECT coalesce(sum(half_hours), 0) / 2.0 FROM hours_summary WHERE member = ?", (member,)
    )
    (total,) = found.fetchone()
    assert total == sum(entry.hours for entry in ledger(store.database.read(), member))
    return float(total)


def only_return(store: Store) -> bytes:
    found = store.database.read().execute("SELECT uid FROM row_return").fetchall()
    (uid,) = found[0]
    assert len(found) == 1
    return bytes(uid)


@pytest.mark.parametrize("state", COUNTS)
@pytest.mark.parametrize("entity", ["record", "attendance", "enrolment", "session"])
def test_what_was_sent_back_does_not_count(county: Store, entity: str, state: str) -> None:
    held = held_at(county)
    assert hours(county, held.member) == 12
    sending_back.return_rows(county, [(entity, held.row(entity))], "签到表没有签名")
    change_row(county, "row_return", only_return(county), state=state)
    lost = 8 if entity == "record" else 4
    assert hours(county, held.member) == (12 if COUNTS[state] else 12 - lost)
    told = [entry.reason for entry in ledger(county.database.read(), held.member)]
    assert ("已退回：签到表没有签名" in told) is not COUNTS[state]


@pytest.mark.parametrize("state", COUNTS)
def test_a_class_that_was_sent_back_counts_for_nobody(county: Store, state: str) -> None:
    held = held_at(county)
    other = make_member(county)
    mark(county, held.made.sessions[1], other)
    sending_back.return_rows(county, [("training_class", held.made.uid)], "没有备案")
    change_row(county, "row_return", only_return(county), state=state)
    counts = COUNTS[state]
    assert (hours(county, held.member), hours(county, other)) == ((12, 4) if counts else (8, 0))


def test_only_the_half_day_of_the_mark_is_lost(county: Store) -> None:
    held = held_at(county)
    mark(county, held.made.sessions[1], held.member)
    other = make_member(county)
    mark(county, held.made.sessions[0], other)
    sending_back.return_rows(county, [("attendance", held.mark)], "没到")
    assert (hours(county, held.member), hours(county, other)) == (12, 4)
    sending_back.return_rows(county, [("enrolment", held.made.enrolments[0])], "不在名单")
    assert (hours(county, held.member), hours(county, other)) == (8, 4)


def test_a_returned_mark_counts_for_none_of_a_persons_identities(county: Store) -> None:
    held = held_at(county)
    other = make_member(county)
    mark(county, held.made.sessions[0], other)
    change_member(county, other, merged_into=held.member)
    sending_back.return_rows(county, [("attendance", held.mark)], "没到")
    assert hours(county, held.member) == 8
    change_member(county, other, merged_into=None)
    assert (hours(county, held.member), hours(county, other)) == (8, 4)


@pytest.mark.parametrize("entity", ["member", "post", "exemption", "certificate", "organization"])
def test_others_are_a_to_do_and_cost_no_hours(county: Store, entity: str) -> None:
    held = held_at(county)
    root = county.site.organization
    own: dict[str, dict[str, Value]] = {
        "post": {"title": "书记", "organization": root},
        "exemption": {"reason": "年老体弱", "from_on": "2026"},
        "certificate": {
            "training_class": held.made.uid,
            "number": "1",
            "issued_on": "2026-05-06",
            "content": "{}",
        },
    }
    uid = {"member": held.member, "organization": root}.get(entity, b"")
    if entity in own:
        with county.change("新增") as change:
            values = {"member": held.member, **own[entity]}
            uid = change.create(entity_named(entity), values)
    sending_back.return_rows(county, [(entity, uid)], "请核对")
    assert hours(county, held.member) == 12
    (waiting,) = sending_back.open_returns(county)
    assert (waiting.entity, waiting.row, waiting.reason) == (entity, uid, "请核对")


CORRECTIONS: dict[str, Callable[[Held], object]] = {
    "record": lambda h: change_row(h.store, "record", h.record, hours=6.0),
    "enrolment": lambda h: change_row(h.store, "enrolment", h.made.enrolments[0], number=9),
    "session": lambda h: change_row(h.store, "session", h.made.sessions[0], course="党章"),
    "training_class": lambda h: change_row(h.store, "training_class", h.made.uid, place="县党校"),
    "attendance": lambda h: mark(h.store, h.made.sessions[0], h.member, "迟到", supersedes=h.mark),
}


@pytest.mark.parametrize("state", ["待更正", "已说明"])
@pytest.mark.parametrize("entity", CORRECTIONS)
def test_a_correction_settles_it_in_the_same_step(county: Store, entity: str, state: str) -> None:
    held = held_at(county)
    sending_back.return_rows(county, [(entity, held.row(entity))], "请核对")
    back = only_return(county)
    change_row(county, "row_return", back, state=state)
    CORRECTIONS[entity](held)
    assert value_of(county, "row_return", back, "state") == "已更正"
    assert hours(county, held.member) == (10 if entity == "record" else 12)
    assert sending_back.open_returns(county) == []
    detail = county.database.read().execute("SELECT detail FROM audit ORDER BY id DESC LIMIT 1")
    assert "已更正" in detail.fetchone()[0]


def test_removing_it_or_marking_anew_settles_it_too(county: Store) -> None:
    held = held_at(county)
    sending_back.return_rows(county, [("record", held.record), ("attendance", held.mark)], "请核对")
    with county.change("删除") as change:
        change.remove(entity_named("record"), held.record)
    assert [back.entity for back in sending_back.open_returns(county)] == ["attendance"]
    mark(county, held.made.sessions[1], held.member)
    assert len(sending_back.open_returns(county)) == 1, "another half-day is no correction"
    mark(county, held.made.sessions[0], held.member)
    assert sending_back.open_returns(county) == []
    assert hours(county, held.member) == 8


def test_a_row_sent_back_again_waits_again_under_its_new_reason(county: Store) -> None:
    held = held_at(county)
    for reason in ("缺证明", "证明不清楚"):
        sending_back.return_rows(county, [("record", held.record)], reason)
    (waiting,) = sending_back.open_returns(county)
    assert waiting.reason == "证明不清楚"
    change_row(county, "record", held.record, evidence="盖章件")
    sending_back.return_rows(county, [("record", held.record)], "又缺一页")
    assert [back.reason for back in sending_back.open_returns(county)] == ["又缺一页"]
    assert hours(county, held.member) == 4
    sending_back.withdraw(county, sending_back.open_returns(county)[0].uid, "看错了")
    assert hours(county, held.member) == 12


def test_what_cannot_be_sent_back_is_refused(pair: Pair) -> None:
    held = held_at(pair.county)
    late = mark(pair.county, held.made.sessions[1], held.member)
    mark(pair.county, held.made.sessions[1], held.member, "病假", supersedes=late)
    for wrong in (("record", b"\0" * 16), ("setting", held.record), ("attendance", late)):
        with pytest.raises(AppError) as refused:
            sending_back.return_rows(pair.county, [("record", held.record), wrong], "请核对")
        assert refused.value.hint
    with pytest.raises(InvalidInput):
        sending_back.return_rows(pair.county, [("record", held.record)], "  ")
    with pytest.raises(AppError, match="由县里"):
        sending_back.return_rows(pair.township, [("record", held.record)], "请核对")
    assert count(pair.county, "row_return") == 0
    sending_back.return_rows(pair.county, [("record", held.record)], "请核对")
    back = only_return(pair.county)
    with pytest.raises(InvalidInput):
        sending_back.withdraw(pair.county, back, " ")
    with pytest.raises(AppError, match="由乡镇"):
        sending_back.explain(pair.county, back, "没错")
    with pytest.raises(NotFound):
        sending_back.withdraw(pair.county, held.record, "看错了")
    sending_back.withdraw(pair.county, back, "看错了")
    with pytest.raises(AppError, match="已撤回"):
        sending_back.withdraw(pair.county, back, "看错了")


@pytest.fixture
def sent_back(pair: Pair) -> Held:
    """A record of the township that the county sent back; both know."""
    held = held_at(pair.township)
    pair.settle()
    sending_back.return_rows(pair.county, [("record", held.record)], "缺证明材料")
    hand_over(pair.county, pair.township, pair.folder)
    assert hours(pair.township, held.member) == hours(pair.county, held.member) == 4
    return held


def test_the_township_corrects_and_the_county_counts_again(pair: Pair, sent_back: Held) -> None:
    (waiting,) = sending_back.open_returns(pair.township)
    assert (waiting.subject, waiting.what) == ("王小明", "2026-05-06 示范班")
    assert waiting.opens == ("member", sent_back.member)
    assert waiting.by == "李四"
    change_row(pair.township, "record", sent_back.record, evidence="结业证书复印件")
    pair.settle()
    for store in (pair.county, pair.township):
        assert sending_back.open_returns(store) == []
        assert hours(store, sent_back.member) == 12
        assert open_items.open_items(store) == []


def test_an_explanation_travels_and_the_county_withdraws(pair: Pair, sent_back: Held) -> None:
    sending_back.explain(pair.township, only_return(pair.township), "证明已交县委党校")
    pair.settle()
    (waiting,) = sending_back.open_returns(pair.county)
    assert (waiting.state, waiting.answer) == ("已说明", "证明已交县委党校")
    assert hours(pair.county, sent_back.member) == hours(pair.township, sent_back.member) == 4
    sending_back.withdraw(pair.county, waiting.uid, "情况属实")
    pair.settle()
    assert sending_back.open_returns(pair.township) == []
    assert hours(pair.county, sent_back.member) == hours(pair.township, sent_back.member) == 12


def test_every_kind_travels_to_its_owner(pair: Pair) -> None:
    held = held_at(pair.township)
    branch = make_organization(pair.township)
    pair.settle()
    rows = [
        ("member", held.member),
        ("organization", branch),
        *((kind, held.row(kind)) for kind in CORRECTIONS),
    ]
    assert sending_back.return_rows(pair.county, rows, "请核对") == 7
    pair.settle()
    found = sending_back.open_returns(pair.township)
    assert {(back.entity, back.row) for back in found} == set(rows)
    assert hours(pair.township, held.member) == hours(pair.county, held.member) == 0
    opened = {back.entity: back.opens for back in found}
    assert opened["organization"] == ("organization", branch)
    assert opened["attendance"] == opened["session"] == ("training_class", held.made.uid)
    for correct in CORRECTIONS.values():
        correct(held)
    pair.settle()
    assert {back.entity for back in sending_back.open_returns(pair.county)} == {
        "member",
        "organization",
    }
    assert hours(pair.county, held.member) == hours(pair.township, held.member) == 10


AT_ONCE: list[tuple[str, str, str, int]] = [
    # at the township, at the county, state both end with, questions for people
    ("已更正", "已撤回", "已撤回", 0),
    ("已更正", "已更正", "已更正", 0),
    ("已说明", "已撤回", "已撤回", 0),
    ("已更正", "待更正", "待更正", 1),
]


@pytest.mark.parametrize(("below", "above", "ends", "questions"), AT_ONCE)
def test_states_set_at_once(
    pair: Pair, sent_back: Held, below: str, above: str, ends: str, questions: int
) -> None:
    back = only_return(pair.county)
    if above == "待更正":
        sending_back.explain(pair.township, back, "没错")
        pair.settle()
    change_row(pair.township, "row_return", back, state=below)
    change_row(pair.county, "row_return", back, state=above)
    pair.settle()
    for store in (pair.county, pair.township):
        assert value_of(store, "row_return", back, "state") == ends
        assert len(open_items.open_items(store)) == questions
        assert hours(store, sent_back.member) == (12 if COUNTS[ends] else 4)


@dataclass
class Move:
    """A county with two townships and a person who is to move."""

    county: Store
    old: Store
    new: Store
    folder: Path

    def settle(self) -> None:
        """Three rounds of everybody."""
        for _ in range(3):
            for town in (self.old, self.new):
                hand_over(town, self.county, self.folder)
                hand_over(self.county, town, self.folder)


@pytest.mark.parametrize("kind", ["record", "attendance", "enrolment"])
def test_what_was_sent_back_moves_with_the_person(tmp_path: Path, kind: str) -> None:
    county = make_county(tmp_path)
    towns = [make_store(tmp_path, name) for name in ("青山镇", "白水镇")]
    for town in towns:
        enrol(county, town, tmp_path)
    move = Move(county, towns[0], towns[1], tmp_path)
    held = held_at(move.old)
    move.settle()
    sending_back.return_rows(county, [(kind, held.row(kind))], "请核对")
    move.settle()
    assert [len(sending_back.open_returns(town)) for town in towns] == [1, 0]
    change_member(county, held.member, organization=move.new.site.organization)
    move.settle()
    assert [len(sending_back.open_returns(town)) for town in towns] == [0, 1]
    assert hours(move.new, held.member) == hours(county, held.member) < 12
    there = Held(move.new, held.member, held.made, held.mark, held.record)
    if kind == "attendance":
        with pytest.raises(AppError, match="举办单位"):  # the signed sheet is not there
            CORRECTIONS[kind](there)
        there = Held(county, held.member, held.made, held.mark, held.record)
    CORRECTIONS[kind](there)
    move.settle()
    assert sending_back.open_returns(county) == []
    assert hours(move.new, held.member) == hours(county, held.member) >= 10
