"""发展和转正 as one action, 延长预备期, and what is refused."""

import pytest

from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.services.category_steps import last_step, take_step, take_step_back
from app.services.people import save_member
from app.services.self_check import check_store
from app.services.store import Store
from tests.builders import Pair, count, make_member, make_organization, value_of

LONGER: dict[str, Value] = {
    "political_status": "延长预备期",
    "from_on": "2026-01-10",
    "until": "2026-07-10",
    "reason": "组织生活参加不够",
}


def person(store: Store, category: str, **dates: Value) -> bytes:
    member = make_member(store, make_organization(store))
    save_member(
        store,
        member,
        {"political_status": category, "joined_on": None, "full_on": None, **dates},
    )
    return member


def history(store: Store, member: bytes) -> list[tuple[object, ...]]:
    found = store.database.read().execute(
        "SELECT from_on, political_status_before, political_status, basis "
        "FROM membership_change WHERE member = ? AND gone = 0 ORDER BY id",
        (member,),
    )
    return [tuple(row) for row in found]


def test_each_step_is_dated_and_the_whole_is_taken_back(store: Store) -> None:
    member = person(store, "入党申请人")
    before = history(store, member)
    said: dict[str, Value] = {
        "political_status": "入党积极分子",
        "from_on": "2025-03",
        "basis": "支委会",
    }
    take_step(store, member, said)
    assert value_of(store, "member", member, "political_status") == "入党积极分子"
    assert history(store, member)[-1] == ("2025-03", "入党申请人", "入党积极分子", "支委会")
    take_step_back(store, last_step(store))
    assert value_of(store, "member", member, "political_status") == "入党申请人"
    assert history(store, member) == before
    assert not check_store(store).problems
    with pytest.raises(AppError, match="已经撤销过"):
        take_step_back(store, last_step(store))


def test_joining_and_becoming_full_write_their_dates(store: Store) -> None:
    member = person(store, "发展对象")
    take_step(store, member, {"political_status": "预备党员", "from_on": "2025-01-10"})
    assert value_of(store, "member", member, "joined_on") == "2025-01-10"
    with pytest.raises(InvalidInput, match="不会早于入党日期"):
        take_step(store, member, {"political_status": "正式党员", "from_on": "2024-12"})
    take_step(store, member, {"political_status": "正式党员", "from_on": "2026-01-10"})
    assert value_of(store, "member", member, "political_status") == "正式党员"
    assert value_of(store, "member", member, "full_on") == "2026-01-10"
    take_step_back(store, last_step(store))
    assert value_of(store, "member", member, "full_on") is None
    assert value_of(store, "member", member, "political_status") == "预备党员"


def test_longer_once_and_no_category_of_its_own(store: Store) -> None:
    member = person(store, "预备党员", joined_on="2025-01-10")
    with pytest.raises(InvalidInput, match="最长一年"):
        take_step(store, member, {**LONGER, "until": "2027-02-01"})
    with pytest.raises(InvalidInput, match="延长原因"):
        take_step(store, member, {**LONGER, "reason": ""})
    take_step(store, member, LONGER)
    assert value_of(store, "member", member, "political_status") == "预备党员"
    assert count(store, "probation", "member = ? AND gone = 0", member) == 1
    with pytest.raises(AppError, match="延长过一次"):
        take_step(store, member, LONGER)
    take_step_back(store, last_step(store))
    assert count(store, "probation", "member = ? AND gone = 0", member) == 0
    take_step(store, member, LONGER)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"political_status": "", "from_on": "2026-01"}, "可以选"),
        ({"political_status": "入党申请人", "from_on": "2026-01"}, "可以选"),
        ({"political_status": "延长预备期", "from_on": "2026-01", "until": "2026-08"}, "可以选"),
        ({"political_status": "发展对象", "from_on": ""}, "请填写日期"),
        ({"political_status": "发展对象", "from_on": "2099-01"}, "还没有到"),
    ],
)
def test_what_does_not_follow_is_refused(store: Store, said: dict[str, Value], word: str) -> None:
    member = person(store, "入党积极分子")
    before = history(store, member)
    with pytest.raises(InvalidInput, match=word):
        take_step(store, member, said)
    assert history(store, member) == before


def test_who_is_full_gone_or_of_another_site(pair: Pair) -> None:
    said: dict[str, Value] = {"political_status": "正式党员", "from_on": "2026-01"}
    member = person(pair.township, "正式党员")
    with pytest.raises(AppError, match="已经是正式党员"):
        take_step(pair.township, member, said)
    gone = person(pair.township, "预备党员", status="已转出", status_on="2026-01")
    with pytest.raises(AppError, match="已转出"):
        take_step(pair.township, gone, said)
    theirs = person(pair.township, "预备党员")
    pair.settle()
    elsewhere = make_organization(pair.county, "县直机关党支部")
    save_member(pair.county, theirs, {"organization": elsewhere})
    pair.settle()
    with pytest.raises(AppError) as refused:
        take_step(pair.township, theirs, said)
    assert refused.value.code == "kept-elsewhere"
    assert value_of(pair.township, "member", theirs, "political_status") == "预备党员"
