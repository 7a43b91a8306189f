"""Whom each clause about 党课 binds, and which lectures count for it."""

import pytest

from app.domain.activities.lecturing import (
    DUTIES,
    Given,
    Leader,
    Seat,
    duty_named,
    is_township,
    unmet,
)

BRANCH = Leader((Seat("书记", "李家村党支部", "党支部", grassroots=True),))
DEPUTY = Leader((Seat("副书记", "青山镇党委", "党委", grassroots=True, township=True),))
TOWN = Leader((Seat("书记", "青山镇党委", "党委", grassroots=True, township=True),))
COUNTY = Leader((Seat("书记", "云岭县委", "党委", grassroots=False, county=True),), "县处级正职")
GROUP = Leader((Seat("书记", "县财政局党组", "党组", grassroots=False),))
HEAD = Leader(grade="县处级副职")


@pytest.mark.parametrize(
    ("leader", "bound"),
    [
        (BRANCH, {"HN-20", "JN-35"}),
        (DEPUTY, {"P09-15"}),
        (TOWN, {"P09-15", "HN-20", "JN-34", "JN-35"}),
        (COUNTY, {"P24-10", "P09-15", "HN-20", "HN-21", "JN-34", "JN-35"}),
        (GROUP, {"JN-35"}),
        (HEAD, {"P24-10", "P09-15", "HN-20"}),
        (Leader(grade="乡科级正职"), set()),
        (Leader((Seat("副书记", "李家村党支部", "党支部", grassroots=True),)), set()),
    ],
)
def test_whom_a_clause_speaks_of(leader: Leader, bound: set[str]) -> None:
    assert {duty.id for duty in unmet(leader, ())} == bound


def test_what_counts_for_it() -> None:
    plain = Given("现场")
    ids = [duty.id for duty in unmet(COUNTY, (plain,))]
    assert ids == ["HN-21", "JN-34", "JN-35"], "by network, within a class, to one's own members"
    assert [d.id for d in unmet(COUNTY, (plain, Given("电视")))] == ["JN-34", "JN-35"]
    within = Given("视频会议", in_class=True, audience=frozenset({"本单位党员", "群众"}))
    assert [d.id for d in unmet(COUNTY, (within,))] == ["HN-21"], "视频会议 is not named there"
    assert unmet(COUNTY, (within,), ("JN-34",)) == []


def test_two_clauses_name_no_number() -> None:
    assert [duty.id for duty in DUTIES if duty.at_least] == ["HN-20", "HN-21", "JN-34", "JN-35"]
    assert "原文未定次数" in DUTIES[0].words


def test_a_township_by_its_level_or_by_where_it_stands() -> None:
    assert is_township("党委", "乡镇（街道）", below_the_county=False)
    assert is_township("党工委", None, below_the_county=True)
    assert not is_township("党支部", None, below_the_county=True)
    assert not is_township("党委", "其他基层", below_the_county=True)
    named = duty_named("hn-20")
    assert named is not None
    assert named.at_least == 1
