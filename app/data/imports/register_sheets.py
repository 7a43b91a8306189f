"""Reading a workbook of a register: its table and those of what hangs on it, line by line."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from app.data.imports.cells import Grid, SheetFacts, address, column_letter
from app.data.imports.grid import read_tables
from app.data.imports.header import Header, find_header
from app.data.imports.header_words import bare_header, header_words
from app.domain.columns_beside import NUMBER, label_of, owned_by_person, words_beside
from app.domain.entity import Entity
from app.domain.errors import AppError
from app.domain.people.roster_file import (
    CellValue,
    RosterFile,
    RosterRow,
    RosterSheet,
    RowProblem,
    UnreadColumn,
)

_NUMBERING = frozenset({"序号", "编号", "行号", "NO", "拒绝原因"})
_SUMS = frozenset({"合计", "总计", "小计", "以下空白", "以下无正文", "说明", "注", "备注"})


def read_register_file(
    path: Path,
    entities: Sequence[Entity],
    taught: Mapping[str, Mapping[str, str]],
    sheet: str | None = None,
) -> RosterFile:
    """Every sheet in which one of these tables is found, the register's own first; `branch_hints`
    of a sheet hold the name of its table. `taught` are headers that were explained, by table. The
    tables come along: this runs in a process of its own.

    Raises:
        AppError: the file cannot be read, or none of its sheets has a header of the register.
    """
    found = read_tables(path, sheet)
    sheets: list[RosterSheet] = []
    warnings = [RowProblem(name, 0, "", "", "", "隐藏的工作表没有读取") for name in found.hidden]
    warnings += [RowProblem(n, 0, "", "", "", why) for n, why in found.unreadable.items()]
    warnings += [RowProblem("", 0, "", "", "", words) for words in found.remarks]
    for grid in found.grids:
        made = _best(grid, entities, taught)
        if made is not None:
            sheets.append(made)
    main = entities[0]
    if not any(one.branch_hints == (main.name,) for one in sheets):
        needed = "、".join(f.label for f in main.fields if f.required and f.name != main.owner)
        if owned_by_person(main):
            needed = "姓名”和另外一列，或“身份证号"
        raise AppError(
            f"{path.name} 里没有找到{main.label}的表。",
            f"表头里至少要有“{needed}”这样的列名；可先另存一份空白模板对照。",
            code="no-table",
        )
    order = [entity.name for entity in entities]
    sheets.sort(key=lambda one: order.index(one.branch_hints[0]))
    return RosterFile(path, sheets, warnings, web_page=found.web_page)


def _best(
    grid: Grid, entities: Sequence[Entity], taught: Mapping[str, Mapping[str, str]]
) -> RosterSheet | None:
    """The table whose header a sheet has: by its tab, else by how many columns it knows."""
    readings: list[tuple[bool, int, Entity, Header]] = []
    for entity in entities:
        explained = taught.get(entity.name, {})
        beside = {bare_header(k): name for k, name in words_beside(entity).items()}
        told = {k: name for k, name in explained.items() if name}
        words = {**beside, **header_words(entity), **told}
        header = _header_of(grid, entity, words)
        if header is not None:
            named = bare_header(grid.name) == bare_header(entity.label)
            readings.append((named, len(header.columns), entity, header))
    if not readings:
        return None
    _, _, entity, header = max(readings, key=lambda one: (one[0], one[1]))
    never = {word for word, name in taught.get(entity.name, {}).items() if not name}
    return _sheet(grid, entity, header, never)


def _header_of(grid: Grid, entity: Entity, words: Mapping[str, str]) -> Header | None:
    """A table names its rows; one about people names the person, by name or number."""
    musts = [entity.title or entity.fields[0].name]
    if owned_by_person(entity):
        musts = [entity.owner, NUMBER]
    for must in musts:
        found = find_header(grid.rows, words, must)
        if found is not None:
            return found
    return None


def _sheet(grid: Grid, entity: Entity, header: Header, never: Collection[str]) -> RosterSheet:
    letters = {name: column_letter(column) for name, column in header.columns.items()}
    heads = grid.rows[header.last_row]
    written = {
        name: str(heads[column]) if column < len(heads) else label_of(entity, name)
        for name, column in header.columns.items()
    }
    return RosterSheet(
        grid.name,
        (entity.name,),
        tuple(row + 1 for row in header.rows),
        letters,
        written,
        list(_lines(grid, header)),
        grid.facts.unread,
        grid.facts.plain_text,
        unread_columns=tuple(_unread(grid, header, never)),
    )


def _lines(grid: Grid, header: Header) -> "list[RosterRow]":
    made = []
    for number, row in enumerate(grid.rows[header.last_row + 1 :], header.last_row + 2):
        cells = {
            name: _shortened(grid.facts, row[column], number - 1, column)
            for name, column in header.columns.items()
            if column < len(row) and row[column] not in ("", None)
        }
        unread = any(
            address(number - 1, column) in grid.facts.unread for column in header.columns.values()
        )
        if (cells or unread) and not _is_no_line(row, cells):
            made.append(RosterRow(number, cells, ""))
    return made


def _is_no_line(row: Sequence[CellValue], cells: dict[str, CellValue]) -> bool:
    """A sum or a remark below the table; a sheet may also say its header twice."""
    first = next((cell for cell in row if cell not in ("", None)), "")
    bare = bare_header(first) if isinstance(first, str) else ""
    return any(bare.startswith(word) for word in _SUMS) and len(cells) <= 3 and not _named(cells)


def _named(cells: dict[str, CellValue]) -> bool:
    texts = [cell for cell in cells.values() if isinstance(cell, str)]
    return len([t for t in texts if bare_header(t) not in _SUMS and not _is_figure(t)]) > 1


def _is_figure(text: str) -> bool:
    return text.replace(",", "").replace(".", "").strip().isdigit()


def _shortened(facts: SheetFacts, value: CellValue, row: int, column: int) -> CellValue:
    """A date cell shown as a month or a year: its day was put there by the program."""
    if isinstance(value, datetime.date):
        place = address(row, column)
        if place in facts.month_only:
            return f"{value:%Y-%m}"
        if place in facts.year_only:
            return f"{value:%Y}"
    return value


def _unread(grid: Grid, header: Header, never: Collection[str]) -> "list[UnreadColumn]":
    taken = set(header.columns.values())
    found = []
    for column, cell in enumerate(grid.rows[header.last_row]):
        text = cell.strip() if isinstance(cell, str) else ""
        bare = bare_header(text)
        filled = any(column < len(r) and r[column] != "" for r in grid.rows[header.last_row + 1 :])
        known = column in taken or bare in _NUMBERING or bare in never
        if bare and not known and filled:
            letter = column_letter(column)
            found.append(UnreadColumn(grid.name, letter, " ".join(text.split()), bare, ""))
    return found
