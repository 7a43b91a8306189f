"""Reading a filled class workbook: 班次信息, 课程表, 学员名单 and 考勤 as cells with addresses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.data.imports.cells import Grid, Tables, column_letter
from app.data.imports.grid import read_tables
from app.data.imports.header import SEARCHED_ROWS, find_header
from app.data.imports.header_words import HeaderWords, bare_header, header_words
from app.data.imports.roster_remarks import about, about_sheet
from app.data.imports.table_finder import find_tables
from app.domain.declarations import entity_named
from app.domain.errors import AppError
from app.domain.people.roster_file import CellValue, RowProblem
from app.domain.training.class_workbook import (
    ABOUT_SHEET,
    ATTENDANCE_SHEET,
    CHECKED_BY,
    PAPER,
    PEOPLE_SHEET,
    SESSIONS_SHEET,
)

_SHEETS = frozenset({ABOUT_SHEET, SESSIONS_SHEET, PEOPLE_SHEET, ATTENDANCE_SHEET})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its row in the sheet and the filled cells by field."""

    number: int
    cells: dict[str, CellValue]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet whose header was found; `columns` are letters."""

    name: str
    columns: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def address(self, line: Line, name: str) -> str:
        """The cell of a field; empty when the sheet has no such column."""
        return f"{self.columns[name]}{line.number}" if name in self.columns else ""


@dataclass(frozen=True, slots=True)
class ClassFile:
    """A class workbook as it was read; `places` are the cells of 班次信息."""

    name: str
    about: dict[str, CellValue]
    places: dict[str, str]
    sessions: Table
    people: Table
    marks: Table
    warnings: list[RowProblem] = field(default_factory=list)
    """What the sheets hold that is no value, or cannot tell: errors, formulas, hidden lines."""


def read_class_workbook(path: Path) -> ClassFile:
    """Read the four sheets; 考勤 may be missing, 课程表 may be empty.

    Raises:
        AppError: the file cannot be read, or 班次信息 or 学员名单 is missing.
    """
    tables = read_tables(path)
    grids = {grid.name.strip(): grid for grid in tables.grids}
    for wanted in (ABOUT_SHEET, PEOPLE_SHEET):
        if wanted not in grids:
            raise AppError(
                f"{path.name} 里没有“{wanted}”工作表，不是培训班工作簿。",
                "请用“另存一份空白模板”得到空表，填写后再导入；工作表的名称不要改。",
                code="class-workbook",
            )
    about, places = _about(grids[ABOUT_SHEET])
    about = {name: raw for name, raw in about.items() if not _is_blank(raw)}
    session_words = header_words(entity_named("session"), frozenset({"training_class"}))
    return ClassFile(
        path.name,
        about,
        places,
        _table(grids.get(SESSIONS_SHEET), session_words, "day", SESSIONS_SHEET),
        _people(grids[PEOPLE_SHEET]),
        _marks(grids.get(ATTENDANCE_SHEET)),
        list(_warnings(tables)),
    )


def _warnings(tables: Tables) -> Iterator[RowProblem]:
    """What a clerk must know lest a participant or a mark is missing without a word."""
    for name in tables.hidden:
        if name.strip() in _SHEETS:
            yield about(name, "工作表是隐藏的，没有读取；需要时请取消隐藏后再导入")
    for name, reason in tables.unreadable.items():
        yield about(name, reason)
    for remark in tables.remarks:
        yield about("", remark)
    for grid in tables.grids:
        if grid.name.strip() in _SHEETS:
            yield from about_sheet(grid)
            for place, sentence in grid.facts.unread.items():
                row = int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
                yield RowProblem(grid.name, row, place, "", "", sentence)


def _about(grid: Grid) -> tuple[dict[str, CellValue], dict[str, str]]:
    """Labels with the value to the right, or one header line with the values below."""
    words = header_words(
        entity_named("training_class"), frozenset({"state", "closed_on", "certificate_id_number"})
    )
    words |= {bare_header(CHECKED_BY): "checked_by", bare_header(PAPER): "paper"}
    values: dict[str, CellValue] = {}
    places: dict[str, str] = {}
    header = find_header(grid.rows, words)
    if header is not None and len(header.columns) > 2:
        below = grid.rows[header.last_row + 1 : header.last_row + 2]
        for name, column in header.columns.items():
            places[name] = f"{column_letter(column)}{header.last_row + 2}"
            values[name] = below[0][column] if below else ""
        return values, places
    for number, row in enumerate(grid.rows, 1):
        for column, cell in enumerate(row[:-1]):
            found = words.get(bare_header(cell)) if isinstance(cell, str) else None
            if found and found not in values:
                values[found] = row[column + 1]
                places[found] = f"{column_letter(column + 1)}{number}"
    return values, places


def _people_words() -> dict[str, str]:
    member = header_words(entity_named("member"))
    words = {word: name for word, name in member.items() if name in ("name", "id_number")}
    words |= {word: "position_then" for word, name in member.items() if name == "workplace"}
    for label in ("时任单位及职务", "时任职务"):
        words[label] = "position_then"
    return words | {"组别": "team", "分组": "team", "小组": "team"}


def _people(grid: Grid) -> Table:
    """学员名单: what a group says of somebody else is not read, a further table is named."""
    hidden = grid.facts.hidden_columns
    found = find_tables(
        grid.rows, grid.merged, HeaderWords(_people_words()), hidden, ("id_number",)
    )
    usable = [table for table in found if "id_number" in table.columns and not table.other]
    if not usable:
        raise AppError(f"“{grid.name}”里没有“身份证号”一列，不能确认是谁。", "请使用模板里的表头。")
    first = usable[0]
    letters = {name: column_letter(column) for name, column in first.columns.items()}
    made = Table(grid.name, letters, [])
    for table in usable:
        if table.columns != first.columns:
            raise AppError(
                f"“{grid.name}”里不止一张表：第 {table.rows[0] + 1} 行的表头与前面的不同，"
                f"在 {column_letter(table.left)} 至 {column_letter(table.right - 1)} 列。",
                "请把学员并成一张表再导入。",
                code="class-workbook",
            )
        made.lines.extend(_lines(grid.rows[: table.end], table.last_row, first.columns))
    return made


def _table(grid: Grid | None, words: Mapping[str, str], must: str, name: str) -> Table:
    header = find_header(grid.rows, words, must) if grid else None
    if grid is None or header is None:
        return Table(name)
    letters = {field: column_letter(column) for field, column in header.columns.items()}
    return Table(grid.name, letters, list(_lines(grid.rows, header.last_row, header.columns)))


def _lines(
    rows: Sequence[Sequence[CellValue]], last: int, columns: Mapping[str, int]
) -> Iterator[Line]:
    for number, row in enumerate(rows[last + 1 :], last + 2):
        cells = {
            name: row[column]
            for name, column in columns.items()
            if column < len(row) and not _is_blank(row[column])
        }
        if cells:
            yield Line(number, cells)


def _marks(grid: Grid | None) -> Table:
    """考勤 as a grid, one column per half-day, or as a list of 日期, 时段, 考勤."""
    if grid is None:
        return Table(ATTENDANCE_SHEET)
    words = _people_words() | {"日期": "day", "时段": "slot", "考勤": "mark", "考勤情况": "mark"}
    for last, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        bare = [bare_header(cell) if isinstance(cell, str) else "" for cell in row]
        columns = {words[text]: column for column, text in enumerate(bare) if text in words}
        if "id_number" not in columns:
            continue
        if "mark" not in columns:
            right = max(columns.values())
            columns |= {
                f"session:{_heading(cell)}": column
                for column, cell in enumerate(row)
                if column > right and not _is_blank(cell)
            }
        letters = {name: column_letter(column) for name, column in columns.items()}
        return Table(grid.name, letters, list(_lines(grid.rows, last, columns)))
    return Table(ATTENDANCE_SHEET)


def _heading(cell: CellValue) -> str:
    return cell.strip() if isinstance(cell, str) else str(cell)


def _is_blank(cell: CellValue) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
