"""The yearly figures always equal the ledger, whatever was written in whatever order."""

import random

import pytest

from app.data import hours_summary
from app.data.queries.ledger import Period, ledger
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.training.codes import COLLECTIVE_MODES, MARKS, MODES
from app.services.review import decisions
from app.services.store import Store
from tests.builders import Pair, change_member, change_row, make_class, make_member, mark


def stored(store: Store, member: bytes) -> tuple[float, float, float]:
    """Hours, innovation hours and days of one person as the summary has them."""
    modes = ", ".join(f"'{mode}'" for mode in COLLECTIVE_MODES)
    found = store.database.read().execute(
        "SELECT coalesce(sum(half_hours), 0) / 2.0, coalesce(sum(innovation_half_hours), 0) / 2.0,"
        " coalesce(sum(half_days), 0) / 2.0 FROM hours_summary "
        f"WHERE member = ? AND mode IN ({modes})",
        (member,),
    )
    hours, innovation, days = found.fetchone()
    return hours, innovation, days


def in_ledger(store: Store, member: bytes) -> tuple[float, float, float]:
    """The same from the rules of the domain."""
    entries = ledger(store.database.read(), member)
    return (
        sum(entry.hours for entry in entries),
        sum(entry.innovation_hours for entry in entries),
        sum(entry.days for entry in entries),
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


def set_late(store: Store, value: str, from_on: str) -> bytes:
    with store.change("修改设置") as change:
        return change.create(
            entity_named("setting"), {"key": "late_counts", "value": value, "from_on": from_on}
        )


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
    assert stored(store, member) == (3.5, 2, 0.5)
    record = add_record(store, member, days=3.0)
    assert stored(store, member) == (27.5, 2, 3.5)
    returned: dict[str, Value] = {
        "entity": "record",
        "row": record.hex(),
        "member": member,
        "reason": "缺证明材料",
    }
    with store.change("退回") as change:
        change.create(entity_named("row_return"), returned)
    assert stored(store, member) == (3.5, 2, 0.5)
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


def test_evenings_bring_hours_but_no_days(store: Store) -> None:
    member = make_member(store)
    held = make_class(store, [member])
    mark(store, held.sessions[1], member)
    change_row(store, "session", held.sessions[1], slot="晚上", hours=2.0)
    assert stored(store, member) == (2, 0, 0) == in_ledger(store, member)


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


@pytest.mark.parametrize("seed", range(3))
def test_random_work_keeps_the_summary_equal_to_the_ledger(
    store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hours_summary, "AT_ONCE", 2)  # so that slices are crossed
    chance = random.Random(seed)
    people = [make_member(store) for _ in range(5)]
    classes = [
        make_class(store, people, first_day=day, mode=chance.choice(MODES), off_job=number % 2)
        for number, day in enumerate(("2025-12-31", "2026-01-05", "2026-02-02"))
    ]
    for _ in range(40):
        held, person = chance.choice(classes), chance.choice(people)
        match chance.randrange(5):
            case 0 | 1:
                mark(store, chance.choice(held.sessions), person, chance.choice(MARKS))
            case 2:
                add_record(
                    store,
                    person,
                    hours=chance.randrange(1, 17) / 2,
                    days=chance.choice([None, 0.5, 2.0]),
                    mode=chance.choice(MODES),
                    self_declared=chance.randrange(2),
                )
            case 3:
                change_row(
                    store,
                    "session",
                    chance.choice(held.sessions),
                    hours=chance.randrange(1, 9) / 2,
                    slot=chance.choice(["上午", "晚上"]),
                )
            case _:
                set_late(store, chance.choice("01"), f"2026-0{chance.randrange(1, 4)}")
    for person in people:
        assert stored(store, person) == in_ledger(store, person)
        year = ledger(store.database.read(), person, Period("2026-01-01", "2026-12-31"))
        assert all(entry.date.startswith("2026") for entry in year)
    assert hours_summary.problems(store.database.read()) == []


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
    for site in (pair.county, pair.township):
        assert hours_summary.problems(site.database.read()) == []
        assert [stored(site, uid)[0] for uid in (kept, other, third)] == [8, 0, 0]
    decisions.part(pair.county, other)
    pair.settle()
    for site in (pair.county, pair.township):
        assert hours_summary.problems(site.database.read()) == []
        assert [stored(site, uid)[0] for uid in (kept, other, third)] == [4, 4, 0]
