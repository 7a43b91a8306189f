"""What a document is about: the class, people, organization or year somebody chose."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """`unmask_reason` empty means that ID numbers and phones stay masked; `allow_missing` that
    somebody knows of the characters no font can draw, and will write them in by hand."""

    training_class: bytes | None = None
    members: tuple[bytes, ...] = ()
    organization: bytes | None = None
    year: int = 0
    unmask_reason: str = ""
    package: int = 0
    allow_missing: bool = False
    row: bytes | None = None
    """One row of the register that the document is about."""

    @property
    def full(self) -> bool:
        """Whether full numbers were asked for with a reason."""
        return bool(self.unmask_reason.strip())
