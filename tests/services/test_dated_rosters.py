"""From a roster to the figures: a known person in another branch, with a date and without."""

from pathlib import Path

from openpyxl import Workbook

from app.data.queries.members import members_named
from app.domain.people.membership import UNDECIDED_NAME
from app.services.checks import Question, check_policy
from app.services.import_undo import undo_import
from app.services.owed import owed_by_branch
from app.services.rosters import import_roster, plan_roster_import
from app.services.store import Store
from app.services.summaries import summary_figures
from tests.builders import count, id_number, make_class, make_organization, mark, value_of
from tests.days import today


def of_2025() -> Question:
    return Question(2025, as_of=today())


HEAD = ("姓名", "身份证号", "所在党支部", "党籍状态", "入党日期")


def imported(store: Store, folder: Path, head: tuple[str, ...], *lines: tuple[str, ...]) -> str:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (head, *lines):
        sheet.append(line)
    path = folder / "花名册.xlsx"
    book.save(path)
    done = import_roster(store, plan_roster_import(store, path))
    assert done.rejected == []
    return done.batch


def one(serial: int, branch: str, status: str = "正常", *more: str) -> tuple[str, ...]:
    return (f"王{'一二三四'[serial - 1]}", id_number(serial), branch, status, "2001.07", *more)


def lines(store: Store, year: int = 2025) -> dict[str, tuple[int, float]]:
    found = summary_figures(store, Question(year, as_of=today()))
    return {o.name: (o.members, o.hours) for o in found.by_organization if o.members or o.hours}


def prepared(store: Store, folder: Path) -> None:
    """Three people of 李家村, each with a day of training in March 2025."""
    make_organization(store)
    make_organization(store, "张家村党支部")
    imported(store, folder, HEAD, *(one(n, "李家村党支部") for n in (1, 2, 3)))
    people = [members_named(store.database.read(), id_number(n))[0].uid for n in (1, 2, 3)]
    for session in make_class(store, people, first_day="2025-03-03").sessions:
        for person in people:
            mark(store, session, person)


def test_import_then_move_then_every_figure(store: Store, tmp_path: Path) -> None:
    prepared(store, tmp_path)
    batch = imported(
        store,
        tmp_path,
        (*HEAD, "转入日期", "变动日期"),
        one(1, "张家村党支部", "正常", "2025.06", ""),
        one(2, "张家村党支部", "正常", "", ""),
        one(3, "李家村党支部", "已转出", "", "2026.02"),
    )
    assert lines(store) == {
        "李家村党支部": (1, 16.0),
        "张家村党支部": (1, 0),
        UNDECIDED_NAME: (1, 8.0),
    }
    assert lines(store, 2026) == {"张家村党支部": (2, 0)}
    (rule,) = check_policy(store, "P24", of_2025(), rule="P24-01").rules
    assert sorted(s.organization for s in rule.subjects) == sorted(
        ["李家村党支部", "张家村党支部", UNDECIDED_NAME]
    )
    assert {b.name for b in owed_by_branch(store, of_2025()).branches} == {
        "李家村党支部",
        "张家村党支部",
        UNDECIDED_NAME,
    }
    left = members_named(store.database.read(), id_number(3))[0].uid
    assert value_of(store, "member", left, "status_on") == "2026-02"
    # Taken back, everything is as if nothing had been written.
    outcome = undo_import(store, batch)
    assert (outcome.reversed, outcome.kept, outcome.errored) == (3, 0, 0)
    assert (
        lines(store)
        == {"李家村党支部": (3, 24.0)}
        == {k: v for k, v in lines(store).items() if k == "李家村党支部"}
    )
    assert count(store, "membership_change", "gone = 0") == 0
    assert value_of(store, "member", left, "status_on") is None


def test_a_move_nobody_dated_is_told_before_it_is_written(store: Store, tmp_path: Path) -> None:
    prepared(store, tmp_path)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        (*HEAD, "转入日期"),
        one(1, "张家村党支部", "正常", ""),
        one(2, "张家村党支部", "正常", "2099.01"),
        one(3, "张家村党支部", "正常", "2025.06"),
    ):
        sheet.append(line)
    path = tmp_path / "调动.xlsx"
    book.save(path)
    said = [(w.row, w.column, w.reason) for w in plan_roster_import(store, path).warnings]
    assert [(row, column) for row, column, _ in said] == [
        (2, "所在党支部"),
        (3, "转入日期"),
        (3, "所在党支部"),
    ]
    assert "不清楚" in said[0][2]
    assert "还没有到" in said[1][2]


def test_a_new_person_who_came_in_2026_is_not_in_2025(store: Store, tmp_path: Path) -> None:
    make_organization(store)
    batch = imported(
        store,
        tmp_path,
        (*HEAD, "转入日期"),
        one(1, "李家村党支部", "正常", "2026.10"),
        one(2, "李家村党支部", "正常", ""),
    )
    assert lines(store) == {"李家村党支部": (1, 0)}
    assert lines(store, 2026) == {"李家村党支部": (2, 0)}
    outcome = undo_import(store, batch)
    assert (outcome.reversed, outcome.kept) == (2, 0)
    assert count(store, "membership_change", "gone = 0") == 0
