"""Whether a new class gives certificates, as long as nobody says otherwise."""

from app.domain.training.plan_sessions import class_days

SEASONAL = "冬春训"


def certificates_by_default(kind: str, starts_on: str, ends_on: str, longer_than_days: int) -> bool:
    """Off for 冬春训 and for classes of up to so many days: 参训证明 instead (design §2)."""
    days = sum(1 for _ in class_days(starts_on, ends_on))
    return kind != SEASONAL and days > longer_than_days
