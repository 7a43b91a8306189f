"""党组织: renamed, moved, merged, dissolved, restored, removed; figures and papers."""

import datetime
from pathlib import Path

import pytest

from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.organizations import standing_organizations
from app.data.references import naming, references_to
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Kind, Value
from app.domain.errors import AppError, InvalidInput, NotFound
from app.domain.people.former_names import with_former
from app.services.checks import Question, check_policy
from app.services.classes.closing import close_class
from app.services.dated_rows import save_row
from app.services.membership_edits import save_membership_change
from app.services.organization_actions import (
    Merging,
    dissolve_organization,
    last_action,
    merge_organizations,
    move_organization,
    remove_organization,
    restore_organization,
    take_action_back,
    what_is_left,
)
from app.services.organizations import change_organization, find_organization
from app.services.review.open_items import open_items
from app.services.rosters import import_roster, plan_roster_import
from app.services.self_check import check_store
from app.services.store import Store
from app.services.summaries import summary_figures
from tests.builders import (
    count,
    id_number,
    make_class,
    make_member,
    make_organization,
    mark,
    value_of,
)

AUTUMN = datetime.date(2026, 11, 21)


def secretary(store: Store, member: bytes, place: bytes, **dates: Value) -> bytes:
    held: dict[str, Value] = {"organization": place, "title": "书记", "from_on": "2020"}
    return save_row(store, "post", None, {"member": member, **held, **dates})


def trained(store: Store, member: bytes, day: str, **fields: Value) -> bytes:
    """8 hours."""
    held = make_class(store, [member], first_day=day, **fields)  # type: ignore[arg-type]
    for session in held.sessions:
        mark(store, session, member)
    return held.uid


def hours(store: Store, year: int = 2026) -> dict[str, float]:
    found = summary_figures(store, Question(year, as_of=AUTUMN))
    return {line.name: line.hours for line in found.by_organization}


def members(store: Store, year: int = 2026) -> dict[str, int]:
    found = summary_figures(store, Question(year, as_of=AUTUMN))
    return {line.name: line.members for line in found.by_organization if line.members}


def names(store: Store) -> list[str]:
    return [row.name for row in standing_organizations(store.database.read())]


# 改名


def test_a_name_that_was_given_up_is_found_and_read(store: Store, tmp_path: Path) -> None:
    branch = make_organization(store)
    member = make_member(store, branch, id_number=id_number(1))
    held = make_class(store, [member], first_day="2026-03-02")
    with store.change("名单") as change:
        then: dict[str, Value] = {"organization_then": "李家村党支部"}
        change.update(entity_named("enrolment"), held.enrolments[0], then)
    assert change_organization(store, branch, {"name": "李庄党支部"}) == ["name", "former_names"]
    change_organization(store, branch, {"name": "李家庄党支部"}, "并村改名")
    assert value_of(store, "organization", branch, "former_names") == "李家村党支部、李庄党支部"
    for text in ("李家村党支部", "李庄党支部", "李家庄"):
        assert find_organization(store, text).uid == branch
    path = tmp_path / "名册.csv"
    path.write_text(f"姓名,身份证号,所在支部\n赵小云,{id_number(2)},李家村支部\n", "utf-8")
    plan = plan_roster_import(store, path)
    assert import_roster(store, plan).new == 1
    assert count(store, "member", "organization = ?", branch) == 2
    titles = OrganizationTitles(store.database.read())
    assert titles.of(branch) == "李家庄党支部"
    assert titles.title_then("李家村党支部", branch) == "李家村党支部", "as it was called then"
    assert titles.written("李家村党支部", branch) == branch
    new = make_organization(store, "李家村党支部")
    assert find_organization(store, "李家村党支部").uid == new, "who bears it now goes first"


def test_a_misspelt_name_is_no_former_name_and_one_undo(store: Store) -> None:
    branch = make_organization(store, "李家材党支部")
    change_organization(store, branch, {"name": "李家村党支部"}, misspelt=True)
    assert value_of(store, "organization", branch, "former_names") is None
    change_organization(store, branch, {"name": "张家村党支部"})
    take_action_back(store, last_action(store))
    assert find_organization(store, "李家村党支部").name == "李家村党支部"
    assert value_of(store, "organization", branch, "former_names") is None
    with pytest.raises(AppError, match="党组织的这次改动已经恢复过"):
        take_action_back(store, last_action(store))
    with pytest.raises(NotFound, match="找不到党组织的这次改动"):
        take_action_back(store, 0)
    assert with_former("甲、乙", ["丙", "甲"], "乙") == "甲、丙"
    with pytest.raises(InvalidInput):
        change_organization(store, branch, {"name": " "})


# 移动


def test_a_branch_moves_and_what_stands_below_with_it(store: Store) -> None:
    general = make_organization(store, "东片党总支", kind="党总支")
    branch = make_organization(store)
    group = make_organization(store, "一组党小组", kind="党小组", parent=branch)
    move_organization(store, branch, general)
    assert value_of(store, "organization", branch, "parent") == general
    for uid, parent, words in (
        (general, group, "它自己或它的下级"),
        (branch, branch, "它自己或它的下级"),
        (store.site.organization, branch, "最上级"),
    ):
        with pytest.raises(AppError, match=words):
            move_organization(store, uid, parent)
    take_action_back(store, last_action(store))
    assert value_of(store, "organization", branch, "parent") == store.site.organization


# 合并


def everything(store: Store, branch: bytes, other: bytes) -> dict[str, bytes]:
    """One row of every kind that can name an organization, and who has left."""
    member = make_member(store, branch, name="在册的人")
    left = make_member(store, branch, name="走了的人", status="已转出", status_on="2025-05")
    return {
        "member": member,
        "left": left,
        "group": make_organization(store, "一组党小组", kind="党小组", parent=branch),
        "class": make_class(store, [member], first_day="2026-03-02", organization=branch).uid,
        "post": secretary(store, member, branch),
        "over": secretary(store, left, branch, from_on="2010", to_on="2015"),
        "told": save_membership_change(
            store,
            None,
            {"member": member, "organization_before": other, "organization": branch},
        ).uid,
    }


def test_merging_leaves_nothing_behind_that_is_in_use(store: Store) -> None:
    """By declaration: whatever names an organization, in whatever field, is looked at."""
    kinds = {(r.entity.name, r.field.name) for r in references_to("organization")}
    assert kinds == {
        (entity.name, field.name)
        for entity in ENTITIES
        for field in entity.fields
        if field.kind is Kind.REFERENCE and field.refers_to == "organization"
    }
    old, new = make_organization(store), make_organization(store, "新村党支部")
    made = everything(store, old, new)
    merge_organizations(store, old, new, Merging("2026-07-01", reason="并村"))
    assert value_of(store, "member", made["member"], "organization") == new
    assert value_of(store, "member", made["left"], "organization") == old, "he left before"
    assert value_of(store, "organization", made["group"], "parent") == new
    assert value_of(store, "training_class", made["class"], "organization") == new
    assert value_of(store, "post", made["post"], "organization") == old
    assert value_of(store, "post", made["post"], "to_on") == "2026-07-01"
    assert value_of(store, "post", made["over"], "to_on") == "2015"
    assert value_of(store, "membership_change", made["told"], "organization") == old
    assert value_of(store, "organization", old, "dissolved_on") == "2026-07-01"
    assert find_organization(store, "李家村党支部").uid == old
    assert value_of(store, "organization", new, "former_names") == "李家村党支部"
    assert what_is_left(store, old).empty
    assert "李家村党支部" not in names(store)


def test_one_branch_entered_twice_leaves_nothing_at_all(store: Store) -> None:
    old, new = make_organization(store), make_organization(store, "新村党支部")
    made = everything(store, old, make_organization(store, "外村党支部"))
    merge_organizations(store, old, new, Merging(twice=True))
    read = store.database.read()
    for reference in references_to("organization"):
        left = naming(read, reference, old)
        if reference.field.name == "organization_before":
            left = [
                uid for uid in left if value_of(store, "membership_change", uid, "kind") != "更正"
            ]
        assert left == [], reference.entity.name
    assert value_of(store, "post", made["over"], "organization") == new
    assert count(store, "organization", "uid = ? AND gone = 1", old) == 1
    assert find_organization(store, "李家村党支部").uid == new
    take_action_back(store, last_action(store))
    assert value_of(store, "member", made["left"], "organization") == old
    assert value_of(store, "post", made["over"], "organization") == old
    assert value_of(store, "organization", new, "former_names") is None
    assert count(store, "membership_change", "gone = 0") == 1


def test_hours_before_the_merger_stay_with_the_branch_of_then(store: Store) -> None:
    """8 hours in March in 李家村, 8 in September in 新村 after 1 July; 王 was in 新村 all along."""
    old, new = make_organization(store), make_organization(store, "新村党支部")
    one, two = make_member(store, old), make_member(store, new)
    trained(store, one, "2026-03-02")
    merge_organizations(store, old, new, Merging("2026-07-01"))
    trained(store, one, "2026-09-01")
    trained(store, two, "2026-09-02")
    assert hours(store) == {"李家村党支部": 8, "新村党支部": 16}
    assert members(store) == {"新村党支部": 2}
    assert members(store, 2025) == {"李家村党支部": 1, "新村党支部": 1}
    figures = summary_figures(store, Question(2026, as_of=AUTUMN))
    assert figures.organizations == 2, "青山镇 and 新村; 李家村 is no more"
    assert summary_figures(store, Question(2025, as_of=AUTUMN)).organizations == 3
    take_action_back(store, last_action(store))
    assert members(store) == {"李家村党支部": 1, "新村党支部": 1}
    assert hours(store) == {"李家村党支部": 16, "新村党支部": 8}


def test_a_secretary_goes_on_only_where_that_is_said(store: Store) -> None:
    old, new = make_organization(store), make_organization(store, "新村党支部")
    member = make_member(store, old)
    secretary(store, member, old)
    merge_organizations(store, old, new, Merging("2026-07-01", carry_posts=True))
    rows = store.database.read().execute(
        "SELECT organization, from_on, to_on FROM post ORDER BY id"
    )
    assert rows.fetchall() == [(old, "2020", "2026-07-01"), (new, "2026-07-01", None)]
    take_action_back(store, last_action(store))
    assert count(store, "post", "gone = 0 AND to_on IS NULL AND organization = ?", old) == 1


@pytest.mark.parametrize("carry", [True, False])
def test_the_first_of_two_mergers_taken_back_leaves_who_went_on_whole(
    store: Store, carry: bool
) -> None:
    """甲 into 乙, then 乙 into 丙. Taking the first back brings 甲 back, but nobody who went on: he
    keeps his history and his posts, and taking back in the right order restores everything."""
    first, second, third = (make_organization(store, f"{n}村党支部") for n in "甲乙丙")
    member = make_member(store, first)
    secretary(store, member, first)
    merge_organizations(store, first, second, Merging("2026-03-01", carry_posts=carry))
    one = last_action(store)
    merge_organizations(store, second, third, Merging("2026-06-01", carry_posts=carry))
    two = last_action(store)
    before = told_of(store, member)
    assert take_action_back(store, one).kept
    assert value_of(store, "organization", first, "dissolved_on") is None
    assert told_of(store, member) == before
    assert check_store(store).problems == []
    take_action_back(store, two)
    assert value_of(store, "member", member, "organization") == second
    changes = store.database.read().execute(
        "SELECT organization_before, organization FROM membership_change WHERE gone = 0"
    )
    assert [tuple(row) for row in changes] == [(first, second)], "he did come from 甲"


def told_of(store: Store, member: bytes) -> list[tuple[object, ...]]:
    """Where somebody is, was, and what he holds."""
    found: list[tuple[object, ...]] = [(value_of(store, "member", member, "organization"),)]
    for table in ("post", "membership_change"):
        sql = f"SELECT * FROM {table} WHERE member = ? AND gone = 0 ORDER BY id"
        found += [tuple(row) for row in store.database.read().execute(sql, (member,))]
    return found


def test_what_stands_above_can_go_into_what_stands_below(store: Store) -> None:
    general = make_organization(store, "东片党总支", kind="党总支")
    middle = make_organization(store, "中间党支部", parent=general)
    branch = make_organization(store, parent=middle)
    merge_organizations(store, general, branch, Merging("2026"))
    assert value_of(store, "organization", branch, "parent") == store.site.organization
    assert value_of(store, "organization", middle, "parent") == branch


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (Merging(), "从哪一天起"),
        (Merging("2099-01"), "还没有到"),
        (Merging("2019-12-31"), "才开始"),
        (Merging("去年"), "不是日期"),
    ],
)
def test_a_merger_that_cannot_be_changes_nothing(store: Store, how: Merging, words: str) -> None:
    old, new = make_organization(store), make_organization(store, "新村党支部")
    member = make_member(store, old)
    secretary(store, member, old)
    with pytest.raises(AppError, match=words):
        merge_organizations(store, old, new, how)
    assert value_of(store, "member", member, "organization") == old
    for source, target in ((old, old), (store.site.organization, new)):
        with pytest.raises(AppError):
            merge_organizations(store, source, target, Merging("2026"))


# 撤销, 恢复, 删除


def test_a_branch_with_people_is_dissolved_only_with_them(store: Store) -> None:
    old, new = make_organization(store), make_organization(store, "新村党支部")
    member = make_member(store, old)
    post = secretary(store, member, old)
    make_class(store, [member], first_day="2026-03-02", organization=old)
    with pytest.raises(AppError, match="1 名在册人员、1 个没有结班的培训班"):
        dissolve_organization(store, old, "2026-06")
    dissolve_organization(store, old, "2026-06", new)
    assert value_of(store, "member", member, "organization") == new
    assert value_of(store, "post", post, "to_on") == "2026-06"
    assert value_of(store, "organization", new, "former_names") is None
    assert "李家村党支部" not in names(store)
    with pytest.raises(AppError, match="已撤销"):
        move_organization(store, new, old)
    with pytest.raises(AppError, match="已撤销"):
        merge_organizations(store, new, old, Merging("2026-07"))
    take_action_back(store, last_action(store))
    assert value_of(store, "member", member, "organization") == old
    assert value_of(store, "post", post, "to_on") is None
    assert "李家村党支部" in names(store)


def test_an_empty_branch_is_dissolved_and_its_secretary_not_judged(store: Store) -> None:
    """The 书记 is of another branch; from 30 June 2025 there is nothing to be 书记 of."""
    branch, home = make_organization(store), make_organization(store, "新村党支部")
    member = make_member(store, home)
    secretary(store, member, branch)

    def short(year: int) -> int:
        (rule,) = check_policy(store, "P24", Question(year, as_of=AUTUMN), rule="P24-03").rules
        return rule.short

    assert [short(2024), short(2025)] == [1, 1]
    dissolve_organization(store, branch, "2025-06-30", reason="并入新村")
    assert [short(2024), short(2025)] == [1, 0]
    restore_organization(store, branch, "撤错了")
    assert value_of(store, "organization", branch, "dissolved_on") is None
    with pytest.raises(AppError, match="没有撤销"):
        restore_organization(store, branch)


def test_the_name_of_what_is_no_more_is_free_again(store: Store) -> None:
    old = make_organization(store)
    make_organization(store)
    assert [item.kind for item in open_items(store)] == ["党组织重名"]
    dissolve_organization(store, old, "2026-06")
    assert open_items(store) == []


def test_only_what_was_never_used_is_removed(store: Store) -> None:
    wrong, used = make_organization(store, "季家村党支部"), make_organization(store)
    make_member(store, used)
    with pytest.raises(AppError, match="党员 1 条"):
        remove_organization(store, used, "建错了")
    with pytest.raises(InvalidInput, match="原因"):
        remove_organization(store, wrong, "")
    with pytest.raises(AppError, match="最上级"):
        remove_organization(store, store.site.organization, "试试")
    remove_organization(store, wrong, "导入时建错了")
    assert "季家村党支部" not in names(store)
    take_action_back(store, last_action(store))
    assert "季家村党支部" in names(store)


def test_papers_of_a_closed_class_keep_the_name_of_then(store: Store) -> None:
    branch = make_organization(store)
    member = make_member(store, branch)
    held = trained(store, member, "2026-03-02", certificates=1)
    close_class(store, held)
    read = store.database.read()
    before = read.execute("SELECT content, digest FROM certificate").fetchall()
    change_organization(store, branch, {"name": "李庄党支部"})
    merge_organizations(store, branch, make_organization(store, "新村"), Merging("2026-10"))
    assert read.execute("SELECT content, digest FROM certificate").fetchall() == before
    assert "李家村党支部" in str(read.execute("SELECT content FROM issued_paper").fetchall())
