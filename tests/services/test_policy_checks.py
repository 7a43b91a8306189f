"""Hours of a person, P24 over a store, 应训未训 by branch."""

import datetime
import random
import weakref
from pathlib import Path

import pytest

from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import InvalidInput, NotFound
from app.domain.uid import uid_text
from app.services import owed
from app.services.checks import Question, RuleResult, check_policy
from app.services.hours import hours_of_member
from app.services.owed import owed_by_branch
from app.services.owed_people import owed_people
from app.services.store import Store
from tests.builders import (
    change_member,
    change_row,
    make_class,
    make_county,
    make_member,
    make_organization,
    mark,
)

AUTUMN = datetime.date(2026, 11, 21)


def attend(store: Store, member: bytes, days: int = 1, **fields: object) -> None:
    """A class of so many days attended from the first half-day to the last."""
    held = make_class(store, [member], days=days, **fields)  # type: ignore[arg-type]
    for session in held.sessions:
        mark(store, session, member)


def appoint(store: Store, member: bytes, **dates: Value) -> None:
    values: dict[str, Value] = {
        "member": member,
        "organization": store.site.organization,
        "title": "书记",
        **dates,
    }
    with store.change("任职") as change:
        change.create(entity_named("post"), values)


def exempt(store: Store, member: bytes, **dates: str) -> None:
    values: dict[str, Value] = {"member": member, "reason": "年老体弱", "from_on": "2025", **dates}
    with store.change("登记") as change:
        change.create(entity_named("exemption"), values)


def checked(store: Store, rule: str, year: int = 2026, **more: object) -> RuleResult:
    question = Question(year, as_of=AUTUMN, **more)  # type: ignore[arg-type]
    (found,) = check_policy(store, "P24", question, rule=rule).rules
    return found


def test_the_ledger_of_a_year_with_reasons_and_sums(store: Store) -> None:
    member = make_member(store)
    held = make_class(store, [member], days=2)
    marks = ("出勤", "病假", "迟到")
    for session, word in zip(held.sessions, marks, strict=False):
        mark(store, session, member, word)
    found = hours_of_member(store, member, 2026, AUTUMN)
    assert [entry.reason for entry in found.entries] == [
        "出勤，计 4 学时",
        "病假，不计学时",
        "迟到，按设置计入，计 4 学时",
        "考勤未录入，不计学时",
    ]
    assert (found.total, found.sums.days) == (8, 1)
    assert found.by_category["mode"] == {"集中培训": 8}
    assert [entry.slot for entry in found.not_counted] == ["下午", "下午"]
    assert hours_of_member(store, member, 2025, AUTUMN).entries == ()
    early = hours_of_member(store, member, 2026, datetime.date(2026, 3, 2))
    assert len(early.entries) == 2


def test_an_unknown_person_is_refused(store: Store) -> None:
    with pytest.raises(NotFound):
        hours_of_member(store, b"x" * 16, 2026)


def test_p24_over_a_store(store: Store) -> None:
    done, behind, frail, cadre = (make_member(store) for _ in range(4))
    gone = make_member(store, status="已去世", status_on="2026-01")
    make_member(store, political_status="入党积极分子")
    attend(store, done, 20)
    attend(store, behind, 2)
    attend(store, gone)
    exempt(store, frail)
    change_member(store, cadre, cadre_scope=1)
    found = checked(store, "P24-01")
    assert (found.applies, found.met, found.short, found.exempt) == (4, 1, 0, 1)
    assert (found.pending, found.unset, found.behind, found.open) == (1, 1, 1, True)
    standing = {item.id: (item.status, item.value, item.unit) for item in found.subjects}
    assert standing == {
        uid_text(done): ("met", 160, "学时"),
        uid_text(behind): ("pending", 16, "学时"),
        uid_text(frail): ("exempt", 0, "学时"),
        uid_text(cadre): ("unset", 0, "学时"),
    }
    assert found.subjects[0].status == "pending"
    # 160 × 3 ÷ 5 = 96 by the end of 2026; November 2026 to December 2028 are 25 months.
    assert found.subjects[0].pace == {
        "unit": "学时",
        "year_due": 32,
        "due": 96,
        "done": 16,
        "missing": 144,
        "months_left": 25,
        "window_to": "2028-12-31",
        "behind": True,
        "alternatives": [{"unit": "天", "year_due": 4, "due": 12, "done": 2, "missing": 18}],
    }
    assert "还差 144 学时或 18 天" in found.subjects[0].why
    assert "2026 年已计 16 学时" in found.subjects[0].why


@pytest.mark.parametrize(
    ("fields", "status", "value"),
    [
        ({"level": "县级", "off_job": 1}, "met", 40),
        ({"level": "市级", "off_job": 1}, "met", 40),
        ({"level": "乡镇", "off_job": 1}, "pending", 0),
        ({"level": "县级", "off_job": 0}, "pending", 0),
        ({"level": "县级", "off_job": 1, "mode": "个人自学"}, "pending", 0),
        ({"level": "县级", "off_job": 1, "first_day": "2025-03-03"}, "pending", 0),
    ],
)
def test_p24_03_counts_full_time_classes_of_the_county_and_above(
    store: Store, fields: dict[str, object], status: str, value: float
) -> None:
    member = make_member(store)
    appoint(store, member, from_on="2024-05")
    attend(store, member, 5, **fields)
    found = checked(store, "P24-03")
    assert [(item.status, item.value) for item in found.subjects] == [(status, value)]


def test_p24_04_is_a_share_of_what_counted(store: Store) -> None:
    half, less, none = (make_member(store, name=name) for name in ("甲一", "乙二", "丙三"))
    held = make_class(store, [half, less], days=1)
    with store.change("排课") as change:
        change.update(entity_named("session"), held.sessions[0], {"innovation_hours": 4.0})
    for session in held.sessions:
        mark(store, session, half)
    mark(store, held.sessions[1], less)
    found = checked(store, "P24-04")
    standing = {item.id: (item.status, item.value) for item in found.subjects}
    assert standing == {
        uid_text(half): ("met", 50),
        uid_text(less): ("pending", 0),
        uid_text(none): ("pending", 0),
    }


def test_the_day_it_is_seen_from_cuts_the_hours(store: Store) -> None:
    member = make_member(store)
    attend(store, member, first_day="2025-06-02")
    attend(store, member, first_day="2026-03-02")
    attend(store, member, first_day="2026-09-01")
    for day, hours in (
        ("2026-11-21", 24),
        ("2026-08-31", 16),
        ("2026-03-01", 8),
        ("2026-01-01", 8),
    ):
        question = Question(2026, as_of=datetime.date.fromisoformat(day))
        (found,) = check_policy(store, "P24", question, rule="P24-01").rules
        assert (day, found.subjects[0].value) == (day, hours)
    assert checked(store, "P24-01", 2025).subjects[0].value == 8


def test_merged_people_are_one_subject_with_all_posts_and_hours(store: Store) -> None:
    kept, other = make_member(store), make_member(store)
    appoint(store, other, from_on="2024")
    attend(store, other, 5, level="县级", off_job=1)
    change_member(store, other, merged_into=kept)
    found = checked(store, "P24-03")
    assert [(item.id, item.status) for item in found.subjects] == [(uid_text(kept), "met")]


def test_one_branch_and_a_cut_list(store: Store) -> None:
    village = make_organization(store)
    inside = [make_member(store, village, name=name) for name in ("王一", "王二", "王三")]
    make_member(store)
    attend(store, inside[0])
    found = checked(store, "P24-01", organization=village)
    assert found.applies == 3
    assert {item.organization for item in found.subjects} == {"李家村党支部"}
    assert sum(item.value for item in found.subjects) == 8
    (cut,) = check_policy(
        store, "P24", Question(2026, village, AUTUMN), rule="P24-01", limit=1
    ).rules
    assert (cut.applies, len(cut.subjects)) == (3, 1)


def test_owed_by_branch_follows_every_write(store: Store) -> None:
    village = make_organization(store)
    inside, outside = make_member(store, village, name="王一"), make_member(store, name="李二")
    question = Question(2026, as_of=AUTUMN)
    before = owed_by_branch(store, question)
    assert {branch.name: branch.owing("P24-01") for branch in before.branches} == {
        "青山镇": 1,
        "李家村党支部": 1,
    }
    assert owed_by_branch(store, question) is before
    attend(store, inside, 20)
    after = owed_by_branch(store, question)
    assert {branch.name: branch.owing("P24-01") for branch in after.branches} == {
        "青山镇": 1,
        "李家村党支部": 0,
    }
    total = after.total("P24-01")
    assert (total.applies, total.met, total.short, total.owing) == (2, 1, 0, 1)
    (person,) = owed_people(store, question, "P24-01")[after.branches[0].organization]
    assert (person.member, person.due, person.missing, person.unit) == (outside, 96, 96, "学时")


def test_who_did_enough_before_but_nothing_this_year_is_to_be_trained(store: Store) -> None:
    """104 of 96 hours are done, none of them in 2026: not behind, but on the list."""
    early, on_pace = make_member(store, name="王一"), make_member(store, name="李二")
    attend(store, early, 13, first_day="2025-03-03")
    attend(store, on_pace, 13)
    question = Question(2026, as_of=AUTUMN)
    owed = owed_by_branch(store, question)
    ((person,),) = owed_people(store, question, "P24-01").values()
    assert (person.member, person.missing, person.year_hours) == (early, 0, 0)
    total = owed.total("P24-01")
    assert (total.pending, total.owing, total.short) == (2, 1, 0)


def test_p24_02_and_03_mean_the_secretaries_of_grassroots_organizations(store: Store) -> None:
    """党组 and a dissolved branch have none; ten days in post are no year."""
    group = make_organization(store, "县水利局党组", kind="党组")
    gone = make_organization(store, "老河口党支部")
    change_row(store, "organization", gone, dissolved_on="2025-06")
    village = make_organization(store)
    removed = make_organization(store, "误建党支部")
    with store.change("删除") as change:
        change.remove(entity_named("organization"), removed)
    names = ("党组", "撤销", "在任", "新任", "误建")
    people = {name: make_member(store, village, name=name) for name in names}
    for name, where in zip(names, (group, gone, village, village, removed), strict=True):
        since = "2026-11-11" if name == "新任" else "2020-03"
        appoint(store, people[name], organization=where, from_on=since)
    for rule, year in (("P24-02", 2026), ("P24-03", 2026)):
        found = checked(store, rule, year)
        assert {item.name: item.ground for item in found.subjects} == {
            "在任": "open",
            "新任": "new_in_post",
        }
    closed = checked(store, "P24-03", 2025)
    assert {item.name: item.status for item in closed.subjects} == {"在任": "short"}


def test_the_county_committee_is_no_grassroots_organization(tmp_path: Path) -> None:
    county = make_county(tmp_path)
    town = make_organization(county, "青山镇党委", kind="党委")
    people = [make_member(county, town, name=name) for name in ("县委", "镇党委")]
    for member, where in zip(people, (county.site.organization, town), strict=True):
        appoint(county, member, organization=where, from_on="2020")
    assert [item.name for item in checked(county, "P24-02").subjects] == ["镇党委"]
    county.close()


@pytest.mark.parametrize(
    ("joined_on", "hours", "words"),
    [
        ("2026-03-03", 8, "另有 8 学时在入党（2026-03-03）前参加，不计入本条"),
        ("2026-03-02", 16, ""),
        ("2026-04", 0, "另有 16 学时在入党（2026-04）前参加，不计入本条"),
        ("2026-03", 16, "其中 16 学时可能在入党前"),
        ("2026", 16, "其中 16 学时可能在入党前"),
        ("2020", 16, ""),
        (None, 16, ""),
    ],
)
def test_training_before_joining_is_shown_and_not_counted(
    store: Store, joined_on: str | None, hours: float, words: str
) -> None:
    """A class of 2026-03-02 and 03, 8 hours each day."""
    member = make_member(store, joined_on=joined_on, political_status="预备党员")
    attend(store, member, 2)
    for day in (AUTUMN, datetime.date.max):
        question = Question(2026, as_of=min(day, datetime.date(2026, 12, 31)))
        found = check_policy(store, "P24", question, rule="P24-01").rules[0].subjects
        assert [item.value for item in found] == ([hours] if joined_on != "2027" else [])
        assert words in found[0].why
        assert ("入党" in found[0].why) is bool(words)
    entries = hours_of_member(store, member, 2026, AUTUMN).entries
    noted = [entry.date for entry in entries if "前参加" in entry.reason]
    expected = {"2026-03-03": ["2026-03-02"] * 2, "2026-04": [e.date for e in entries]}
    assert noted == expected.get(joined_on or "", [])


@pytest.mark.parametrize(
    ("policy", "rule", "year", "error"),
    [
        ("P99", None, 2026, NotFound),
        ("../P24", None, 2026, NotFound),
        ("P24", "P24-77", 2026, NotFound),
        ("P24", None, 2023, InvalidInput),
        ("P24", None, 2027, InvalidInput),
    ],
)
def test_what_cannot_be_checked(
    store: Store, policy: str, rule: str | None, year: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        check_policy(store, policy, Question(year, as_of=AUTUMN), rule=rule)


def test_after_any_write_the_board_is_what_a_fresh_count_gives(store: Store) -> None:
    """Only touched branches are judged again; nobody may be forgotten in the old ones."""
    chance = random.Random(7)
    villages = [make_organization(store, f"{number}村党支部") for number in range(6)]
    people = [make_member(store, chance.choice(villages)) for _ in range(20)]
    classes = [make_class(store, people, level="县级", off_job=1, days=5) for _ in range(4)]
    question = Question(2026, as_of=AUTUMN)
    owed_by_branch(store, question)
    for _ in range(60):
        person = chance.choice(people)
        held = chance.choice(classes)
        match chance.randrange(8):
            case 0:
                change_member(store, person, organization=chance.choice(villages))
            case 1:
                change_member(store, person, cadre_scope=chance.randrange(2))
            case 2:
                appoint(store, person, from_on=chance.choice(["2024", "2026"]))
            case 3:
                exempt(store, person)
            case 4:
                change_row(store, "session", held.sessions[0], hours=chance.randrange(1, 9) / 2)
            case 5:
                target = chance.choice([None, *people])
                change_member(store, person, merged_into=None if target == person else target)
            case 6:
                people.append(make_member(store, chance.choice(villages)))
            case _:
                for session in held.sessions:
                    mark(store, session, person)
        kept = owed_by_branch(store, question)
        patched, owed._boards = owed._boards, weakref.WeakKeyDictionary()
        assert kept == owed_by_branch(store, question)
        owed._boards = patched


def test_frailty_lifts_every_requirement_and_other_reasons_none(store: Store) -> None:
    """P24-06 stands behind all of them and names 年老体弱、行动不便."""
    member, ill = make_member(store), make_member(store)
    exempt(store, member, from_on="2024")
    exempt(store, ill, from_on="2024", reason="身患重病")
    for rule in ("P24-01", "P24-04"):
        found = checked(store, rule)
        assert {item.id: item.status for item in found.subjects} == {
            uid_text(member): "exempt",
            uid_text(ill): "pending",
        }
