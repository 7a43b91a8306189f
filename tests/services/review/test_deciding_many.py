"""批量核实: one rule for one field; what is listed is what is written, and undone as one."""

import time

import pytest

from app.data import changing, digest
from app.domain.errors import AppError, InvalidInput
from app.services.review import deciding_many, open_items, undoing_decisions
from app.services.store import Store
from tests.builders import (
    Pair,
    change_member,
    hand_over,
    id_number,
    make_class,
    make_county,
    make_member,
    make_store,
    mark,
    value_of,
)
from tests.builders import enrol as enrol_store

People = list[bytes]


def disputed(pair: Pair, number: int = 3, field: str = "phone") -> People:
    people: People = [make_member(pair.township, name=f"王{n}") for n in "甲乙丙丁戊"[:number]]
    pair.settle()
    for place, member in enumerate(people):
        change_member(pair.township, member, **{field: f"1390000000{place}"})
        change_member(pair.county, member, **{field: f"1380000000{place}"})
    pair.settle()
    return people


def assert_equal(pair: Pair) -> None:
    root = pair.township.site.organization
    here, there = (
        dict(digest.digests(s.database.read(), [root])) for s in (pair.county, pair.township)
    )
    assert here == there
    mine, theirs = (open_items.open_items(s) for s in (pair.county, pair.township))
    assert mine == theirs


@pytest.mark.parametrize(("side", "starts"), [("township", "139"), ("county", "138")])
def test_one_side_for_all(pair: Pair, side: str, starts: str) -> None:
    people = disputed(pair)
    lines = deciding_many.preview_all(pair.county, "member", "phone", side)
    assert all(line.ticked and line.township == "青山镇" for line in lines)
    assert deciding_many.decide_all(pair.county, "member", "phone", side) == 3
    pair.settle()
    assert not open_items.open_items(pair.township)
    for store in (pair.county, pair.township):
        values = {str(value_of(store, "member", m, "phone"))[:3] for m in people}
        assert values == {starts}
    assert_equal(pair)


def test_the_later_value_whoever_wrote_it(pair: Pair) -> None:
    first, second = (make_member(pair.township, name=name) for name in ("王甲", "王乙"))
    pair.settle()
    change_member(pair.county, first, phone="13800000001")
    change_member(pair.township, first, phone="13900000001")
    change_member(pair.township, second, phone="13900000002")
    change_member(pair.county, second, phone="13800000002")
    pair.settle()
    assert deciding_many.decide_all(pair.county, "member", "phone", "latest") == 2
    assert value_of(pair.county, "member", first, "phone") == "13900000001"
    assert value_of(pair.county, "member", second, "phone") == "13800000002"


def test_a_clock_that_is_off_settles_nothing_unseen(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = make_member(pair.township)
    pair.settle()
    true = time.time_ns

    class Skewed:
        @staticmethod
        def time_ns() -> int:
            return max(1, true() + 73 * 31_557_600 * 10**9)

    change_member(pair.county, member, phone="13800000001")
    with monkeypatch.context() as patch:
        patch.setattr(changing, "time", Skewed)
        change_member(pair.township, member, phone="13900000001")
    pair.settle()
    (line,) = deciding_many.preview_all(pair.county, "member", "phone", "latest")
    assert not line.ticked
    assert "时钟" in line.doubt
    with pytest.raises(AppError, match="时钟"):
        deciding_many.decide_all(pair.county, "member", "phone", "latest")


def test_only_what_is_ticked_is_written_and_undone_as_one(pair: Pair) -> None:
    people = disputed(pair)
    lines = deciding_many.preview_all(pair.county, "member", "phone", "township")
    assert deciding_many.write_planned(pair.county, lines[:2]) == 2
    assert [i.uid for i in open_items.open_items(pair.county)] == [lines[2].item.uid]
    pair.settle()
    done = undoing_decisions.undo(pair.county, undoing_decisions.last_decision(pair.county))
    assert (done.reversed, done.kept) == (2, 0)
    pair.settle()
    assert {i.uid for i in open_items.open_items(pair.township)} == set(people)
    assert_equal(pair)


def test_undo_leaves_alone_what_was_changed_since(pair: Pair) -> None:
    people = disputed(pair)
    deciding_many.decide_all(pair.county, "member", "phone", "township")
    change_member(pair.county, people[0], phone="13700000000")
    done = undoing_decisions.undo(pair.county, undoing_decisions.last_decision(pair.county))
    assert (done.reversed, done.kept) == (2, 1)
    assert value_of(pair.county, "member", people[0], "phone") == "13700000000"


def test_nothing_is_written_when_one_line_changed_meanwhile(pair: Pair) -> None:
    people = disputed(pair)
    lines = deciding_many.preview_all(pair.county, "member", "phone", "township")
    change_member(pair.township, people[1], phone="13911111111")
    pair.to_county()
    with pytest.raises(AppError, match="1 条在列出之后有了变化"):
        deciding_many.write_planned(pair.county, lines)
    assert len(open_items.open_items(pair.county)) >= 2


def test_id_numbers_are_never_ticked_by_themselves(pair: Pair) -> None:
    member = make_member(pair.township)
    pair.settle()
    change_member(pair.township, member, id_number=id_number(701))
    change_member(pair.county, member, id_number=id_number(703))
    pair.settle()
    (line,) = deciding_many.preview_all(pair.county, "member", "id_number", "county")
    assert not line.ticked
    with pytest.raises(AppError, match="逐条核实"):
        deciding_many.decide_all(pair.county, "member", "id_number", "county")
    assert deciding_many.write_planned(pair.county, [line]) == 1, "ticked by a person"


def test_marks_are_never_decided_by_a_rule(pair: Pair) -> None:
    with pytest.raises(AppError, match="签到表"):
        deciding_many.preview_all(pair.county, "attendance", "mark", "township")


@pytest.mark.parametrize(
    ("side", "problem"), [("both", "没有“both”"), ("township", "没有适用这条规则")]
)
def test_a_rule_that_fits_nothing_is_refused(pair: Pair, side: str, problem: str) -> None:
    with pytest.raises(AppError, match=problem):
        deciding_many.decide_all(pair.county, "member", "phone", side)


@pytest.mark.parametrize("text", ["phone", "手机号", "联系电话", "member.phone", "党员.联系电话"])
def test_a_field_by_the_words_for_it(text: str) -> None:
    entity, field = deciding_many.field_named(text)
    assert (entity.name, field.name) == ("member", "phone")


def test_an_unknown_field() -> None:
    with pytest.raises(InvalidInput):
        deciding_many.field_named("鞋码")


def test_one_township_of_two(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    county = make_county(folder / "县")
    stick = folder / "stick"
    stick.mkdir()
    townships: list[Store] = []
    for name in ("青山镇", "黑石镇"):
        store = make_store(folder / name, name)
        enrol_store(county, store, stick)
        member = make_member(store)
        hand_over(store, county, stick)
        change_member(store, member, phone="13900000001")
        change_member(county, member, phone="13800000001")
        hand_over(store, county, stick)
        townships.append(store)
    black = townships[1].site.uid
    lines = deciding_many.preview_all(county, "member", "phone", "township", black)
    assert [line.township for line in lines] == ["黑石镇"]
    assert deciding_many.decide_all(county, "member", "phone", "township", black) == 1
    assert len(open_items.open_items(county)) == 1
    for store in (county, *townships):
        store.close()


def test_marks_do_not_slip_into_the_choice_of_fields(pair: Pair) -> None:
    disputed(pair, 2)
    member = make_member(pair.township)
    made = make_class(pair.township, [member])
    pair.settle()
    mark(pair.township, made.sessions[0], member, "出勤")
    mark(pair.county, made.sessions[0], member, "缺勤")
    pair.settle()
    (found,) = deciding_many.disputed_fields(pair.county)
    assert (found.label, found.number) == ("联系电话", 2)
