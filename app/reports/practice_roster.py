"""A roster as a township keeps it: a sheet per branch, title line, spaced headers, totals line."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.reports.target import put_in_place

HEADERS = (
    "序号",
    "姓  名",
    "性别",
    "民族",
    "出生\n年月",
    "文化程度",
    "入党时间",
    "公民身份号码",
    "联系方式",
    "单位及职务",
    "政治面貌",
)


def write_practice_roster(
    branches: Mapping[str, Sequence[Sequence[str]]], township: str, path: Path
) -> None:
    """One sheet per branch; every row holds the values after 序号."""
    from openpyxl import Workbook

    book = Workbook()
    for name, rows in branches.items():
        sheet = book.create_sheet(name[:31])
        sheet.append([f"中共{township}{name}党员花名册"])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADERS))
        sheet.append(list(HEADERS))
        for number, row in enumerate(rows, start=1):
            sheet.append([number, *row])
        sheet.append(["合计", f"{len(rows)}人"])
        for column, width in zip(
            "ABCDEFGHIJK", (6, 16, 6, 10, 12, 10, 12, 22, 14, 18, 10), strict=True
        ):
            sheet.column_dimensions[column].width = width
    del book["Sheet"]
    memory = io.BytesIO()
    book.save(memory)
    put_in_place(path, memory.getvalue())
