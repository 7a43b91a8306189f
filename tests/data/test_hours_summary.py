"""The yearly figures always equal the ledger, whatever was written in whatever order."""

import random

import pytest

from app.data import hours_summary, migrate, site
from app.data.migrations import m0004_hours, m0009_days
from app.data.queries.ledger import Period, ledger
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.training.attendance_rules import DAY_PARTS
from app.domain.training.codes import COLLECTIVE_MODES, LEVELS, MARKS, MODES
from app.domain.uid import Uid
from app.services.review import decisions
from app.services.store import Store
from tests.builders import (
    MadeClass,
    Pair,
    change_member,
    change_row,
    make_class,
    make_member,
    mark,
)


def stored(store: Store, member: bytes) -> tuple[float, float, float]:
    """Hours, innovation hours and days of one person as the summary has them."""
    modes = ", ".join(f"'{mode}'" for mode in COLLECTIVE_MODES)
    found = store.database.read().execute(
        "SELECT coalesce(sum(half_hours), 0) / 2.0, coalesce(sum(innovation_half_hours), 0) / 2.0,"
        " coalesce(sum(day_parts), 0) FROM hours_summary "
        f"WHERE member = ? AND mode IN ({modes})",
        (member,),
    )
    hours, innovation, days = found.fetchone()
    return hours, innovation, days / DAY_PARTS


def in_ledger(store: Store, member: bytes) -> tuple[float, float, float]:
    """The same from the rules of the domain."""
    entries = ledger(store.database.read(), member)
    return (
        sum(entry.hours for entry in entries),
        sum(entry.innovation_hours for entry in entries),
        sum(entry.day_parts for entry in entries) / DAY_PARTS,
    )


def add_record(store: Store, member: bytes, **fields: Value) -> bytes:
    values: dict[str, Value] = {
        "member": member,
        "title": "市委党校示范班",
        "starts_on": "2025-11-03",
        "ends_on": "2025-11-05",
        "hours": 24.0,
        **fields,
    }
    with store.change("补录培训记录") as change:
        return change.create(entity_named("record"), values)


def set_dated(store: Store, key: str, value: str, from_on: str) -> bytes:
    with store.change("修改设置") as change:
        return change.create(
            entity_named("setting"), {"key": key, "value": value, "from_on": from_on}
        )


def set_late(store: Store, value: str, from_on: str) -> bytes:
    return set_dated(store, "late_counts", value, from_on)


def test_a_mark_counts_at_once_and_its_correction_too(store: Store) -> None:
    member = make_member(store)
    held = make_class(store, [member])
    first = mark(store, held.sessions[0], member)
    assert stored(store, member) == (4, 0, 0.5)
    mark(store, held.sessions[0], member, "事假", supersedes=first)
    assert stored(store, member) == (0, 0, 0)


def test_two_live_marks_that_differ_count_for_nothing(store: Store) -> None:
    member = make_member(store)
    held = make_class(store, [member])
    mark(store, held.sessions[0], member, "出勤")
    mark(store, held.sessions[0], member, "迟到")
    assert stored(store, member) == (0, 0, 0)
    assert ledger(store.database.read(), member)[0].reason == "两处考勤不一致，待核实"


def test_a_changed_session_class_or_record_changes_the_hours(store: Store) -> None:
    member = make_member(store)
    held = make_class(store, [member])
    mark(store, held.sessions[0], member)
    change_row(store, "session", held.sessions[0], hours=3.5, innovation_hours=2.0)
    assert stored(store, member) == (3.5, 2, 0.4375)  # 3.5 of 8 hours
    record = add_record(store, member, days=3.0)
    assert stored(store, member) == (27.5, 2, 3.4375)
    returned: dict[str, Value] = {
        "entity": "record",
        "row": record.hex(),
        "member": member,
        "reason": "缺证明材料",
    }
    with store.change("退回") as change:
        change.create(entity_named("row_return"), returned)
    assert stored(store, member) == (3.5, 2, 0.4375)
    change_row(store, "training_class", held.uid, mode="个人自学")
    assert stored(store, member) == (0, 0, 0)
    assert hours_summary.problems(store.database.read()) == []


def test_a_class_over_new_year_is_split(store: Store) -> None:
    member = make_member(store)
    held = make_class(store, [member], first_day="2025-12-31", days=2)
    for session in held.sessions:
        mark(store, session, member)
    rows = store.database.read().execute("SELECT year, half_hours FROM hours_summary ORDER BY year")
    assert rows.fetchall() == [(2025, 16), (2026, 16)]


def test_the_setting_of_the_day_decides_about_being_late(store: Store) -> None:
    member = make_member(store)
    early = make_class(store, [member], first_day="2026-02-02")
    late = make_class(store, [member], first_day="2026-04-02")
    for session in (early.sessions[0], late.sessions[0]):
        mark(store, session, member, "迟到")
    assert stored(store, member)[0] == 8
    set_late(store, "0", "2026-03")
    assert stored(store, member)[0] == 4 == in_ledger(store, member)[0]
    set_late(store, "1", "2026-04")
    assert stored(store, member)[0] == 8 == in_ledger(store, member)[0]


def test_a_short_evening_is_its_part_of_a_day(store: Store) -> None:
    member = make_member(store)
    held = make_class(store, [member])
    mark(store, held.sessions[1], member)
    change_row(store, "session", held.sessions[1], slot="晚上", hours=2.0)
    assert stored(store, member) == (2, 0, 0.25) == in_ledger(store, member)
    mark(store, held.sessions[0], member)
    assert stored(store, member) == (6, 0, 0.75) == in_ledger(store, member)


def test_a_mark_that_was_taken_over_by_another_brings_no_line(store: Store) -> None:
    member, other = make_member(store), make_member(store)
    held = make_class(store, [])
    wrong = mark(store, held.sessions[0], member)
    mark(store, held.sessions[0], other, supersedes=wrong)
    assert ledger(store.database.read(), member) == ()
    assert len(ledger(store.database.read(), other)) == 1


def test_merged_people_have_their_hours_together_and_may_be_parted_again(store: Store) -> None:
    kept, other, third = make_member(store), make_member(store), make_member(store)
    held = make_class(store, [kept, other])
    mark(store, held.sessions[0], kept)
    mark(store, held.sessions[0], other)  # the same half-day: the same person sat there once
    mark(store, held.sessions[1], other)
    change_member(store, other, merged_into=kept)
    assert (stored(store, kept)[0], stored(store, other)[0]) == (8, 0)
    assert in_ledger(store, kept)[0] == 8
    change_member(store, kept, merged_into=third)
    assert stored(store, third)[0] == 8
    change_member(store, kept, merged_into=None)
    change_member(store, other, merged_into=None)
    assert [stored(store, uid)[0] for uid in (kept, other, third)] == [4, 8, 0]
    assert hours_summary.problems(store.database.read()) == []


def test_merges_in_opposite_directions_do_not_hang(store: Store) -> None:
    one, two = make_member(store), make_member(store)
    held = make_class(store, [one])
    mark(store, held.sessions[0], one)
    change_member(store, one, merged_into=two)
    change_member(store, two, merged_into=one)
    assert stored(store, min(one, two))[0] == 4
    assert hours_summary.problems(store.database.read()) == []


def test_self_check_finds_figures_that_were_tampered_with(store: Store) -> None:
    member = make_member(store)
    held = make_class(store, [member])
    mark(store, held.sessions[0], member)
    with store.database.write() as connection:
        connection.execute("UPDATE hours_summary SET half_hours = half_hours + 2")
    assert "不一致" in hours_summary.problems(store.database.read())[0]
    with store.database.write() as connection:
        hours_summary.rebuild_all(connection)
    assert hours_summary.problems(store.database.read()) == []


@pytest.mark.parametrize("seed", range(6))
def test_random_work_keeps_the_summary_equal_to_the_ledger(
    store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hours_summary, "AT_ONCE", 2)  # so that slices are crossed
    chance = random.Random(seed)
    people = [make_member(store) for _ in range(5)]
    starts = ("2025-12-31", "2026-01-01", "2026-01-05", "2026-01-05", "2026-01-06", "2026-02-02")
    classes = [
        make_class(
            store,
            people,
            first_day=day,
            days=2,
            mode=chance.choice([*MODES, *COLLECTIVE_MODES]),
            level=chance.choice(LEVELS),
            off_job=number % 2,
        )
        for number, day in enumerate(starts)
    ]
    for held in classes:
        for session in held.sessions:
            for person in people[:3]:
                mark(store, session, person)
    for _ in range(40):
        _something_random(store, chance, people, classes)
    for person in people:
        assert stored(store, person) == in_ledger(store, person)
        for year in ("2025", "2026"):
            _same_year(store, person, year)
    assert hours_summary.problems(store.database.read()) == []


def _something_random(
    store: Store, chance: random.Random, people: list[Uid], classes: list[MadeClass]
) -> None:
    held, person = chance.choice(classes), chance.choice(people)
    match chance.randrange(6):
        case 0 | 1:
            mark(store, chance.choice(held.sessions), person, chance.choice(MARKS))
        case 2:
            day = chance.randrange(1, 8)
            add_record(
                store,
                person,
                starts_on=f"2026-01-0{day}",
                ends_on=f"2026-01-0{day + chance.randrange(3)}",
                hours=chance.randrange(1, 80) / 2,
                days=chance.choice([None, 0.5, 2.0, 9.0]),
                innovation_hours=chance.choice([0.0, 3.5, 50.0]),
                mode=chance.choice([*MODES, *COLLECTIVE_MODES]),
                self_declared=int(chance.random() < 0.2),
            )
        case 3 | 4:
            change_row(
                store,
                "session",
                chance.choice(held.sessions),
                hours=chance.randrange(0, 20) / 2,
                innovation_hours=chance.choice([0.0, 2.0, 8.0]),
                slot=chance.choice(["上午", "下午", "晚上"]),
            )
        case _:
            key, value = chance.choice(
                [
                    ("late_counts", "0"),
                    ("late_counts", "1"),
                    ("hours_per_day", "6"),
                    ("hours_per_day", "7"),
                    ("hours_per_day", "nonsense"),
                    ("half_day_hours", "3"),
                    ("most_half_day_hours", "5"),
                ]
            )
            set_dated(store, key, value, f"2026-0{chance.randrange(1, 4)}")


def _same_year(store: Store, person: bytes, year: str) -> None:
    """A year by itself, counted from the facts of its days, is the year in the whole."""
    entries = ledger(store.database.read(), person, Period(f"{year}-01-01", f"{year}-12-31"))
    rows = store.database.read().execute(
        "SELECT coalesce(sum(half_hours), 0) / 2.0, coalesce(sum(day_parts), 0) "
        "FROM hours_summary WHERE member = ? AND year = ? AND mode IN "
        f"({', '.join('?' for _ in COLLECTIVE_MODES)})",
        (person, int(year), *COLLECTIVE_MODES),
    )
    assert rows.fetchone() == (
        sum(entry.hours for entry in entries),
        sum(entry.day_parts for entry in entries),
    )
    assert all(entry.date.startswith(year) for entry in entries)


def test_a_corrected_mark_of_another_person_takes_the_hours_along(store: Store) -> None:
    member, other = make_member(store), make_member(store)
    held = make_class(store, [])
    wrong = mark(store, held.sessions[0], member)
    mark(store, held.sessions[0], other, supersedes=wrong)
    assert (stored(store, member)[0], stored(store, other)[0]) == (0, 4)
    assert hours_summary.problems(store.database.read()) == []


def test_such_a_correction_takes_them_along_in_a_package_too(pair: Pair) -> None:
    member, other = make_member(pair.township), make_member(pair.township)
    held = make_class(pair.township, [])
    wrong = mark(pair.township, held.sessions[0], member)
    pair.settle()
    mark(pair.township, held.sessions[0], other, supersedes=wrong)
    pair.to_county()
    assert (stored(pair.county, member)[0], stored(pair.county, other)[0]) == (0, 4)
    assert hours_summary.problems(pair.county.database.read()) == []


def test_parting_takes_the_hours_of_both_along_wherever_it_was_done(pair: Pair) -> None:
    kept, other, third = (make_member(pair.township) for _ in range(3))
    held = make_class(pair.township, [kept, other])
    mark(pair.township, held.sessions[0], kept)
    mark(pair.township, held.sessions[1], other)
    pair.settle()
    # Merged differently on both sides: the county's stands, without a write that supersedes ours.
    change_member(pair.township, other, merged_into=third)
    change_member(pair.county, other, merged_into=kept)
    pair.settle()
    for side in (pair.county, pair.township):
        assert hours_summary.problems(side.database.read()) == []
        assert [stored(side, uid)[0] for uid in (kept, other, third)] == [8, 0, 0]
    decisions.part(pair.county, other)
    pair.settle()
    for side in (pair.county, pair.township):
        assert hours_summary.problems(side.database.read()) == []
        assert [stored(side, uid)[0] for uid in (kept, other, third)] == [4, 4, 0]


def test_figures_of_an_older_program_are_computed_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = make_member(store)
    held = make_class(store, [member])
    mark(store, held.sessions[0], member)
    change_row(store, "session", held.sessions[0], hours=1.0)
    step = migrate.STEPS.index(m0009_days.apply)
    monkeypatch.setattr(migrate, "NEWEST", step + 1)  # the tables of later steps are there
    with store.database.write() as connection:
        connection.execute("DROP TABLE hours_summary")
        for sql in m0004_hours.STATEMENTS[:2]:
            connection.execute(sql)
        # Half a day for one hour, as it was counted then.
        connection.execute(
            "INSERT INTO hours_summary VALUES (?, 2026, '集中培训', '乡镇', 0, '', 2, 0, 0, 1)",
            (member,),
        )
        site.put(connection, hours_summary.RULES, "")
        connection.execute(f"PRAGMA user_version = {step}")
    # Later steps have been taken here already.
    monkeypatch.setattr(migrate, "STEPS", migrate.STEPS[: step + 1])
    monkeypatch.setattr(migrate, "NEWEST", step + 1)
    migrate.migrate(store.database)
    assert stored(store, member) == (1, 0, 0.125) == in_ledger(store, member)
    assert hours_summary.problems(store.database.read()) == []


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-03-05", "2026-03"), ("2026-3-5", "2026-03-06"), ("2026-03-06", "2026-03-05")],
)
def test_dates_that_nobody_checked_stand_for_one_day(store: Store, first: str, last: str) -> None:
    """A package may bring anything; both sides must still come to the same figures."""
    member = make_member(store)
    add_record(store, member, starts_on=first, ends_on=last, hours=40.0, days=9.0)
    assert stored(store, member) == (12, 0, 1) == in_ledger(store, member)
    assert hours_summary.problems(store.database.read()) == []


def test_a_half_day_beyond_its_bounds_is_cut_wherever_it_came_from(pair: Pair) -> None:
    """Forms refuse 40 学时 and 8 of 4 hours; what an older program sends is cut and named."""
    member = make_member(pair.township)
    held = make_class(pair.township, [member])
    change_row(pair.township, "session", held.sessions[0], hours=40.0, innovation_hours=50.0)
    change_row(pair.township, "session", held.sessions[1], hours=4.0, innovation_hours=8.0)
    for session in held.sessions:
        mark(pair.township, session, member)
    pair.to_county()
    for side in (pair.county, pair.township):
        assert stored(side, member) == (10, 10, 1) == in_ledger(side, member)
        reasons = [entry.reason for entry in ledger(side.database.read(), member)]
        assert "填报 40 学时，一个半天最多计 6 学时" in reasons[0]
        assert "党的创新理论填报 8 学时，超过本次学时，按 4 计" in reasons[1]
