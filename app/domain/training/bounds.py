"""What a half-day or a record cannot hold: refused where it is entered, cut where it arrives."""

from collections.abc import Mapping

from app.domain.entity import Value
from app.domain.training.attendance_rules import HourRules
from app.domain.training.credits import calendar_days
from app.domain.training.hours import half_hours, plain_number

CONTENTS = (("innovation_hours", "其中党的创新理论"), ("party_spirit_hours", "其中党性教育"))
"""Hours of content; one hour may be both."""


def session_problems(values: Mapping[str, Value], rules: HourRules) -> dict[str, str]:
    """Field name to sentence, for one half-day."""
    day = str(values["day"])
    most = rules.most_half_hours(day) / 2
    problems = _content_problems(values, "本半天")
    if _number(values, "hours") > most:
        problems["hours"] = (
            f"一个半天最多 {plain_number(most)} 学时，这里填了 "
            f"{plain_number(_number(values, 'hours'))}；全天的培训请分上午、下午两行填"
        )
    return problems


def class_problems(values: Mapping[str, Value], rules: HourRules) -> dict[str, str]:
    """The same for what a class says of all its half-days."""
    most = rules.most_half_hours(str(values["starts_on"])) / 2
    if _number(values, "half_day_hours") <= most:
        return {}
    return {"half_day_hours": f"一个半天最多 {plain_number(most)} 学时，请改小"}


def record_problems(values: Mapping[str, Value], rules: HourRules) -> dict[str, str]:
    """The same for 其他培训记录, which has dates instead of half-days."""
    first, last = str(values["starts_on"]), str(values["ends_on"])
    if last < first:
        return {"ends_on": f"结束日期 {last} 早于开始日期 {first}"}
    problems = _content_problems(values, "本次培训")
    dates = calendar_days(first, last)
    most = dates * rules.most_half_hours(first)
    if _number(values, "hours") > most:
        problems["hours"] = f"{dates} 天最多 {plain_number(most)} 学时，请核对日期和学时"
    if _number(values, "days") > dates:
        problems["days"] = f"从 {first} 到 {last} 只有 {dates} 天，请核对"
    return problems


def counted_of(filled: Mapping[str, float], most: int) -> dict[str, float]:
    """The hours and their contents as the ledger counts them, at most so many half-hours."""
    halves = min(half_hours(filled["hours"]), most)
    return {name: min(half_hours(hours), halves) / 2 for name, hours in filled.items()}


def _content_problems(values: Mapping[str, Value], of: str) -> dict[str, str]:
    hours = _number(values, "hours")
    return {
        name: f"{label} {plain_number(_number(values, name))} 学时，"
        f"多于{of}的 {plain_number(hours)} 学时，请改正"
        for name, label in CONTENTS
        if _number(values, name) > hours
    }


def _number(values: Mapping[str, Value], name: str) -> float:
    found = values.get(name)
    return float(found) if isinstance(found, int | float) else 0.0
