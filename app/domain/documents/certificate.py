"""What a completion certificate (结业证书) says, frozen when it is issued."""

from dataclasses import dataclass

from app.domain.documents.issuers import issuers


@dataclass(frozen=True)
class Certificate:
    """`issued_on` is the real date of issue; `issue_note` says 补发 when it is a replacement."""

    number: str
    name: str
    sex: str
    birth: str
    id_number: str
    start: str
    end: str
    organizer: str
    class_name: str
    hours: str
    issuer: str
    issued_on: str
    issue_note: str = ""

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
        return issuers(self.organizer)

    @property
    def holder(self) -> str:
        """Who: 张三，男，1985年3月生。 Unknown parts are left out, never guessed."""
        parts = [self.name, self.sex, f"{self.birth}生" if self.birth else ""]
        return "，".join(part for part in parts if part) + "。"

    @property
    def period(self) -> str:
        return f"于{self.start}" if self.start == self.end else f"于{self.start}至{self.end}"

    @property
    def statement(self) -> str:
        hours = f"（共{self.hours}学时）" if self.hours else ""
        return (
            f"{self.holder}{self.period}，参加{self.organizer}举办的"
            f"“{self.class_name}”{hours}，学习期满，准予结业。"
        )
