"""参训证明 and 反馈单 as they were issued: number, date and words never change afterwards."""

import dataclasses
import json
from dataclasses import dataclass

from app.domain.errors import StorageError
from app.domain.training.certificate_content import content_digest
from app.domain.training.codes import PROOF, SLIP

PAPER_NUMBERS = {
    PROOF: "{机构代字}参训〔{年}〕第{序号:05}号",
    SLIP: "{机构代字}反馈〔{年}〕第{序号:05}号",
}


@dataclass(frozen=True, slots=True)
class PaperContent:
    """What a paper says of one person; a slip is all lines of one number."""

    number: str
    issued_on: str
    class_name: str
    starts_on: str
    ends_on: str
    place: str
    organizer: str
    name: str
    hours: float
    line: int = 0
    sex: str = ""
    unit_and_post: str = ""
    organization: str = ""
    completed: str = ""
    note: str = ""

    def text(self) -> str:
        """The same content is always the same text, whoever writes it."""
        return json.dumps(
            dataclasses.asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    def digest(self) -> str:
        """内容校验值: SHA-256 over the text."""
        return content_digest(self.text())


def read_paper(text: str, digest: str) -> PaperContent:
    """A frozen content read back for printing.

    Raises:
        StorageError: the text is not what was issued.
    """
    try:
        if digest and content_digest(text) != digest:
            raise ValueError("digest")
        return PaperContent(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise StorageError(
            "这份材料的内容与签发时不一致，没有打印。",
            "请核对已发出的原件；需要时先取消结班，更正后重新结班。",
            code="paper-changed",
        ) from error
