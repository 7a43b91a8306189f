"""学籍档案: who a member is and everything they learned, year by year."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.documents.archive import Archive
from app.domain.progress import Progress, Silent
from app.reports.batch import refuse_empty
from app.reports.column import Band, Column
from app.reports.column_widths import by_content
from app.reports.document import Document, Paper
from app.reports.fact_grid import Fact, FactGrid
from app.reports.layout import signatures, title
from app.reports.pen import LEFT
from app.reports.table import Table, TableStyle
from app.reports.target import Written

COLUMNS = (
    Column("序号", "number", 9),
    Column("培训时间", "period", 30),
    Column("培训班（培训内容）", "name", 48, LEFT),
    Column("培训类型", "kind", 20),
    Column("主办单位", "organizer", 30, LEFT),
    Column("学时", "hours", 13),
    Column("是否\n结业", "completed", 12),
    Column("备注", "note", 16, LEFT),
)
_FOOT = 26.0
# Kept for decades in a binder: 25 mm for the punch, and no line of it may be missing.
_PAPER = Paper(210, 297, 25, 14, 16, 18)
_STYLE = TableStyle(size=9.5, most_lines=40)


def write_pdf(archives: Sequence[Archive], path: Path, progress: Progress | None = None) -> Written:
    """Each member's archive is a paper of its own with its own page numbers."""
    refuse_empty(archives, "学籍档案", "请先选择党员。")
    document = Document("党员学籍档案", _PAPER)
    for done, archive in enumerate(archives):
        (progress or Silent()).step(done, len(archives), f"学籍档案 {archive.number}")
        _draw(document, archive)
        document.end_section(f"打印日期：{archive.printed_on}")
    return document.save(path)


def _draw(document: Document, archive: Archive) -> None:
    document.new_page()
    title(document, "党员学籍档案")
    FactGrid(document, label_width=22).draw(_head(archive))
    document.y += 4
    rows = tuple(_rows(archive))
    columns = by_content(document, COLUMNS, rows, _STYLE.size)
    Table(document, columns, _STYLE).draw(rows, sealed=_FOOT + 2)
    document.make_room(_FOOT)
    document.y += 2
    signatures(document, ("填表人：", "审核人：", "日期："), _FOOT / 2 - 2)
    signatures(document, (f"填表单位（盖章）：{archive.compiled_by}",), _FOOT / 2)


def _head(archive: Archive) -> tuple[tuple[Fact, ...], ...]:
    return (
        (("姓名", archive.name), ("性别", archive.sex), ("民族", archive.ethnicity)),
        (("出生年月", archive.birth), ("学历", archive.education), ("编号", archive.number)),
        (
            ("政治面貌", archive.political_status),
            ("入党时间", archive.joined_on),
            ("联系电话", archive.phone),
        ),
        (("所在党组织", archive.organization), ("身份证号", archive.id_number)),
        (("时任单位\n及职务", archive.unit_and_post),),
        *(((("组织变动", archive.history),),) if archive.history else ()),
    )


def _rows(archive: Archive) -> Iterator[object]:
    for year in archive.years:
        yield Band(f"{year.year}年", strong=True, heads=True)
        yield from year.lines
        yield Band(year.total)
    if archive.years:
        yield Band(archive.total, strong=True)
