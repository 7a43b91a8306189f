"""What a reader of rosters has to say: what was not read and why, what was taken from where."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from app.data.imports.cells import Grid, column_letter
from app.data.imports.roster_lines import TableLines
from app.data.imports.table_finder import FoundTable, Unread
from app.domain.declarations import entity_named
from app.domain.people.roster_context import date_said
from app.domain.people.roster_file import (
    CellValue,
    RosterRow,
    RosterSheet,
    RowProblem,
    UnreadColumn,
)
from app.domain.people.roster_headers import LABELS

_SHOWN = 15
_ID = re.compile(r"\d{17}[\dXx]|\d{15}")
_FEWEST = 15
_GROUP_MARK = "/"
_PARTY = re.compile("党|支部")
_NO_MEMBERS = re.compile(
    "村民代表|居民代表|群众代表|人大代表|政协委员|后备(?:干部|力量|人选)|志愿者|网格员|退役军人|"
    "村干部|村组干部|能人|乡贤|人才|致富带头人|小组长|村医|妇女|青年|民兵|低保|五保|脱贫|学生"
)


def about(sheet: str, reason: str, cell: str = "") -> RowProblem:
    """A sentence about a whole sheet or a range of cells."""
    return RowProblem(sheet, 0, cell, "", "", reason)


def about_sheet(grid: Grid) -> Iterator[RowProblem]:
    """Hidden lines, and what this format cannot tell."""
    facts = grid.facts
    if facts.hidden_rows:
        yield about(
            grid.name, f"有 {len(facts.hidden_rows)} 行是隐藏的（可能开着筛选），已一并读取"
        )
    for sentence in facts.untold:
        yield about(grid.name, sentence)


def about_table(grid: Grid, table: FoundTable) -> RowProblem:
    """Why a table was not read, with its cells."""
    cells = _range(table.rows[0], table.end, table, grid)
    if table.other:
        return about(
            grid.name,
            f"{cells} 是“{table.other}”的表，不是党员本人，没有读取；"
            "要导入这些人时请另存一张表，改掉这个标题或分组",
            cells,
        )
    doubtful = [u.text for u in table.unread if u.guess == "id_number"]
    if doubtful:
        return about(
            grid.name,
            f"{cells} 的“{'、'.join(doubtful)}”不是本人的，或分不清是谁的，不能确认是谁，没有读取",
            cells,
        )
    return about(grid.name, f"{cells} 的表没有“身份证号”列，不能确认是谁，没有读取", cells)


def about_columns(grid: Grid, table: FoundTable, sheet: RosterSheet) -> Iterator[RowProblem]:
    """Columns that were not read, and those that had to be chosen from two."""
    unknown = [found.text for found in table.unread if not found.why]
    if unknown:
        listed = "、".join(unknown[:_SHOWN])
        more = f" 等 {len(unknown)} 列" if len(unknown) > _SHOWN else ""
        yield about(grid.name, f"这些列不认识，没有读取：{listed}{more}")
    others = [found for found in table.unread if found.why == "other"]
    if others:
        places = "、".join(column_letter(found.index) for found in others)
        listed = "、".join(found.text for found in others)
        yield about(grid.name, f"{places} 列说的不是本人，没有读取：{listed}")
    for found in table.unread:
        if found.why == "unsure":
            place = f"{column_letter(found.index)}{sheet.header_rows[-1]}"
            yield about(grid.name, _why(found), place)
    for name, column in table.further.items():
        if name != "workplace":
            both = f"{column_letter(table.columns[name])} 列和 {column_letter(column)} 列"
            yield about(grid.name, f"{both}都像是“{table.written[name]}”，只读了前一列")
    hidden = grid.facts.hidden_columns
    for name, column in table.passed_over:
        yield about(
            grid.name,
            f"{column_letter(column)} 列（隐藏）和 {column_letter(table.columns[name])} 列都像是"
            f"“{table.written[name]}”，只读了看得见的一列",
        )
    for name, column in table.columns.items():
        if column in hidden:
            yield about(
                grid.name,
                f"{column_letter(column)} 列“{table.written[name]}”是隐藏的，已一并读取，请核对",
            )


def unread_columns(grid: Grid, table: FoundTable) -> tuple[UnreadColumn, ...]:
    """The columns to ask about: unknown ones, and those that may be somebody else's."""
    return tuple(
        UnreadColumn(
            grid.name, column_letter(found.index), found.text, found.key, _why(found), found.guess
        )
        for found in table.unread
        if found.why != "other" or (found.guess and _GROUP_MARK not in found.text)
    )


def about_context(
    grid: Grid,
    table: FoundTable,
    lines: TableLines,
    rows: Sequence[RosterRow],
    file_name: str,
) -> Iterator[RowProblem]:
    """What titles and sections said, where a clerk would want to know that it was heard."""
    for other, numbers in lines.others.items():
        cells = _range(numbers[0] - 1, numbers[-1], table, grid)
        yield about(grid.name, f"{cells} 在“{other}”下面，不是党员本人，没有读取", cells)
    yield from _about_unheard(grid, table, lines)
    yield from _about_blank_branches(grid, table, rows)
    if "political_status" in table.columns:
        yield from _about_blank_categories(grid, table, rows)
        return
    heard = dict.fromkeys(
        str(row.cells["political_status"]) for row in rows if "political_status" in row.cells
    )
    if heard:
        listed = "、".join(heard)
        yield about(grid.name, f"人员类别是按标题、工作表名或分段读取的：{listed}，请核对")
    silent = not heard and not any(row.asks for row in rows)
    if silent and not _is_of_the_party(grid, table, file_name):
        yield about(
            grid.name,
            "标题和表头都没有写明人员类别，新增的人按“正式党员”记；不是的请加“人员类别”一列",
        )
    for text in _texts_over(grid, table):
        field, day = date_said(text)
        if field and "-" in day and field not in table.columns:
            label = entity_named("member").field(field).label
            yield about(
                grid.name, f"“{text.strip()[:30]}”里的日期 {day} 没有读取，需要时请加“{label}”一列"
            )


def _about_unheard(grid: Grid, table: FoundTable, lines: TableLines) -> Iterator[RowProblem]:
    for number, text in list(lines.unheard.items())[:_SHOWN]:
        yield about(
            grid.name,
            f"第 {number} 行“{' '.join(text.split())[:30]}”没有看懂，"
            "下面的人仍按前面写明的支部和类别归入，请核对",
            f"{column_letter(table.left)}{number}",
        )


def _about_blank_branches(
    grid: Grid, table: FoundTable, rows: Sequence[RosterRow]
) -> Iterator[RowProblem]:
    """A branch written once and left blank below is no answer: said, lest people be misplaced."""
    if "organization" not in table.columns:
        return
    blank = [row.number for row in rows if "organization" not in row.cells]
    if blank and len(blank) < len(rows):
        shown = "、".join(map(str, blank[:_SHOWN])) + (" 等" if len(blank) > _SHOWN else "")
        yield about(
            grid.name,
            f"第 {shown} 行没有填“{table.written['organization']}”，"
            "这些人按分段、标题或所选党组织归入，请核对",
        )


def _about_blank_categories(
    grid: Grid, table: FoundTable, rows: Sequence[RosterRow]
) -> Iterator[RowProblem]:
    """A category left blank among others is no statement that somebody is a full member."""
    blank = [row.number for row in rows if "political_status" not in row.cells]
    if blank and len(blank) < len(rows):
        shown = "、".join(map(str, blank[:_SHOWN])) + (" 等" if len(blank) > _SHOWN else "")
        yield about(
            grid.name,
            f"第 {shown} 行没有填“{table.written['political_status']}”，"
            "新增的人按“正式党员”记，请核对",
        )


def about_people_nowhere(grid: Grid, tables: Sequence[FoundTable]) -> Iterator[RowProblem]:
    """ID numbers in cells that lie under no header: nobody may vanish unsaid."""
    if not tables:
        return
    width = max((len(row) for row in grid.rows), default=0)
    places: list[tuple[int, int]] = []
    for first, last, free in _free_columns(grid, tables, width):
        for number in range(first, last):
            row = grid.rows[number]
            places.extend(
                (column, number) for column in free if column < len(row) and _is_number(row[column])
            )
    for column, found in groupby(sorted(places), key=lambda place: place[0]):
        rows = [row for _, row in found]
        cells = f"{column_letter(column)}{rows[0] + 1}:{column_letter(column)}{rows[-1] + 1}"
        yield about(
            grid.name, f"{cells} 有 {len(rows)} 个身份证号，上面没有认得出的表头，没有读取", cells
        )


def _free_columns(
    grid: Grid, tables: Sequence[FoundTable], width: int
) -> Iterator[tuple[int, int, list[int]]]:
    """Runs of rows with the columns that no table rules there."""
    edges = sorted({0, len(grid.rows), *(t.rows[0] for t in tables), *(t.end for t in tables)})
    for first, last in pairwise(edges):
        ruling = [t for t in tables if t.rows[0] <= first < t.end]
        free = [c for c in range(width) if not any(t.left <= c < t.right for t in ruling)]
        free += [c for t in ruling for c in _without_header(t)]
        if free:
            yield first, last, sorted(set(free))


def _without_header(table: FoundTable) -> Iterator[int]:
    known = {*table.columns.values(), *table.further.values(), *(u.index for u in table.unread)}
    known.update(column for _, column in table.passed_over)
    return (column for column in range(table.left, table.right) if column not in known)


def _is_number(value: CellValue) -> bool:
    return isinstance(value, str) and len(value) >= _FEWEST and bool(_ID.fullmatch(value.strip()))


def _range(first: int, end: int, table: FoundTable, grid: Grid) -> str:
    """A7:F20, as far as the lines are filled."""
    last = first
    for number in range(first, min(end, len(grid.rows))):
        if any(cell not in ("", None) for cell in grid.rows[number][table.left : table.right]):
            last = number
    left, right = column_letter(table.left), column_letter(table.right - 1)
    return f"{left}{first + 1}:{right}{last + 1}"


def _why(found: Unread) -> str:
    if not found.why:
        return ""
    label = _label(found.guess) if found.guess else found.text
    if found.why == "other":
        return f"“{found.text}”说的不是本人，没有当作{label}读取"
    return f"“{found.text}”分不清是不是本人的，没有当作{label}读取；是本人的请指明这一列是“{label}”"


def _label(name: str) -> str:
    return LABELS.get(name) or entity_named("member").field(name).label


def _is_of_the_party(grid: Grid, table: FoundTable, file_name: str) -> bool:
    if {"joined_on", "full_on", "post_title"} & set(table.columns):
        return True
    titles = [*_texts_over(grid, table), *table.groups]
    if any(_NO_MEMBERS.search(text) and "党员" not in text for text in (*titles, grid.name)):
        return False
    texts = [*titles, *table.written.values()]
    return any(_PARTY.search(text) for text in (*texts, grid.name, file_name))


def _texts_over(grid: Grid, table: FoundTable) -> list[str]:
    return [
        cell
        for row in grid.rows[: table.rows[0]][:30]
        for cell in row
        if isinstance(cell, str) and cell.strip()
    ]
