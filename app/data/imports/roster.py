"""Reading a people roster: which sheets, which tables, which lines are people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.data.imports.cells import Grid, column_letter
from app.data.imports.grid import read_tables
from app.data.imports.header_words import HeaderWords, bare_header, header_words
from app.data.imports.refusals import web_page
from app.data.imports.roster_lines import TableLines, fill_down
from app.data.imports.roster_remarks import (
    about,
    about_columns,
    about_context,
    about_people_nowhere,
    about_sheet,
    about_table,
    unread_columns,
)
from app.data.imports.sections import Sections, opening_context
from app.data.imports.side_lines import branch_hints
from app.data.imports.table_finder import FoundTable, find_tables
from app.domain.declarations import entity_named
from app.domain.errors import AppError
from app.domain.people.branches import kind_of
from app.domain.people.roster_context import section_context
from app.domain.people.roster_file import (
    RosterFile,
    RosterRow,
    RosterSheet,
)
from app.domain.people.roster_headers import (
    MOVE_HEADERS,
    NEVER_READ,
    POST_HEADERS,
    VILLAGE_HEADERS,
    WEAK_HEADERS,
)
from app.domain.people.section_marks import is_numbered

_LOOKED_AT = 200


def read_roster(
    path: Path, sheet: str | None = None, taught: Mapping[str, str] | None = None
) -> RosterFile:
    """Read every table of people in every visible sheet.

    `taught` says what columns are whose header is not known: header to field, empty for none.

    Raises:
        AppError: the file cannot be read, or no sheet has a usable header.
    """
    tables = read_tables(path, sheet)
    words = roster_words(taught or {})
    found = RosterFile(path, [], [], web_page=tables.web_page)
    for name in tables.hidden:
        found.warnings.append(about(name, "工作表是隐藏的，没有读取；需要时请取消隐藏后再导入"))
    for remark in tables.remarks:
        found.warnings.append(about("", remark))
    for name, reason in tables.unreadable.items():
        found.warnings.append(about(name, reason))
    for grid in tables.grids:
        _SheetReader(grid, words, path.stem, found).read()
    if not found.sheets and tables.web_page:
        raise web_page("里面没有找到花名册（要有“姓名”“身份证号”等列名）")
    if not found.sheets:
        raise _nothing_usable(found)
    return found


def roster_words(taught: Mapping[str, str]) -> HeaderWords:
    """All words that may stand over the columns of a roster."""
    words = header_words(entity_named("member"), NEVER_READ)
    for name, headers in (POST_HEADERS | MOVE_HEADERS).items():
        words.update((bare_header(header), name) for header in headers)
    weak = {
        bare_header(header): name for name, headers in WEAK_HEADERS.items() for header in headers
    }
    learned = {bare_header(header): name for header, name in taught.items()}
    return HeaderWords(words, weak, learned)


@dataclass
class _SheetReader:
    """One sheet: its tables from above, each with the context the one above has left."""

    grid: Grid
    words: HeaderWords
    file_name: str
    found: RosterFile
    ends: list[tuple[FoundTable, Sections]] = field(default_factory=list)
    merged_into: dict[int, int] = field(default_factory=dict)

    def read(self) -> None:
        """Add the tables of this sheet, and what is to be said of them, to the file."""
        grid, found = self.grid, self.found
        tables = find_tables(grid.rows, grid.merged, self.words, grid.facts.hidden_columns)
        usable = [table for table in tables if "id_number" in table.columns and not table.other]
        if not usable and not tables:
            if grid.rows and bare_header(grid.name) != "填表说明":
                found.warnings.append(about(grid.name, _NO_HEADER))
            return
        if usable:
            found.warnings.extend(about_sheet(grid))
        for table in tables:
            context = self._context(table, tables)
            if context.now.other and (table not in usable or not self._above(table)):
                table.other = context.now.other
            if table in usable and not table.other:
                self._take(table, context, tables)
            else:
                self.ends.append((table, context))
                found.warnings.append(about_table(grid, table))
        found.warnings.extend(about_people_nowhere(grid, tables))

    def _take(self, table: FoundTable, context: Sections, tables: Sequence[FoundTable]) -> None:
        grid, found = self.grid, self.found
        fill_down(grid, table)
        lines = TableLines(grid, table, context)
        rows = list(lines.people())
        self.ends.append((table, context))
        _branch_by_content(table, rows)
        made = RosterSheet(
            name=grid.name,
            branch_hints=self._hints(table, tables),
            header_rows=tuple(row + 1 for row in table.rows),
            columns={name: column_letter(column) for name, column in table.columns.items()},
            headers=table.written,
            rows=rows,
            unread=grid.facts.unread,
            plain_text=grid.facts.plain_text,
            joined=_joined(table),
            unread_columns=unread_columns(grid, table),
            sections=tuple(lines.sections),
            villages=bare_header(table.written.get("organization", "")) in VILLAGE_HEADERS,
        )
        found.taught.update(table.taught)
        earlier = self._same_above(made)
        if earlier is None:
            found.sheets.append(made)
            found.warnings.extend(about_columns(grid, table, made))
        else:
            earlier.rows.extend(rows)
            at = found.sheets.index(earlier)
            found.sheets[at] = replace(earlier, sections=(*earlier.sections, *made.sections))
        found.warnings.extend(about_context(grid, table, lines, rows, self.file_name))

    def _context(self, table: FoundTable, tables: Sequence[FoundTable]) -> Sections:
        above = self._above(table)
        if above is not None:
            below = above.go_on()
            if table.groups:
                said = opening_context(table.groups, (), "", "")
                if said.says_who:
                    below.now = replace(said, branch=below.now.branch)
            return below
        texts = titles_over(self.grid, table, tables)
        sections = [text for text in texts if is_numbered(text) and section_context([text])]
        titles = [text for text in texts if text not in sections]
        context = Sections(opening_context(table.groups, titles, self.grid.name, self.file_name))
        for text in sections:
            context.take(section_context([text]))
        return context

    def _above(self, table: FoundTable) -> Sections | None:
        """What the table right above has left, if there is one."""
        found = [
            (other.end, context)
            for other, context in self.ends
            if other.rows[0] < table.rows[0]
            and other.left < table.right
            and table.left < other.right
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _hints(self, table: FoundTable, tables: Sequence[FoundTable]) -> tuple[str, ...]:
        return branch_hints([*table.groups, *titles_over(self.grid, table, tables)], self.grid.name)

    def _same_above(self, made: RosterSheet) -> RosterSheet | None:
        """The same header once more, as on every printed page: the table goes on."""
        for sheet in self.found.sheets:
            if (
                sheet.name == made.name
                and sheet.columns == made.columns
                and sheet.joined == made.joined
                and sheet.header_rows[-1] < made.header_rows[0]
                and sheet.branch_hints == made.branch_hints
            ):
                return sheet
        return None


def titles_over(grid: Grid, table: FoundTable, tables: Sequence[FoundTable]) -> list[str]:
    """The texts above a table that are no people: beside another table only its own."""
    beside = [t for t in tables if t is not table and t.rows[0] == table.rows[0]]
    first = min(t.rows[0] for t in tables)
    found: list[str] = []
    for number, row in enumerate(grid.rows[: table.rows[0]]):
        texts = [(c, cell) for c, cell in enumerate(row) if isinstance(cell, str) and cell.strip()]
        own = [cell for c, cell in texts if table.left <= c < table.right]
        if number < first:
            if not beside:
                own = [cell for _, cell in texts]
            elif not own:
                own = [cell for c, cell in texts if c < table.left][-1:]
            found.extend(own)
        elif not any(t.rules(number, c) for t in tables for c in range(table.left, table.right)):
            found.extend(own)
    return found


def _branch_by_content(table: FoundTable, rows: list[RosterRow]) -> None:
    """单位 that holds nothing but names of branches is the branch."""
    if "organization" in table.columns or "workplace" not in table.columns:
        return
    if "workplace" in table.further:
        return
    values = [row.cells["workplace"] for row in rows if "workplace" in row.cells][:_LOOKED_AT]
    if not values or not all(isinstance(value, str) and kind_of(value) for value in values):
        return
    table.columns["organization"] = table.columns.pop("workplace")
    table.written["organization"] = table.written.pop("workplace")
    for row in rows:
        if "workplace" in row.cells:
            row.cells["organization"] = row.cells.pop("workplace")


def _joined(table: FoundTable) -> dict[str, str]:
    second = table.further.get("workplace")
    return {} if second is None else {"workplace": column_letter(second)}


_NO_HEADER = "没有找到表头（要有“姓名”“身份证号”等列名），没有读取"


def _nothing_usable(found: RosterFile) -> AppError:
    reasons = "；".join(f"“{told.sheet}”{told.reason}" for told in found.warnings[:5])
    return AppError(
        f"{found.name} 里没有可以导入的花名册。" + (f"{reasons}。" if reasons else ""),
        "请检查表头是否写明“姓名”和“身份证号”，或用“另存一份空白模板”填写后再导入。",
        code="roster-no-header",
    )
