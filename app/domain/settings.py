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
    "late_counts": "1",
}
"""What holds until somebody changes it (design §3.7)."""
