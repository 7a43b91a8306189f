"""The published plan, a member to judge under it, and what its sentences are worked out with."""

import datetime
from collections.abc import Mapping
from pathlib import Path

from app.domain.policy.explanation import evaluate
from app.domain.policy.reading import parse_policy
from app.domain.policy.requirement import Policy, Requirement
from app.domain.policy.subject import HeldPost, SubjectFacts, Sums
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
