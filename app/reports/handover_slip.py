"""交接单: goes along with a data package so that both sides can compare what was handed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.domain.documents.handover_slip import HandoverSlip
from app.domain.progress import Progress, Silent
from app.reports.column import Column
from app.reports.document import PORTRAIT, Document
from app.reports.fact_grid import Fact, FactGrid
from app.reports.fonts import HEI
from app.reports.layout import paragraph, signatures, title
from app.reports.pen import Style
from app.reports.table import Table
from app.reports.target import Written

NO_SECRETS = "本数据包不得录入、存储、传递涉及国家秘密的内容。"
_COLUMNS = (Column("内容", "what", 110), Column("条数", "count", 66))
_HEAD, _TEXT, _STRONG = Style(13, HEI), Style(11), Style(12, HEI)


@dataclass(frozen=True)
class _Counted:
    what: str
    count: str


def write_pdf(content: HandoverSlip, path: Path, progress: Progress | None = None) -> Written:
    """One page to sign, usually in two copies."""
    (progress or Silent()).step(0, 1, "交接单")
    document = Document(f"{content.kind}交接单", PORTRAIT, note=content.printed_note)
    document.new_page()
    title(document, f"{content.kind}交接单")
    FactGrid(document).draw(_facts(content))
    _part(document, "一、包内数据")
    Table(document, _COLUMNS).draw(_counted(content.contents))
    _part(document, "二、核对")
    paragraph(document, "双方念出下列校验词，逐个相同，才是同一个数据包：", _TEXT)
    FactGrid(document).draw(_checks(content))
    _part(document, "三、签字")
    paragraph(document, NO_SECRETS, _STRONG)
    document.make_room(34)
    signatures(document, ("移交人：", "移交时间："), 15)
    signatures(document, ("接收人：", "接收时间："), 15)
    return document.save(path)


def _facts(content: HandoverSlip) -> tuple[tuple[Fact, ...], ...]:
    return (
        (("移交单位", content.sender), ("接收单位", content.receiver)),
        (("文件名", content.file_name),),
        (("包序号", f"第{content.sequence}号"), ("生成时间", content.made_on)),
        (("数据条数", content.rows), ("文件大小", content.size)),
        (("经办人", content.operator),),
    )


def _checks(content: HandoverSlip) -> tuple[tuple[Fact, ...], ...]:
    words = ("校验词", "　　".join(content.check_words))
    return (
        ((words,), (("来源校验码", content.origin_check),)) if content.origin_check else ((words,),)
    )


def _counted(contents: Iterable[tuple[str, str]]) -> list[_Counted]:
    return [_Counted(what, count) for what, count in contents]


def _part(document: Document, heading: str) -> None:
    document.make_room(30)
    document.y += 4
    paragraph(document, heading, _HEAD, indent=0)
    document.y += 1
