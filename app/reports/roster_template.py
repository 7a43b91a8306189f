"""The empty roster that staff fill in: headers, drop-downs, text columns, a sheet that explains."""

from pathlib import Path

from app.domain.declarations import entity_named
from app.domain.people.roster_headers import NEVER_READ
from app.reports.column import Column
from app.reports.sheet import SheetPlan, write_workbook
from app.reports.template_sheets import NOTES_SHEET, fill_column, notes_sheet

__all__ = ["NOTES_SHEET", "write_template"]

_LEFT_OUT = NEVER_READ | {"status"}
_WIDTHS = {"name": 24.0, "id_number": 42.0, "organization": 44.0, "workplace": 44.0, "note": 40.0}
_BRANCH = "写党支部全称；整张表是同一个支部时，可只写在标题里"


def write_template(target: Path) -> None:
    """Write the empty roster workbook."""
    fields = [made for made in entity_named("member").fields if made.name not in _LEFT_OUT]
    roster = SheetPlan(
        "党员花名册",
        "党员花名册",
        (
            Column("序号", "", 12),
            *(fill_column(made, _WIDTHS.get(made.name, 28.0)) for made in fields),
        ),
        (),
        ("填好后在“党员—导入花名册”中选择本文件；不得录入涉密内容。",),
        across=True,
        to_fill=True,
    )
    write_workbook([roster, notes_sheet(fields, _BRANCH)], target)
