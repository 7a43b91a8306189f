"""Cells as the clipboard carries them between programs: text with tabs, and a table in HTML."""

import csv
import html
import io
import re
from collections.abc import Iterable, Sequence

Cells = Sequence[Sequence[str]]

_LONGEST_CELL = 1_000_000
_LINE_END = re.compile(r"\r\n|\r|\n")
_NEEDS_QUOTES = re.compile(r'[\t\r\n"]')
# What a workbook would take for a formula gets the sign with which it keeps text as text.
_FORMULA = re.compile(r"'*[=+\-@]")
_HELD = re.compile(r"'+[=+\-@]")
_FIGURE = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?|[+\-@=]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

TEXT, FIGURE, DATE = "t", "n", "d"
"""What a column holds, as the classes of the table in HTML."""

_STYLE = (
    '<style>td{white-space:pre} .t{mso-number-format:"\\@"} '
    '.d{mso-number-format:"yyyy\\-mm\\-dd"} br{mso-data-placement:same-cell}</style>'
)


def as_text(rows: Iterable[Sequence[str]]) -> str:
    """One line per row, tabs between cells, as WPS and Excel paste it into cells."""
    return "\n".join(_line(row) for row in rows)


def as_html(rows: Iterable[Sequence[str]], kinds: Sequence[str], heads: Sequence[str] = ()) -> str:
    """The same as a table: long numbers stay text there, days are days."""
    parts = ["<html><head><meta charset='utf-8'>", _STYLE, "</head><body><table>"]
    if heads:
        parts.append("<tr>" + "".join(f"<th>{_safe(head)}</th>" for head in heads) + "</tr>")
    parts.extend(_table_row(row, kinds) for row in rows)
    return "".join([*parts, "</table></body></html>"])


def cells_of(text: str) -> list[list[str]]:
    """The cells of a copied block, ours or another program's; empty lines at its end are gone."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        # No spreadsheet wrote these quotes: they are part of the words.
        read = [line.split("\t") for line in _LINE_END.split(text)]
        if any(len(cell) > _LONGEST_CELL for row in read for cell in row):
            raise ValueError("a cell without an end") from None
    rows = [[_let_go(cell) for cell in row] for row in read]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _line(row: Sequence[str]) -> str:
    return "\t".join(map(_field, row)) or '""'  # an empty cell is not an empty line


def _field(cell: str) -> str:
    held = f"'{cell}" if _FORMULA.match(cell) and not _FIGURE.fullmatch(cell) else cell
    if not _NEEDS_QUOTES.search(held):
        return held
    return '"' + held.replace('"', '""') + '"'


def _let_go(cell: str) -> str:
    return cell[1:] if _HELD.match(cell) else cell


def _table_row(row: Sequence[str], kinds: Sequence[str]) -> str:
    pairs = zip(row, kinds, strict=True)
    return "<tr>" + "".join(f"<td class={_kind(c, k)}>{_safe(c)}</td>" for c, k in pairs) + "</tr>"


def _kind(cell: str, kind: str) -> str:
    if kind == DATE:  # a month alone must not become the first of it
        return DATE if _DAY.fullmatch(cell) else TEXT
    return FIGURE if kind == FIGURE and _FIGURE.fullmatch(cell) else TEXT


def _safe(text: str) -> str:
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    return html.escape(clean).replace("\n", "<br>")
