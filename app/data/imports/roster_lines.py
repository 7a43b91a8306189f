"""The people under one header: which lines are people, and what the lines between say of them."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.data.imports.cells import MOST_COLUMNS, Grid, column_letter
from app.data.imports.header_words import bare_header
from app.data.imports.sections import Sections
from app.data.imports.side_lines import counts_columns, is_no_id_number, is_side_line
from app.data.imports.table_finder import FoundTable
from app.domain.people.roster_context import is_unheard, section_context
from app.domain.people.roster_file import CellValue, RosterRow

_FILLED_DOWN = ("organization", "workplace", "political_status")
"""Columns that staff merge over several people; a name or number is never one for several."""
_SPOKEN = ("organization", "political_status")
_DITTO = frozenset({"同上", "〃", "″", "〞", "”", '"', "''", "同前", "上同"})
_NOTHING = frozenset({"", "无", "-", "—", "——", "/", "\\", "不详", "空"})
_LONGEST_DITTO = 4
_LIKE_AN_ID = 15


@dataclass
class TableLines:
    """Reads the lines of a table; what it met on the way stays with it."""

    grid: Grid
    table: FoundTable
    context: Sections
    sections: list[int] = field(default_factory=list)
    others: dict[str, list[int]] = field(default_factory=dict)
    """家庭成员 to the rows under it, which are nobody's own."""
    unheard: dict[int, str] = field(default_factory=dict)
    """Lines that speak of a branch or a kind of people and were not understood."""

    def people(self) -> Iterator[RosterRow]:
        """Every line of a person, from above."""
        grid, table = self.grid, self.table
        fields = tuple(table.columns.items())
        second = table.further.get("workplace")
        written = [name for name in _FILLED_DOWN if name in table.columns]
        above: dict[str, CellValue] = {}
        shortened = bool(grid.facts.month_only or grid.facts.year_only)
        first = table.last_row + 1
        for number, row in enumerate(grid.rows[first : table.end], first + 1):
            width = len(row)
            cells = {
                name: value
                for name, column in fields
                if column < width and (value := row[column]) != ""
            }
            number_cell = cells.get("id_number")
            unlike = number_cell is None or _is_short(number_cell)
            if unlike and self._is_no_person(row, cells, number):
                continue
            name = str(cells.get("name", ""))
            if "姓" in name and bare_header(name) == "姓名":
                continue
            _repeat(cells, above, written)
            if second is not None and second < width:
                _join_workplace(cells, row[second])
            if shortened:
                self._shorten_dates(cells, number)
            said = self.context.now
            if said.other:
                self.others.setdefault(said.other, []).append(number)
                continue
            if said.says_who:
                _add_context(cells, self.context)
            asks = "" if "political_status" in cells else said.asks
            yield RosterRow(number, cells, said.branch, asks)

    def _is_no_person(
        self, row: Sequence[CellValue], cells: dict[str, CellValue], number: int
    ) -> bool:
        """A blank, a total, a remark, a section: told by the lack of an ID number."""
        own = row[self.table.left : self.table.right]
        texts = [cell for cell in own if isinstance(cell, str) and cell.strip()]
        if not texts:
            return not self._has_unread_number(number) and (
                _only_blanks(cells) or counts_columns(own)
            )
        said = section_context(texts)
        if said and not self._has_unread_number(number):
            self.context.take(said)
            self.sections.append(number)
            return True
        value = cells.get("id_number")
        if value is not None:
            return is_no_id_number(value) and (is_side_line(own) or counts_columns(own))
        if self._has_unread_number(number):
            return False
        if is_side_line(own) or counts_columns(own):
            return True
        if cells and not _only_blanks(cells):
            return False
        if is_unheard(texts):
            self.unheard[number] = max(texts, key=len)
        return True

    def _has_unread_number(self, number: int) -> bool:
        address = f"{column_letter(self.table.columns['id_number'])}{number}"
        facts = self.grid.facts
        return address in facts.uncalculated or address in facts.errors

    def _shorten_dates(self, cells: dict[str, CellValue], number: int) -> None:
        # Typing 1985年3月 makes the program store 1 March; the day was never known.
        facts = self.grid.facts
        for name, value in cells.items():
            if isinstance(value, datetime.date) and value.day == 1:
                address = f"{column_letter(self.table.columns[name])}{number}"
                if address in facts.month_only:
                    cells[name] = f"{value:%Y-%m}"
                elif address in facts.year_only and value.month == 1:
                    cells[name] = f"{value:%Y}"


def fill_down(grid: Grid, table: FoundTable) -> None:
    """A cell merged over several people is the value of each."""
    fillable = {table.columns[name] for name in _FILLED_DOWN if name in table.columns}
    for (top, left), (bottom, _right) in grid.merged:
        if left not in fillable or top <= table.last_row or top >= table.end:
            continue
        value = grid.rows[top][left] if left < len(grid.rows[top]) else ""
        for row in grid.rows[top + 1 : min(bottom + 1, table.end)]:
            if left < len(row) and any(cell != "" for cell in row):
                row[left] = value


def _is_short(value: CellValue) -> bool:
    if isinstance(value, str):
        return len(value) < _LIKE_AN_ID or not value[1:6].isdigit()
    # Under a header the columns may be numbered: 1, 2, 3 …
    return isinstance(value, int | float) and value < MOST_COLUMNS


def _add_context(cells: dict[str, CellValue], context: Sections) -> None:
    said = context.now
    if said.category:
        cells.setdefault("political_status", said.category)
    for name, day in (("joined_on", said.joined_on), ("full_on", said.full_on)):
        if day:
            cells.setdefault(name, day)


def _repeat(cells: dict[str, CellValue], above: dict[str, CellValue], names: Sequence[str]) -> None:
    """同上 is what stood above; 无 names no branch and no category."""
    for name in names:
        value = cells.get(name)
        if not isinstance(value, str):
            continue
        bare = value.strip() if len(value) <= _LONGEST_DITTO else value
        if bare in _DITTO and name in above:
            cells[name] = above[name]
        elif bare in _DITTO or (bare in _NOTHING and name in _SPOKEN):
            del cells[name]
        else:
            above[name] = value


def _only_blanks(cells: dict[str, CellValue]) -> bool:
    return all(isinstance(cell, str) and not cell.strip() for cell in cells.values())


def _join_workplace(cells: dict[str, CellValue], further: CellValue) -> None:
    # 工作单位 and 职务 in two columns are one field: 单位及职务.
    if isinstance(further, str) and further.strip():
        first = cells.get("workplace")
        cells["workplace"] = f"{first}{further}" if isinstance(first, str) else further
