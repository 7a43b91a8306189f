"""Text tables (.csv, .txt, text that was only named .xls): encoding and separator by content."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from app.data.imports.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    SheetFacts,
    Tables,
    address,
    shows_error,
)
from app.data.imports.header_words import bare_header
from app.data.imports.refusals import too_large
from app.domain.declarations import entity_named
from app.domain.errors import AppError
from app.domain.people.roster_file import CellValue

NO_FORMATS = (
    "文本表格不带格式：隐藏的行和列、没有计算的公式看不出来；"
    "年月如 1985.10 可能已存成 1985.1，请核对"
)
_SEPARATORS = "\t,;|，；^~、"
_BLANKS = (re.compile(r"[ \u3000]{2,}"), re.compile(r"[ \u3000]+"))
_LONGEST_CELL = 1_000_000
_JUDGED_ROWS = 200
_JUDGED_TEXT = 400_000
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_ID_NUMBER = re.compile(r"\d{15}")


def read_text(data: bytes, title: str) -> Tables:
    """The one table of a text; every cell is text.

    Raises:
        AppError: the bytes are no text, or no table.
    """
    rows: list[list[CellValue]] = []
    errors = {}
    for row, line in enumerate(read_text_rows(data)):
        rows.append(list(line))
        for column, cell in enumerate(line):
            if cell[:1] in ("#", "E") and shows_error(cell):
                errors[address(row, column)] = cell.strip()
                rows[row][column] = ""
    facts = SheetFacts(errors=errors, plain_text=True, untold=(NO_FORMATS,))
    return Tables([Grid(title, rows, [], facts)], [])


def read_text_rows(data: bytes) -> list[list[str]]:
    """The rows of a text table as a rectangle.

    Raises:
        AppError: the bytes are no text, or no table.
    """
    text = decoded(data)
    declared = _DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
    mark = declared.group(1) if declared else separator(text)
    rows = list(_by_blanks(text, mark)) if len(mark) > 1 else list(_by_mark(text, mark))
    while rows and not any(rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _by_mark(text: str, mark: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    width = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
            if number >= MOST_ROWS or (len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:])):
                raise too_large("文本")
            width = max(width, len(row))
            if any(_swallows(cell, mark, width) for cell in row if "\n" in cell):
                raise _open_quote(number + 1)
            yield [_unwrapped(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise _open_quote(0) from error


def _swallows(cell: str, mark: str, width: int) -> bool:
    """Whether a quote that was never closed has drawn whole lines of people into one cell."""
    return any(
        line.count(mark) >= max(width - 1, 1) and _ID_NUMBER.search(line)
        for line in cell.splitlines()[1:]
    )


def _open_quote(row: int) -> AppError:
    where = f"第 {row} 行附近" if row else ""
    return AppError(
        f"文本表格读不出来：{where}引号没有成对或单元格过长，后面的行会连成一格。",
        "请用记事本改正引号，或用 WPS 或 Excel 打开检查，另存为 .xlsx 后再导入。",
    )


def _by_blanks(text: str, pattern: str) -> Iterator[list[str]]:
    columns = re.compile(pattern)
    for number, line in enumerate(text.splitlines()):
        if number >= MOST_ROWS:
            raise too_large("文本")
        yield columns.split(line.strip(" \u3000"))


def separator(text: str) -> str:
    """The mark that makes the best table: the most known headers, then the most equal lines.

    A count would take the commas inside of values for separators. The pattern of blanks is the
    last resort, for columns that were only moved apart.
    """
    head = text[:_JUDGED_TEXT]
    best = max(_SEPARATORS, key=lambda mark: _judged(_parsed(head, mark)))
    if _judged(_parsed(head, best))[:2] > (1, 0.0):
        return best
    lines = head.splitlines()[:_JUDGED_ROWS]
    for columns in _BLANKS:
        if _judged([columns.split(line.strip(" \u3000")) for line in lines])[0] > 1:
            return columns.pattern
    return best


def _parsed(head: str, mark: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(head, newline=""), delimiter=mark):
            rows.append(row)
            if len(rows) >= _JUDGED_ROWS:
                break
    except csv.Error:
        pass  # judged by what came before; reading it whole says what is wrong
    return rows


def _judged(rows: Sequence[Sequence[str]]) -> tuple[int, float, int]:
    """Known headers in the best line; the share of lines as wide as most; that width."""
    words = _known_words()
    headers = max((sum(bare_header(cell) in words for cell in row) for row in rows), default=0)
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return headers, 0.0, 0
    width, count = max(several.items(), key=lambda about: (about[1], about[0]))
    return headers, count / widths.total(), width


def _known_words() -> frozenset[str]:
    fields = entity_named("member").fields
    return frozenset(
        bare_header(word) for field in fields for word in (field.label, *field.synonyms)
    )


def decoded(data: bytes) -> str:
    """The text, its encoding judged on the whole file: one name alone may be valid in two."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strict(data, encoding)
    if b"\x00" in data:
        odd = data[1::2].count(0)
        return _strict(data, "utf-16-le" if odd >= data[::2].count(0) else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(data, "gb18030")


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _no_text() from error
    if "\x00" in text:
        raise _no_text()
    return text


def _no_text() -> AppError:
    return AppError(
        "文件的文字编码无法识别，或者它不是表格。",
        "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入。",
        code="file-encoding",
    )


def _unwrapped(cell: str) -> str:
    # ="430102…" is how people force Excel to show digits of a .csv as text.
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1]
    return cell
