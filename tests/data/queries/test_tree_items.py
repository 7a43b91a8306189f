"""Where people of a removed organization may go: a township offers no place beyond its scope."""

from app.data.queries.tree_items import MOVE_UP, REMOVED_BUT_USED, RESTORE
from app.domain.declarations import entity_named
from app.services.review import open_items
from app.services.store import Store
from tests.builders import Pair, make_member, make_organization


def offered(store: Store) -> set[str]:
    (item,) = [i for i in open_items.open_items(store) if i.kind == REMOVED_BUT_USED]
    return {choice.id for choice in item.siblings}


def remove(store: Store, organization: bytes) -> None:
    with store.change("撤销") as change:
        change.remove(entity_named("organization"), organization)


def test_people_of_a_branch_may_move_up_to_the_township(pair: Pair) -> None:
    branch = make_organization(pair.township)
    make_member(pair.township, branch)
    remove(pair.township, branch)
    assert offered(pair.township) == {RESTORE, MOVE_UP}


def test_people_of_the_township_itself_are_moved_up_by_the_county_only(pair: Pair) -> None:
    make_member(pair.township)
    pair.settle()
    remove(pair.county, pair.township.site.organization)
    pair.settle()
    assert offered(pair.township) == {RESTORE}
    assert offered(pair.county) == {RESTORE, MOVE_UP}
