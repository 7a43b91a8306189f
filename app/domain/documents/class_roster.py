"""What a class roster (培训班学员花名册) says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RosterLine:
    """One participant; every value is finished text, an unknown one is empty."""

    number: str
    name: str
    sex: str = ""
    ethnicity: str = ""
    birth: str = ""
    education: str = ""
    joined_on: str = ""
    organization: str = ""
    unit_and_post: str = ""
    id_number: str = ""
    phone: str = ""
    group: str = ""
    note: str = ""


@dataclass(frozen=True)
class ClassRoster:
    """`with_id_numbers` adds 身份证号 (masked unless it was asked for with a reason)."""

    class_name: str
    organizer: str
    period: str
    place: str
    lines: tuple[RosterLine, ...]
    totals: str
    with_id_numbers: bool = False
    printed_note: str = ""

    @property
    def title(self) -> str:
        return f"{self.class_name}学员花名册"
