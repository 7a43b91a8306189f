"""Titles as a store gives them: short at a township, with the township at the county."""

from pathlib import Path

from app.data.queries.members import MemberFilter, member_ids, member_rows
from app.data.queries.organization_titles import OrganizationTitles
from app.data.queries.search import search_people
from tests.builders import make_county, make_member, make_organization, make_store

NAME = "李家村党支部"


def test_a_townships_own_branches_are_called_as_they_are(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    branch = make_organization(store, NAME)
    titles = OrganizationTitles(store.database.read())
    assert titles.of(branch) == NAME
    assert titles.of(b"not here") == "（已转出本单位）"
    store.close()


def test_county_lists_name_the_township_and_keep_its_branches_together(tmp_path: Path) -> None:
    store = make_county(tmp_path)
    townships = [make_organization(store, name, kind="党委") for name in ("青山镇", "白沙乡")]
    for number, township in enumerate(townships):
        make_member(store, make_organization(store, NAME, parent=township), f"李{'甲乙'[number]}")
        other = make_organization(store, "张家村党支部", parent=township)
        make_member(store, other, f"张{'甲乙'[number]}")
    connection = store.database.read()
    ids = member_ids(connection, MemberFilter(sort="organization"))
    rows = {row.id: row for row in member_rows(connection, ids)}
    assert [rows[number].organization_title for number in ids] == [
        "白沙乡张家村党支部", "白沙乡李家村党支部", "青山镇张家村党支部", "青山镇李家村党支部",
    ]  # fmt: skip
    assert {rows[number].organization_name for number in ids} == {NAME, "张家村党支部"}
    found = search_people(connection, "李甲")
    assert [person.organization for person in found] == ["青山镇李家村党支部"]
    scoped = OrganizationTitles(connection, townships[0])
    assert scoped.of(rows[ids[3]].organization) == NAME
    store.close()


def test_a_name_kept_with_an_event_is_found_again(tmp_path: Path) -> None:
    store = make_county(tmp_path)
    first, second = (make_organization(store, name, kind="党委") for name in ("青山镇", "白沙乡"))
    ours = make_organization(store, NAME, parent=first)
    theirs = make_organization(store, NAME, parent=second)
    only = make_organization(store, "桃花村党支部", parent=second)
    titles = OrganizationTitles(store.database.read())
    assert titles.written(NAME, theirs) == theirs
    assert titles.written(NAME, only, holder=first) == ours  # moved on since
    assert titles.written(NAME, only) is None  # nobody can say which
    assert titles.title_then(NAME, only) == NAME
    assert titles.title_then("桃花村党支部", ours) == "白沙乡桃花村党支部"
    assert titles.title_then("", theirs) == "白沙乡李家村党支部"
    assert titles.title_then("外县某支部", ours) == "外县某支部"
    store.close()
