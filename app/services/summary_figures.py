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
    """One organization's own people; by requirement id, `short` is how many fall short and
    `owing` how many are to be trained: short, or in an open window behind its pace."""

    id: str
    name: str
    members: int
    trained: int
    coverage: float
    person_times: int
    hours: float
    average_hours: float
    short: Mapping[str, int]
    owing: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RequirementFigures:
    """One requirement: to how many it applies and how they stand; `rate` is met in percent of
    those it is judged of, over the whole window. While it is `open` nobody is short."""

    id: str
    clause: str
    text: str
    hardness: str
    applies: int
    met: int
    short: int
    exempt: int
    pending: int
    unset: int
    behind: int
    rate: float
    open: bool
    window_from: str
    window_to: str


@dataclass(frozen=True, slots=True)
class SummaryFigures:
    """Everything the summary counts. Shares are percent, cut to one decimal; `uncounted_hours`
    are 个人自学, 实践锻炼 and 送学上门, recorded but not in any sum; `elsewhere_hours` were learned
    before somebody came, or while nobody knows in which organization. Of `members_pending` nobody
    can tell whether they are among `members`, `pending` says why and how many; `bases` says of
    every figure how it is counted (口径)."""

    year: int
    as_of: str
    organization: str
    organizations: int
    members: int
    members_pending: int
    pending: tuple[str, ...]
    trained: int
    coverage: float
    people_trained: int
    person_times: int
    classes_held: int
    classes_closed: int
    hours: float
    average_hours: float
    average_per_member: float
    innovation_hours: float
    innovation_share: float
    uncounted_hours: float
    elsewhere_hours: float
    classes: tuple[ClassFigures, ...]
    by_organization: tuple[OrganizationFigures, ...]
    by_mode: tuple[ShareFigures, ...]
    by_level: tuple[ShareFigures, ...]
    by_task: tuple[ShareFigures, ...]
    requirements: tuple[RequirementFigures, ...]
    bases: Mapping[str, str]


BASES = {
    "organizations": "本级及所辖党组织",
    "members": "在册的正式党员、预备党员，按当时所在党组织计",
    "members_pending": "日期不清楚、无法确定期末是否在册的人，不在其他数内",
    "trained": "在册党员中本年有计入学时的人",
    "coverage": "参训党员 ÷ 在册党员",
    "people_trained": "本年有计入学时的人，含非党员和已转出的人",
    "person_times": "计入学时的每人每班（每条记录）计一次",
    "classes_held": "本年有教学安排的培训班",
    "class_enrolled": "参训名单上未退出的人，一人登记两次的计一人",
    "class_attended": "按考勤：本年到过课的人，含学时计在别处的人",
    "class_completed": "是全班结业的人，跨年的班两年都列",
    "class_hours": "是各人本年计入学时之和，同一个半天已计在别的班的不再计；"
    "个人自学、实践锻炼、送学上门的班也列出，但不在本年学时内",
    "hours": "集中培训、集体学习、网络培训、远程教育的学时，同一个半天只计一次",
    "average_hours": "本年学时 ÷ 培训人数",
    "average_per_member": "在册党员的学时 ÷ 在册党员",
    "innovation_hours": "本年学时中填报为党的创新理论的",
    "innovation_share": "党的创新理论学时 ÷ 本年学时",
    "elsewhere_hours": "转入前或所在党组织待定时的学时，不在本年学时内",
    "uncounted_hours": "个人自学、实践锻炼、送学上门的学时，不在本年学时内",
}
"""口径: how every figure of the summary is counted, printed beside it."""
