"""The tables of a sheet: one below another, side by side, with or without blank lines between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.data.imports.cells import Span
from app.data.imports.header_bands import Band, HeaderLines, Rows, find_bands
from app.data.imports.header_columns import Column, Whose, read_columns, settle_neighbours
from app.data.imports.header_words import HeaderWords, bare_header
from app.domain.people.roster_context import names_a_list
from app.domain.people.roster_headers import (
    OUR_HEADERS,
    is_about_somebody_else,
    is_family,
    is_own_group,
    titles_somebody_else,
)

_ENOUGH = 3
"""So many known columns make a table of people even where the number is missing."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A column that is not read: where, its header, how it is compared, and why."""

    index: int
    text: str
    key: str
    why: str
    guess: str = ""
    """The field it would be if it were the person's own."""


@dataclass
class FoundTable:
    """A header with the lines it rules: rows and columns from 0, ends not included."""

    rows: tuple[int, ...]
    left: int
    right: int
    columns: dict[str, int]
    written: dict[str, str]
    further: dict[str, int]
    unread: list[Unread]
    taught: dict[str, str]
    """Header to field, where the field is only known because a clerk taught it."""
    groups: tuple[str, ...] = ()
    """Words over the whole table, if any: 预备党员."""
    other: str = ""
    """Whose table it is, when the people in it are nobody's own line."""
    end: int = 0
    passed_over: list[tuple[str, int]] = field(default_factory=list)
    """Field and hidden column that gave way to a visible one."""

    @property
    def last_row(self) -> int:
        """The last line of the header."""
        return self.rows[-1]

    def rules(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.rows[0] <= row < self.end and self.left <= column < self.right


def find_tables(
    rows: Rows,
    merged: Sequence[Span],
    words: HeaderWords,
    hidden: frozenset[int] = frozenset(),
    must: tuple[str, ...] = ("name", "id_number"),
) -> list[FoundTable]:
    """Every table whose header names what it must, and those that only name people."""
    lines = HeaderLines(rows, merged)
    found: list[FoundTable] = []
    for band in find_bands(lines, words):
        for table in _tables(read_columns(lines, band, words), band, lines, hidden, must):
            for above in found:
                if above.end > band.top and above.left < table.right and table.left < above.right:
                    above.end = max(band.top, above.last_row + 1)
            table.end = len(rows)
            found.append(table)
    return found


def _tables(
    columns: Sequence[Column],
    band: Band,
    lines: HeaderLines,
    hidden: frozenset[int],
    must: tuple[str, ...],
) -> Iterator[FoundTable]:
    parts = list(_blocks(columns, lines, band))
    over = [_over_name_and_number(part) for part in parts]
    plain = any(not group or is_own_group(bare_header(group)) for group in over)
    for part, group in zip(parts, over, strict=True):
        relation = settle_neighbours(part)
        _second_names(part)
        table = _table(part, band, hidden)
        table.other = relation or _group_of_others(part, table)
        if plain and not is_own_group(bare_header(group)) and not names_a_list(group):
            # Beside the people themselves, words nobody knows may be over anybody: 老伴, 代办员.
            table.other = table.other or group
        if (
            (all(name in table.columns for name in must) and len(table.columns) > 1)
            or ("name" in table.columns and len(table.columns) + bool(table.other) >= _ENOUGH)
            or (table.other and len(part) >= _ENOUGH)
        ):
            yield table


def _over_name_and_number(part: Sequence[Column]) -> str:
    """The lowest group over both name and number of a table, and over no other table."""
    own = [c for c in part if c.whose is not Whose.OTHER]
    names = [c for c in own if c.field == "name"]
    numbers = [c for c in own if c.field == "id_number"]
    both = [
        group.text
        for name in names[:1]
        for group in name.groups
        if group.is_group
        and any(group in number.pieces for number in numbers)
        and part[0].index <= group.left
        and group.right <= part[-1].index
    ]
    return both[-1] if both else ""


def _group_of_others(part: Sequence[Column], table: FoundTable) -> str:
    """家庭成员 over all the names and numbers there are: these people are relatives."""
    if "name" in table.columns and "id_number" in table.columns:
        return ""
    for column in part:
        if column.whose is Whose.OTHER and column.field in ("name", "id_number"):
            for group in column.groups:
                word = bare_header(group.text)
                if is_family(word) or titles_somebody_else(word) or is_about_somebody_else(word):
                    return group.text
    return ""


def _blocks(
    columns: Sequence[Column], lines: HeaderLines, band: Band
) -> Iterator[Sequence[Column]]:
    """The columns of each table where several stand side by side."""
    own = [c for c in columns if c.whose is Whose.OWN or c.whose is Whose.UNSURE]
    names = _places(own, "name")
    numbers = _places(own, "id_number")
    if len(names) > 1 and len(numbers) > 1:
        inner, outer = max(names[0], numbers[0]), min(names[1], numbers[1])
        if outer > inner:
            start = _start(columns, inner + 1, outer, lines, band)
            yield [column for column in columns if column.index < start]
            yield from _blocks([c for c in columns if c.index >= start], lines, band)
            return
    yield columns


def _places(columns: Sequence[Column], name: str) -> list[int]:
    clear = [c.index for c in columns if c.field == name and not c.weak]
    return clear or [c.index for c in columns if c.field == name]


def _start(columns: Sequence[Column], first: int, last: int, lines: HeaderLines, band: Band) -> int:
    """Where the table to the right begins: its serial number, a gap, a title, its first column."""
    between = [column for column in columns if first <= column.index <= last]
    over = next(column for column in between if column.index == last)
    gaps = [column.index + 1 for column in between if not column.pieces]
    groups = [g.left for g in over.groups if g.is_group and first <= g.left]
    titles = [p.left for p in lines.pieces(band.top - 1, first, last + 1)] if band.top else []
    opening = next((column.field for column in columns if column.field), "")
    again = [column.index for column in between if column.field and column.field == opening]
    serial = [column.index for column in between if column.is_serial]
    for places in (serial[:1], gaps[-1:], groups[-1:], titles[-1:], again[:1]):
        if places:
            return places[0]
    return last


def _second_names(part: Sequence[Column]) -> None:
    """A group with a name of its own, beside the name and number of the line, is somebody else."""
    names = [c for c in part if c.field == "name" and c.whose is Whose.OWN and not c.weak]
    numbers = [c for c in part if c.field == "id_number" and c.whose is Whose.OWN]
    if len(names) < 2:
        return
    main = next(
        (c for c in names if any(_share_group(c, n) for n in numbers)),
        next((c for c in names if not any(g.is_group for g in c.groups)), names[0]),
    )
    for other in names:
        if other is main:
            continue
        groups = [g for g in other.groups if g.is_group and g not in main.pieces]
        for column in part:
            shares = column is other or any(group in column.pieces for group in groups)
            if shares and not column.learned:
                column.whose = Whose.OTHER


def _share_group(one: Column, other: Column) -> bool:
    return any(group.is_group and group in other.pieces for group in one.groups)


def _table(part: Sequence[Column], band: Band, hidden: frozenset[int]) -> FoundTable:
    table = FoundTable(
        tuple(range(band.top, band.bottom + 1)),
        part[0].index if part else band.left,
        part[-1].index + 1 if part else band.right,
        {}, {}, {}, [], {},
        _over_all(part),
    )  # fmt: skip
    clear = {c.field for c in part if c.field and c.whose is Whose.OWN and not c.weak}
    for column in part:
        if not column.pieces or (column.is_serial and not column.field):
            continue
        if _only_lies_under(column, part) or column.key in OUR_HEADERS:
            continue
        reads = column.field and column.whose is Whose.OWN
        if reads and (not column.weak or column.field not in clear):
            _take(table, column, hidden)
        elif not column.learned or column.field:
            table.unread.append(
                Unread(column.index, column.text, column.key, _why(column), column.field)
            )
        else:
            table.taught[column.key] = ""
    return table


def _only_lies_under(column: Column, part: Sequence[Column]) -> bool:
    """A column that only a group reaches over: the group is said once, or by its words."""
    if column.field or not all(piece.is_group for piece in column.pieces):
        return False
    lowest = column.pieces[-1]
    under = [other for other in part if lowest in other.pieces]
    return under[0] is not column or any(other.pieces[-1] is not lowest for other in under)


def _take(table: FoundTable, column: Column, hidden: frozenset[int]) -> None:
    name, index = column.field, column.index
    if column.learned:
        table.taught[column.key] = name
    earlier = table.columns.get(name)
    if earlier is None:
        table.columns[name] = index
        table.written[name] = "".join(column.leaf.split())
    elif index in hidden or earlier in hidden:
        seen, unseen = (index, earlier) if earlier in hidden else (earlier, index)
        table.columns[name] = seen
        table.passed_over.append((name, unseen))
        if seen == index:
            table.written[name] = "".join(column.leaf.split())
    else:
        table.further.setdefault(name, index)


def _why(column: Column) -> str:
    if column.whose is Whose.OTHER:
        return "other"
    return "unsure" if column.whose is Whose.UNSURE else ""


def _over_all(part: Sequence[Column]) -> tuple[str, ...]:
    """Groups over the name and the number of the table."""
    named = [c for c in part if c.field in ("name", "id_number") and c.whose is Whose.OWN]
    if not named:
        return ()
    return tuple(g.text for g in named[0].groups if all(g in c.pieces for c in named))
