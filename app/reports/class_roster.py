"""培训班学员花名册 on paper and as a workbook."""

from pathlib import Path

from app.domain.documents.class_roster import ClassRoster
from app.domain.progress import Progress, Silent
from app.reports.column import Band, Column
from app.reports.document import LANDSCAPE, PORTRAIT, Document
from app.reports.layout import facts, title
from app.reports.pen import LEFT
from app.reports.sheet import SheetPlan, write_workbook
from app.reports.table import KEPT_WITH_ROWS, Table, TableStyle
from app.reports.target import Written

_PERSON = (
    Column("序号", "number", 9, number=True),
    Column("姓名", "name", 22),
    Column("性别", "sex", 9),
    Column("民族", "ethnicity", 13),
    Column("出生\n年月", "birth", 14),
    Column("学历", "education", 14),
    Column("入党\n时间", "joined_on", 14),
    Column("所在党组织", "organization", 30, LEFT),
    Column("单位及职务", "unit_and_post", 32, LEFT),
)
_ID_NUMBER = Column("身份证号", "id_number", 36)
_REST = (
    Column("联系电话", "phone", 21),
    Column("组别", "group", 12),
    Column("备注", "note", 14, LEFT),
)


def columns(content: ClassRoster) -> tuple[Column, ...]:
    """The columns of this roster, in order."""
    return (*_PERSON, _ID_NUMBER, *_REST) if content.with_id_numbers else (*_PERSON, *_REST)


def write_pdf(content: ClassRoster, path: Path, progress: Progress | None = None) -> Written:
    """A4 across when ID numbers are printed, else upright."""
    paper = LANDSCAPE if content.with_id_numbers else PORTRAIT
    document = Document(content.title, paper, note=content.printed_note)
    (progress or Silent()).step(0, 1, content.title)
    document.new_page()
    title(document, f"{content.class_name}\n学员花名册")
    facts(document, _facts(content))
    rows = (*content.lines, Band(content.totals)) if content.lines else ()
    Table(document, columns(content), TableStyle(size=9)).draw(rows, sealed=KEPT_WITH_ROWS)
    return document.save(path)


def write_xlsx(content: ClassRoster, path: Path, progress: Progress | None = None) -> Written:
    """The same roster as a workbook."""
    (progress or Silent()).step(0, 1, content.title)
    rows = (*content.lines, Band(content.totals))
    notes = ("　　".join(_facts(content)), content.printed_note)
    plan = SheetPlan("花名册", content.title, columns(content), rows, notes, across=True)
    return write_workbook((plan,), path)


def _facts(content: ClassRoster) -> list[str]:
    return [
        f"主办单位：{content.organizer}",
        f"时间：{content.period}",
        f"地点：{content.place}",
        f"人数：{len(content.lines)}人",
    ]
