"""Text tables (.csv, or text that was only named .xls): encoding and separator found by content."""

import codecs
import csv
import io

from app.domain.errors import AppError
from app.domain.people.roster_file import CellValue

_SEPARATORS = ",\t;，|"
_LONGEST_CELL = 1_000_000


def read_text_rows(data: bytes) -> list[list[CellValue]]:
    """The rows of a text table; every cell is text.

    Raises:
        AppError: the bytes are no text, or no table.
    """
    text = decoded(data)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as error:
        raise AppError(
            "文本表格读不出来：引号没有成对或单元格过长。",
            "请用 WPS 或 Excel 打开检查，另存为 .xlsx 后再导入。",
        ) from error
    _refuse_too_large(found)
    return [[_unwrapped(cell) for cell in row] for row in found]


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


def _separator(text: str) -> str:
    head = text[:20_000].splitlines()[:30]
    # The separator is the one that most lines have most often; a title line has none.
    return max(_SEPARATORS, key=lambda mark: sum(line.count(mark) for line in head))


def _unwrapped(cell: str) -> str:
    # ="430102…" is how people force Excel to show digits of a .csv as text.
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1]
    return cell


def _refuse_too_large(rows: list[list[str]]) -> None:
    if len(rows) > 200_000 or any(len(row) > 200 and any(row[200:]) for row in rows):
        raise AppError(
            "表格超过 200 列或 20 万行，不能导入。",
            "请删去多余的行和列后再导入。",
            code="file-too-large",
        )
