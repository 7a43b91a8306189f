"""The ledger: what every item counts and the sentence that says why."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.training.attendance_rules import PARTIAL_MARKS, HourRules, hour_rules
from app.domain.training.codes import COLLECTIVE_MODES, MARKS, MODES, PRESENT
from app.domain.training.hours import (
    HeldSession,
    OtherRecord,
    attendance_entry,
    person_hours,
    record_entry,
)

HELD = HeldSession(
    training_class=b"c" * 16,
    session=b"s" * 16,
    day="2026-03-05",
    slot="上午",
    title="农村党员冬春训",
    organizer="青山镇党委",
    level="乡镇",
    mode="集中培训",
    off_job=False,
    task="政治理论教育",
    hours=4.0,
    innovation_hours=4.0,
    party_spirit_hours=1.0,
    marks=("出勤",),
)
RECORD = OtherRecord(
    record=b"r" * 16,
    title="市委党校示范班",
    organizer="市委组织部",
    level="市级",
    mode="集中培训",
    off_job=True,
    task=None,
    starts_on="2025-11-03",
    ends_on="2025-11-05",
    hours=24.0,
    days=3.0,
    innovation_hours=12.0,
    party_spirit_hours=0.0,
    self_declared=False,
    returned=None,
)
LATE_OFF = HourRules((("2026-03-01", False),))
SIX_HOURS = hour_rules(
    [("hours_per_day", "6", "2026-03-01"), ("half_day_hours", "3", "2026-03-01")]
)


@pytest.mark.parametrize(
    ("changes", "rules", "hours", "days", "reason"),
    [
        ({}, HourRules(), 4, 0.5, "出勤，计 4 学时"),
        ({"hours": 3.5}, HourRules(), 3.5, 0.4375, "出勤，计 3.5 学时"),  # 3.5 ÷ 8
        ({"hours": 1.0}, HourRules(), 1, 0.125, "出勤，计 1 学时"),  # 1 ÷ 8
        ({"hours": 0.0}, HourRules(), 0, 0, "出勤，本半天填报 0 学时，不计"),
        ({"hours": 6.0}, HourRules(), 6, 0.5, "出勤，计 6 学时"),
        (
            {"hours": 40.0},
            HourRules(),
            6,
            0.5,
            "出勤，计 6 学时（填报 40 学时，一个半天最多计 6 学时）",
        ),
        ({"hours": 3.0}, SIX_HOURS, 3, 0.5, "出勤，计 3 学时"),  # 3 hours are half of a 6-hour day
        ({"hours": 2.0}, SIX_HOURS, 2, 1 / 3, "出勤，计 2 学时"),  # 2 ÷ 6
        ({"slot": "下午"}, HourRules(), 4, 0.5, "出勤，计 4 学时"),
        ({"slot": "晚上", "hours": 2.0}, HourRules(), 2, 0.25, "出勤，计 2 学时"),
        ({"marks": ("迟到",)}, HourRules(), 4, 0.5, "迟到，按设置计入，计 4 学时"),
        ({"marks": ("迟到",)}, LATE_OFF, 0, 0, "迟到，按设置不计学时"),
        ({"marks": ("早退",)}, LATE_OFF, 0, 0, "早退，按设置不计学时"),
        (
            {"marks": ("迟到",), "day": "2026-02-28"},
            LATE_OFF,
            4,
            0.5,
            "迟到，按设置计入，计 4 学时",
        ),
        ({"marks": ("未录入",)}, HourRules(), 0, 0, "考勤未录入，不计学时"),
        ({"marks": ()}, HourRules(), 0, 0, "考勤未录入，不计学时"),
        ({"marks": ("病假",)}, HourRules(), 0, 0, "病假，不计学时"),
        ({"marks": ("公假",)}, HourRules(), 0, 0, "公假，不计学时"),
        ({"marks": ("缺勤",)}, HourRules(), 0, 0, "缺勤，不计学时"),
        ({"marks": ("出勤", "缺勤")}, HourRules(), 0, 0, "两处考勤不一致，待核实"),
        ({"marks": ("出勤", "迟到")}, HourRules(), 0, 0, "两处考勤不一致，待核实"),
        ({"marks": ("出勤", "出勤")}, HourRules(), 4, 0.5, "出勤，计 4 学时"),
        ({"marks": (), "withdrawn": True}, HourRules(), 0, 0, "已退出本班，没有考勤，不计学时"),
        ({"withdrawn": True}, HourRules(), 4, 0.5, "出勤，计 4 学时"),
        ({"mode": "个人自学"}, HourRules(), 0, 0, "个人自学不计入集中学习培训"),
        ({"mode": "送学上门"}, HourRules(), 0, 0, "送学上门不计入集中学习培训"),
        # JN 13 lists 实践锻炼 apart from 集中培训 and 集体学习.
        ({"mode": "实践锻炼"}, HourRules(), 0, 0, "实践锻炼不计入集中学习培训"),
    ],
)
def test_what_a_half_day_counts(
    changes: dict[str, object], rules: HourRules, hours: float, days: float, reason: str
) -> None:
    plain = dataclasses.replace(HELD, innovation_hours=0.0, party_spirit_hours=0.0)
    entry = attendance_entry(dataclasses.replace(plain, **changes), rules)  # type: ignore[arg-type]
    assert (entry.hours, entry.days, entry.reason) == (hours, days, reason)
    assert entry.counted == (hours > 0)


def test_content_never_takes_longer_than_its_session() -> None:
    wrong = dataclasses.replace(HELD, innovation_hours=8.0, party_spirit_hours=5.0)
    entry = attendance_entry(wrong, HourRules())
    assert (entry.hours, entry.innovation_hours, entry.party_spirit_hours) == (4, 4, 4)
    assert "党的创新理论填报 8 学时，超过本次学时，按 4 计" in entry.reason
    assert "党性教育填报 5 学时，超过本次学时，按 4 计" in entry.reason
    record = record_entry(dataclasses.replace(RECORD, innovation_hours=30.0), HourRules())
    assert (record.innovation_hours, "填报 30 学时" in record.reason) == (24, True)


@pytest.mark.parametrize(
    ("changes", "hours", "days", "reason"),
    [
        ({}, 24, 3, "其他培训记录，计 24 学时"),
        ({"days": None}, 24, 3, "其他培训记录，计 24 学时，未填天数，按学时折算 3 天"),
        # 20 ÷ 8 = 2.5; the three dates would have room for more.
        (
            {"days": None, "hours": 20.0},
            20,
            2.5,
            "其他培训记录，计 20 学时，未填天数，按学时折算 2.5 天",
        ),
        # 6 hours a day, as some schools count: the days stated are days.
        ({"hours": 18.0}, 18, 3, "其他培训记录，计 18 学时"),
        # Three dates, so three days.
        (
            {"days": 20.0, "hours": 30.0},
            30,
            3,
            "其他培训记录，计 30 学时，填报 20 天，按日期和学时计 3 天",
        ),
        # 3 hours on each of 3 days are not half-days: 9 ÷ 8.
        (
            {"hours": 9.0},
            9,
            1.125,
            "其他培训记录，计 9 学时，填报 3 天，按日期和学时计 1.125 天",
        ),
        # Two half-days of 6 for each of three dates at most.
        (
            {"hours": 200.0},
            36,
            3,
            "其他培训记录，计 36 学时（填报 200 学时，这几天最多计 36 学时）",
        ),
        ({"hours": 0.0}, 0, 0, "填报 0 学时，不计"),
        ({"mode": "实践锻炼"}, 0, 0, "实践锻炼不计入集中学习培训"),
        ({"self_declared": True}, 0, 0, "自行申报，未经认定不计"),
        ({"returned": "缺证明材料"}, 0, 0, "已退回：缺证明材料"),
        ({"returned": "缺证明", "self_declared": True}, 0, 0, "已退回：缺证明"),
        ({"mode": "个人自学"}, 0, 0, "个人自学不计入集中学习培训"),
        (
            {"ends_on": "2026-01-02"},
            24,
            3,
            "其他培训记录，计 24 学时，跨年记录按开始日期计入 2025 年",
        ),
    ],
)
def test_what_a_record_counts(
    changes: dict[str, object], hours: float, days: float, reason: str
) -> None:
    plain = dataclasses.replace(RECORD, innovation_hours=0.0)
    entry = record_entry(dataclasses.replace(plain, **changes), HourRules())  # type: ignore[arg-type]
    assert (entry.hours, entry.days, entry.reason) == (hours, days, reason)
    assert entry.offered_hours == changes.get("hours", 24)


def test_a_class_over_new_year_splits_by_session_date() -> None:
    days = ("2025-12-31", "2026-01-01", "2026-01-02")
    sums = person_hours(
        attendance_entry(dataclasses.replace(HELD, day=day), HourRules()) for day in days
    )
    assert sums.by_year == {"2025": 4.0, "2026": 8.0}


def test_sums_are_over_what_counted_only() -> None:
    sums = person_hours(
        [
            attendance_entry(HELD, HourRules()),
            attendance_entry(dataclasses.replace(HELD, marks=("病假",)), HourRules()),
            record_entry(RECORD, HourRules()),
            record_entry(dataclasses.replace(RECORD, self_declared=True), HourRules()),
        ]
    )
    assert (sums.total, sums.days) == (28, 3.5)
    assert (sums.innovation_hours, sums.party_spirit_hours) == (16, 1)
    assert sums.by_task == {"政治理论教育": 4, "未归类": 24}
    assert sums.by_mode == {"集中培训": 28}
    assert sums.by_level == {"乡镇": 4, "市级": 24}
    assert sums.innovation_share is not None
    assert round(sums.innovation_share, 1) == 57.1


def test_no_hours_have_no_share() -> None:
    assert person_hours([]).innovation_share is None


@pytest.mark.parametrize(
    ("rows", "day", "counts"),
    [
        ([], "2026-03-05", True),
        ([("late_counts", "0", "2026")], "2026-01-01", False),
        ([("late_counts", "0", "2026")], "2025-12-31", True),
        ([("late_counts", "0", "2026-03-05")], "2026-03-05", False),
        (
            [("late_counts", "0", "2026-03-05"), ("late_counts", "1", "2026-03-05")],
            "2026-03-05",
            True,
        ),
        ([("late_counts", "1", "2026-06"), ("late_counts", "0", "2026")], "2026-05-31", False),
        ([("late_counts", "1", "2026-06"), ("late_counts", "0", "2026")], "2026-06-01", True),
        ([("half_day_hours", "0", "2020")], "2026-01-01", True),
    ],
)
def test_the_setting_in_force_on_the_day(
    rows: list[tuple[str, str, str]], day: str, counts: bool
) -> None:
    assert hour_rules(rows).counts_late(day) is counts


@given(
    st.lists(
        st.tuples(
            st.integers(1, 16), st.sampled_from(MARKS), st.sampled_from(MODES), st.booleans()
        ),
        max_size=20,
    )
)
def test_totals_never_exceed_what_was_attended(
    sessions: list[tuple[int, str, str, bool]],
) -> None:
    entries = [
        attendance_entry(
            dataclasses.replace(HELD, hours=halves / 2, marks=(mark,), mode=mode, withdrawn=gone),
            HourRules(),
        )
        for halves, mark, mode, gone in sessions
    ]
    expected = sum(
        min(halves / 2, 6)
        for halves, mark, mode, _ in sessions
        if mark in (PRESENT, *PARTIAL_MARKS) and mode in COLLECTIVE_MODES
    )
    sums = person_hours(entries)
    assert sums.total == expected == sum(entry.hours for entry in entries)
    assert all(entry.reason for entry in entries)
