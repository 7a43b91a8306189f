"""The tables of the 年度总结: their columns, for paper too, and the workbook made of them."""

from pathlib import Path

from app.domain.documents.year_summary import YearSummary
from app.domain.progress import Progress, Silent
from app.reports.column import Column
from app.reports.pen import LEFT
from app.reports.sheet import SUM, SheetPlan, write_workbook
from app.reports.target import Written

FIGURES = (
    Column("指标", "name", 46, LEFT),
    Column("数值", "value", 26, number=True),
    Column("单位", "unit", 18),
    Column("说明", "note", 66, LEFT),
)
BRANCHES = (
    Column("序号", "number", 10, number=True),
    Column("党组织", "name", 46, LEFT),
    Column("党员\n人数", "members", 14, number=True, total=SUM),
    Column("参训\n人数", "trained", 14, number=True, total=SUM),
    Column("参训\n覆盖率", "coverage", 16, percent=True, total="trained/members"),
    Column("培训\n人次", "person_times", 14, number=True, total=SUM),
    Column("总学时", "hours", 17, number=True, total=SUM),
    Column("人均\n学时", "average_hours", 14, number=True),
    Column("应训\n未训\n(累计)", "owed", 13, number=True, total=SUM),
)
CLASSES = (
    Column("序号", "number", 10, number=True),
    Column("班次名称", "name", 46, LEFT),
    Column("主办单位", "organizer", 32, LEFT),
    Column("时间", "period", 28),
    Column("参训\n人数", "people", 14, number=True, total=SUM),
    Column("结业\n人数", "completed", 14, number=True, total=SUM),
    Column("学时", "hours", 14, number=True, total=SUM),
)
INDICATORS = (
    Column("编号", "id", 15),
    Column("要求", "text", 47, LEFT),
    Column("适用", "applies", 12, number=True),
    Column("达标", "met", 12, number=True),
    Column("未达标", "short", 15, number=True),
    Column("达标率", "rate", 16, percent=True),
    Column("备注", "note", 41, LEFT),
)


def write_xlsx(content: YearSummary, path: Path, progress: Progress | None = None) -> Written:
    """One sheet for each table: 汇总, 各党组织, 班次, 指标."""
    (progress or Silent()).step(0, 1, content.title)
    year, notes = content.year, (f"统计截至：{content.as_of}",)
    overview = (content.opening, *notes)
    plans = (
        SheetPlan("汇总", content.title, FIGURES, content.figures, overview),
        SheetPlan(
            "各党组织",
            f"{year}年度各党组织培训情况",
            BRANCHES,
            content.branches,
            (*notes, content.branch_note),
            across=True,
        ),
        SheetPlan(
            "班次",
            f"{year}年度培训班次",
            CLASSES,
            content.classes,
            (*notes, content.class_note),
            across=True,
        ),
        SheetPlan(
            "指标",
            f"{year}年度指标要求完成情况",
            INDICATORS,
            content.indicators,
            notes,
            across=True,
        ),
    )
    return write_workbook(plans, path)
