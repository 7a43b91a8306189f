"""换届 in one action: old posts end, new ones begin, who is elected again goes on; taken back."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from app.data.queries.seats import first_held
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.domain.people.elections import Outcome, Seat
from app.services.elections import (
    Session,
    hold_election,
    plan_election,
    plan_election_file,
    save_refused,
)
from app.services.import_undo import undo_import
from app.services.store import Store
from tests.builders import Pair, count, id_number, make_member, make_organization, value_of
from tests.register_building import make_row

DAY = "2026-06"
TOMORROW = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()


def post(store: Store, member: bytes, place: bytes, title: str, **more: str) -> bytes:
    values: dict[str, Value] = {"member": member, "organization": place, "title": title}
    return make_row(store, "post", **{**values, "from_on": "2021-03", "to_on": None, **more})


@pytest.fixture
def village(store: Store) -> bytes:
    return make_organization(store)


def test_a_new_committee_in_one_action(store: Store, village: bytes) -> None:
    old, again, new = (make_member(store, village, name) for name in ("甲某", "乙某", "丙某"))
    left = post(store, old, village, "书记")
    stays = post(store, again, village, "委员")
    appointed = post(store, old, village, "第一书记")
    ended = post(store, new, village, "书记", from_on="2015-01", to_on="2018-01")
    plan = plan_election(store, DAY, [Seat(new, village, "书记"), Seat(again, village, "委员")])
    assert [plan.count(one) for one in Outcome] == [1, 1, 1]
    batch = hold_election(store, plan, Session("第十二届", "2031-06"))
    assert value_of(store, "post", left, "to_on") == DAY
    assert value_of(store, "post", stays, "to_on") is None
    assert value_of(store, "post", appointed, "to_on") is None
    assert value_of(store, "post", ended, "to_on") == "2018-01"
    assert first_held(store.database.read(), again, village, "委员") == "2021-03"
    assert first_held(store.database.read(), new, village, "书记") == "2015-01"
    assert count(store, "post", "gone = 0") == 5
    assert count(store, "term", "until = '2031-06' AND gone = 0") == 1
    undone = undo_import(store, batch)
    assert undone.errored == undone.kept == 0
    assert value_of(store, "post", left, "to_on") is None
    assert count(store, "post", "gone = 0") == 4
    assert count(store, "term", "gone = 0") == 0


def test_what_no_election_can_be(store: Store, village: bytes) -> None:
    one, two = make_member(store, village, "甲某"), make_member(store, village, "乙某")
    with pytest.raises(InvalidInput, match="换届日期"):
        plan_election(store, "", [Seat(one, village, "书记")])
    with pytest.raises(InvalidInput, match="还没有到"):
        plan_election(store, TOMORROW, [Seat(one, village, "书记")])
    with pytest.raises(InvalidInput, match="2 名书记"):
        plan_election(store, DAY, [Seat(one, village, "书记"), Seat(two, village, "书记")])
    post(store, one, village, "书记")
    with pytest.raises(AppError, match="没有变化"):
        hold_election(store, plan_election(store, DAY, [Seat(one, village, "书记")]))


def test_another_sites_committee_is_not_ours(pair: Pair) -> None:
    pair.settle()
    mine = make_member(pair.township)
    with pytest.raises(AppError):
        plan_election(pair.township, DAY, [Seat(mine, pair.county.site.organization, "书记")])


def book(path: Path, *rows: Sequence[object]) -> Path:
    made = openpyxl.Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append([str(cell) for cell in row])
    made.save(path)
    return path


def test_a_list_of_those_elected(store: Store, village: bytes, tmp_path: Path) -> None:
    other = make_organization(store, "王家村党支部")
    one = make_member(store, village, "甲某", id_number=id_number(1))
    two = make_member(store, village, "乙某")
    third = make_member(store, other, "丙某")
    stays = post(store, third, other, "书记")
    path = book(
        tmp_path / "当选.xlsx",
        ("党支部", "姓名", "身份证号", "当选职务"),
        ("李家村党支部", "甲某", id_number(1), "支部书记、宣传委员"),
        ("李家村党支部", "乙某", "", "组织委员"),
        ("王家村党支部", "丁某", "", "书记"),
        ("王家村党支部", "丙某", "", "委员"),
    )
    plan = plan_election_file(store, path, DAY)
    assert {(line.outcome, line.seat.member, line.seat.title) for line in plan.lines} == {
        (Outcome.NEW, one, "书记"), (Outcome.NEW, one, "宣传委员"), (Outcome.NEW, two, "组织委员"),
    }  # fmt: skip
    assert [p.row for p in plan.rejected] == [4, 5]
    assert "整个班子没有改" in plan.rejected[1].reason
    hold_election(store, plan)
    assert value_of(store, "post", stays, "to_on") is None
    assert save_refused(plan, tmp_path / "refused.xlsx").is_file()


def test_one_branch_needs_no_column_of_its_own(
    store: Store, village: bytes, tmp_path: Path
) -> None:
    make_member(store, village, "甲某")
    path = book(tmp_path / "a.xlsx", ("姓名", "职务"), ("甲某", "书记"), ("甲某", "主任"))
    assert len(plan_election_file(store, path, DAY).rejected) == 2, "nobody said of which branch"
    plan = plan_election_file(store, path, DAY, village)
    assert plan.rejected[0].cell == "B3"
