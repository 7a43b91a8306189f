"""Papers of a class say each person's branch and post, with the township where several are."""

from pathlib import Path

from app.domain.declarations import entity_named
from app.services.papers.class_papers import class_roster, sign_in_sheets
from app.services.papers.selection import Selection
from app.services.store import Store
from tests.builders import make_class, make_county, make_member, make_organization

NAME = "李家村党支部"


def _post(store: Store, member: bytes, organization: bytes, title: str, until: str | None) -> None:
    values = {
        "member": member, "organization": organization, "title": title, "from_on": "2020-01",
        "to_on": until,
    }  # fmt: skip
    with store.change("任职") as change:
        change.create(entity_named("post"), values)


def test_the_sign_in_sheet_says_branch_and_post(store: Store) -> None:
    branch = make_organization(store, NAME)
    secretary = make_member(store, branch, "甲某", workplace="务工")
    former = make_member(store, branch, "乙某", workplace="村委会主任")
    plain = make_member(store, branch, "丙某")
    _post(store, secretary, branch, "书记", None)
    _post(store, former, branch, "书记", "2021-01")
    made = make_class(store, [secretary, former, plain], first_day="2026-01-05")
    with store.change("时任职务") as change:
        for enrolled, position in zip(made.enrolments, ("务工", "村委会主任", "村民"), strict=True):
            change.update(entity_named("enrolment"), enrolled, {"position_then": position})
    lines = sign_in_sheets(store, Selection(training_class=made.uid))[0].lines
    assert [line.unit_and_post for line in lines] == [
        f"{NAME}\n书记", f"{NAME}\n村委会主任", NAME,
    ]  # fmt: skip


def test_the_class_roster_says_the_post_held_then(store: Store) -> None:
    branch = make_organization(store, NAME)
    secretary = make_member(store, branch, "甲某")
    former = make_member(store, branch, "乙某", workplace="村委会主任")
    _post(store, secretary, branch, "书记", None)
    _post(store, former, branch, "书记", "2021-01")
    made = make_class(store, [secretary, former], first_day="2026-01-05")
    roster = class_roster(store, Selection(training_class=made.uid))
    said = {line.name: line.unit_and_post for line in roster.lines}
    assert said["甲某"] == "书记"
    assert "书记" not in said["乙某"], "he was in office until 2021"


def test_at_the_county_the_township_is_named(tmp_path: Path) -> None:
    county = make_county(tmp_path)
    people = []
    for name in ("青山镇", "白沙乡"):
        township = make_organization(county, name, kind="党委")
        people.append(make_member(county, make_organization(county, NAME, parent=township)))
    made = make_class(county, people, first_day="2026-01-05")
    chosen = Selection(training_class=made.uid)
    shown = ["青山镇李家村党支部", "白沙乡李家村党支部"]
    assert [line.unit_and_post for line in sign_in_sheets(county, chosen)[0].lines] == shown
    assert [line.organization for line in class_roster(county, chosen).lines] == shown
    county.close()
