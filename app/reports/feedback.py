"""参训情况反馈单: how the people of one party organization did, with a receipt to return."""

from collections.abc import Sequence
from pathlib import Path

from app.domain.documents.feedback import Feedback
from app.domain.progress import Progress, Silent
from app.reports.batch import refuse_empty
from app.reports.cells import Cells
from app.reports.column import Band, Column
from app.reports.document import PORTRAIT, Document
from app.reports.fact_grid import FactGrid
from app.reports.fonts import TITLE
from app.reports.layout import paragraph, seal_place, signatures, signed_by, title
from app.reports.pen import CENTER, RIGHT, Style
from app.reports.table import Table
from app.reports.target import Written

COLUMNS = (
    Column("序号", "number", 12),
    Column("姓名", "name", 36),
    Column("学时", "hours", 24),
    Column("结业情况", "completed", 34),
    Column("备注", "note", 70),
)
_SIGNED, _BODY_HEIGHT = 19.0, 7.0
_STRIP = 52.0
_TEXT, _SMALL = Style(12), Style(10)


def write_pdf(slips: Sequence[Feedback], path: Path, progress: Progress | None = None) -> Written:
    """One slip for each party organization, in the order given."""
    refuse_empty(slips, "参训情况反馈单", "请先结班，再打印反馈单。")
    document = Document("参训情况反馈单", PORTRAIT)
    for done, slip in enumerate(slips):
        (progress or Silent()).step(done, len(slips), f"反馈单 {slip.organization}")
        _draw(document, slip)
        document.end_section(slip.printed_note)
    return document.save(path)


def _draw(document: Document, slip: Feedback) -> None:
    document.new_page()
    title(document, "参训情况反馈单")
    if slip.number:
        right = document.paper.width - document.paper.right
        document.pen.text((right, document.y + 3), f"编号：{slip.number}", _SMALL, RIGHT)
        document.y += 5
    paragraph(document, f"{slip.organization}：", _TEXT, indent=0)
    paragraph(document, "现将你单位人员参加下列培训的情况反馈如下。", _TEXT)
    document.y += 2
    FactGrid(document).draw(
        (
            (("班次", slip.class_name),),
            (("时间", slip.period), ("地点", slip.place)),
            (("主办单位", slip.organizer), ("联系方式", slip.contact)),
        )
    )
    document.y += 4
    rows = (*slip.lines, Band(slip.totals)) if slip.lines else ()
    Table(document, COLUMNS).draw(rows, sealed=_signed_height(slip) + _STRIP)
    _signed(document, slip)
    _strip(document, slip)


def _signed(document: Document, slip: Feedback) -> None:
    # With the receipt below it: neither stands on a page alone.
    height = _signed_height(slip)
    document.make_room(height + _STRIP)
    width = document.paper.usable_width / 2
    left = document.paper.left + width
    box = (left, document.y + 3, width, height - 9)
    signed_by(document, box, slip.signed_by, slip.issued_on, _TEXT)
    seal_place(document, (left + width / 2, document.y + height - 2))
    document.y += height


def _signed_height(slip: Feedback) -> float:
    return _SIGNED + _BODY_HEIGHT * max(len(slip.signed_by), 1)


def _strip(document: Document, slip: Feedback) -> None:
    """The receipt always lies at the foot of the last page, where it can be cut off."""
    document.make_room(_STRIP)
    document.y = document.paper.floor - _STRIP
    document.pen.dashed((8, document.y), (document.paper.width - 8, document.y))
    middle = document.paper.left + document.paper.usable_width / 2
    document.pen.text((middle, document.y + 10), "回　　执", Style(16, TITLE), CENTER)
    document.y += 14
    text = f"{slip.organizer}：《{slip.class_name}参训情况反馈单》已收到，情况已告知本人。"
    Cells(document, most_lines=3).write(
        (document.paper.left, document.y, document.paper.usable_width, 17), text, Style(11), 0
    )
    document.y += 18
    signatures(document, ("单位（盖章）：", "签收人：", "日期："))
