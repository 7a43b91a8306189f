"""The preview tells every row before and after, by organization and person."""

import pytest

from app.data.exchange import listed_changes
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.services.exchange import receiving
from app.services.exchange.package_view import PreviewLine
from app.services.exchange.preview import preview_lines
from app.services.exchange.receiving import PackageView
from tests.builders import (
    Pair,
    change_member,
    id_number,
    make_class,
    make_member,
    make_organization,
    mark,
    package_file,
)


def seen(pair: Pair, *, up: bool = True) -> PackageView:
    sender, receiver = pair.township, pair.county
    if not up:
        sender, receiver = receiver, sender
    return receiving.inspect_package(receiver, package_file(sender, receiver, pair.folder))


def told(pair: Pair, view: PackageView, entity: str) -> list[PreviewLine]:
    return [line for line in preview_lines(pair.county, view) if line.entity == entity]


def words(line: PreviewLine) -> dict[str, tuple[str, str]]:
    return {field.label: (field.before, field.after) for field in line.fields}


def test_what_was_made_and_taken_back_is_no_news(pair: Pair) -> None:
    branch = make_organization(pair.township, "李家村党支部")
    kept, taken_back = (make_member(pair.township, branch, name) for name in ("甲某", "乙某"))
    with pair.township.change("撤销") as change:
        change.remove(entity_named("member"), taken_back)
    view = seen(pair)
    assert [line.uid for line in told(pair, view, "member")] == [kept]
    assert view.news == 2, "the branch and one person"


def test_new_rows_with_all_they_say(pair: Pair) -> None:
    branch = make_organization(pair.township, "李家村党支部")
    number = id_number(5)
    member = make_member(pair.township, branch, "王一", id_number=number, phone="13812345678")
    made = make_class(pair.township, [member])
    mark(pair.township, made.sessions[0], member)
    view = seen(pair)
    assert ("新增", "attendance") in {row[:2] for row in view.rows}
    (person,) = told(pair, view, "member")
    assert (person.what, person.organization, person.subject) == (
        "新增",
        "青山镇李家村党支部",
        "王一",
    )
    assert words(person)["身份证号"] == ("", f"{number[:6]}********{number[-4:]}")
    assert words(person)["联系电话"] == ("", "138****5678")
    assert words(person)["所在党组织"] == ("", "青山镇李家村党支部")
    (attended,) = told(pair, view, "attendance")
    assert (attended.what, attended.subject, attended.organization) == (
        *("新增", "王一"),
        "青山镇李家村党支部",
    )
    assert words(attended) == {
        "教学安排": ("", "2026-03-02 上午 党员集中轮训班"),
        "考勤": ("", "出勤"),
    }
    done = receiving.receive_package(
        pair.county, package_file(pair.township, pair.county, pair.folder)
    )
    assert done.rows == view.rows
    assert preview_lines(pair.county, done) == preview_lines(pair.county, view)


def test_a_corrected_mark_is_a_change(pair: Pair) -> None:
    member = make_member(pair.township)
    made = make_class(pair.township, [member])
    first = mark(pair.township, made.sessions[0], member, "缺勤")
    pair.settle()
    mark(pair.township, made.sessions[0], member, supersedes=first)
    view = seen(pair)
    assert (view.new, view.changed, view.deleted) == (0, 1, 0)
    (line,) = told(pair, view, "attendance")
    assert (line.what, line.subject) == ("修改", "王小明")
    assert words(line)["考勤"] == ("缺勤", "出勤")


def test_what_changes_and_what_is_disputed_stand_apart(pair: Pair) -> None:
    member = make_member(pair.township, name="王一", workplace="村民", education="初中")
    pair.settle()
    change_member(pair.township, member, workplace="教师", education="大学", note="新")
    change_member(pair.county, member, workplace="医生")
    view = seen(pair)
    rows = {what: fields for what, entity, _, fields in view.rows if entity == "member"}
    assert rows == {
        "修改": {"education": ("初中", "大学"), "note": (None, "新")},
        "冲突": {"workplace": ("医生", "教师")},
    }
    assert (view.changed, view.conflicts) == (1, 1)
    assert [line.what for line in told(pair, view, "member")] == ["冲突", "修改"]
    down = seen(pair, up=False)
    rows = {what: fields for what, entity, _, fields in down.rows if entity == "member"}
    assert rows == {"冲突": {"workplace": ("教师", "医生")}}, "also where the sender's stands"


def test_disputed_numbers_stay_apart_behind_their_masks(pair: Pair) -> None:
    member = make_member(pair.township, phone="13800000001")
    pair.settle()
    change_member(pair.township, member, phone="13811115678")
    change_member(pair.county, member, phone="13811915678")
    (line,) = told(pair, seen(pair), "member")
    before, after = words(line)["联系电话"]
    assert (before, after) == ("138**9*5678", "138**1*5678")


def test_removed_and_restored_rows(pair: Pair) -> None:
    member = make_member(pair.township)
    pair.settle()
    entity = entity_named("member")
    with pair.township.change("删除") as change:
        change.remove(entity, member)
    (line,) = told(pair, seen(pair), "member")
    assert (line.what, line.fields) == ("删除", ())
    assert line.note
    pair.settle()
    with pair.township.change("恢复") as change:
        change.restore(entity, member)
    (line,) = told(pair, seen(pair), "member")
    assert line.what == "恢复"


def test_a_removal_against_a_restoring_is_a_dispute(pair: Pair) -> None:
    member = make_member(pair.township)
    pair.settle()
    entity = entity_named("member")
    with pair.township.change("删除") as change:
        change.remove(entity, member)
    pair.settle()
    with pair.township.change("恢复") as change:
        change.restore(entity, member)
    with pair.county.change("删除") as change:
        change.restore(entity, member)
        change.remove(entity, member)
    view = seen(pair)
    assert view.conflicts == 1
    (line,) = told(pair, view, "member")
    assert (line.what, line.fields) == ("冲突", ())


@pytest.mark.parametrize("limit", [1, 3])
def test_very_many_are_counted_instead(
    pair: Pair, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [make_member(pair.township) for _ in range(5)]
    made = make_class(pair.township, people)
    for member in people:
        wrong = mark(pair.township, made.sessions[0], member, "缺勤")
        mark(pair.township, made.sessions[0], member, supersedes=wrong)
    monkeypatch.setattr(listed_changes, "LISTED", limit)
    view = seen(pair)
    listed = {
        (what, entity): sum(row[:2] == (what, entity) for row in view.rows)
        for what, entity, *_ in view.rows
    }
    assert listed["新增", "member"] == limit
    assert listed["新增", "attendance"] == listed["修改", "attendance"] == limit
    assert view.unlisted["member"] == 5 - limit
    assert view.unlisted["attendance"] == 2 * (5 - limit)
    assert len(view.rows) + sum(view.unlisted.values()) == view.applied
    values: Value = view.rows[0][3]["name"][1]
    assert values
