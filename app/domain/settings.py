"""Every business setting with its default; a change is dated and, at the county, travels to all."""

from dataclasses import dataclass

from app.domain.entity import Kind, Scope, declare, entity


@entity("setting", "设置", Scope.BROADCAST)
@dataclass(frozen=True)
class Setting:
    """One dated setting; the county's reach every township."""

    key: str = declare("设置项", required=True, longest=60)
    value: str = declare("取值", required=True, longest=500)
    from_on: str = declare("起用日期", Kind.DATE, required=True)


DEFAULTS = {
    "certificate_pattern": "{机构代字}结字〔{年}〕第{序号:05}号",
    "certificates_longer_than_days": "2",
    "half_day_hours": "4",
    "hours_per_day": "8",
    "most_half_day_hours": "6",
    "late_counts": "1",
}
"""What holds until somebody changes it (design §3.7). 8 学时 a day follows from P24's own pairs.
A half-day brings at most 6: from 8 to 12 o'clock there are five lessons of 45 minutes."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a numeric setting may be."""

    least: float
    most: float
    whole: bool = False

    @property
    def text(self) -> str:
        """整数，6—12."""
        kind = "整数，" if self.whole else "0.5 的倍数，"
        return f"{kind}{self.least:g}—{self.most:g}"


BOUNDS = {
    "half_day_hours": Bounds(3, 6),
    "hours_per_day": Bounds(6, 12, whole=True),
    "most_half_day_hours": Bounds(4, 12),
}
"""Wider, and two short meetings would make a day, or one half-day the hours of a week."""


def number_allowed(key: str, text: str) -> bool:
    """Whether a numeric setting may have this value."""
    bounds = BOUNDS[key]
    try:
        value = float(text)
    except ValueError:
        return False
    steps = value if bounds.whole else value * 2
    return bounds.least <= value <= bounds.most and steps == int(steps)
