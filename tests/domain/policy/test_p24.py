"""P24-01, P24-03 and P24-04 as the source words them, one row per case."""

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.domain.errors import InvalidInput
from app.domain.policy.explanation import evaluate
from app.domain.policy.reading import parse_policy
from app.domain.policy.requirement import Policy, Requirement
from app.domain.policy.subject import DatedFact, SubjectFacts, Sums
from app.domain.policy.window import window_of
from app.domain.training.attendance_rules import DAY_PARTS

FILE = Path(__file__).parents[3] / "resources" / "policies" / "P24.toml"
POLICY: Policy = parse_policy(FILE.read_text("utf-8"), FILE.name)
TODAY = datetime.date(2026, 11, 21)
PERSON = SubjectFacts(
    uid=b"m" * 16,
    name="李一",
    organization=b"o" * 16,
    political_status="正式党员",
    status="正常",
    status_on=None,
    joined_on="2001-07",
    cadre_scope=False,
    posts=(),
    exemptions=(),
    sums=Sums(),
)
SECRETARY = (DatedFact("书记", "2023-05-01", None),)


def rule(requirement_id: str) -> Requirement:
    found = POLICY.requirement(requirement_id)
    assert found is not None
    return found


def judged(
    requirement_id: str,
    changes: Mapping[str, object],
    year: int = 2026,
    as_of: datetime.date = TODAY,
) -> tuple[str, float, str, float, str] | None:
    requirement = rule(requirement_id)
    subject = PERSON._replace(**changes)  # type: ignore[arg-type]
    found = evaluate(requirement, subject, window_of(POLICY, requirement, year, as_of))
    if found is None:
        return None
    return found.status.value, found.value, found.unit, found.threshold, found.why


def hours(hours: float, days: float = 0, innovation: float = 0, **more: float) -> Sums:
    return Sums(
        half_hours=int(hours * 2),
        day_parts=int(days * DAY_PARTS),
        innovation_half_hours=int(innovation * 2),
        year_half_hours=int(more.get("year", 0) * 2),
        other_half_hours=int(more.get("other", 0) * 2),
    )


# 一：党员5年内参加各类集中学习培训累计不少于20天或160学时。
@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        (hours(160, 0), ("met", 160, "学时", 160)),
        (hours(159.5, 19.5), ("short", 159.5, "学时", 160)),
        (hours(60, 20), ("met", 20, "天", 20)),
        (hours(200, 25), ("met", 200, "学时", 160)),
        (hours(0), ("short", 0, "学时", 160)),
    ],
)
def test_p24_01_days_or_hours(sums: Sums, expected: tuple[object, ...]) -> None:
    found = judged("P24-01", {"sums": sums})
    assert found is not None
    assert found[:4] == expected


# 一：基层党组织书记……每年参加县级以上党委举办的脱产培训累计一般不少于5天或40学时。
@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        (hours(40), ("met", 40, "学时", 40)),
        (hours(39.5, 4.5), ("short", 39.5, "学时", 40)),
        (hours(30, 5), ("met", 5, "天", 5)),
    ],
)
def test_p24_03_days_or_hours(sums: Sums, expected: tuple[object, ...]) -> None:
    found = judged("P24-03", {"sums": sums, "posts": SECRETARY})
    assert found is not None
    assert found[:4] == expected


# 一：党的创新理论教育学时应占总学时的50%以上。
@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        (hours(100, innovation=50), ("met", 50, "%", 50)),
        (hours(100, innovation=49.5), ("short", 49.5, "%", 50)),
        (hours(1001, innovation=500), ("short", 49.9, "%", 50)),
        (hours(0), ("pending", 0, "%", 50)),
    ],
)
def test_p24_04_share_of_all_hours(sums: Sums, expected: tuple[object, ...]) -> None:
    found = judged("P24-04", {"sums": sums})
    assert found is not None
    assert found[:4] == expected


ENOUGH = hours(200, 25, 150)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "met"),
        ({"political_status": "预备党员"}, "met"),
        ({"political_status": "发展对象"}, None),
        ({"political_status": "群众"}, None),
        ({"status": "已去世"}, None),
        ({"status": "出党", "status_on": "2026"}, "pending"),
        ({"status": "已转出", "status_on": "2026-11-01"}, None),
        ({"status": "停止党籍", "status_on": "2025"}, None),
        ({"joined_on": "2026-12"}, None),
        ({"joined_on": "2026"}, "pending"),
        ({"joined_on": None}, "met"),
        ({"cadre_scope": True}, "pending"),
        ({"exemptions": (DatedFact("年老体弱", "2025-01-01", None),)}, "exempt"),
        ({"exemptions": (DatedFact("年老体弱", "2025", "2026"),)}, "met"),
        ({"exemptions": (DatedFact("年老体弱", "2025", "2026"),), "sums": Sums()}, "pending"),
        ({"exemptions": (DatedFact("年老体弱", "2025", "2026-10"),)}, "met"),
        ({"exemptions": (DatedFact("行动不便", "2026-12-01", None),), "sums": Sums()}, "short"),
        ({"exemptions": (DatedFact("行动不便", "2025", "2026-11-21"),)}, "exempt"),
        (
            {"exemptions": (DatedFact("行动不便", "2025", None),), "cadre_scope": True},
            "exempt",
        ),
    ],
)
def test_to_whom_it_applies(changes: dict[str, object], status: str | None) -> None:
    found = judged("P24-01", {"sums": ENOUGH, **changes})
    assert (found and found[0]) == status


def test_who_left_after_the_year_still_belongs_to_it() -> None:
    gone = {"status": "已去世", "status_on": "2026-03", "sums": ENOUGH}
    assert judged("P24-01", gone, 2026) is None
    found = judged("P24-01", gone, 2025)
    assert found is not None
    assert found[0] == "met"


@pytest.mark.parametrize(
    ("posts", "status"),
    [
        ((), None),
        (SECRETARY, "short"),
        ((DatedFact("副书记", "2020", None),), None),
        ((DatedFact("第一书记", "2020", None),), None),
        ((DatedFact("书记", None, None),), "short"),
        ((DatedFact("书记", "2020", "2026-10-31"),), None),
        ((DatedFact("书记", "2020", "2026-11-21"),), "short"),
        ((DatedFact("书记", "2026-11", None),), "pending"),
        ((DatedFact("书记", "2020", "2026"),), "pending"),
        ((DatedFact("书记", "2020", "2026"), DatedFact("书记", "2025", None)), "short"),
        ((DatedFact("书记", "2026-11-22", None),), None),
        ((DatedFact("书记", "2026-11-21", None),), "short"),
    ],
)
def test_p24_03_looks_at_the_post_at_the_end_of_the_window(
    posts: tuple[DatedFact, ...], status: str | None
) -> None:
    found = judged("P24-03", {"posts": posts})
    assert (found and found[0]) == status


@pytest.mark.parametrize(
    ("requirement_id", "changes", "said"),
    [
        ("P24-01", {"sums": hours(30, 4, year=8)}, ["还差 130 学时或 16 天", "2026 年已计 8 学时"]),
        ("P24-01", {"sums": hours(30, year=8)}, ["平均进度 32 学时/年（推算"]),
        ("P24-01", {"sums": hours(30)}, ["2024-01-01 至 2026-11-21 各类集中学习培训计入 30 学时"]),
        ("P24-01", {"sums": hours(30, other=6)}, ["另有 6 学时未计入", "个人自学"]),
        ("P24-01", {"cadre_scope": True}, ["P24-05", "按干部规划，口径未设置"]),
        ("P24-01", {"posts": SECRETARY}, ["P24-02", "280 学时"]),
        ("P24-03", {"posts": SECRETARY}, ["作提醒", "2026-01-01 至 2026-11-21", "按期末"]),
        ("P24-03", {"posts": SECRETARY, "sums": hours(0, other=8)}, ["非脱产、县级以下举办"]),
        ("P24-03", {"posts": (DatedFact("书记", None, None),)}, ["起始日期未填，按现任计"]),
        ("P24-03", {"posts": (DatedFact("书记", "2026", None),)}, ["任职日期没有写到日"]),
        (
            "P24-04",
            {"sums": hours(8, innovation=3)},
            ["低于 50%", "8 学时，其中党的创新理论 3 学时"],
        ),
        ("P24-04", {}, ["尚无学时，无从计算"]),
        ("P24-04", {}, ["（P24-04，第一部分）"]),
    ],
)
def test_why_names_figures_and_clause(
    requirement_id: str, changes: dict[str, object], said: list[str]
) -> None:
    found = judged(requirement_id, changes)
    assert found is not None
    for words in said:
        assert words in found[4]


def test_the_reason_of_an_exemption_stays_off_lists() -> None:
    found = judged("P24-01", {"exemptions": (DatedFact("身患重病", "2025-01", None),)})
    assert found is not None
    assert "P24-06" in found[4]
    assert "2025-01 起" in found[4]
    assert "病" not in found[4]


def test_ordinary_members_do_not_read_about_secretaries() -> None:
    found = judged("P24-01", {})
    assert found is not None
    assert "书记" not in found[4]


@pytest.mark.parametrize(
    ("requirement_id", "year", "as_of", "first", "last"),
    [
        ("P24-01", 2026, "2026-11-21", "2024-01-01", "2026-11-21"),
        ("P24-01", 2025, "2026-11-21", "2024-01-01", "2025-12-31"),
        ("P24-03", 2025, "2026-11-21", "2025-01-01", "2025-12-31"),
        ("P24-03", 2026, "2026-11-21", "2026-01-01", "2026-11-21"),
        ("P24-04", 2028, "2029-05-01", "2024-01-01", "2028-12-31"),
    ],
)
def test_windows(requirement_id: str, year: int, as_of: str, first: str, last: str) -> None:
    found = window_of(POLICY, rule(requirement_id), year, datetime.date.fromisoformat(as_of))
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("year", [2023, 2029, 2027])
def test_years_that_cannot_be_evaluated(year: int) -> None:
    with pytest.raises(InvalidInput, match=str(year)):
        window_of(POLICY, rule("P24-01"), year, TODAY)


# The words of 一 as published; a county that edits thresholds does it in its own copy.
PUBLISHED = (
    "党员5年内参加各类集中学习培训累计不少于20天或160学时。"
    "基层党组织书记5年内参加各类集中学习培训累计不少于35天或280学时，"
    "其中每年参加县级以上党委举办的脱产培训累计一般不少于5天或40学时。"
    "党的创新理论教育学时应占总学时的50%以上。党员干部学时要求按照全国干部教育培训规划执行。"
    "对年老体弱、行动不便的党员，集中学习培训不作硬性要求。"
)


def test_the_wording_is_the_published_one() -> None:
    texts = [r.text for r in POLICY.requirements] + [e.text for e in POLICY.exemptions]
    assert [text for text in texts if text not in PUBLISHED] == []
    assert {r.id: r.hardness for r in POLICY.requirements} == {
        "P24-01": "必须",
        "P24-03": "一般",
        "P24-04": "必须",
    }
