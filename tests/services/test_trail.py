"""修改记录 as people read it: filters, before and after with numbers masked, the chain's state."""

from collections.abc import Sequence
from pathlib import Path

from app.data.database import connect
from app.domain.declarations import entity_named
from app.services import backups, people, trail
from app.services.store import Store
from app.services.trail import TrailFilter, TrailRow
from tests import builders
from tests.builders import Pair


def test_before_and_after_are_told_in_words_with_numbers_masked(store: Store) -> None:
    branch = builders.make_organization(store, "青山村党支部")
    old, new = builders.id_number(1), builders.id_number(3)
    member = builders.make_member(store, name="王小明", id_number=old, phone="13800000001")
    builders.change_member(
        store, member, id_number=new, phone="13900000002", organization=branch, name="王小民"
    )
    newest = trail.entries(store, TrailFilter())[0]
    said = {line.field: (line.before, line.after) for line in trail.detail_of(store, newest)}
    assert said["姓名"] == ("王小明", "王小民")
    assert said["联系电话"] == ("138****0001", "139****0002")
    assert said["身份证号"] == (f"{old[:6]}********{old[-4:]}", f"{new[:6]}********{new[-4:]}")
    assert "青山村党支部" in said["所在党组织"][1]
    assert "党员 王小民" in {line.whom for line in trail.detail_of(store, newest)}


def test_numbers_that_differ_where_they_are_masked_are_told_apart_and_never_whole(
    store: Store,
) -> None:
    member = builders.make_member(store, name="王小明", phone="13812345678")
    builders.change_member(store, member, phone="13898765678")
    newest = trail.entries(store, TrailFilter())[0]
    (line,) = trail.detail_of(store, newest)
    assert (line.before, line.after) == ("1381***5678", "1389***5678")


def test_an_entry_says_whom_it_was_about(store: Store) -> None:
    member = builders.make_member(store, name="王小明")
    people.save_member(store, member, {"phone": "13800000009"}, "本人来电")
    (found,) = listed(store, TrailFilter(action="修改党员"))
    assert found.summary == "党员 王小明"


def listed(store: Store, wanted: TrailFilter) -> Sequence[TrailRow]:
    return trail.rows_of(store, trail.entries(store, wanted))


def test_filters_by_person_action_day_words_and_row(store: Store) -> None:
    member = builders.make_member(store, name="王小明")
    with store.change("修改", reason="核对了档案", summary="改 110105198001010011") as change:
        change.update(entity_named("member"), member, {"phone": "13900000002"})
    (found,) = listed(store, TrailFilter(text="核对了档案"))
    assert found.summary == "改 110105********0011"
    assert [one.action for one in listed(store, TrailFilter(action="修改"))] == ["修改"]
    assert {one.action for one in listed(store, TrailFilter(about=(member,)))} == {
        "修改",
        "新增党员",
    }
    assert listed(store, TrailFilter(operator="别人")) == []
    assert listed(store, TrailFilter(since="2999-01-01")) == []
    assert trail.who_and_what(store)[0] == ["张三"]
    ids = trail.entries(store, TrailFilter())
    assert list(ids) == sorted(ids, reverse=True)


def test_what_a_bulk_action_did_is_counted(store: Store) -> None:
    with store.change("导入") as change:
        people = [{"name": f"同志{n}"} for n in range(1_100)]
        change.create_many(entity_named("member"), people)
    lines = trail.detail_of(store, trail.entries(store, TrailFilter())[0])
    assert len(lines) <= 501
    assert any("1,100" in line.whom for line in lines) or len(lines) == 500
    assert listed(store, TrailFilter(action="导入"))[0].summary == "党员 同志0等 1,100 条"


def test_the_state_of_the_chain_says_who_else_keeps_it(pair: Pair, tmp_path: Path) -> None:
    store = pair.township
    assert "还没有备份或上报" in trail.chain_state(store).words
    builders.make_member(store)
    pair.to_county()
    backups.create_backup(store, tmp_path / "一.xjbak")
    state = trail.chain_state(store)
    assert state.problems == []
    assert "云岭县保存到第" in state.words
    assert "备份保存到第" in state.words
    connection = connect(store.path, store.database.key)
    connection.execute("UPDATE audit SET summary = '别的' WHERE id = 2")
    connection.close()
    assert "第 2 条" in trail.chain_state(store).words
