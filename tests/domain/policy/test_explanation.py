"""What is said of a person: figures, clause, and what must not be said."""

import pytest

from app.domain.policy.subject import DatedFact, HeldPost
from tests.domain.policy.p24 import AFTER, SECRETARY, hours, judged


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
        ("P24-03", {"posts": (HeldPost("书记", "2026-11-11", None),)}, ["任职不满一年，只作提示"]),
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
