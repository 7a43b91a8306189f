"""Two rows of one person: one training told twice, or two."""

import pytest

from app.domain.training.same_training import CLASS, RECORD, Told, why_same


def told(
    title: str, first: str, last: str = "", *, mode: str = "集中培训", hours: float = 8
) -> Told:
    return Told(b"", RECORD, title, mode, first, last or first, hours)


ONE = told("全县党支部书记培训班", "2026-03-05", "2026-03-07", hours=24)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (told("党支部书记培训班", "2026-03-05", "2026-03-07", hours=20), "名称"),
        (told("全县党支部书记培训班（第一期）", "2026-03-06"), "名称"),
        (told("乡村振兴专题", "2026-03-05", "2026-03-07", hours=24), "日期、学时"),
        (told("乡村振兴专题", "2026-03-07", hours=8), "日期"),
        (told("乡村振兴专题", "2026-03-08", hours=8), ""),
        (told("全县党支部书记培训班", "2025-03-05", "2025-03-07", hours=24), ""),
        (told("网络专题班", "2026-03-05", "2026-03-07", mode="网络培训", hours=24), ""),
        (told("全年在线学习", "2026-01-01", "2026-12-31", mode="网络培训", hours=50), ""),
        (told("驻村锻炼", "2026-01-01", "2026-06-30", mode="实践锻炼", hours=50), ""),
    ],
)
def test_what_is_asked_about(other: Told, why: str) -> None:
    found = why_same(ONE, other)
    assert bool(found) == bool(why)
    assert why in found
    assert bool(why_same(other, ONE)) == bool(why)


def test_two_platforms_of_one_month_are_two() -> None:
    a = told("学习强国", "2026-03-01", "2026-03-31", mode="网络培训", hours=8)
    b = told("远程教育", "2026-03-01", "2026-03-31", mode="远程教育", hours=8)
    assert not why_same(a, b)
    assert why_same(a, a._replace(title="三月在线"))


def test_it_is_worded_for_a_clerk() -> None:
    assert ONE._replace(kind=CLASS).words == (
        "培训班“全县党支部书记培训班”（2026-03-05 至 2026-03-07，24 学时）"
    )
