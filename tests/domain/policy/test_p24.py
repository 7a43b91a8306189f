"""P24-01 to P24-04 as the source words them, one row per case, each worked out by hand."""

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.domain.errors import InvalidInput
from app.domain.policy.explanation import evaluate
from app.domain.policy.pace import behind, months_left
from app.domain.policy.reading import parse_policy
from app.domain.policy.requirement import Policy, Requirement
from app.domain.policy.subject import DatedFact, HeldPost, SubjectFacts, Sums
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
SECRETARY = (HeldPost("书记", "2023-05-01", None),)
AFTER = datetime.date(2029, 1, 15)
"""The plan's five years are over."""


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
    ("sums", "at_the_end", "in_2026"),
    [
        (hours(160, 0), ("met", 160, "学时", 160), "met"),
        (hours(159.5, 19.5), ("short", 159.5, "学时", 160), "pending"),
        (hours(60, 20), ("met", 20, "天", 20), "met"),
        (hours(200, 25), ("met", 200, "学时", 160), "met"),
        (hours(0), ("short", 0, "学时", 160), "pending"),
        # Forty meetings of an hour: 40 学时, 40 ÷ 8 = 5 天.
        (hours(40, 5), ("short", 40, "学时", 160), "pending"),
    ],
)
def test_p24_01_days_or_hours(sums: Sums, at_the_end: tuple[object, ...], in_2026: str) -> None:
    found = judged("P24-01", {"sums": sums}, 2028, AFTER)
    assert found is not None
    assert found[:4] == at_the_end
    now = judged("P24-01", {"sums": sums})
    assert now is not None
    assert now[0] == in_2026, "an open window is never short"


# 一：基层党组织书记5年内参加各类集中学习培训累计不少于35天或280学时.
@pytest.mark.parametrize(
    ("sums", "ordinary", "secretary", "by"),
    [
        # 162 of 160 hours: enough for a member, not for a 书记.
        (hours(162, 20.25), "met", "short", 280),
        (hours(280, 30), "met", "met", 280),
        (hours(250, 35), "met", "met", 35),
        (hours(279.5, 34.5), "met", "short", 280),
        (hours(100, 12), "short", "short", 280),
    ],
)
def test_the_stricter_requirement_of_the_post_decides(
    sums: Sums, ordinary: str, secretary: str, by: float
) -> None:
    plain = judged("P24-01", {"sums": sums}, 2028, AFTER)
    assert plain is not None
    assert plain[0] == ordinary
    for rule_id in ("P24-01", "P24-02"):
        found = judged(rule_id, {"sums": sums, "posts": SECRETARY}, 2028, AFTER)
        assert found is not None
        assert (found[0], found[3]) == (secretary, by)
    assert judged("P24-02", {"sums": sums}, 2028, AFTER) is None


# 一：其中每年参加县级以上党委举办的脱产培训累计一般不少于5天或40学时。
@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        (hours(40), ("met", 40, "学时", 40)),
        (hours(39.5, 4.5), ("short", 39.5, "学时", 40)),
        (hours(30, 5), ("met", 5, "天", 5)),
    ],
)
def test_p24_03_days_or_hours(sums: Sums, expected: tuple[object, ...]) -> None:
    found = judged("P24-03", {"sums": sums, "posts": SECRETARY}, 2025)
    assert found is not None
    assert found[:4] == expected


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2026-11-21", "pending"), ("2026-12-30", "pending"), ("2026-12-31", "short")],
)
def test_the_year_of_p24_03_is_open_until_its_last_day(as_of: str, status: str) -> None:
    found = judged("P24-03", {"posts": SECRETARY}, 2026, datetime.date.fromisoformat(as_of))
    assert found is not None
    assert found[0] == status


# 一：党的创新理论教育学时应占总学时的50%以上。
@pytest.mark.parametrize(
    ("sums", "expected", "in_2026"),
    [
        (hours(100, innovation=50), ("met", 50, "%", 50), "met"),
        (hours(100, innovation=49.5), ("short", 49.5, "%", 50), "pending"),
        (hours(1001, innovation=500), ("short", 49.9, "%", 50), "pending"),
        (hours(0), ("pending", 0, "%", 50), "pending"),
    ],
)
def test_p24_04_share_of_all_hours(sums: Sums, expected: tuple[object, ...], in_2026: str) -> None:
    found = judged("P24-04", {"sums": sums}, 2028, AFTER)
    assert found is not None
    assert found[:4] == expected
    now = judged("P24-04", {"sums": sums})
    assert now is not None
    assert now[0] == in_2026


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
        ({"cadre_scope": True}, "unset"),
        ({"exemptions": (DatedFact("年老体弱", "2025-01-01", None),)}, "exempt"),
        ({"exemptions": (DatedFact("年老体弱", "2025", "2026"),)}, "met"),
        ({"exemptions": (DatedFact("年老体弱", "2025", "2026"),), "sums": Sums()}, "pending"),
        ({"exemptions": (DatedFact("年老体弱", "2025", "2026-10"),)}, "met"),
        ({"exemptions": (DatedFact("行动不便", "2026-12-01", None),), "sums": Sums()}, "pending"),
        # P24-06 names 年老体弱、行动不便 and nothing else.
        ({"exemptions": (DatedFact("身患重病", "2025", None),)}, "met"),
        ({"exemptions": (DatedFact("失能", "2025", None),), "sums": Sums()}, "pending"),
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


# 对年老体弱、行动不便的党员，集中学习培训不作硬性要求: no requirement calls them short.
@pytest.mark.parametrize("requirement_id", ["P24-01", "P24-02", "P24-03", "P24-04"])
@pytest.mark.parametrize(
    ("reason", "status"),
    [("年老体弱", "exempt"), ("行动不便", "exempt"), ("身患重病", "short"), ("失能", "short")],
)
def test_a_clause_exempts_for_the_reasons_it_names(
    requirement_id: str, reason: str, status: str
) -> None:
    changes = {
        "exemptions": (DatedFact(reason, "2024", None),),
        "posts": SECRETARY,
        "sums": hours(8, 1),
    }
    found = judged(requirement_id, changes, 2028, AFTER)
    assert found is not None
    assert found[0] == status
    assert ("P24-06 所列的年老体弱、行动不便，不据此免除" in found[4]) == (status == "short")


@pytest.mark.parametrize(
    ("posts", "status"),
    [
        ((), None),
        (SECRETARY, "short"),
        ((HeldPost("副书记", "2020", None),), None),
        ((HeldPost("第一书记", "2020", None),), None),
        ((HeldPost("书记", None, None),), "short"),
        ((HeldPost("书记", "2020", "2025-10-31"),), None),
        ((HeldPost("书记", "2020", "2025-12-31"),), "short"),
        ((HeldPost("书记", "2020", "2025"),), "pending"),
        ((HeldPost("书记", "2020", "2025"), HeldPost("书记", "2021", None)), "short"),
        ((HeldPost("书记", "2026-01-01", None),), None),
        # Ten days in post, or eleven months: a note. A whole year: held to it.
        ((HeldPost("书记", "2025-12-22", None),), "pending"),
        ((HeldPost("书记", "2025-01-02", None),), "pending"),
        ((HeldPost("书记", "2025-01-01", None),), "short"),
        ((HeldPost("书记", "2024-12", None),), "short"),
        # From one branch to the next without a gap: no new beginning.
        ((HeldPost("书记", "2020", "2025-06-30"), HeldPost("书记", "2025-07-01", None)), "short"),
        ((HeldPost("书记", "2020", "2025-06"), HeldPost("书记", "2025-07", None)), "short"),
        ((HeldPost("书记", "2020", "2025-05"), HeldPost("书记", "2025-07", None)), "pending"),
        # 党组, 县委: no 基层党组织. Not known here: nobody can say.
        ((HeldPost("书记", "2020", None, grassroots=False),), None),
        ((HeldPost("书记", "2020", None, grassroots=None),), "pending"),
        # A dissolved branch has no 书记 from that day on.
        ((HeldPost("书记", "2020", None, dissolved_on="2025-06-30"),), None),
        ((HeldPost("书记", "2020", None, dissolved_on="2025-12-31"),), None),
        ((HeldPost("书记", "2020", None, dissolved_on="2026-01-01"),), "short"),
        ((HeldPost("书记", "2020", None, dissolved_on="2025"),), None),
    ],
)
def test_p24_03_looks_at_the_post_at_the_end_of_the_window(
    posts: tuple[HeldPost, ...], status: str | None
) -> None:
    found = judged("P24-03", {"posts": posts}, 2025)
    assert (found and found[0]) == status


def test_who_is_new_in_post_is_a_member_first() -> None:
    """162 hours: enough for a member; P24-02 is only a note in the first year."""
    new = {"posts": (HeldPost("书记", "2028-10-01", None),), "sums": hours(162, 20)}
    member = judged("P24-01", new, 2028, AFTER)
    assert member is not None
    assert member[0] == "met"
    assert "任职不满一年，P24-02 只作提示，按 P24-01 判定" in member[4]
    post = judged("P24-02", new, 2028, AFTER)
    assert post is not None
    assert (post[0], "任职不满 一年" in post[4]) == ("pending", True)


# 党员5年内: what somebody learned before 入党 is no training of a 党员.
@pytest.mark.parametrize(
    ("sums", "status"),
    [
        (Sums(half_hours=320, before_half_hours=16), "met"),
        (Sums(half_hours=318, before_half_hours=16), "short"),
        # 入党 2026-05: the 10 hours of that May may lie before or after.
        (Sums(half_hours=330, doubtful_half_hours=20), "pending"),
        (Sums(half_hours=340, doubtful_half_hours=20), "met"),
        (Sums(half_hours=100, doubtful_half_hours=20), "short"),
    ],
)
def test_training_before_joining_is_told_apart(sums: Sums, status: str) -> None:
    found = judged("P24-01", {"joined_on": "2026-05", "sums": sums}, 2028, AFTER)
    assert found is not None
    assert found[0] == status
    if sums.before_half_hours:
        assert "另有 8 学时在入党（2026-05）前参加，不计入本条" in found[4]
    if sums.doubtful_half_hours:
        assert "其中 10 学时可能在入党前" in found[4]


# 2026 is the third of five years: 160 × 3 ÷ 5 = 96, 160 ÷ 5 = 32; 20 × 3 ÷ 5 = 12.
# 2026-11 to 2028-12 are 25 months.
@pytest.mark.parametrize(
    ("requirement_id", "changes", "expected", "late"),
    [
        ("P24-01", {"sums": hours(30, 4)}, [("学时", 32, 96, 30, 130), ("天", 4, 12, 4, 16)], True),
        (
            "P24-01",
            {"sums": hours(96, 10)},
            [("学时", 32, 96, 96, 64), ("天", 4, 12, 10, 10)],
            False,
        ),
        (
            "P24-01",
            {"sums": hours(80, 12)},
            [("学时", 32, 96, 80, 80), ("天", 4, 12, 12, 8)],
            False,
        ),
        # Joined in 2026: three years are left, 160 ÷ 3.
        (
            "P24-01",
            {"joined_on": "2026-03", "sums": hours(50)},
            [("学时", 53.3, 53.3, 50, 110), ("天", 6.7, 6.7, 0, 20)],
            True,
        ),
        # A 书记: 280 × 3 ÷ 5 = 168.
        (
            "P24-01",
            {"posts": SECRETARY, "sums": hours(162, 20)},
            [("学时", 56, 168, 162, 118), ("天", 7, 21, 20, 15)],
            True,
        ),
        (
            "P24-03",
            {"posts": SECRETARY, "sums": hours(16, 2)},
            [("学时", 40, 40, 16, 24), ("天", 5, 5, 2, 3)],
            True,
        ),
        ("P24-04", {"sums": hours(10, innovation=4)}, [("%", 50, 50, 40, 10)], True),
    ],
)
def test_the_pace_of_an_open_window(
    requirement_id: str,
    changes: dict[str, object],
    expected: list[tuple[object, ...]],
    late: bool,
) -> None:
    requirement = rule(requirement_id)
    window = window_of(POLICY, requirement, 2026, TODAY)
    subject = PERSON._replace(**changes)  # type: ignore[arg-type]
    found = evaluate(requirement, subject, window)
    assert found is not None
    assert found.status.value == "pending"
    assert [(p.unit, p.year_due, p.due, p.done, p.missing) for p in found.pace] == expected
    assert behind(found.pace) is late
    assert months_left(window) == (1 if requirement_id == "P24-03" else 25)


@pytest.mark.parametrize(
    ("requirement_id", "changes", "said"),
    [
        ("P24-01", {"sums": hours(30, 4, year=8)}, ["还差 130 学时或 16 天", "2026 年已计 8 学时"]),
        ("P24-01", {"sums": hours(30, year=8)}, ["未到期（2028-12-31 到期），不判未达标"]),
        (
            "P24-01",
            {"sums": hours(30, year=8)},
            ["本年应达 32 学时（至 2026 年末累计 96）", "剩余 25 个月", "推算", "低于本年进度"],
        ),
        ("P24-01", {"sums": hours(30)}, ["2024-01-01 至 2026-11-21 各类集中学习培训计入 30 学时"]),
        ("P24-01", {"sums": hours(30, other=6)}, ["另有 6 学时未计入", "个人自学", "实践锻炼"]),
        ("P24-01", {"cadre_scope": True}, ["P24-05", "按干部规划，口径未设置"]),
        ("P24-01", {"posts": SECRETARY}, ["按 P24-02（280 学时或 35 天）从严判定"]),
        ("P24-02", {"posts": SECRETARY}, ["原文未写任职变动如何折算", "按期末（2026-11-21）"]),
        ("P24-03", {"posts": SECRETARY}, ["未到期", "2026-01-01 至 2026-11-21", "按期末"]),
        ("P24-03", {"posts": SECRETARY, "sums": hours(0, other=8)}, ["非脱产、县级以下举办"]),
        ("P24-03", {"posts": (HeldPost("书记", None, None),)}, ["起始日期未填，按现任计"]),
        ("P24-03", {"posts": (HeldPost("书记", "2026", None),)}, ["任职日期没有写到日"]),
        ("P24-03", {"posts": (HeldPost("书记", "2026-11-11", None),)}, ["任职不满 一年，只作提示"]),
        (
            "P24-04",
            {"sums": hours(8, innovation=3)},
            # (3 + x) ÷ (8 + x) = 50 % with x = 2.
            ["再学 2 学时党的创新理论即达 50%", "8 学时，其中党的创新理论 3 学时"],
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
    found = judged("P24-01", {"exemptions": (DatedFact("年老体弱", "2025-01", None),)})
    assert found is not None
    assert "P24-06" in found[4]
    assert "2025-01 起" in found[4]
    assert "体弱" not in found[4]
    other = judged("P24-01", {"exemptions": (DatedFact("身患重病", "2025-01", None),)})
    assert other is not None
    assert "重病" not in other[4]


def test_after_the_end_the_missing_is_said_with_its_hardness() -> None:
    late = judged("P24-03", {"posts": SECRETARY, "sums": hours(16, 2)}, 2025)
    assert late is not None
    assert "未达到 40 学时或 5 天，还差 24 学时或 3 天，属“一般”要求，作提醒" in late[4]
    share = judged("P24-04", {"sums": hours(8, innovation=3)}, 2028, AFTER)
    assert share is not None
    assert "低于 50%" in share[4]


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
        "P24-02": "必须",
        "P24-03": "一般",
        "P24-04": "必须",
    }
