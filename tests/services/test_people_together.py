"""批量修改: what was seen is written, once, and can be taken back."""

from pathlib import Path

import pytest

from app.data.queries.membership import changes_of
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.services.dated_rows import save_row
from app.services.import_undo import list_imports, undo_import
from app.services.membership import SinceAsked
from app.services.people_together import change_together, plan_together
from tests.builders import (
    change_member,
    change_row,
    count,
    make_member,
    make_organization,
    make_store,
    value_of,
)


def test_one_field_of_many_is_written_once_and_taken_back(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    people = [make_member(store, name=f"赵{n}", workplace="旧单位") for n in range(5)]
    change_member(store, people[4], workplace="新单位")
    plan = plan_together(store, people, "workplace", " 新单位 ")
    assert [line.name for line in plan.lines] == ["赵0", "赵1", "赵2", "赵3"]
    assert plan.same == 1
    actions = count(store, "audit")
    batch = change_together(store, plan)
    assert count(store, "audit") == actions + 1
    assert {value_of(store, "member", uid, "workplace") for uid in people} == {"新单位"}
    assert [(row.kind, row.file_name) for row in list_imports(store)] == [
        ("批量修改", "单位及职务")
    ]
    change_member(store, people[0], workplace="又改过")
    undone = undo_import(store, batch)
    assert (undone.reversed, undone.kept) == (3, 1)
    assert value_of(store, "member", people[1], "workplace") == "旧单位"
    assert value_of(store, "member", people[0], "workplace") == "又改过"


def test_a_new_branch_is_told_with_its_day_and_goes_back_with_it(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    branch = make_organization(store, "第二党支部")
    here = make_member(store, name="钱一")
    held: dict[str, Value] = {"member": here, "title": "书记", "from_on": "2020"}
    for place in (store.site.organization, branch):
        save_row(store, "post", None, {**held, "organization": place})
    gone = make_member(store, name="钱二", status="已转出", status_on="2025-01-01")
    plan = plan_together(store, [here, gone], "organization", branch)
    assert [line.name for line in plan.lines] == ["钱一"]
    assert plan.posts_left == 1, "the one in the branch he leaves"
    assert [(line.name, "已转出" in line.refused) for line in plan.refused] == [("钱二", True)]
    batch = change_together(store, plan, SinceAsked("2025-06"))
    told = changes_of(store.database.read(), here)
    assert [row.from_on for row in told] == ["2025-06"]
    assert value_of(store, "member", here, "organization") == branch
    undo_import(store, batch)
    assert value_of(store, "member", here, "organization") == store.site.organization
    assert changes_of(store.database.read(), here) == []


def test_what_changed_since_the_preview_stops_everything(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    people = [make_member(store, name=f"孙{n}") for n in range(3)]
    plan = plan_together(store, people, "education", "大学本科")
    change_member(store, people[2], education="高中")
    with pytest.raises(AppError, match="孙2"):
        change_together(store, plan)
    assert value_of(store, "member", people[0], "education") is None
    assert list_imports(store) == []


@pytest.mark.parametrize(
    ("name", "value"), [("education", "博士后导师"), ("name", "张三"), ("organization", None)]
)
def test_a_value_that_is_none_is_refused(tmp_path: Path, name: str, value: str | None) -> None:
    store = make_store(tmp_path)
    with pytest.raises(InvalidInput):
        plan_together(store, [make_member(store)], name, value)


def test_a_dissolved_branch_takes_nobody(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    branch = make_organization(store, "撤掉的党支部")
    change_row(store, "organization", branch, dissolved_on="2025-01-01")
    with pytest.raises(InvalidInput, match="已撤销"):
        plan_together(store, [make_member(store)], "organization", branch)


def test_a_day_still_to_come_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    branch = make_organization(store, "第二党支部")
    plan = plan_together(store, [make_member(store)], "organization", branch)
    with pytest.raises(InvalidInput):
        change_together(store, plan, SinceAsked("2999-01-01"))
    assert list_imports(store) == []
