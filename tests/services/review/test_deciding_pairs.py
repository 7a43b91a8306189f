"""One number on two people or papers, one name on two organizations; and who may decide."""

from datetime import timedelta

import pytest

from app.data import digest
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.services.classes.reissuing import reissue
from app.services.dated_rows import posts_left, save_row
from app.services.review import deciding_pairs, decisions, open_items, undoing_decisions
from app.services.store import Store
from tests.builders import (
    Pair,
    change_member,
    count,
    id_number,
    make_class,
    make_member,
    make_organization,
    mark,
    value_of,
)
from tests.days import today

NUMBER = "110105198001010019"


def only(store: Store, kind: str = "") -> str:
    (item,) = [i for i in open_items.open_items(store) if not kind or i.kind == kind]
    return item.id


def assert_equal(pair: Pair) -> None:
    root = pair.township.site.organization
    here, there = (
        dict(digest.digests(s.database.read(), [root])) for s in (pair.county, pair.township)
    )
    assert here == there
    mine, theirs = (open_items.open_items(s) for s in (pair.county, pair.township))
    assert mine == theirs


@pytest.fixture
def twins(pair: Pair) -> tuple[Pair, bytes, bytes]:
    """Two rows with one number, both made in one store: no sides."""
    here = make_member(pair.township, name="张三", id_number=NUMBER, phone="13900000001")
    there = make_member(pair.township, name="李四", id_number=NUMBER)
    pair.settle()
    return pair, here, there


def test_both_are_laid_side_by_side(twins: tuple[Pair, bytes, bytes]) -> None:
    pair, here, there = twins
    found = deciding_pairs.pair_of(pair.county, only(pair.county))
    assert {row.uid for row in found.rows} == {here, there}
    assert {"name", "phone"} <= found.differing
    assert "id_number" not in found.differing
    assert {row.township for row in found.rows} == {"青山镇"}
    assert {row.writer.name for row in found.rows} == {"青山镇"}


def test_a_mistyped_number(twins: tuple[Pair, bytes, bytes]) -> None:
    pair, _, there = twins
    right = id_number(555)
    deciding_pairs.correct_number(pair.county, only(pair.county), there, right)
    pair.settle()
    assert not open_items.open_items(pair.township)
    assert value_of(pair.township, "member", there, "id_number") == right
    undoing_decisions.undo(pair.county, undoing_decisions.last_decision(pair.county))
    pair.settle()
    assert only(pair.township)
    assert_equal(pair)


@pytest.mark.parametrize("wrong", ["", "110105198001010010", NUMBER, "taken"])
def test_a_wrong_number_is_not_mended_by_a_wrong_one(
    twins: tuple[Pair, bytes, bytes], wrong: str
) -> None:
    pair, _, there = twins
    taken = id_number(557)
    make_member(pair.county, id_number=taken)
    number = taken if wrong == "taken" else wrong
    with pytest.raises(InvalidInput):
        deciding_pairs.correct_number(pair.county, only(pair.county), there, number)
    assert value_of(pair.county, "member", there, "id_number") == NUMBER


def test_one_of_them_has_left(twins: tuple[Pair, bytes, bytes]) -> None:
    pair, here, _ = twins
    deciding_pairs.moved_away(pair.county, only(pair.county), here, "2026-05")
    pair.settle()
    assert not open_items.open_items(pair.township)
    assert value_of(pair.township, "member", here, "status") == "已转出"
    assert value_of(pair.township, "member", here, "status_on") == "2026-05"
    assert count(pair.township, "member", "gone = 0") == 2, "kept with all history"
    undoing_decisions.undo(pair.county, undoing_decisions.last_decision(pair.county))
    pair.settle()
    assert value_of(pair.township, "member", here, "status") == "正常"
    assert only(pair.township)
    assert_equal(pair)


def test_who_has_left_gives_up_his_posts_where_that_is_said(
    twins: tuple[Pair, bytes, bytes],
) -> None:
    pair, here, _ = twins
    held: dict[str, Value] = {"title": "书记", "from_on": "2020"}
    place = pair.township.site.organization
    post = save_row(pair.county, "post", None, {"member": here, "organization": place, **held})
    raw: dict[str, Value] = {"status": "已转出", "status_on": "2026.05"}
    left = posts_left(pair.county, here, raw)
    assert left is not None
    deciding_pairs.moved_away(pair.county, only(pair.county), here, "2026.05", left)
    pair.settle()
    assert value_of(pair.township, "post", post, "to_on") == "2026-05"
    undoing_decisions.undo(pair.county, undoing_decisions.last_decision(pair.county))
    assert value_of(pair.county, "post", post, "to_on") is None


def test_leaving_has_a_date(twins: tuple[Pair, bytes, bytes]) -> None:
    pair, here, _ = twins
    for day in ("", "昨天", (today() + timedelta(2)).isoformat()):
        with pytest.raises(InvalidInput):
            deciding_pairs.moved_away(pair.county, only(pair.county), here, day)


def test_a_person_of_no_part_in_it_is_refused(twins: tuple[Pair, bytes, bytes]) -> None:
    pair, _, _ = twins
    other = make_member(pair.county)
    with pytest.raises(AppError, match="不能这样处理"):
        deciding_pairs.moved_away(pair.county, only(pair.county), other, "2026-05")


def test_two_branches_of_one_name_are_both_right(pair: Pair) -> None:
    make_organization(pair.township)
    make_organization(pair.township)
    pair.settle()
    deciding_pairs.both_right(pair.county, only(pair.county))
    pair.settle()
    assert not open_items.open_items(pair.county)
    assert not open_items.open_items(pair.township)
    make_organization(pair.township)
    pair.settle()
    assert only(pair.county), "a third one was never spoken of"


def test_both_right_can_be_taken_back(pair: Pair) -> None:
    make_organization(pair.township)
    make_organization(pair.township)
    pair.settle()
    deciding_pairs.both_right(pair.county, only(pair.county))
    pair.settle()
    undoing_decisions.undo(pair.county, undoing_decisions.last_decision(pair.county))
    pair.settle()
    assert only(pair.township)
    assert_equal(pair)


def test_a_number_cannot_be_right_on_both(twins: tuple[Pair, bytes, bytes]) -> None:
    pair, _, _ = twins
    with pytest.raises(AppError, match="不能两边都对"):
        deciding_pairs.both_right(pair.county, only(pair.county))
    with pytest.raises(AppError):
        deciding_pairs.both_right(pair.township, only(pair.township))


def papers(pair: Pair) -> tuple[bytes, bytes]:
    """Two people, one class, one certificate number."""
    people = [make_member(pair.township, name=name) for name in ("张三", "李四")]
    made = make_class(pair.township, people)
    uids = []
    for member in people:
        content = (
            '{"birth":null,"class_name":"班","ends_on":"2026-03-02","hours":8.0,"issued_on":'
            '"2026-03-03","name":"张三","number":"第 7 号","organizer":"青山镇","sex":null,'
            '"starts_on":"2026-03-02"}'
        )
        values: dict[str, Value] = {
            "training_class": made.uid,
            "member": member,
            "number": "第 7 号",
            "issued_on": "2026-03-03",
            "content": content,
        }
        with pair.township.change("签发") as change:
            uids.append(change.create(entity_named("certificate"), values))
    pair.settle()
    return uids[0], uids[1]


def test_one_of_two_papers_is_void_and_replaced(pair: Pair) -> None:
    _, second = papers(pair)
    item = only(pair.county)
    with pytest.raises(AppError, match="原因"):
        deciding_pairs.void(pair.county, item, second, " ")
    with pytest.raises(AppError, match="没有作废"):
        reissue(pair.township, second)
    deciding_pairs.void(pair.county, item, second, "编号重复，已收回原件")
    pair.settle()
    assert not open_items.open_items(pair.township)
    assert value_of(pair.township, "certificate", second, "number") == "第 7 号", "never renumbered"
    number = reissue(pair.township, second)
    assert number != "第 7 号"
    pair.settle()
    assert count(pair.county, "certificate", "number = ? AND state = '补发'", number) == 1
    with pytest.raises(AppError, match="已有有效的证书"):
        reissue(pair.township, second)
    assert_equal(pair)


def doubled(pair: Pair, runs: Store) -> str:
    """One person marked at both sites in a class of `runs`."""
    member = make_member(pair.township)
    pair.settle()
    made = make_class(runs, [member])
    pair.settle()
    mark(pair.township, made.sessions[0], member, "出勤")
    mark(pair.county, made.sessions[0], member, "缺勤")
    pair.settle()
    return only(pair.county, "考勤")


def test_the_mark_belongs_to_whoever_holds_the_sheet(pair: Pair) -> None:
    item = doubled(pair, pair.township)
    chosen = open_items.find_item(pair.county, item).siblings[0].id
    with pytest.raises(AppError, match="签到表在青山镇") as refused:
        decisions.take(pair.county, item, chosen)
    assert "退回" in refused.value.hint
    with pytest.raises(AppError, match="签到表在青山镇"):
        decisions.decide(pair.county, item, "病假")
    assert count(pair.county, "attendance", "live = 1") == 2, "nothing was overwritten"
    decisions.take(pair.township, item, chosen)
    pair.settle()
    assert not open_items.open_items(pair.county)
    assert_equal(pair)


def test_a_class_of_the_county_is_the_countys(pair: Pair) -> None:
    item = doubled(pair, pair.county)
    chosen = open_items.find_item(pair.county, item).siblings[0].id
    with pytest.raises(AppError, match="由县里核实"):
        decisions.take(pair.township, item, chosen)
    decisions.take(pair.county, item, chosen)
    pair.settle()
    assert not open_items.open_items(pair.township)


def test_a_township_decides_what_only_its_own_computers_wrote(pair: Pair) -> None:
    make_member(pair.township, name="张三", id_number=NUMBER)
    make_member(pair.township, name="李四", id_number=NUMBER)
    member = make_member(pair.township)
    pair.settle()
    change_member(pair.township, member, phone="13900000001")
    change_member(pair.county, member, phone="13900000002")
    pair.settle()
    for store, expected in (
        (pair.township, {"身份证号重复": True, "字段": False}),
        (pair.county, {"身份证号重复": True, "字段": True}),
    ):
        found = {i.kind: decisions.decider(store, i).here for i in open_items.open_items(store)}
        assert found == expected
