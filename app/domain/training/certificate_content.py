"""What a certificate said when it was issued, frozen as text with its digest."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass

from app.domain.errors import StorageError


@dataclass(frozen=True, slots=True)
class CertificateContent:
    """Everything printed on one certificate; `birth` is year and month as far as known."""

    name: str
    sex: str | None
    birth: str | None
    class_name: str
    starts_on: str
    ends_on: str
    organizer: str
    hours: float
    number: str
    issued_on: str

    def text(self) -> str:
        """The same content is always the same text, whoever writes it."""
        return json.dumps(
            dataclasses.asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    def digest(self) -> str:
        """内容校验值: SHA-256 over the text."""
        return content_digest(self.text())


def birth_month(birth_date: str | None) -> str | None:
    """The year and month of a birth date; a known year alone stays a year."""
    return birth_date[:7] if birth_date else None


def content_digest(text: str) -> str:
    """SHA-256 over a frozen content."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_content(text: str, digest: str | None) -> CertificateContent:
    """A frozen content read back for printing.

    Raises:
        StorageError: the text is not what was issued.
    """
    if digest is not None and content_digest(text) != digest:
        raise _changed()
    try:
        return CertificateContent(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise _changed() from error


def _changed() -> StorageError:
    return StorageError(
        "证书内容与签发时不一致，没有打印。",
        "请核对原件；需要时作废本号并补发。",
        code="certificate-changed",
    )
