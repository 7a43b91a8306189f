"""待核实 about a committee above the township: it sees the question, and the county answers it."""

import pytest

from app.data.queries import tree_items
from app.data.queries.held_back_rows import held_rows
from app.data.queries.review_list import KEEP, REMOVED, ReviewItem
from app.domain.declarations import entity_named
from app.domain.errors import AppError
from app.services.review import decisions, open_items
from app.services.review.decisions import decider
from app.services.store import Store
from tests.builders import Pair, change_row, count, make_organization

IN_USE, EDITED = (tree_items.REMOVED_BUT_USED, tree_items.RESTORE), (REMOVED, KEEP)


def asked(store: Store, kind: str, uid: bytes) -> ReviewItem:
    (item,) = [i for i in open_items.open_items(store) if i.kind == kind and i.uid == uid]
    return item


@pytest.fixture
def above(pair: Pair) -> bytes:
    """A committee between the county and the township that was removed, and then renamed."""
    committee = make_organization(pair.county, "工委")
    change_row(pair.county, "organization", pair.township.site.organization, parent=committee)
    with pair.county.change("撤销") as change:
        change.remove(entity_named("organization"), committee)
    change_row(pair.county, "organization", committee, name="新工委")
    pair.settle()
    return committee


@pytest.mark.parametrize(("kind", "choice"), [IN_USE, EDITED])
def test_a_township_is_refused_what_the_county_would_hold(
    pair: Pair, above: bytes, kind: str, choice: str
) -> None:
    item = asked(pair.township, kind, above)
    assert not decider(pair.township, item).here
    with pytest.raises(AppError) as refusal:
        decisions.take(pair.township, item.id, choice)
    assert refusal.value.code == "county-only"
    assert refusal.value.hint
    pair.settle()
    assert not held_rows(pair.county.database.read())
    decisions.take(pair.county, item.id, choice)
    pair.settle()
    for store in (pair.county, pair.township):
        assert count(store, "organization", "uid = ? AND gone = 0", above) == 1


def test_a_value_of_its_own_is_refused_too(pair: Pair, above: bytes) -> None:
    item = asked(pair.township, REMOVED, above)
    with pytest.raises(AppError) as refusal:
        decisions.decide(pair.township, item.id, "别的名称")
    assert refusal.value.code == "county-only"


def test_its_own_branch_it_answers_itself(pair: Pair) -> None:
    branch = make_organization(pair.township)
    pair.settle()
    with pair.county.change("撤销") as change:
        change.remove(entity_named("organization"), branch)
    change_row(pair.county, "organization", branch, name="新名称")
    pair.settle()
    decisions.take(pair.township, asked(pair.township, REMOVED, branch).id, KEEP)
    pair.settle()
    for store in (pair.county, pair.township):
        assert count(store, "organization", "uid = ? AND gone = 0", branch) == 1
    assert not held_rows(pair.county.database.read())
