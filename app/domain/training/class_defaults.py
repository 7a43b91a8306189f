"""What the form of a new class starts with: the last class of the same organization, or habit."""

from dataclasses import dataclass, fields, replace

from app.domain.entity import Value
from app.domain.training.entities import TrainingClass
from app.domain.training.plan_sessions import class_days

SEASONAL = "冬春训"
STARTED = "在办"


@dataclass(frozen=True, slots=True)
class NewClass:
    """What is typed for every class; the rest has a default."""

    name: str
    starts_on: str
    ends_on: str
    place: str | None = None


def copied_class(last: TrainingClass, fresh: NewClass, longer_than_days: int) -> TrainingClass:
    """A new class like the last one, with its own name and dates (a changed place if given)."""
    # Code, state, dates, notes and what its certificates show belonged to the last class alone.
    return replace(
        last,
        name=fresh.name,
        code=None,
        starts_on=fresh.starts_on,
        ends_on=fresh.ends_on,
        place=fresh.place or last.place,
        certificates=int(
            certificates_by_default(last.kind, fresh.starts_on, fresh.ends_on, longer_than_days)
        ),
        innovation_theory=0,  # what the last class taught says nothing of this one
        state=STARTED,
        closed_on=None,
        certificate_id_number=None,
        note=None,
    )


def certificates_by_default(kind: str, starts_on: str, ends_on: str, longer_than_days: int) -> bool:
    """Off for 冬春训 and for classes of up to so many days: 参训证明 instead (design §2)."""
    days = sum(1 for _ in class_days(starts_on, ends_on))
    return kind != SEASONAL and days > longer_than_days


def class_values(training: TrainingClass) -> dict[str, Value]:
    """Field values of the class entity, ready for the form or to be written."""
    return {item.name: getattr(training, item.name) for item in fields(training)}
