"""Web pages named .xls, as many systems export them, also in a MIME envelope (.mht)."""

import email
import email.policy
import re
from collections.abc import Iterator
from typing import Any

from app.data.imports.cells import Grid, Tables, shows_error
from app.data.imports.formats import Shown, shown_by
from app.data.imports.grid_maker import GridMaker
from app.data.imports.opc import damage_refused, local
from app.data.imports.read_text import decoded
from app.data.imports.refusals import too_large, web_page
from app.data.imports.sniff import FileKind, kind_of

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_FORMAT = re.compile(r"mso-number-format\s*:\s*(\"(?:\\.|[^\"])*\"|'(?:\\.|[^'])*'|[^;}]+)")
_RULE = re.compile(r"\.([\w-]+)[^{}.]*\{([^}]*)\}")
_BREAKING = frozenset({"br", "p", "div", "li"})
_UNREAD = frozenset({"script", "style", "table"})
_SHORTENED = re.compile(r"[\d.]+E\+\d+|#{2,}")
_MOST_SPAN = 1_000
_MOST_CELLS = 4_000_000
_SAID = "这个文件其实是网页，按网页里显示的样子读取；没有计算的公式、隐藏的工作表看不出来，请核对"


def read_html(data: bytes, wanted: str | None) -> Tables:
    """The tables of a page, each as a sheet.

    Raises:
        AppError: there is no table with people in it.
    """
    from lxml import etree, html

    grids: list[Grid] = []
    for page in _pages(data):
        with damage_refused():
            parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
            try:
                root = html.document_fromstring(_text(page), parser=parser)
            except etree.ParserError:
                continue
            rules = _formats(root)
            names = _sheet_names(root)
            tables = [found for found in root.iter("table") if _stands_alone(found)]
            for number, table in enumerate(tables):
                named = names[number] if len(names) == len(tables) else ""
                made = _Table(named or f"表格{len(grids) + 1}", rules).read(table)
                if made.rows:
                    grids.append(made)
    # A header alone, or the frame around pages that are elsewhere.
    if all(len(grid.rows) < 2 for grid in grids):
        raise web_page("里面没有人员")
    if wanted:
        grids = [grid for grid in grids if grid.name == wanted]
    return Tables(grids, [], web_page=True)


def _pages(data: bytes) -> Iterator[bytes]:
    if kind_of(data) is not FileKind.MHTML:
        yield data
        return
    message = email.message_from_bytes(data.lstrip(), policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                charset = part.get_content_charset()
                head = f"<!-- charset={charset} -->".encode() if charset else b""
                yield head + content


def _text(page: bytes) -> str:
    """The page as text: by what it says of itself, else by what it is."""
    found = _CHARSET.search(page[:4_000])
    if found and not page.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = found.group(1).decode("ascii", "replace").lower()
        name = "gb18030" if name in ("gb2312", "gbk", "x-gbk", "cp936", "gb_2312-80") else name
        if name not in ("utf-8", "utf8", "unicode", "utf-16"):
            try:
                return _DECLARATION.sub("", page.decode(name))
            except (LookupError, UnicodeDecodeError):
                pass  # it says one thing and is another
    return _DECLARATION.sub("", decoded(page))


def _stands_alone(table: Any) -> bool:
    """Whether a table holds cells itself, and is not only the frame of others."""
    return any(True for _ in _lines(table))


def _lines(table: Any) -> Iterator[Any]:
    for part in table:
        name = local(part)
        if name == "tr":
            yield part
        elif name in ("thead", "tbody", "tfoot", "form"):
            yield from _lines(part)


def _formats(root: Any) -> dict[str, str]:
    """Class to number format, from the style sheet that Excel and many systems put in the page."""
    found = {}
    for style in root.iter("style"):
        for name, rule in _RULE.findall(style.text or ""):
            code = _format_in(rule)
            if code:
                found[name] = code
    return found


def _format_in(rule: str) -> str:
    found = _FORMAT.search(rule)
    if found is None:
        return ""
    code = found.group(1).strip().strip("\"'")
    code = re.sub(r"\\([0-9a-fA-F]{4})\s?", lambda at: chr(int(at.group(1), 16)), code)
    return code.replace("\\", "")


def _sheet_names(root: Any) -> list[str]:
    found = [part.text or "" for part in root.iter() if local(part).lower() == "x:name"]
    return [name.strip() for name in found]


class _Table:
    def __init__(self, name: str, formats: dict[str, str]) -> None:
        self._maker = GridMaker(name, untold=[_SAID], plain_text=True)
        self._formats = formats
        self._taken: set[tuple[int, int]] = set()

    def read(self, table: Any) -> Grid:
        for row, line in enumerate(_lines(table)):
            if _is_hidden(line):
                self._maker.hidden_rows.add(row)
            column = 0
            for cell in line:
                if local(cell) in ("td", "th"):
                    while (row, column) in self._taken:
                        column += 1
                    column += self._take(cell, row, column)
        return self._maker.made()

    def _take(self, cell: Any, row: int, column: int) -> int:
        width, height = _span(cell, "colspan"), _span(cell, "rowspan")
        text = " ".join(_shown(cell).replace("\xa0", " ").split(" ")).strip()
        if height > 1 or width > 1:
            self._maker.merged.append(((row, column), (row + height - 1, column + width - 1)))
            if len(self._taken) + height * width > _MOST_CELLS:
                raise too_large(self._maker.name)
            self._taken.update(
                (below, right)
                for below in range(row + 1, row + height)
                for right in range(column, column + width)
            )
        if _is_hidden(cell):
            self._maker.hide_columns(column, column)
        exact = cell.get("x:num")
        if exact and _SHORTENED.fullmatch(text):
            text = exact  # the page shows 4.33E+17, Excel wrote the number beside it
        if shows_error(text):
            self._maker.put_error(row, column, text)
        elif text:
            self._maker.put(row, column, self._in_format(cell, text))
        return width

    def _in_format(self, cell: Any, text: str) -> str:
        """2026-3-1 in a cell that shows only 年月 is a month; the page shows what it shows."""
        style = cell.get("style") or ""
        code = _format_in(style) or next(
            (self._formats[name] for name in (cell.get("class") or "").split()
             if name in self._formats), ""
        )  # fmt: skip
        found = re.fullmatch(r"(\d{4})([-/.年])(\d{1,2})[-/.月]0?1日?(?: 0?0:00(?::00)?)?", text)
        if found and code and shown_by(code) is Shown.MONTH:
            return f"{found.group(1)}-{int(found.group(3)):02d}"
        return text


def _span(cell: Any, name: str) -> int:
    found = re.match(r"\s*(\d{1,5})", cell.get(name) or "")
    return min(max(int(found.group(1)), 1), _MOST_SPAN) if found else 1


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _shown(cell: Any) -> str:
    """What stands in a cell, line breaks kept; a table inside of it is a table of its own."""
    found = [_folded(cell.text)]
    for part in cell:
        name = local(part)
        if name in _BREAKING and "".join(found).strip():
            found.append("\n")
        if name and name not in _UNREAD and not _is_hidden(part):
            found.append(_shown(part))
        found.append(_folded(part.tail))
    return "".join(found)


def _folded(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")
