"""The 党内职务 column of a roster becomes posts: once, dated where it says so, undone."""

from pathlib import Path

import pytest

from app.data.queries.members import members_named
from app.domain.entity import Value
from app.domain.people.roster_plan import Action
from app.domain.people.same_person import Place
from app.services.dated_rows import save_row
from app.services.import_undo import undo_import
from app.services.organizations import create_organization, find_organization
from app.services.rosters import ImportOutcome, import_roster, plan_roster_import
from app.services.store import Store
from tests.builders import count, make_member, make_store
from tests.roster_corpus.files import Cell, Sheet, xlsx
from tests.roster_corpus.people import id_number
from tests.roster_corpus.shapes import A, B, C

HEADER: list[Cell] = ["姓名", "身份证号", "党内职务", "任职时间"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path / "store")
    create_organization(
        made, {"name": "李家村党支部", "kind": "党支部", "parent": made.site.organization}
    )
    return made


def imported(store: Store, folder: Path, *lines: list[Cell]) -> ImportOutcome:
    path = folder / "花名册.xlsx"
    path.write_bytes(xlsx(Sheet([["李家村党支部党员花名册"], HEADER, *lines])))
    return import_roster(store, plan_roster_import(store, path))


def posts(store: Store) -> list[tuple[str, str, str | None, str | None]]:
    """Name, title, from, to of the posts that stand."""
    return store.database.read().execute(
        "SELECT m.name, p.title, p.from_on, p.to_on FROM post p JOIN member m ON m.uid = p.member "
        "WHERE p.gone = 0 ORDER BY p.id"
    ).fetchall()  # fmt: skip


def test_posts_come_in_once_and_go_with_the_import(store: Store, tmp_path: Path) -> None:
    lines: list[list[Cell]] = [
        [A.name, A.id_number, "书记", "2021.01"],
        [B.name, B.id_number, "组织、宣传委员", None],
        [C.name, C.id_number, "无", None],
    ]
    done = imported(store, tmp_path, *lines)
    assert (done.new, done.posts, done.warnings) == (3, 3, [])
    assert posts(store) == [
        (A.name, "书记", "2021-01", None),
        (B.name, "组织委员", None, None),
        (B.name, "宣传委员", None, None),
    ]
    again = imported(store, tmp_path, *lines)
    assert (again.unchanged, again.posts, again.batch) == (3, 0, "")
    undone = undo_import(store, done.batch)
    assert (undone.reversed, undone.kept, undone.errored) == (3, 0, 0)
    assert posts(store) == []
    assert count(store, "member", "gone = 0") == 0


def test_a_known_person_gets_a_post_and_loses_it_with_the_undo(
    store: Store, tmp_path: Path
) -> None:
    imported(store, tmp_path, [A.name, A.id_number, None, None])
    done = imported(store, tmp_path, [A.name, A.id_number, "支部书记（2021.01起）", None])
    assert (done.updated, done.posts) == (1, 1)
    undone = undo_import(store, done.batch)
    assert (undone.reversed, undone.kept, undone.errored) == (1, 0, 0)
    assert posts(store) == []
    assert count(store, "member", "gone = 0") == 1


def test_dates_that_stand_are_never_written_over(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, [A.name, A.id_number, "书记", None])
    imported(store, tmp_path, [A.name, A.id_number, "书记", "2021.01.15"])
    assert posts(store) == [(A.name, "书记", "2021-01-15", None)]
    assert imported(store, tmp_path, [A.name, A.id_number, "书记", "2021.01"]).unchanged == 1
    other = imported(store, tmp_path, [A.name, A.id_number, "书记", "2018.03"])
    assert any("没有改" in told.reason for told in other.warnings)
    assert posts(store) == [(A.name, "书记", "2021-01-15", None)]


def test_an_ended_post_does_not_come_back_with_an_old_roster(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, [A.name, A.id_number, "书记", "2018.03"])
    (uid,) = store.database.read().execute("SELECT uid FROM post").fetchone()
    save_row(store, "post", uid, {"to_on": "2025-06-01"})
    again = imported(store, tmp_path, [A.name, A.id_number, "书记", "2018.03"])
    assert any("离任" in told.reason for told in again.warnings)
    assert len(posts(store)) == 1
    imported(store, tmp_path, [A.name, A.id_number, "书记", "2026.01"])
    assert [made[2:] for made in posts(store)] == [("2018-03", "2025-06-01"), ("2026-01", None)]


def test_what_is_no_post_is_told_and_stays_readable(store: Store, tmp_path: Path) -> None:
    done = imported(store, tmp_path, [A.name, A.id_number, "支部书记兼村委会主任", "换届时"])
    assert {told.cell for told in done.warnings} == {"C3", "D3"}
    assert posts(store) == [(A.name, "书记", None, None)]
    (note,) = store.database.read().execute("SELECT note FROM member").fetchone()
    assert note == "党内职务（原表）：村委会主任、任职时间 换届时"


@pytest.mark.parametrize(
    ("cell", "from_on", "told"),
    [
        ("2021.01", "2021-01", False),
        ("二〇二一年一月", "2021-01", False),
        ("2021/1/15 0:00:00", "2021-01-15", False),
        ("2021年1月至今", "2021-01", False),
        (202101, "2021-01", False),
        (2021.1, None, True),
        ("2021.13", None, True),
        ("去年换届", None, True),
    ],
)
def test_since_when(
    store: Store, tmp_path: Path, cell: Cell, from_on: str | None, told: bool
) -> None:
    done = imported(store, tmp_path, [A.name, A.id_number, "书记", cell])
    assert posts(store) == [(A.name, "书记", from_on, None)]
    assert [made.cell for made in done.warnings] == (["D3"] if told else [])


def test_a_post_of_the_committee_goes_to_the_committee(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, [A.name, A.id_number, "党委委员、支部书记", None])
    found = store.database.read().execute(
        "SELECT p.title, o.name FROM post p JOIN organization o ON o.uid = p.organization"
    )
    assert set(found) == {("委员", "青山镇"), ("书记", "李家村党支部")}


def test_a_partial_update_needs_no_branch(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, [A.name, A.id_number, None, None])
    path = tmp_path / "电话.xlsx"
    path.write_bytes(
        xlsx(Sheet([["姓名", "身份证号", "电话"], [A.name, A.id_number, "13900000000"],
                    [B.name, B.id_number, "13900000001"]], name="Sheet1"))
    )  # fmt: skip
    plan = plan_roster_import(store, path)
    assert [line.action for line in plan.lines] == [Action.FILLED, Action.REJECTED]
    assert "所在党支部" in plan.rejected[0].reason
    import_roster(store, plan)
    (found,) = members_named(store.database.read(), A.id_number)
    assert (found.phone, found.organization_name) == ("13900000000", "李家村党支部")


def test_the_same_person_under_a_corrected_number(store: Store, tmp_path: Path) -> None:
    wrong, right = id_number("19680412", 11), id_number("19680412", 13)
    imported(store, tmp_path, ["罗国庆", wrong, "书记", None])
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(
        xlsx(Sheet([["李家村党支部党员花名册"], HEADER, ["罗国庆", right, "书记", None]]))
    )
    asked = plan_roster_import(store, path, ask=True)
    (question,) = asked.questions
    assert not asked.writes_something
    plan = plan_roster_import(store, path, answers={Place(*question.place): question.known.uid})
    done = import_roster(store, plan)
    assert (done.new, done.updated, done.posts) == (0, 1, 0)
    assert [made.id_number for made in members_named(store.database.read(), "罗国庆")] == [right]
    undo_import(store, done.batch)
    assert [made.id_number for made in members_named(store.database.read(), "罗国庆")] == [wrong]


def test_an_organization_in_which_somebody_holds_a_post_is_not_taken_back(
    store: Store, tmp_path: Path
) -> None:
    """The import made the branch; later its 书记, whose own branch is another, was entered."""
    path = tmp_path / "花名册.csv"
    path.write_text(f"姓名,身份证号,所在支部\n赵小云,{A.id_number},新桥村党支部\n", "utf-8")
    outcome = import_roster(store, plan_roster_import(store, path, create_organizations=True))
    branch = find_organization(store, "新桥村党支部").uid
    held: dict[str, Value] = {"member": make_member(store), "organization": branch, "title": "书记"}
    save_row(store, "post", None, held)
    undo_import(store, outcome.batch)
    assert find_organization(store, "新桥村党支部").uid == branch


def test_a_post_whose_end_is_known_ahead_is_held(store: Store, tmp_path: Path) -> None:
    """任期届满 in 2098 is no reason to enter the 书记 a second time."""
    imported(store, tmp_path, [A.name, A.id_number, "书记", "2021.01"])
    [uid] = [row[0] for row in store.database.read().execute("SELECT uid FROM post")]
    save_row(store, "post", uid, {"to_on": "2098-12"})
    again = imported(store, tmp_path, [A.name, A.id_number, "书记", "2021.01"])
    assert (again.posts, again.warnings) == (0, [])
    assert posts(store) == [(A.name, "书记", "2021-01", "2098-12")]


def test_an_end_before_the_beginning_is_not_entered(store: Store, tmp_path: Path) -> None:
    done = imported(store, tmp_path, [A.name, A.id_number, "书记（2021.05-2020.03）", None])
    assert done.posts == 0
    assert "早于" in done.warnings[0].reason
