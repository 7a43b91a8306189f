"""A reference leads to a row of any table, by name or identity: A5."""

import pytest

from app.data.queries.called_rows import names_of
from app.domain.declarations import entity_named
from app.domain.entity import Field
from app.domain.errors import Ambiguous, InvalidInput, NotFound
from app.services.row_references import WrittenReferences, find_row
from app.services.store import Store
from app.ui.references import StoreReferences
from tests.builders import make_class, make_member, make_organization

CLASS = entity_named("enrolment").field("training_class")
MEMBER = entity_named("enrolment").field("member")


def test_a_class_is_found_by_its_name_and_not_among_people(store: Store) -> None:
    held = make_class(store, name="冬春训").uid
    make_member(store, name="冬春训")
    assert find_row(store, "training_class", "冬春训") == held
    assert find_row(store, "training_class", held.hex()) == held
    with pytest.raises(NotFound, match="培训班"):
        find_row(store, "training_class", "夏训")


def test_two_of_one_name_are_named(store: Store) -> None:
    make_class(store, name="冬春训")
    make_class(store, name="冬春训")
    with pytest.raises(Ambiguous, match="不止一个"):
        find_row(store, "training_class", "冬春训")


def test_a_workbook_tells_two_people_of_one_name_by_their_branch(store: Store) -> None:
    east, west = make_organization(store, "东村党支部"), make_organization(store, "西村党支部")
    first, _ = make_member(store, east, "李 娃"), make_member(store, west, "李娃")
    find = WrittenReferences(store.database.read())
    with pytest.raises(InvalidInput, match="不止一个"):
        find(MEMBER, "李娃")
    written = find(MEMBER, "李娃（东村党支部）")
    assert written == first


@pytest.mark.parametrize("kind", ["session", "post"])
def test_what_has_no_name_is_found_by_what_it_is_called(store: Store, kind: str) -> None:
    assert StoreReferences(store).find(kind, "无") == []


def test_forms_find_rows_of_any_table(store: Store) -> None:
    held = make_class(store, name="冬春训").uid
    found = StoreReferences(store).find("training_class", "冬春")
    assert [one.uid for one in found] == [held]


def test_unknown_words_are_counted_once_each(store: Store) -> None:
    find = WrittenReferences(store.database.read())
    field: Field = CLASS
    for _ in range(3):
        with pytest.raises(InvalidInput, match="本机没有"):
            find(field, "不存在的班")
    assert find.unknown == {("training_class", "不存在的班"): 3}


def test_two_of_one_name_and_place_are_told_apart_in_a_workbook(store: Store) -> None:
    made = {make_member(store, name="王某") for _ in range(2)}
    names = names_of(store.database.read(), entity_named("member"))
    assert all("编号" in name for name in names.values())
    references = WrittenReferences(store.database.read())
    assert {references(MEMBER, name) for name in names.values()} == made
