"""退回, 彻底删除申请 and 彻底删除, declared once."""

from dataclasses import dataclass

from app.domain.entity import THE_COUNTY, Kind, Scope, declare, entity
from app.domain.exchange.return_rules import RETURN_STATES, WAITING

BASES = ("本人申请", "重复或误录入", "超过保存期限", "其他依法应当删除")
"""个人信息保护法 art. 47: when personal data must be deleted."""
ASKED, AGREED, DECLINED = "申请", "同意", "不同意"


@entity("row_return", "退回", Scope.ROW)
@dataclass(frozen=True)
class RowReturn:
    """One row that was sent back with a reason (design §4). It follows the row it speaks of:
    exactly one of `member`, `training_class` and `organization` says whose that is."""

    entity: str = declare("退回内容", required=True, longest=40)
    row: str = declare("记录编号", required=True, longest=32, hint="16 个字节的十六进制")
    member: bytes | None = declare("学员", Kind.REFERENCE, refers_to="member")
    training_class: bytes | None = declare("培训班", Kind.REFERENCE, refers_to="training_class")
    organization: bytes | None = declare("党组织", Kind.REFERENCE, refers_to="organization")
    reason: str = declare("退回原因", Kind.NOTE, required=True, longest=500)
    state: str = declare("状态", Kind.CHOICE, choices=RETURN_STATES, default=WAITING)
    answer: str | None = declare("更正说明", Kind.NOTE, longest=500)


@entity("erasure_request", "彻底删除申请", Scope.MEMBER, owner="member")
@dataclass(frozen=True)
class ErasureRequest:
    """A township asks that everything about a person be erased; the county decides."""

    member: bytes = declare("学员", Kind.REFERENCE, required=True, refers_to="member")
    basis: str = declare("依据", Kind.CHOICE, required=True, choices=BASES)
    explanation: str | None = declare("说明", Kind.NOTE, longest=500)
    state: str = declare(
        *("状态", Kind.CHOICE),
        choices=(ASKED, AGREED, DECLINED),
        default=ASKED,
        said_by=THE_COUNTY,
    )
    answer: str | None = declare("县里答复", Kind.NOTE, longest=500, said_by=THE_COUNTY)


@entity("erasure", "彻底删除", Scope.BROADCAST)
@dataclass(frozen=True)
class Erasure:
    """The counted tombstone of a person: no personal data, only that and how much was erased.
    `person` is the identity the row had; every site that reads this erases the same."""

    person: str = declare("原编号", required=True, longest=32)
    basis: str = declare("依据", Kind.CHOICE, required=True, choices=BASES)
    approved_by: str = declare("批准人", required=True, longest=60)
    erased_on: str = declare("删除日期", Kind.DAY, required=True)
    counts: str | None = declare("删除数量", Kind.NOTE, longest=1000)
    seal: str | None = declare("县级凭据", longest=64)
