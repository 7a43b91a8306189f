"""Figures of a year ask who belonged where at the end of it; worked by hand on small stores."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.data.membership_changes import CORRECTED, Since, everything
from app.data.queries.training_classes import participants_of
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.people.membership import UNDECIDED_NAME
from app.services.checks import Question, RuleResult, check_policy
from app.services.classes.participants import enrol
from app.services.owed import owed_by_branch
from app.services.papers.person_papers import archives
from app.services.papers.selection import Selection
from app.services.store import Store
from app.services.summaries import summary_figures
from app.services.summary_figures import SummaryFigures
from tests.builders import (
    Pair,
    change_member,
    count,
    make_class,
    make_member,
    make_organization,
    make_store,
    mark,
)
from tests.days import today


def of_2025() -> Question:
    return Question(2025, as_of=today())


def attend(store: Store, member: bytes, day: str) -> None:
    """One day of eight hours."""
    for session in make_class(store, [member], first_day=day).sessions:
        mark(store, session, member)


def move(store: Store, member: bytes, where: bytes, on: str | None) -> None:
    with store.change("调动") as change:
        values: dict[str, Value] = {"organization": where}
        change.update(entity_named("member"), member, values, since=everything(Since(on)))


def lines(found: SummaryFigures) -> dict[str, tuple[int, int, float]]:
    """Members, trained and hours by branch."""
    return {o.name: (o.members, o.trained, o.hours) for o in found.by_organization}


def ordinary(store: Store, year: int = 2025) -> RuleResult:
    (found,) = check_policy(store, "P24", Question(year, as_of=today()), rule="P24-01").rules
    return found


def test_who_joined_after_the_year_is_not_in_it_and_who_left_after_it_is(store: Store) -> None:
    """One of three trained in 2025: one joined in October 2026, one left in March 2026."""
    stayed, left = make_member(store, joined_on="2001-07"), make_member(store, joined_on="2010")
    make_member(store, joined_on="2026-10")
    make_member(store, joined_on="2020", status="已转出", status_on="2025-11")
    change_member(store, left, status="已转出", status_on="2026-03")
    attend(store, stayed, "2025-05-06")
    found = summary_figures(store, of_2025())
    assert (found.members, found.trained, found.coverage) == (2, 1, 50)
    assert found.members_pending == 0
    assert "2025-12-31" in found.bases["members"]
    assert ordinary(store).applies == 2
    now = summary_figures(store, Question(2026, as_of=today()))
    assert now.members == 2
    assert ordinary(store, 2026).applies == 2


def test_a_move_in_the_middle_of_the_year_leaves_the_hours_where_they_were_earned(
    store: Store,
) -> None:
    village, other = make_organization(store), make_organization(store, "张家村党支部")
    member = make_member(store, village)
    attend(store, member, "2025-03-03")
    attend(store, member, "2025-06-15")
    attend(store, member, "2025-09-01")
    move(store, member, other, "2025-06-15")
    found = summary_figures(store, of_2025())
    assert lines(found) == {"李家村党支部": (0, 0, 8), "张家村党支部": (1, 1, 16)}
    assert (found.hours, found.person_times, found.members, found.trained) == (24, 3, 1, 1)
    assert [(o.name, o.person_times) for o in found.by_organization] == [
        ("李家村党支部", 1),
        ("张家村党支部", 2),
    ]
    of_village = summary_figures(store, Question(2025, village, today()))
    assert (of_village.hours, of_village.members, of_village.elsewhere_hours) == (8, 0, 16)
    assert summary_figures(store, Question(2025, other, today())).hours == 16
    assert [b.name for b in owed_by_branch(store, of_2025()).branches] == ["张家村党支部"]


def test_a_move_after_the_year_changes_nothing_in_it(store: Store) -> None:
    village, other = make_organization(store), make_organization(store, "张家村党支部")
    member = make_member(store, village)
    attend(store, member, "2025-03-03")
    before = summary_figures(store, of_2025()), ordinary(store)
    move(store, member, other, "2026-02")
    assert (summary_figures(store, of_2025()), ordinary(store)) == before
    assert lines(summary_figures(store, Question(2026, as_of=today()))) == {
        "张家村党支部": (1, 0, 0)
    }


def test_a_list_entered_late_names_the_branch_of_the_days_of_the_class(store: Store) -> None:
    village, other = make_organization(store), make_organization(store, "张家村党支部")
    moved, stayed, unknown, later = (make_member(store, village) for _ in range(4))
    move(store, moved, other, "2026-02")
    move(store, later, other, "2025-01")
    move(store, unknown, other, None)  # nobody knows since when: where the person is now
    made = make_class(store, first_day="2025-03-03")
    enrol(store, made.uid, [moved, stayed, unknown, later])
    listed = participants_of(store.database.read(), made.uid)
    assert {row.member: row.organization_then for row in listed} == {
        moved: "李家村党支部",
        stayed: "李家村党支部",
        unknown: "张家村党支部",
        later: "张家村党支部",
    }


def test_a_move_nobody_dated_waits_instead_of_being_guessed(store: Store) -> None:
    village, other = make_organization(store), make_organization(store, "张家村党支部")
    member = make_member(store, village)
    attend(store, member, "2025-03-03")
    change_member(store, member, organization=other)
    found = summary_figures(store, of_2025())
    assert lines(found) == {UNDECIDED_NAME: (1, 1, 8)}
    assert (found.members, found.hours) == (1, 8)
    one = summary_figures(store, Question(2025, village, today()))
    assert (one.members, one.members_pending, one.hours, one.elsewhere_hours) == (0, 1, 0, 8)
    assert "调动的日期不清楚" in one.pending[0]
    (rule,) = check_policy(store, "P24", Question(2025, village, today()), rule="P24-01").rules
    assert (rule.applies, rule.pending) == (1, 1)
    assert "调动的日期不清楚" in rule.subjects[0].why
    assert [b.name for b in owed_by_branch(store, of_2025()).branches] == [UNDECIDED_NAME]
    assert lines(summary_figures(store, Question(today().year, as_of=today()))) == {
        "张家村党支部": (1, 0, 0)
    }


@pytest.mark.parametrize(("on", "members", "pending"), [("2025-11", 1, 0), ("2025", 1, 0)])
def test_a_vague_date_inside_the_year_is_good_enough_for_its_end(
    store: Store, on: str, members: int, pending: int
) -> None:
    village, other = make_organization(store), make_organization(store, "张家村党支部")
    move(store, make_member(store, village), other, on)
    found = summary_figures(store, Question(2025, other, today()))
    assert (found.members, found.members_pending) == (members, pending)


def test_who_left_and_came_back(store: Store) -> None:
    """停止党籍 from May 2024 to February 2026: not counted in 2025, and again in 2026."""
    member = make_member(store)
    change_member(store, member, status="停止党籍", status_on="2024-05")
    with store.change("恢复党籍") as change:
        change.update(
            entity_named("member"), member, {"status": "正常"}, since=everything(Since("2026-02"))
        )
    assert [
        summary_figures(store, Question(y, as_of=today())).members for y in (2023, 2025, 2026)
    ] == [
        1,
        0,
        1,
    ]


def test_who_left_in_an_older_program_and_came_back_keeps_the_day_of_leaving(store: Store) -> None:
    member = make_member(store, status="停止党籍", status_on="2024-05")
    with store.change("恢复党籍") as change:
        change.update(
            entity_named("member"), member, {"status": "正常"}, since=everything(Since("2026-02"))
        )
    assert count(store, "membership_change") == 2
    assert [
        summary_figures(store, Question(y, as_of=today())).members for y in (2023, 2025, 2026)
    ] == [
        1,
        0,
        1,
    ]


def test_a_correction_reaches_back(store: Store) -> None:
    village, other = make_organization(store), make_organization(store, "张家村党支部")
    member = make_member(store, village)
    with store.change("更正") as change:
        change.update(
            entity_named("member"), member, {"organization": other}, since=everything(CORRECTED)
        )
    assert lines(summary_figures(store, of_2025())) == {"张家村党支部": (1, 0, 0)}


def test_from_activist_to_member_the_dates_of_the_person_say_when(store: Store) -> None:
    member = make_member(store, political_status="发展对象")
    change_member(store, member, political_status="预备党员", joined_on="2026-07-01")
    assert count(store, "membership_change") == 0
    assert summary_figures(store, of_2025()).members == 0
    assert summary_figures(store, Question(2026, as_of=today())).members == 1
    change_member(store, member, political_status="正式党员")
    assert count(store, "membership_change") == 1  # nobody said when
    assert summary_figures(store, Question(2026, as_of=today())).members == 1


def test_one_person_entered_twice_has_one_past(store: Store) -> None:
    village, other = make_organization(store), make_organization(store, "张家村党支部")
    kept, twin = make_member(store, other), make_member(store, village)
    move(store, twin, other, "2026-01-10")
    change_member(store, twin, merged_into=kept)
    assert lines(summary_figures(store, of_2025())) == {"李家村党支部": (1, 0, 0)}


def test_a_change_without_a_word_from_an_older_program(pair: Pair) -> None:
    """The branch was changed by a program that tells no history: only the county's old value
    says that there was another one."""
    township, county = pair.township, pair.county
    village, other = make_organization(township), make_organization(township, "张家村党支部")
    member = make_member(township, village)
    pair.settle()
    change_member(township, member, organization=other)
    for store in (township, county):
        with store.database.write() as connection:
            connection.execute("DELETE FROM membership_change")
    pair.to_county()
    with county.database.write() as connection:
        connection.execute("DELETE FROM membership_change")
    for store in (township, county):
        assert lines(summary_figures(store, of_2025()))[UNDECIDED_NAME] == (1, 0, 0)


def test_township_and_county_have_the_same_figures(pair: Pair) -> None:
    township, county = pair.township, pair.county
    village, other = make_organization(township), make_organization(township, "张家村党支部")
    people = [make_member(township, village) for _ in range(4)]
    for member in people:
        attend(township, member, "2025-03-03")
    pair.settle()
    move(township, people[0], other, "2025-06")
    move(township, people[1], other, "2026-02-01")
    move(township, people[2], other, None)
    change_member(township, people[3], status="已转出", status_on="2026-05")
    pair.settle()
    found = [lines(summary_figures(store, of_2025())) for store in (township, county)]
    assert found[0] == {
        "李家村党支部": (2, 2, 24),
        "张家村党支部": (1, 1, 0),
        UNDECIDED_NAME: (1, 1, 8),
    }
    assert {k: v for k, v in found[1].items() if any(v)} == found[0]
    rules = [ordinary(store) for store in (township, county)]
    assert rules[0].applies == rules[1].applies == 4
    assert {(s.id, s.organization, s.status) for s in rules[0].subjects} == {
        (s.id, s.organization.removeprefix("青山镇"), s.status) for s in rules[1].subjects
    }


def test_the_archive_tells_the_history_as_it_is_known(store: Store) -> None:
    village, other = make_organization(store), make_organization(store, "张家村党支部")
    member = make_member(store, village)
    move(store, member, other, "2025-06")
    change_member(store, member, organization=village)
    (archive,) = archives(store, Selection(members=(member,)))
    assert archive.history == (
        "2025-06 由李家村党支部转入张家村党支部；日期不清楚 由张家村党支部转入李家村党支部"
    )


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One store for all examples: each adds a person of its own."""
    return make_store(Path(tmp_path_factory.mktemp("dated")))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    before=st.lists(st.sampled_from(["2023", "2024-02", "2025-07-09"]), max_size=2, unique=True),
    after=st.lists(st.sampled_from(["2026", "2026-01-01", "2026-10"]), min_size=1, max_size=2),
    left=st.sampled_from([None, "2026-03"]),
)
def test_what_is_dated_after_a_window_does_not_touch_its_figures(
    lasting: Store, before: list[str], after: list[str], left: str | None
) -> None:
    places = [make_organization(lasting, f"{n}村党支部") for n in range(3)]
    member = make_member(lasting, places[0])
    attend(lasting, member, "2025-04-01")
    at = 0
    for day in sorted(before):
        at += 1
        move(lasting, member, places[at % 3], day)
    known = summary_figures(lasting, of_2025()), ordinary(lasting)
    for day in sorted(after):
        at += 1
        move(lasting, member, places[at % 3], day)
    if left:
        change_member(lasting, member, status="已转出", status_on=left)
    assert (summary_figures(lasting, of_2025()), ordinary(lasting)) == known
