"""A decision taken back: the question stands open again at every site, with its first writers."""

from collections.abc import Callable

import pytest

from app.data import digest
from app.data.queries.review_context import Context
from app.data.queries.review_list import ReviewItem
from app.domain.declarations import entity_named
from app.domain.errors import AppError
from app.services.review import decisions, open_items, undoing_decisions
from app.services.review.question_kinds import kind_of
from app.services.store import Store
from tests.builders import (
    Pair,
    change_member,
    count,
    make_class,
    make_member,
    make_organization,
    mark,
    value_of,
)


def only(store: Store) -> ReviewItem:
    (item,) = open_items.open_items(store)
    return item


def assert_equal(pair: Pair) -> None:
    root = pair.township.site.organization
    here, there = (
        dict(digest.digests(s.database.read(), [root])) for s in (pair.county, pair.township)
    )
    assert here == there
    mine, theirs = (open_items.open_items(s) for s in (pair.county, pair.township))
    assert [(i.id, i.siblings) for i in mine] == [(i.id, i.siblings) for i in theirs]


def written_by(store: Store, item: ReviewItem) -> set[tuple[str, object]]:
    with store.database.snapshot() as connection:
        writers = kind_of(item).writers(Context(connection), item)
    return {(writers[c.id].name, c.value) for c in item.siblings}


@pytest.fixture
def disputed(pair: Pair) -> tuple[Pair, bytes]:
    member = make_member(pair.township, phone="13900000000")
    pair.settle()
    change_member(pair.township, member, phone="13900000001")
    change_member(pair.county, member, phone="13900000002")
    pair.settle()
    return pair, member


BOTH = {("青山镇", "13900000001"), ("云岭县", "13900000002")}


@pytest.mark.parametrize("taken", ["13900000001", "13900000002"])
@pytest.mark.parametrize("sent_between", [True, False])
def test_a_field(disputed: tuple[Pair, bytes], taken: str, sent_between: bool) -> None:
    pair, _ = disputed
    item = only(pair.county)
    decisions.take(pair.county, item.id, next(c.id for c in item.siblings if c.value == taken))
    if sent_between:
        pair.settle()
        assert not open_items.open_items(pair.township)
    done = undoing_decisions.undo(pair.county, undoing_decisions.last_decision(pair.county))
    assert (done.reversed, done.kept) == (1, 0)
    pair.settle()
    assert_equal(pair)
    for store in (pair.county, pair.township):
        again = only(store)
        assert {c.value for c in again.siblings} == {"13900000001", "13900000002"}
        assert again.ancestor == "13900000000"
        assert written_by(store, again) == BOTH
    again = only(pair.township)
    decisions.take(pair.county, again.id, again.siblings[0].id)
    pair.settle()
    assert not open_items.open_items(pair.township)
    assert_equal(pair)


def test_twice_in_a_row(disputed: tuple[Pair, bytes]) -> None:
    pair, member = disputed
    for _ in range(2):
        item = only(pair.county)
        decisions.decide(pair.county, item.id, "13900000003")
        undoing_decisions.undo(pair.county, undoing_decisions.last_decision(pair.county))
    pair.settle()
    assert_equal(pair)
    assert written_by(pair.township, only(pair.township)) == BOTH
    assert value_of(pair.county, "member", member, "phone") == "13900000002"


def test_what_was_changed_since_is_kept(disputed: tuple[Pair, bytes]) -> None:
    pair, member = disputed
    item = only(pair.county)
    decisions.take(pair.county, item.id, item.siblings[0].id)
    number = undoing_decisions.last_decision(pair.county)
    change_member(pair.county, member, phone="13900000009")
    with pytest.raises(AppError, match="又改过"):
        undoing_decisions.undo(pair.county, number)
    assert value_of(pair.county, "member", member, "phone") == "13900000009"


def test_once_is_enough(disputed: tuple[Pair, bytes]) -> None:
    pair, _ = disputed
    item = only(pair.county)
    decisions.take(pair.county, item.id, item.siblings[0].id)
    number = undoing_decisions.last_decision(pair.county)
    undoing_decisions.undo(pair.county, number)
    (row,) = undoing_decisions.decisions_of_today(pair.county)
    assert row.undone
    assert row.summary.startswith("王小明")
    with pytest.raises(AppError, match="已经撤销过"):
        undoing_decisions.undo(pair.county, number)


@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("edited", [True, False])
def test_a_removal(pair: Pair, keep: bool, edited: bool) -> None:
    member = make_member(pair.township, phone="13900000000")
    pair.settle()
    with pair.county.change("删除") as change:
        change.remove(entity_named("member"), member)
    if edited:
        change_member(pair.township, member, phone="13900000001")
    else:
        pair.settle()
        with pair.county.change("恢复") as change:
            change.restore(entity_named("member"), member)
        with pair.township.change("删除") as change:
            change.remove(entity_named("member"), member)
    pair.settle()
    before = only(pair.county)
    chosen = next(c.id for c in before.siblings if bool(c.value) is not keep)
    decisions.take(pair.county, before.id, chosen)
    assert not open_items.open_items(pair.county)
    undoing_decisions.undo(pair.county, undoing_decisions.last_decision(pair.county))
    pair.settle()
    assert_equal(pair)
    assert only(pair.township).label == before.label


def test_an_attendance_mark(pair: Pair) -> None:
    member = make_member(pair.township)
    made = make_class(pair.township, [member])
    pair.settle()
    mark(pair.township, made.sessions[0], member, "出勤")
    mark(pair.county, made.sessions[0], member, "缺勤")
    pair.settle()
    item = only(pair.township)
    taken = next(c.id for c in item.siblings if c.value == "缺勤")
    decisions.take(pair.township, item.id, taken)
    pair.settle()
    undoing_decisions.undo(pair.township, undoing_decisions.last_decision(pair.township))
    pair.settle()
    assert_equal(pair)
    for store in (pair.county, pair.township):
        again = only(store)
        assert written_by(store, again) == {("青山镇", "出勤"), ("云岭县", "缺勤")}
    assert count(pair.county, "attendance", "live = 1") == 2


def one_person_twice(pair: Pair) -> None:
    root = pair.township.site.organization
    pair.settle()
    for store in (pair.township, pair.county):
        make_member(store, root, id_number="110105198001010019")


def one_branch_twice(pair: Pair) -> None:
    root = pair.township.site.organization
    pair.settle()
    here = make_organization(pair.township)
    make_organization(pair.county, parent=root)
    make_class(pair.township, [make_member(pair.township, here)], organization=here)


@pytest.mark.parametrize("build", [one_person_twice, one_branch_twice])
def test_a_merge(pair: Pair, build: Callable[[Pair], None]) -> None:
    build(pair)
    pair.settle()
    item = only(pair.county)
    decisions.take(pair.county, item.id, item.siblings[1].id)
    pair.settle()
    assert not open_items.open_items(pair.township)
    undoing_decisions.undo(pair.county, undoing_decisions.last_decision(pair.county))
    pair.settle()
    assert_equal(pair)
    assert only(pair.township).siblings == item.siblings
