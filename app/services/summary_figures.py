"""What the year-end summary (年度总结) counts, frozen: the same for paper, screen and terminal."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShareFigures:
    """One 培训方式, 举办层级 or 教育基本任务."""

    label: str
    people: int
    person_times: int
    hours: float


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One class; `hours` are those of everybody in it (人学时) within the year."""

    id: str
    name: str
    organizer: str
    kind: str
    level: str
    mode: str
    off_job: bool
    starts_on: str
    ends_on: str
    state: str
    enrolled: int
    attended: int
    completed: int
    hours: float


@dataclass(frozen=True, slots=True)
class OrganizationFigures:
    """One organization's own people; `short` is how many fall short, by requirement id."""

    id: str
    name: str
    members: int
    trained: int
    coverage: float
    person_times: int
    hours: float
    average_hours: float
    short: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RequirementFigures:
    """One requirement: to how many it applies and how they stand; `rate` is met in percent."""

    id: str
    clause: str
    text: str
    hardness: str
    applies: int
    met: int
    short: int
    exempt: int
    pending: int
    rate: float


@dataclass(frozen=True, slots=True)
class SummaryFigures:
    """Everything the summary counts. Shares are percent, cut to one decimal; `uncounted_hours`
    are 个人自学 and 送学上门, recorded but not in any sum."""

    year: int
    as_of: str
    organization: str
    organizations: int
    members: int
    trained: int
    coverage: float
    people_trained: int
    person_times: int
    classes_held: int
    classes_closed: int
    hours: float
    average_hours: float
    innovation_hours: float
    innovation_share: float
    uncounted_hours: float
    classes: tuple[ClassFigures, ...]
    by_organization: tuple[OrganizationFigures, ...]
    by_mode: tuple[ShareFigures, ...]
    by_level: tuple[ShareFigures, ...]
    by_task: tuple[ShareFigures, ...]
    requirements: tuple[RequirementFigures, ...]
