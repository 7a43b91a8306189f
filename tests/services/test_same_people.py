"""可能是同一人: found by rules, merged and taken apart, or remembered as two people."""

import pytest

from app.domain.entity import Value
from app.domain.errors import AppError
from app.services.hours import hours_of_member
from app.services.review.undoing_decisions import last_decision, undo
from app.services.same_people import (
    likely_same,
    merge_people,
    possible_pairs,
    say_two_people,
)
from app.services.store import Store
from tests.builders import Pair, id_number, make_member, value_of
from tests.register_building import make_row

BORN = "1980-01-01"


def twins(store: Store) -> tuple[bytes, bytes]:
    one = make_member(store, name="王小明", id_number=id_number(1), birth_date=BORN)
    other = make_member(store, name="王小明", id_number=id_number(777), birth_date=BORN)
    make_member(store, name="王小明", id_number=id_number(3, "19650101"), birth_date="1965-01-01")
    return one, other


def test_they_are_merged_with_what_hangs_on_them_and_taken_apart(store: Store) -> None:
    one, other = twins(store)
    day: dict[str, Value] = {"starts_on": "2026-03-05", "ends_on": "2026-03-05", "self_declared": 0}
    make_row(store, "record", member=other, mode="集中培训", **day)
    found = possible_pairs(store)
    assert [{p.one.uid, p.other.uid} for p in found] == [{one, other}]
    assert "出生日期" in found[0].why
    assert id_number(1) not in found[0].one.words
    before = hours_of_member(store, one).total
    merge_people(store, one, other)
    assert hours_of_member(store, one).total > before
    assert possible_pairs(store) == []
    with pytest.raises(AppError, match="已经并入"):
        merge_people(store, one, other)
    undo(store, last_decision(store))
    assert value_of(store, "member", other, "merged_into") is None
    assert hours_of_member(store, one).total == before
    assert len(possible_pairs(store)) == 1


def test_two_people_are_remembered_at_every_site(pair: Pair) -> None:
    one, other = twins(pair.township)
    pair.settle()
    assert len(possible_pairs(pair.county)) == 1
    say_two_people(pair.township, other, one)
    pair.settle()
    assert possible_pairs(pair.township) == []
    assert possible_pairs(pair.county) == []


def test_whoever_is_entered_may_be_here(store: Store) -> None:
    twins(store)
    values = {"name": "王小明", "id_number": id_number(5), "birth_date": BORN}
    assert len(likely_same(store, values)) == 2
    assert likely_same(store, {**values, "name": "李小明"}) == []
