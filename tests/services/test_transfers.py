"""组织关系转接: inside one store, out of the county, between townships through the county."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.services.dated_rows import save_row
from app.services.people import save_member
from app.services.self_check import check_store
from app.services.store import Store
from app.services.transfers import (
    Done,
    decline_transfer,
    finish_transfer,
    last_transfer,
    take_transfer_back,
    transfer_person,
    withdraw_transfer,
)
from tests.builders import (
    Pair,
    count,
    enrol,
    hand_over,
    make_county,
    make_member,
    make_organization,
    make_store,
    value_of,
)

LETTER = {"moved_on": "2026-05-20", "letter": "2026第18号", "dues_to": "2026-05"}


def history(store: Store, member: bytes) -> list[tuple[object, ...]]:
    found = store.database.read().execute(
        "SELECT from_on, organization_before, organization, status, basis "
        "FROM membership_change WHERE member = ? AND gone = 0 ORDER BY id",
        (member,),
    )
    return [tuple(row) for row in found]


def secretary(store: Store, member: bytes, place: bytes) -> bytes:
    held: dict[str, Value] = {"member": member, "organization": place, "title": "书记"}
    return save_row(store, "post", None, {**held, "from_on": "2024-01"})


def test_one_action_moves_the_person_ends_the_posts_and_says_by_which_letter(store: Store) -> None:
    old, new = make_organization(store), make_organization(store, "王家村党支部")
    member = make_member(store, old)
    post = secretary(store, member, old)
    done = transfer_person(store, member, {**LETTER, "target": new})
    assert done.moved
    assert "王家村党支部" in done.words
    assert value_of(store, "member", member, "organization") == new
    assert value_of(store, "post", post, "to_on") == "2026-05-20"
    ((on, before, after, _, basis),) = history(store, member)
    assert (on, before, after) == ("2026-05-20", old, new)
    assert "2026第18号" in str(basis)
    for field, said in {
        "organization": old,
        "target": new,
        "state": "已转接",
        "dues_to": "2026-05",
    }.items():
        assert value_of(store, "transfer", done.uid, field) == said
    assert not check_store(store).problems


def test_the_whole_action_is_taken_back(store: Store) -> None:
    old, new = make_organization(store), make_organization(store, "王家村党支部")
    member = make_member(store, old)
    post = secretary(store, member, old)
    done = transfer_person(store, member, {**LETTER, "target": new})
    take_transfer_back(store, last_transfer(store))
    assert value_of(store, "member", member, "organization") == old
    assert value_of(store, "post", post, "to_on") is None
    assert count(store, "transfer", "uid = ? AND gone = 0", done.uid) == 0
    assert history(store, member) == []
    with pytest.raises(AppError):
        take_transfer_back(store, last_transfer(store))


def test_posts_stay_where_that_is_said(store: Store) -> None:
    old, new = make_organization(store), make_organization(store, "王家村党支部")
    member = make_member(store, old)
    post = secretary(store, member, old)
    transfer_person(store, member, {**LETTER, "target": new}, keep_posts=True)
    assert value_of(store, "post", post, "to_on") is None


def test_who_leaves_the_county_stays_with_the_day(store: Store) -> None:
    member = make_member(store, make_organization(store))
    leaving: dict[str, Value] = {**LETTER, "kind": "转往县外", "place": "外县某镇党委"}
    done = transfer_person(store, member, leaving)
    assert done.moved
    assert value_of(store, "member", member, "status") == "已转出"
    assert value_of(store, "member", member, "status_on") == "2026-05-20"
    assert count(store, "member", "gone = 0 AND uid = ?", member) == 1
    with pytest.raises(AppError, match="不能转接"):
        transfer_person(store, member, {**LETTER, "place": "别处"})


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"target": None, "place": None}, "target"),
        ({"kind": "转往县外", "target": None, "place": None}, "place"),
        ({"moved_on": ""}, "moved_on"),
        ({"moved_on": "2999-01-01"}, "moved_on"),
        ({"target": "its own"}, "target"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_at_the_field(
    store: Store, said: dict[str, Value], field: str
) -> None:
    old, new = make_organization(store), make_organization(store, "王家村党支部")
    member = make_member(store, old)
    asked: dict[str, Value] = {**LETTER, "target": new, **said}
    if asked["target"] == "its own":
        asked["target"] = old
    with pytest.raises(InvalidInput) as refused:
        transfer_person(store, member, asked)
    assert field in refused.value.problems
    assert count(store, "transfer") == 0
    assert value_of(store, "member", member, "organization") == old


class Three:
    """A county and two townships; somebody in the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.county = make_county(folder)
        self.here, self.there = make_store(folder), make_store(folder, "红河乡")
        for township in (self.here, self.there):
            enrol(self.county, township, folder)
        self.branch = make_organization(self.here)
        self.target = make_organization(self.there, "王家村党支部")
        self.member = make_member(self.here, self.branch)
        self.round()

    def round(self) -> None:
        for township in (self.here, self.there):
            hand_over(township, self.county, self.folder)
        for township in (self.here, self.there):
            hand_over(self.county, township, self.folder)


@pytest.fixture
def three(tmp_path: Path) -> Three:
    return Three(tmp_path)


def asked(three: Three) -> Done:
    done = transfer_person(three.here, three.member, {**LETTER, "place": "红河乡王家村党支部"})
    assert not done.moved
    assert value_of(three.here, "member", three.member, "organization") == three.branch
    three.round()
    return done


def test_a_township_asks_the_county_moves_and_both_townships_hear_of_it(three: Three) -> None:
    done = asked(three)
    assert value_of(three.county, "transfer", done.uid, "state") == "等待办理"
    moved = finish_transfer(three.county, done.uid, three.target)
    assert moved.moved
    three.round()
    assert value_of(three.there, "member", three.member, "organization") == three.target
    ((on, *_),) = history(three.there, three.member)
    assert on == "2026-05-20"
    assert value_of(three.here, "transfer", done.uid, "state") == "已转接"
    assert count(three.there, "transfer") == 0  # it is the record of whom he left
    take_transfer_back(three.county, last_transfer(three.county))
    three.round()
    assert value_of(three.here, "member", three.member, "organization") == three.branch
    assert value_of(three.here, "transfer", done.uid, "state") == "等待办理"
    for store in (three.county, three.here, three.there):
        assert not check_store(store).problems


def test_the_county_gives_it_back_with_a_reason(three: Three) -> None:
    done = asked(three)
    with pytest.raises(InvalidInput):
        decline_transfer(three.county, done.uid, "  ")
    decline_transfer(three.county, done.uid, "对方没有收到介绍信")
    three.round()
    assert value_of(three.here, "transfer", done.uid, "state") == "未办理退回"
    assert value_of(three.here, "transfer", done.uid, "answer") == "对方没有收到介绍信"
    for act in ended(three, done):
        with pytest.raises(AppError, match="不用再办"):
            act()


def test_whoever_asked_withdraws_it(three: Three) -> None:
    done = asked(three)
    withdraw_transfer(three.here, done.uid)
    three.round()
    assert value_of(three.county, "transfer", done.uid, "state") == "已撤回"
    for act in ended(three, done):
        with pytest.raises(AppError, match="不用再办"):
            act()


def ended(three: Three, done: Done) -> list[Callable[[], object]]:
    return [
        lambda: finish_transfer(three.county, done.uid, three.target),
        lambda: decline_transfer(three.county, done.uid, "晚了"),
        lambda: withdraw_transfer(three.here, done.uid),
    ]


def test_who_has_moved_meanwhile_is_not_moved_again(three: Three) -> None:
    done = asked(three)
    other = make_organization(three.here, "别的党支部")
    save_member(three.here, three.member, {"organization": other})
    three.round()
    with pytest.raises(AppError, match="已不在申请时的党组织"):
        finish_transfer(three.county, done.uid, three.target)


def test_a_township_moves_nobody_to_another_and_nobody_of_another(three: Three) -> None:
    with pytest.raises(InvalidInput) as refused:
        transfer_person(three.here, three.member, {**LETTER, "target": three.target})
    assert "不归本单位管" in refused.value.problems["target"]
    with pytest.raises(AppError):
        transfer_person(three.there, three.member, {**LETTER, "target": three.target})


def test_a_county_names_the_organization(pair: Pair) -> None:
    member = make_member(pair.county)
    with pytest.raises(InvalidInput) as refused:
        transfer_person(pair.county, member, {**LETTER, "place": "某镇"})
    assert "target" in refused.value.problems
