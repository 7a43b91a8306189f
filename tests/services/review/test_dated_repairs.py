"""What a person decides about organizations and moves leaves the figures of earlier years right."""

from app.data.membership_changes import Since, everything
from app.domain.declarations import entity_named
from app.domain.people.membership import UNDECIDED_NAME
from app.services.checks import Question
from app.services.organizations import change_organization
from app.services.review import organization_repairs, undoing_decisions
from app.services.review.decisions import take
from app.services.review.open_items import open_items
from app.services.store import Store
from app.services.summaries import summary_figures
from tests.builders import Pair, count, make_member, make_organization
from tests.days import today


def members(store: Store, year: int = 2025) -> dict[str, int]:
    found = summary_figures(store, Question(year, as_of=today()))
    return {o.name.removeprefix("青山镇"): o.members for o in found.by_organization if o.members}


def move(store: Store, member: bytes, where: bytes, on: str) -> None:
    with store.change("调动") as change:
        since = everything(Since(on))
        change.update(entity_named("member"), member, {"organization": where}, since=since)


def test_the_people_of_a_dissolved_branch_came_up_on_its_last_day(store: Store) -> None:
    group = make_organization(store)
    make_member(store, group)
    change_organization(store, group, {"dissolved_on": "2026-03-01"})
    with store.change("撤销党组织") as change:
        change.remove(entity_named("organization"), group)
    organization_repairs.move_up(store, group)
    assert members(store, 2026) == {"青山镇".removeprefix("青山镇"): 1}
    (told,) = store.database.read().execute("SELECT from_on FROM membership_change").fetchall()
    assert told[0] == "2026-03-01"
    with store.change("恢复党组织") as change:
        change.restore(entity_named("organization"), group)
    assert members(store) == {"李家村党支部": 1}


def test_one_branch_entered_twice_moves_nobody(store: Store) -> None:
    kept, twin = make_organization(store), make_organization(store)
    make_member(store, kept)
    member = make_member(store, twin)
    other = make_organization(store, "张家村党支部")
    move(store, member, other, "2026-02")
    (item,) = [i for i in open_items(store) if i.entity == "organization"]
    take(store, item.id, kept.hex())
    assert members(store) == {"李家村党支部": 2}
    assert members(store, 2026) == {"李家村党支部": 1, "张家村党支部": 1}


def test_two_moves_at_once_the_one_not_kept_never_happened(pair: Pair) -> None:
    county, township = pair.county, pair.township
    first = make_organization(township)
    places = [make_organization(township, f"{name}村党支部") for name in ("张家", "王家")]
    member = make_member(township, first)
    pair.settle()
    move(township, member, places[0], "2025-06")
    move(county, member, places[1], "2026-03")
    pair.settle()
    (item,) = [i for i in open_items(county) if i.field == "organization"]
    take(county, item.id, next(c.id for c in item.siblings if c.value == places[0].hex()))
    for store in (county, township):
        pair.settle()
        assert members(store) == {"张家村党支部": 1}
    undoing_decisions.undo(county, undoing_decisions.last_decision(county))
    assert count(county, "membership_change", "gone = 0") == 2
    assert UNDECIDED_NAME not in members(county, 2024)
