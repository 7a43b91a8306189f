"""Figures beside each other that a clerk would add up; each value is worked out on paper."""

import datetime
from pathlib import Path

import pytest

from app.data.hours_summary import problems
from app.data.queries.dashboard import counts
from app.data.queries.members import posts_held
from app.domain.declarations import entity_named
from app.domain.documents.archive import Archive
from app.domain.entity import Value
from app.services import documents
from app.services.checks import Question, check_policy
from app.services.classes.closing import attended_hours, close_class
from app.services.exchange.sending_back import return_rows
from app.services.hours import hours_of_member
from app.services.membership import SinceAsked
from app.services.owed import owed_by_branch
from app.services.papers.selection import Selection
from app.services.papers.summary_content import summary_content
from app.services.people import save_member
from app.services.review.decisions import take
from app.services.review.open_items import open_items
from app.services.review.questions import questions
from app.services.store import Store
from app.services.summaries import summary_figures
from app.services.summary_figures import SummaryFigures
from tests.builders import (
    MadeClass,
    Pair,
    change_member,
    change_row,
    enrol,
    hand_over,
    make_class,
    make_county,
    make_member,
    make_organization,
    make_store,
    mark,
    value_of,
)

AUTUMN = datetime.date(2026, 11, 21)


def everybody_there(store: Store, held: MadeClass, *people: bytes) -> None:
    for session in held.sessions:
        for member in people:
            mark(store, session, member)


def figures(store: Store, year: int = 2026) -> SummaryFigures:
    return summary_figures(store, Question(year, as_of=AUTUMN))


def test_who_was_there_is_counted_where_no_hours_are(store: Store) -> None:
    """一 and 二 sit in the second class at the hours of the first, 三 only in the second; a class
    of 0 学时 has its two as well. Absent is absent: 四 was in none."""
    one, two, three, four = (make_member(store, name=name) for name in ("一", "二", "三", "四"))
    first = make_class(store, [one, two], "先办的班", first_day="2026-05-06")
    second = make_class(store, [one, two, three, four], "同时的班", first_day="2026-05-06")
    empty = make_class(store, [one, four], "开班式", first_day="2026-05-07")
    for session in second.sessions:
        change_row(store, "session", session, hours=3.0)
        mark(store, session, four, "病假")
    for session in empty.sessions:
        change_row(store, "session", session, hours=0.0)
    everybody_there(store, first, one, two)
    everybody_there(store, second, one, two, three)
    everybody_there(store, empty, one, four)

    found = figures(store)

    assert [(c.name, c.enrolled, c.attended, c.hours) for c in found.classes] == [
        ("先办的班", 2, 2, 16),
        ("同时的班", 4, 3, 6),
        ("开班式", 2, 2, 0),
    ]
    assert (found.hours, found.person_times, found.people_trained) == (22, 3, 3)


def test_one_person_entered_twice_is_one_in_a_class(store: Store) -> None:
    """Three people in four identities; each has the 4 hours of the one half-day marked."""
    one, two, three, again = (make_member(store, name=name) for name in ("一", "二", "三", "三"))
    held = make_class(store, [one, two, three, again], first_day="2026-05-06")
    for member in (one, two, three, again):
        mark(store, held.sessions[0], member)
        mark(store, held.sessions[1], member, "病假" if member == two else "公假")
    change_row(store, "training_class", held.uid, required_share=50)
    close_class(store, held.uid)
    change_member(store, again, merged_into=three)

    [line] = summary_figures(store, Question(2026)).classes

    assert (line.enrolled, line.attended, line.completed, line.hours) == (3, 3, 3, 12)


def test_the_archive_of_one_person_entered_twice(store: Store) -> None:
    """The certificate and the 结业 were given to the identity that was merged away."""
    kept, away = make_member(store, name="三"), make_member(store, name="三")
    held = make_class(store, [away], first_day="2026-05-06", certificates=1)
    everybody_there(store, held, away)
    [number] = close_class(store, held.uid).certificates
    change_member(store, away, merged_into=kept)

    [archive] = documents.prepare_document(store, "archive", Selection(members=(kept,))).content

    assert isinstance(archive, Archive)
    [line] = archive.years[0].lines
    assert (line.hours, line.completed, line.note) == ("8", "结业", f"证书 {number}")


def test_the_first_screen_counts_the_classes_the_summary_counts(store: Store) -> None:
    """Two classes from 2025 into 2026, one in 2026, one for 2026 without a half-day; 3.5 hours
    once in 2026."""
    member = make_member(store)
    over = make_class(store, [member], first_day="2025-12-31", days=2)
    make_class(store, [member], first_day="2025-12-31", days=2)
    make_class(store, [member], first_day="2026-03-02")
    planned = make_class(store, [], first_day="2026-04-02")
    with store.change("取消") as change:
        for session in planned.sessions:
            change.remove(entity_named("session"), session)
    change_row(store, "session", over.sessions[2], hours=3.5)
    mark(store, over.sessions[2], member)

    shown, summed = counts(store.database.read(), 2026), figures(store)

    assert (shown.classes_this_year, summed.classes_held) == (3, 3)
    assert (shown.hours, summed.hours) == (3.5, 3.5)


@pytest.mark.parametrize(
    ("hours", "people", "mean"), [(4.5, 18, 0.3), (2.5, 10, 0.3), (13.0, 4, 3.3), (8.0, 3, 2.7)]
)
def test_means_are_rounded_half_up(store: Store, hours: float, people: int, mean: float) -> None:
    """0.25 is 0.3 and 3.25 is 3.3, as people round."""
    members = [make_member(store) for _ in range(people)]
    held = make_class(store, members[:4], first_day="2026-05-06", days=2)
    for session, share in zip(held.sessions, (4.0, 4.0, 4.0, 1.0), strict=True):
        part = min(share, hours)
        hours -= part
        change_row(store, "session", session, hours=part)
        mark(store, session, members[0])

    assert figures(store).average_per_member == mean


def test_papers_of_a_class_hold_no_more_than_the_ledger_may(tmp_path: Path) -> None:
    """A half-day of 40 学时 from elsewhere holds 6; what was sent back does not count for now."""
    store = make_county(tmp_path)
    one, two = make_member(store, name="一"), make_member(store, name="二")
    held = make_class(store, [one, two], first_day="2026-05-06")
    change_row(store, "session", held.sessions[0], hours=40.0)
    everybody_there(store, held, one)
    mark(store, held.sessions[0], two)
    back = mark(store, held.sessions[1], two)
    return_rows(store, [("attendance", back)], "签到表上没有签名")

    assert attended_hours(store.database.read(), held.uid) == {one: 10, two: 6}
    store.close()


def test_a_slip_says_which_hours_count_once(store: Store) -> None:
    """The first class has 4 and 4; the second 3 and 4 the same morning and the evening: of its 7
    hours the ledger has 4. The ledger's word is on the slip, the hours of the class stay."""
    branch = make_organization(store)
    member = make_member(store, branch, name="一")
    first = make_class(store, [member], "先办的班", first_day="2026-05-06")
    everybody_there(store, first, member)
    second = make_class(store, [member], "后办的班", first_day="2026-05-06")
    change_row(store, "session", second.sessions[0], hours=3.0)
    change_row(store, "session", second.sessions[1], slot="晚上")
    everybody_there(store, second, member)
    for held in (first, second):
        close_class(store, held.uid)

    def line(held: MadeClass) -> tuple[str, str]:
        chosen = Selection(training_class=held.uid)
        [slip] = documents.prepare_document(store, "feedback", chosen).content
        [one] = slip.lines
        return one.hours, one.note

    assert line(first) == ("8", "出勤 2 个半天，出勤率 100%，达到 100%")
    hours, note = line(second)
    assert hours == "7"
    assert note.endswith("；台账计 4 学时：与“先办的班”同一个半天，只计一次，已计在该项")


def test_the_summary_of_a_year_speaks_of_the_year(store: Store) -> None:
    member = make_member(store)
    everybody_there(store, make_class(store, [member], first_day="2026-05-06"), member)
    content = summary_content(store, figures(store))
    assert "全年" not in content.opening
    assert "累计" not in content.opening
    assert "本年共计8学时" in content.opening
    assert [f.value for f in content.figures if f.name == "本年学时"] == ["8"]
    assert not [f for f in content.figures if "累计" in f.name + f.note]
    assert "含非党员和已转出的人" in content.branch_note
    assert "参训人数按考勤" in content.class_note


def test_marks_that_disagree_after_a_merge_can_be_decided(store: Store) -> None:
    """The 4 hours wait while the two entries of one person say 出勤 and 病假, and the list of
    待核实 has them; decided as 出勤 they count."""
    kept, away = make_member(store, name="三"), make_member(store, name="三")
    held = make_class(store, [kept, away], first_day="2026-05-06")
    mark(store, held.sessions[0], kept)
    mark(store, held.sessions[0], away, "病假")
    assert open_items(store) == []
    change_member(store, away, merged_into=kept)
    assert hours_of_member(store, kept).total == 0

    [item] = open_items(store)
    assert [choice.value for choice in item.siblings] == ["出勤", "病假"]
    take(store, item.id, item.siblings[0].id)

    assert hours_of_member(store, kept).total == 4
    assert open_items(store) == []
    assert problems(store.database.read()) == []


def test_hours_beyond_their_bounds_wait_in_the_review_list(pair: Pair) -> None:
    """40 of a half-day count 6, with all 6 党的创新理论; 20 of a record of one date count 12. The
    list of both sides names them; the township's own click writes what counts already."""
    member = make_member(pair.township, name="三")
    held = make_class(pair.township, [member], "春季班", first_day="2026-05-06")
    change_row(pair.township, "session", held.sessions[0], hours=40.0, innovation_hours=50.0)
    everybody_there(pair.township, held, member)
    with pair.township.change("补录") as change:
        record: dict[str, Value] = {
            "member": member,
            "title": "远程课堂",
            "starts_on": "2026-06-01",
            "ends_on": "2026-06-01",
            "hours": 20.0,
        }
        change.create(entity_named("record"), record)
    pair.settle()
    for side in (pair.township, pair.county):
        assert hours_of_member(side, member).total == 6 + 4 + 12
        assert {(i.kind, i.subject, i.label) for i in open_items(side)} == {
            (
                "学时超过上限",
                "春季班",
                "2026-05-06 上午：学时 40 只计 6，其中党的创新理论 50 只计 6",
            ),
            ("学时超过上限", "三", "远程课堂：学时 20 只计 12"),
        }
    for question in questions(pair.township):
        assert question.decider.here
        take(pair.township, question.item.id, "cut")
    pair.settle()

    for side in (pair.township, pair.county):
        assert hours_of_member(side, member).total == 22
        assert open_items(side) == []
    assert value_of(pair.county, "session", held.sessions[0], "hours") == 6
    assert value_of(pair.county, "session", held.sessions[0], "innovation_hours") == 6


def test_who_moved_from_one_township_to_another_is_counted_where_he_was(tmp_path: Path) -> None:
    """二 came from 白水镇 in May 2026: in 2025 she is one of 白水镇's people, in 2026 of 青山镇's.
    Each township has one of its own besides; the county's figure for a township is the same."""
    county = make_county(tmp_path)
    here, there = make_store(tmp_path), make_store(tmp_path, "白水镇")
    stick = tmp_path / "stick"
    stick.mkdir()
    for township in (here, there):
        enrol(county, township, stick)
    make_member(here, name="一", joined_on="2001")
    moved = make_member(there, name="二", joined_on="2001")
    make_member(there, name="三", joined_on="2001")
    both = [here, there]

    def exchange() -> None:
        for township in (*both, *both):
            hand_over(township, county, stick)
            hand_over(county, township, stick)

    exchange()
    since = {"organization": SinceAsked("2026-05-10")}
    save_member(county, moved, {"organization": here.site.organization}, since=since)
    exchange()

    def applies(store: Store, year: int, township: Store | None = None) -> int:
        root = None if township is None else township.site.organization
        asked = Question(year, root, AUTUMN)
        (found,) = check_policy(store, "P24", asked, rule="P24-01").rules
        owed = owed_by_branch(store, asked).total("P24-01")
        assert owed.applies == found.applies
        return found.applies

    assert [applies(here, 2025), applies(here, 2026)] == [1, 2]
    assert [applies(county, year, here) for year in (2025, 2026)] == [1, 2]
    assert [applies(county, year, there) for year in (2025, 2026)] == [2, 1]
    assert [applies(county, year) for year in (2025, 2026)] == [3, 3]
    shown = [counts(store.database.read(), 2026) for store in both]
    assert [(c.members, c.people, c.organizations) for c in shown] == [(2, 2, 1), (1, 1, 1)]
    for store in (county, *both):
        store.close()


@pytest.mark.parametrize(
    ("until", "held"),
    [("2026-05-06", True), ("2026-05-05", False), ("2026-05", True), ("2026-04", False)],
)
def test_a_post_is_held_on_its_last_day_on_paper_too(store: Store, until: str, held: bool) -> None:
    member = make_member(store)
    with store.change("登记") as change:
        post: dict[str, Value] = {
            "member": member,
            "organization": store.site.organization,
            "title": "书记",
            "from_on": "2021",
            "to_on": until,
        }
        change.create(entity_named("post"), post)
    found = posts_held(store.database.read(), [member], "2026-05-06")
    assert found == ({member: ["书记"]} if held else {})
