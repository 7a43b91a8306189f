"""Files made to hurt whoever reads them: bombs, loops, endless tables, numbers that lie."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable

from tests.roster_corpus.files import repacked, xls, xlsx
from tests.roster_corpus.shapes import CLEAN, roster

SHEET = "xl/worksheets/sheet1.xml"
_END = "</sheetData>"
_MEGA = 1 << 20

Hostile = tuple[str, Callable[[], bytes]]
"""The suffix and how the file is made."""


def _good() -> bytes:
    return xlsx(roster(*CLEAN))


def _rows(new: str) -> bytes:
    return repacked(_good(), SHEET, _END, new + _END)


def _part(name: str, content: Iterable[bytes]) -> bytes:
    """The good workbook with one part in place of its own, written piece by piece."""
    memory = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_good())) as source,
        zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for other in source.namelist():
            if other != name:
                target.writestr(other, source.read(other))
        with target.open(name, "w", force_zip64=True) as part:
            for piece in content:
                part.write(piece)
    return memory.getvalue()


def _sheet(middle: Iterable[bytes], head: bytes = b"") -> bytes:
    opening = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return _part(SHEET, [head, opening, b"<sheetData>", *middle, b"</sheetData></worksheet>"])


def _entities(levels: int, width: int) -> bytes:
    declared = b'<!ENTITY a0 "lol">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * width) for n in range(1, levels)
    )
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a%d;</t></is></c></row>' % (levels - 1)
    return _sheet([cell], b"<!DOCTYPE x [" + declared + b"]>")


def _many_sheets() -> bytes:
    names = "".join(f'<sheet name="s{n}" sheetId="{n + 9}" r:id="rId1"/>' for n in range(5_000))
    return repacked(_good(), "xl/workbook.xml", "</sheets>", names + "</sheets>")


def _merged() -> bytes:
    spans = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 1_000_000))
    return repacked(_good(), SHEET, _END, f"{_END}<mergeCells>{spans}</mergeCells>")


def _twice() -> bytes:
    memory = io.BytesIO(_good())
    with zipfile.ZipFile(memory, "a") as archive:
        for _ in range(2_000):
            archive.writestr(SHEET, b"<x/>")
    return memory.getvalue()


def _paths() -> bytes:
    memory = io.BytesIO(_good())
    with zipfile.ZipFile(memory, "a") as archive:
        archive.writestr("../../../../tmp/out.xml", b"x")
        archive.writestr("/etc/x", b"x")
    return memory.getvalue()


def _lying_sizes() -> bytes:
    data = bytearray(_good())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<II", data, at + 20, 0x7FFFFFFF, 0x7FFFFFFF)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def _xls(change: Callable[[bytearray], None]) -> bytes:
    data = bytearray(xls(roster(*CLEAN)))
    change(data)
    return bytes(data)


def _at(data: bytearray, kind: int) -> int:
    """Where the first record of this kind begins."""
    place = 512
    while place + 4 < len(data):
        found, length = struct.unpack_from("<HH", data, place)
        if found == kind:
            return place
        place += 4 + length
    return 512


def _sector_loop(data: bytearray) -> None:
    sector = struct.unpack_from("<I", data, 76)[0]
    table = 512 + sector * 512
    for place in range(table, table + 512, 4):
        struct.pack_into("<I", data, place, 0)


def _endless_strings(data: bytearray) -> None:
    struct.pack_into("<II", data, _at(data, 0x00FC) + 4, 0x7FFFFFFF, 0x7FFFFFFF)


def _far_sheet(data: bytearray) -> None:
    struct.pack_into("<I", data, _at(data, 0x0085) + 4, 0x7FFFFFF0)


def _own_sheet(data: bytearray) -> None:
    struct.pack_into("<I", data, _at(data, 0x0085) + 4, 0)


def _long_records(data: bytearray) -> None:
    place = _at(data, 0x00FC)
    struct.pack_into("<H", data, place + 2, 0xFFFF)


def _many_rows(data: bytearray) -> None:
    place = data.index(struct.pack("<HH", 0x0200, 14))
    struct.pack_into("<II", data, place + 4, 0, 0xFFFF_FF31)


def _wide_rows(data: bytearray) -> None:
    place = data.index(struct.pack("<HH", 0x0200, 14))
    struct.pack_into("<HH", data, place + 12, 0, 0xFFFF)


def _all_continue(data: bytearray) -> None:
    for place in range(600, len(data) - 4, 4):
        struct.pack_into("<HH", data, place, 0x003C, 0)


_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="x">{}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)
_CELL = "<table:table-cell{}><text:p>姓名</text:p></table:table-cell>"


def _ods(middle: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format(middle))
    return memory.getvalue()


def _ods_row(rows: str = "", cells: str = "") -> str:
    return f"<table:table-row{rows}>{_CELL.format(cells)}</table:table-row>"


_XML2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="x"><Table>{}'
    "</Table></Worksheet></Workbook>"
)


def _xml2003(row: str, cell: str) -> bytes:
    data = '<Data ss:Type="String">姓名</Data>'
    return _XML2003.format(f"<Row {row}><Cell {cell}>{data}</Cell></Row>").encode()


def _html(inner: str) -> bytes:
    return f"<html><body><table>{inner}</table></body></html>".encode()


_ROW = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>\xe5\xa7\x93\xe5\x90\x8d</t></is></c></row>'

HOSTILE: dict[str, Hostile] = {
    "a sheet of a gigabyte of blanks": (".xlsx", lambda: _sheet(b" " * _MEGA for _ in range(1024))),
    "a million rows": (".xlsx", lambda: _sheet(_ROW % (n, n) for n in range(1, 1_000_001))),
    "shared strings of 600 MB": (
        ".xlsx",
        lambda: _part("xl/sharedStrings.xml", (b"<sst>" * (_MEGA // 5) for _ in range(600))),
    ),
    "five thousand sheets": (".xlsx", _many_sheets),
    "a thousand million laughs": (".xlsx", lambda: _entities(12, 10)),
    "one long entity a hundred thousand times": (".xlsx", lambda: _entities(2, 100_000)),
    "an entity from outside": (
        ".xlsx",
        lambda: _sheet(
            [b'<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'],
            b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
    ),
    "a million merged ranges": (".xlsx", _merged),
    "a value in the last corner": (
        ".xlsx",
        lambda: _rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "a row beyond four thousand million": (
        ".xlsx",
        lambda: _rows('<row r="4294967299"><c r="A4294967299"><v>1</v></c></row>'),
    ),
    "a row before the first": (".xlsx", lambda: _rows('<row r="-5"><c r="A-5"><v>1</v></c></row>')),
    "a column beyond every alphabet": (
        ".xlsx",
        lambda: _rows('<row r="9"><c r="ZZZZZZZZ9"><v>1</v></c></row>'),
    ),
    "elements a hundred thousand deep": (
        ".xlsx",
        lambda: _sheet([b"<row>" * 100_000, b"</row>" * 100_000]),
    ),
    "a shared string that is not there": (
        ".xlsx",
        lambda: _rows('<row r="9"><c r="A9" t="s"><v>1099511627776</v></c></row>'),
    ),
    "a cell of 300 MB": (
        ".xlsx",
        lambda: _sheet(
            [
                b'<row r="1"><c r="A1" t="inlineStr"><is><t>',
                *(b"x" * _MEGA for _ in range(300)),
                b"</t></is></c></row>",
            ]
        ),
    ),
    "sixteen thousand columns": (
        ".xlsx",
        lambda: _sheet(
            b'<row r="%d">' % n + b"<c><v>1</v></c>" * 16_384 + b"</row>" for n in range(1, 400)
        ),
    ),
    "one part two thousand times": (".xlsx", _twice),
    "parts that lie outside": (".xlsx", _paths),
    "sizes that lie": (".xlsx", _lying_sizes),
    "a sheet that never ends": (".xlsx", lambda: _part(SHEET, [b"<worksheet><sheetData><row>"])),
    "formats without end": (
        ".xlsx",
        lambda: _part("xl/styles.xml", [b"<styleSheet><numFmts>", b"<numFmt/>" * 5_000_000]),
    ),
    "sectors in a circle": (".xls", lambda: _xls(_sector_loop)),
    "two thousand million strings": (".xls", lambda: _xls(_endless_strings)),
    "a sheet beyond the file": (".xls", lambda: _xls(_far_sheet)),
    "a sheet that is the workbook": (".xls", lambda: _xls(_own_sheet)),
    "records longer than the file": (".xls", lambda: _xls(_long_records)),
    "four thousand million rows": (".xls", lambda: _xls(_many_rows)),
    "rows without an end": (".xls", lambda: _xls(_wide_rows)),
    "nothing but continued records": (".xls", lambda: _xls(_all_continue)),
    "a row a thousand million times": (
        ".ods",
        lambda: _ods(_ods_row(' table:number-rows-repeated="1000000000"')),
    ),
    "a cell a thousand million times": (
        ".ods",
        lambda: _ods(_ods_row(cells=' table:number-columns-repeated="1000000000"')),
    ),
    "both a million times": (
        ".ods",
        lambda: _ods(
            _ods_row(
                ' table:number-rows-repeated="1000000"', ' table:number-columns-repeated="16384"'
            )
        ),
    ),
    "tables in tables": (
        ".ods",
        lambda: _ods("<table:table>" * 50_000 + "</table:table>" * 50_000),
    ),
    "a column a thousand million wide": (
        ".xls",
        lambda: _html('<tr><td colspan="1000000000">姓名</td></tr>'),
    ),
    "a row a thousand million high": (
        ".xls",
        lambda: _html('<tr><td rowspan="1000000000">姓名</td></tr>' * 3),
    ),
    "web tables in web tables": (".xls", lambda: _html("<tr><td><table>" * 100_000)),
    "a row far below": (".xml", lambda: _xml2003('ss:Index="1000000000"', "")),
    "a cell far to the right": (".xml", lambda: _xml2003("", 'ss:Index="1000000000"')),
    "a text line of 150 MB": (".csv", lambda: "姓名,".encode() * (150 * _MEGA // 7)),
    "a quote that never closes": (".csv", lambda: '姓名,"'.encode() + b"x\n" * (50 * _MEGA)),
}
