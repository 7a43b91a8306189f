"""Reading a people roster: which sheets, which header, which lines are people."""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.data.imports.grid import Grid, SheetFacts, column_letter, read_tables
from app.data.imports.header import Header, bare_header, find_header, header_words
from app.data.imports.side_lines import branch_hints, is_no_id_number, is_section, is_side_line
from app.domain.declarations import entity_named
from app.domain.errors import AppError
from app.domain.people.roster_file import (
    CellValue,
    RosterFile,
    RosterRow,
    RosterSheet,
    RowProblem,
)
from app.domain.people.roster_headers import POST_HEADERS

_NOT_READ = frozenset({"merged_into", "status_on"})
_FILLED_DOWN = ("organization", "workplace", "political_status")
"""Columns that staff merge over several people; a name or number is never one for several."""


def read_roster(path: Path, sheet: str | None = None) -> RosterFile:
    """Read every visible sheet that has a header of people.

    Raises:
        AppError: the file cannot be read, or no sheet has a usable header.
    """
    tables = read_tables(path, sheet)
    words = _roster_words()
    found = RosterFile(path, [], [])
    for name in tables.hidden:
        found.warnings.append(_about(name, "工作表是隐藏的，没有读取；需要时请取消隐藏后再导入"))
    for remark in tables.remarks:
        found.warnings.append(_about("", remark))
    for name, reason in tables.unreadable.items():
        found.warnings.append(_about(name, reason))
    for grid in tables.grids:
        header = find_header(grid.rows, words)
        if header is None or "id_number" not in header.columns:
            if grid.rows and bare_header(grid.name) != "填表说明":
                found.warnings.append(_about(grid.name, _why_unusable(header)))
            continue
        found.sheets.append(_sheet(grid, header))
        found.warnings.extend(_remarks(grid, header))
    if not found.sheets:
        raise _nothing_usable(found)
    return found


def _roster_words() -> dict[str, str]:
    words = header_words(entity_named("member"), _NOT_READ)
    for name, headers in POST_HEADERS.items():
        words.update((bare_header(header), name) for header in headers)
    return words


def _sheet(grid: Grid, header: Header) -> RosterSheet:
    _fill_down(grid, header)
    letters = {name: column_letter(column) for name, column in header.columns.items()}
    second = header.further.get("workplace")
    return RosterSheet(
        name=grid.name,
        branch_hints=branch_hints(grid.rows[: header.rows[0]], grid.name),
        header_rows=tuple(row + 1 for row in header.rows),
        columns=letters,
        headers=header.written,
        rows=list(_people(grid, header)),
        unread=grid.facts.unread,
        plain_text=grid.facts.plain_text,
        joined={} if second is None else {"workplace": column_letter(second)},
    )


def _people(grid: Grid, header: Header) -> Iterator[RosterRow]:
    fields = tuple(header.columns.items())
    second = header.further.get("workplace")
    months, years = grid.facts.month_only, grid.facts.year_only
    branch = ""
    for number, row in enumerate(grid.rows[header.last_row + 1 :], header.last_row + 2):
        width = len(row)
        cells = {
            name: row[column] for name, column in fields if column < width and row[column] != ""
        }
        if "id_number" not in cells:
            branch = is_section(row) or branch
            if _is_no_person(grid, row, cells, number, header):
                continue
        elif is_no_id_number(cells["id_number"]) and is_side_line(row):
            continue
        if bare_header(str(cells.get("name", ""))) == "姓名":
            continue
        if second is not None and second < width:
            _join_workplace(cells, row[second])
        if months or years:
            _shorten_dates(cells, header, number, grid.facts)
        yield RosterRow(number, cells, branch)


def _is_no_person(
    grid: Grid, row: Sequence[CellValue], cells: dict[str, CellValue], number: int, header: Header
) -> bool:
    address = f"{column_letter(header.columns['id_number'])}{number}"
    if address in grid.facts.uncalculated or address in grid.facts.errors:
        return False
    return not cells or bool(is_section(row)) or is_side_line(row) or _only_blanks(cells)


def _only_blanks(cells: dict[str, CellValue]) -> bool:
    return all(isinstance(cell, str) and not cell.strip() for cell in cells.values())


def _join_workplace(cells: dict[str, CellValue], further: CellValue) -> None:
    # 工作单位 and 职务 in two columns are one field: 单位及职务.
    if isinstance(further, str) and further.strip():
        first = cells.get("workplace")
        cells["workplace"] = f"{first}{further}" if isinstance(first, str) else further


def _shorten_dates(
    cells: dict[str, CellValue], header: Header, number: int, facts: SheetFacts
) -> None:
    # Typing 1985年3月 makes the program store 1 March; the day was never known.
    for name, value in cells.items():
        if isinstance(value, datetime.date) and value.day == 1:
            address = f"{column_letter(header.columns[name])}{number}"
            if address in facts.month_only:
                cells[name] = f"{value:%Y-%m}"
            elif address in facts.year_only and value.month == 1:
                cells[name] = f"{value:%Y}"


def _fill_down(grid: Grid, header: Header) -> None:
    fillable = {header.columns[name] for name in _FILLED_DOWN if name in header.columns}
    for (top, left), (bottom, _right) in grid.merged:
        if left not in fillable or top <= header.last_row or top >= len(grid.rows):
            continue
        value = grid.rows[top][left] if left < len(grid.rows[top]) else ""
        for row in grid.rows[top + 1 : bottom + 1]:
            if left < len(row) and any(cell != "" for cell in row):
                row[left] = value


def _remarks(grid: Grid, header: Header) -> Iterator[RowProblem]:
    if grid.facts.hidden_rows:
        yield _about(
            grid.name, f"有 {len(grid.facts.hidden_rows)} 行是隐藏的（可能开着筛选），已一并读取"
        )
    for sentence in grid.facts.untold:
        yield _about(grid.name, sentence)
    if header.unknown:
        listed = "、".join(header.unknown[:15])
        yield _about(grid.name, f"这些列不认识，没有读取：{listed}")
    for name, column in header.further.items():
        if name != "workplace":
            first = column_letter(header.columns[name])
            both = f"{first} 列和 {column_letter(column)} 列"
            yield _about(grid.name, f"{both}都像是“{header.written[name]}”，只读了前一列")


def _why_unusable(header: Header | None) -> str:
    if header is None:
        return "没有找到表头（要有“姓名”“身份证号”等列名），没有读取"
    return "没有“身份证号”列，不能确认是谁，没有读取"


def _nothing_usable(found: RosterFile) -> AppError:
    reasons = "；".join(f"“{about.sheet}”{about.reason}" for about in found.warnings[:5])
    return AppError(
        f"{found.name} 里没有可以导入的花名册。" + (f"{reasons}。" if reasons else ""),
        "请检查表头是否写明“姓名”和“身份证号”，或用“另存一份空白模板”填写后再导入。",
        code="roster-no-header",
    )


def _about(sheet: str, reason: str) -> RowProblem:
    return RowProblem(sheet, 0, "", "", "", reason)
