"""待核实: every kind of question is asked at both sites, decided once, and both end equal."""

import time
from collections.abc import Callable

import pytest

from app.data import changing, digest
from app.data.queries.review_list import KEEP, ReviewItem
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import NotFound
from app.services.review import decisions, open_items
from app.services.store import Store
from tests.builders import (
    Pair,
    change_member,
    change_row,
    count,
    make_class,
    make_member,
    make_organization,
    mark,
    value_of,
)


def items(store: Store, kind: str = "") -> list[ReviewItem]:
    return [i for i in open_items.open_items(store) if not kind or i.kind == kind]


def only(store: Store, kind: str) -> ReviewItem:
    (item,) = items(store, kind)
    return item


def assert_equal(pair: Pair) -> None:
    root = pair.township.site.organization
    here, there = (
        dict(digest.digests(s.database.read(), [root])) for s in (pair.county, pair.township)
    )
    assert here == there
    assert [i.id for i in items(pair.county)] == [i.id for i in items(pair.township)]


@pytest.fixture
def shared(pair: Pair) -> tuple[Pair, bytes]:
    """One person that both hold."""
    member = make_member(pair.township, phone="共同的号码")
    pair.settle()
    return pair, member


def remove(store: Store, member: bytes) -> None:
    with store.change("删除") as change:
        change.remove(entity_named("member"), member)


def restore(store: Store, member: bytes) -> None:
    with store.change("恢复") as change:
        change.restore(entity_named("member"), member)


def test_one_field_edited_on_both_sides(shared: tuple[Pair, bytes]) -> None:
    pair, member = shared
    change_member(pair.township, member, phone="乡镇值")
    change_member(pair.county, member, phone="县里值")
    pair.settle()
    for store in (pair.county, pair.township):
        item = only(store, "字段")
        assert item.ancestor == "共同的号码"
        assert {(c.site, c.value) for c in item.siblings} == {
            ("青山镇", "乡镇值"),
            ("云岭县", "县里值"),
        }
        assert value_of(store, "member", member, "phone") == "县里值"
    assert_equal(pair)


@pytest.mark.parametrize("decider", ["county", "township"])
def test_a_decision_travels_back(shared: tuple[Pair, bytes], decider: str) -> None:
    pair, member = shared
    change_member(pair.township, member, phone="乡镇值")
    change_member(pair.county, member, phone="县里值")
    pair.settle()
    store: Store = getattr(pair, decider)
    item = only(store, "字段")
    chosen = next(c for c in item.siblings if c.value == "乡镇值")
    decisions.take(store, item.id, chosen.id)
    pair.settle()
    assert not items(pair.county)
    assert value_of(pair.county, "member", member, "phone") == "乡镇值"
    assert_equal(pair)
    with pytest.raises(NotFound):
        decisions.take(store, item.id, chosen.id)


def test_a_value_of_ones_own(shared: tuple[Pair, bytes]) -> None:
    pair, member = shared
    change_member(pair.township, member, workplace="甲")
    change_member(pair.county, member, workplace="乙")
    pair.settle()
    decisions.decide(pair.county, only(pair.county, "字段").id, "两边都不对")
    pair.settle()
    assert value_of(pair.township, "member", member, "workplace") == "两边都不对"
    assert_equal(pair)


def test_the_last_common_value_reaches_a_site_that_never_saw_it(
    shared: tuple[Pair, bytes],
) -> None:
    pair, member = shared
    change_member(pair.township, member, phone="乡镇值")
    change_member(pair.county, member, phone="县里值")
    pair.to_county()
    pair.township.database.read().execute("DELETE FROM superseded")
    pair.settle()
    assert only(pair.township, "字段").ancestor == "共同的号码"


def test_different_fields_need_no_decision(shared: tuple[Pair, bytes]) -> None:
    pair, member = shared
    change_member(pair.township, member, phone="新号码")
    change_member(pair.county, member, education="大学")
    pair.settle()
    assert not items(pair.county)
    for store in (pair.county, pair.township):
        assert value_of(store, "member", member, "phone") == "新号码"
        assert value_of(store, "member", member, "education") == "大学"


@pytest.mark.parametrize("years", [-56, -10, 73])
def test_wrong_clocks_lose_nothing(
    shared: tuple[Pair, bytes], monkeypatch: pytest.MonkeyPatch, years: int
) -> None:
    pair, member = shared
    true = time.time_ns

    class Skewed:
        @staticmethod
        def time_ns() -> int:
            return max(1, true() + years * 31_557_600 * 10**9)

    with monkeypatch.context() as patch:
        patch.setattr(changing, "time", Skewed)
        change_member(pair.county, member, phone="后改的")
    pair.settle()
    assert value_of(pair.township, "member", member, "phone") == "后改的"
    change_member(pair.township, member, phone="最后改的")
    pair.settle()
    assert value_of(pair.county, "member", member, "phone") == "最后改的"
    assert not items(pair.county)


@pytest.mark.parametrize("keep", [True, False])
def test_removed_here_and_edited_there(shared: tuple[Pair, bytes], keep: bool) -> None:
    pair, member = shared
    remove(pair.county, member)
    change_member(pair.township, member, phone="新号码")
    pair.settle()
    assert_equal(pair)
    item = only(pair.township, "删除")
    assert "联系电话" in item.label
    choice = KEEP if keep else next(c.id for c in item.siblings if c.value == "删除")
    decisions.take(pair.county, item.id, choice)
    pair.settle()
    assert not items(pair.township)
    assert value_of(pair.township, "member", member, "phone") == "新号码"
    assert count(pair.township, "member", "gone = 1") == (0 if keep else 1)
    assert_equal(pair)


def test_removed_here_and_brought_back_there(shared: tuple[Pair, bytes]) -> None:
    pair, member = shared
    remove(pair.county, member)
    pair.settle()
    restore(pair.county, member)
    remove(pair.township, member)
    pair.settle()
    item = only(pair.county, "删除")
    kept = next(c.id for c in item.siblings if c.value == "")
    decisions.take(pair.county, item.id, kept)
    pair.settle()
    assert not items(pair.township)
    assert count(pair.township, "member", "gone = 0") == 1
    assert_equal(pair)


def test_removed_on_both_sides_is_no_question(shared: tuple[Pair, bytes]) -> None:
    pair, member = shared
    remove(pair.county, member)
    remove(pair.township, member)
    pair.settle()
    assert not items(pair.county)
    assert_equal(pair)


def test_marks_for_a_removed_person_are_kept(shared: tuple[Pair, bytes]) -> None:
    pair, member = shared
    made = make_class(pair.township, [member])
    pair.settle()
    remove(pair.county, member)
    mark(pair.township, made.sessions[0], member)
    pair.settle()
    assert count(pair.county, "attendance") == 1
    assert count(pair.township, "attendance", "live = 1") == 1


def test_two_marks_that_do_not_know_each_other(shared: tuple[Pair, bytes]) -> None:
    pair, member = shared
    made = make_class(pair.township, [member])
    pair.settle()
    mark(pair.township, made.sessions[0], member, "出勤")
    mark(pair.county, made.sessions[0], member, "缺勤")
    pair.settle()
    item = only(pair.township, "考勤")
    assert {c.value for c in item.siblings} == {"出勤", "缺勤"}
    assert_equal(pair)
    kept = next(c.id for c in item.siblings if c.value == "出勤")
    decisions.take(pair.township, item.id, kept)
    pair.settle()
    assert not items(pair.county)
    for store in (pair.county, pair.township):
        assert count(store, "attendance") == 3
        assert count(store, "attendance", "live = 1 AND mark = '出勤'") == 1
        assert count(store, "hours_summary", "half_hours = 8") == 1
    assert_equal(pair)


def test_a_correction_that_arrives_before_what_it_corrects(shared: tuple[Pair, bytes]) -> None:
    pair, member = shared
    made = make_class(pair.township, [member])
    first = mark(pair.township, made.sessions[0], member, "缺勤")
    second = mark(pair.township, made.sessions[0], member, "病假", supersedes=first)
    mark(pair.township, made.sessions[0], member, "出勤", supersedes=second)
    pair.settle()
    assert count(pair.county, "attendance") == 3
    assert count(pair.county, "attendance", "live = 1") == 1
    assert not items(pair.county)


def test_one_person_entered_at_two_sites(pair: Pair) -> None:
    root = pair.township.site.organization
    pair.settle()
    number = "110105198001010019"
    here = make_member(pair.township, name="王小明", id_number=number)
    there = make_member(pair.county, root, name="王小明", id_number=number)
    pair.settle()
    assert count(pair.county, "member") == count(pair.township, "member") == 2
    item = only(pair.county, "身份证号重复")
    decisions.take(pair.county, item.id, here.hex())
    change_member(pair.township, there, phone="合并前改的")
    pair.settle()
    assert not items(pair.township)
    assert value_of(pair.township, "member", there, "merged_into") == here
    assert value_of(pair.county, "member", there, "phone") == "合并前改的"
    assert_equal(pair)
    decisions.part(pair.township, there)
    pair.settle()
    assert only(pair.county, "身份证号重复").siblings
    assert_equal(pair)


def test_a_mistyped_number_is_corrected(pair: Pair) -> None:
    number = "110105198001010019"
    make_member(pair.township, name="张三", id_number=number)
    other = make_member(pair.township, name="李四", id_number=number)
    pair.settle()
    assert only(pair.county, "身份证号重复")
    change_member(pair.county, other, id_number="110105198001010027")
    pair.settle()
    assert not items(pair.township)


def test_one_certificate_number_twice(shared: tuple[Pair, bytes]) -> None:
    pair, member = shared
    made = make_class(pair.township, [member])
    pair.settle()
    values: dict[str, Value] = {
        "training_class": made.uid,
        "member": member,
        "number": "第 7 号",
        "issued_on": "2026-05-01",
        "content": "{}",
    }
    for store in (pair.county, pair.township):
        with store.change("签发") as change:
            change.create(entity_named("certificate"), values)
    pair.settle()
    item = only(pair.township, "证书编号重复")
    assert_equal(pair)
    decisions.take(pair.county, item.id, item.siblings[1].id)
    pair.settle()
    assert not items(pair.township)
    assert count(pair.township, "certificate", "state = '作废'") == 1
    assert_equal(pair)


def test_one_branch_entered_at_two_sites(pair: Pair) -> None:
    root = pair.township.site.organization
    pair.settle()
    here = make_organization(pair.township)
    there = make_organization(pair.county, parent=root)
    member = make_member(pair.township, here)
    made = make_class(pair.township, [member], organization=here)
    pair.settle()
    item = only(pair.county, "党组织重名")
    assert_equal(pair)
    decisions.take(pair.county, item.id, there.hex())
    pair.settle()
    assert not items(pair.township)
    assert value_of(pair.township, "member", member, "organization") == there
    assert value_of(pair.township, "training_class", made.uid, "organization") == there
    assert_equal(pair)


@pytest.mark.parametrize(
    "act",
    [
        lambda s: decisions.take(s, "member:00:phone", "x"),
        lambda s: decisions.decide(s, "nothing", "x"),
    ],
)
def test_an_unknown_question_is_refused(pair: Pair, act: Callable[[Store], None]) -> None:
    with pytest.raises(NotFound):
        act(pair.county)


def test_an_unknown_choice_is_refused(shared: tuple[Pair, bytes]) -> None:
    pair, member = shared
    change_member(pair.township, member, phone="乡镇值")
    change_row(pair.county, "member", member, phone="县里值")
    pair.settle()
    with pytest.raises(NotFound):
        decisions.take(pair.county, only(pair.county, "字段").id, "no:1")
