"""第二期 follows 第一期, and a name that is taken is never proposed."""

import datetime

import pytest

from app.domain.training.class_names import next_name

TODAY = datetime.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("name", "following"),
    [
        ("农村党员轮训班第二期", "农村党员轮训班第三期"),
        ("农村党员轮训班（第2期）", "农村党员轮训班（第3期）"),
        ("第九期入党积极分子培训班", "第十期入党积极分子培训班"),
        ("第十期培训班", "第十一期培训班"),
        ("第十九批", "第二十批"),
        ("2026年第1期书记培训班", "2026年第2期书记培训班"),
        ("2025年第4期书记培训班", "2026年第1期书记培训班"),
        ("2025年农村党员冬春训", "2026年农村党员冬春训"),
        ("党员轮训班（三）", "党员轮训班（四）"),
        ("11月主题党日", "12月主题党日"),
        ("12月主题党日", "1月主题党日"),
        ("党员春季集中轮训班", "党员春季集中轮训班（二）"),
        ("2026年党员春季轮训班", "2026年党员春季轮训班（二）"),
    ],
)
def test_one_further(name: str, following: str) -> None:
    assert next_name(name, TODAY, {name}) == following


def test_a_name_that_is_taken_is_passed_over() -> None:
    taken = {"轮训班第1期", "轮训班第2期", "轮训班第3期"}
    assert next_name("轮训班第1期", TODAY, taken) == "轮训班第4期"
    assert next_name("轮训班", TODAY, {"轮训班", "轮训班（二）"}) == "轮训班（三）"
