"""What a proof of attendance (参训证明) for a short class says."""

from dataclasses import dataclass

from app.domain.documents.issuers import issuers


@dataclass(frozen=True)
class AttendanceProof:
    """Given instead of a certificate; nothing in it is a judgement, only attendance."""

    number: str
    name: str
    sex: str
    id_number: str
    unit_and_post: str
    start: str
    end: str
    place: str
    organizer: str
    class_name: str
    hours: str
    issuer: str
    issued_on: str
    printed_note: str = ""

    @property
    def signed_by(self) -> tuple[str, ...]:
        """Everybody who issues it."""
        return issuers(self.issuer)

    @property
    def names(self) -> tuple[str, ...]:
        """What never breaks over two lines."""
        return (self.name,)

    @property
    def phrases(self) -> tuple[str, ...]:
        """What breaks only where it would leave a hole."""
        return (*issuers(self.organizer), self.place)

    @property
    def statement(self) -> str:
        period = self.start if self.start == self.end else f"{self.start}至{self.end}"
        who = "，".join(part for part in (self.name, self.sex) if part)
        papers = f"，证件号码{self.id_number}" if self.id_number else ""
        unit = f"，{self.unit_and_post}" if self.unit_and_post else ""
        place = f"在{self.place}" if self.place else ""
        hours = f"，实际参训{self.hours}学时" if self.hours else ""
        return (
            f"兹证明{who}{papers}{unit}，于{period}{place}参加{self.organizer}举办的"
            f"“{self.class_name}”{hours}。特此证明。"
        )
