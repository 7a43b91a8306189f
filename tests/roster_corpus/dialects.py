"""One small roster as many writers put it: prefixes, no references, OpenDocument, XML 2003."""

import io
import re
import struct
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

SHEET = (
    f'<worksheet xmlns="{MAIN}"><dimension ref="A1:E5"/>'
    '<cols><col min="5" max="5" hidden="1" width="9"/></cols><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>出生年月</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>电话</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><r><t>李</t></r><r><t>建国</t></r></is></c>'
    '<c r="B2" s="1"><v>26024</v></c><c r="C2" t="e"><v>#N/A</v></c></row>'
    '<row r="3" hidden="1"><c r="A3" t="inlineStr"><is><t>王芳</t></is></c>'
    '<c r="B3" s="2"><v>26024</v></c><c r="C3"><f>1+1</f></c></row>'
    '<row r="5"><c r="A5" t="inlineStr"><is><t>张三</t></is></c>'
    '<c r="B5" s="3"><v>26024</v></c><c r="E5" t="b"><v>1</v></c></row>'
    '</sheetData><mergeCells count="1"><mergeCell ref="A1:A1048576"/></mergeCells></worksheet>'
)
"""B2 a month, B3 a day, B5 a year (all 1 April 1971); C2 an error, C3 never calculated."""

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/>'
    '<numFmt formatCode="yyyy" numFmtId="165"/></numFmts><cellXfs count="4"><xf numFmtId="0"/>'
    '<xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)


def package(sheet: str = SHEET, styles: str = STYLES, slash: str = "/") -> bytes:
    """An .xlsx with one sheet."""
    strict = STRICT if STRICT in sheet else MAIN
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{strict}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="名册" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="a" Type="{_OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
        f'<Relationship Id="b" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": styles,
        "xl/worksheets/sheet1.xml": sheet,
    }
    return zipped({name.replace("/", slash): text for name, text in parts.items()})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return memory.getvalue()


def prefixed(xml: str) -> str:
    """Every element under a prefix."""
    named = re.sub(r"<(/?)(\w)", r"<\1x:\2", xml)
    return named.replace("xmlns=", "xmlns:x=")


def turned(xml: str) -> str:
    """The attributes of every cell in the other order."""
    return re.sub(r'<c (r="\w+") ([^>/]+)>', r"<c \2 \1>", xml)


def without_references(xml: str) -> str:
    """Rows and cells without r=, blanks written out."""
    filled = xml.replace('<c r="E5"', '<c r="C5"/><c r="D5"/><c r="E5"')
    filled = filled.replace('<row r="5">', '<row r="4"/><row r="5">')
    return re.sub(r'(<(?:row|c)) r="\w+"', r"\1", filled)


ODS_CONTENT = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0">'
    "<office:automatic-styles>"
    '<number:date-style style:name="N1"><number:year/><number:month/></number:date-style>'
    '<number:date-style style:name="N2"><number:year/><number:month/><number:day/>'
    '</number:date-style><number:date-style style:name="N3"><number:year/></number:date-style>'
    '<style:style style:name="m" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="d" style:family="table-cell" style:data-style-name="N2"/>'
    '<style:style style:name="y" style:family="table-cell" style:data-style-name="N3"/>'
    '<style:style style:name="h" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    '<office:body><office:spreadsheet><table:table table:name="旧表" table:style-name="h">'
    "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
    '</table:table><table:table table:name="名册">'
    '<table:table-column table:number-columns-repeated="4"/>'
    '<table:table-column table:visibility="collapse"/>'
    '<table:table-column table:number-columns-repeated="16379"/>'
    '<table:table-row><table:table-cell office:value-type="string"><text:p>姓名</text:p>'
    '</table:table-cell><table:table-cell office:value-type="string"><text:p>出生年月</text:p>'
    '</table:table-cell><table:table-cell office:value-type="string"><text:p>电话</text:p>'
    "</table:table-cell></table:table-row>"
    '<table:table-row><table:table-cell office:value-type="string"><office:annotation>'
    "<text:p>批注</text:p></office:annotation><text:p>李<text:span>建国</text:span></text:p>"
    '</table:table-cell><table:table-cell table:style-name="m" office:value-type="date" '
    'office:date-value="1971-04-01"><text:p>1971年4月</text:p></table:table-cell>'
    '<table:table-cell table:formula="of:=x" office:value-type="string"><text:p>#N/A</text:p>'
    "</table:table-cell></table:table-row>"
    '<table:table-row table:visibility="filter"><table:table-cell office:value-type="string">'
    '<text:p>王芳</text:p></table:table-cell><table:table-cell table:style-name="d" '
    'office:value-type="date" office:date-value="1971-04-01T00:00:00"/>'
    '<table:table-cell table:formula="of:=1+1"/></table:table-row>'
    '<table:table-row><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    '<table:table-row><table:table-cell office:value-type="string"><text:p>张三</text:p>'
    '</table:table-cell><table:table-cell table:style-name="y" office:value-type="date" '
    'office:date-value="1971-04-01"/><table:table-cell table:number-columns-repeated="2"/>'
    '<table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>'
    '<table:table-row table:number-rows-repeated="1048571">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)

XML_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles>'
    '<Style ss:ID="m"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style>'
    '<Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>'
    '<Style ss:ID="y"><NumberFormat ss:Format="yyyy"/></Style></Styles>'
    '<Worksheet ss:Name="旧表"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row>'
    "</Table><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    '</Worksheet><Worksheet ss:Name="名册"><Table><Column ss:Index="5" ss:Hidden="1"/>'
    '<Row><Cell><Data ss:Type="String">姓名</Data></Cell>'
    '<Cell><Data ss:Type="String">出生年月</Data></Cell>'
    '<Cell><Data ss:Type="String">电话</Data></Cell></Row>'
    '<Row><Cell><ss:Data ss:Type="String">李<B xmlns="http://www.w3.org/TR/REC-html40">建国</B>'
    '</ss:Data></Cell><Cell ss:StyleID="m"><Data ss:Type="DateTime">1971-04-01T00:00:00.000'
    '</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell></Row>'
    '<Row ss:Hidden="1"><Cell><Data ss:Type="String">王芳</Data></Cell><Cell ss:StyleID="d">'
    '<Data ss:Type="DateTime">1971-04-01T00:00:00.000</Data></Cell>'
    '<Cell ss:Formula="=1+1"/></Row>'
    '<Row ss:Index="5"><Cell><Data ss:Type="String">张三</Data></Cell><Cell ss:StyleID="y">'
    '<Data ss:Type="DateTime">1971-04-01T00:00:00.000</Data></Cell>'
    '<Cell ss:Index="5"><Data ss:Type="Boolean">1</Data></Cell></Row></Table></Worksheet>'
    "</Workbook>"
)


def xlsb() -> bytes:
    """The same as .xlsb: binary records."""

    def record(kind: int, body: bytes = b"") -> bytes:
        head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        length, size = b"", len(body)
        while True:
            size, low = size >> 7, size & 0x7F
            length += bytes([low | 0x80 if size else low])
            if not size:
                return head + length + body

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    def row(number: int, hidden: bool = False) -> bytes:
        return record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0x10 * hidden, 0, 0))

    def text(column: int, content: str) -> bytes:
        return record(6, struct.pack("<II", column, 0) + wide(content))

    def number(column: int, style: int, value: float) -> bytes:
        return record(5, struct.pack("<IId", column, style, value))

    sheet = (
        record(129) + record(148, struct.pack("<IIII", 0, 4, 0, 4))
        + record(390) + record(60, struct.pack("<IIIIH", 4, 4, 2000, 0, 1)) + record(391)
        + record(145) + row(0) + text(0, "姓名") + text(1, "出生年月") + text(2, "电话")
        + row(1) + text(0, "李建国") + number(1, 1, 26024)
        + record(3, struct.pack("<IIB", 2, 0, 0x2A))
        + row(2, hidden=True) + text(0, "王芳") + number(1, 2, 26024)
        + row(4) + text(0, "张三") + number(1, 3, 26024)
        + record(4, struct.pack("<IIB", 4, 0, 1)) + record(146) + record(130)
    )  # fmt: skip
    formats = struct.pack("<H", 164) + wide('yyyy"年"m"月"'), struct.pack("<H", 165) + wide("yyyy")
    styles = (
        record(278) + record(615, struct.pack("<I", 2)) + b"".join(record(44, x) for x in formats)
        + record(616) + record(617, struct.pack("<I", 4))
        + b"".join(record(47, struct.pack("<HH12x", 0, x)) for x in (0, 164, 14, 165))
        + record(618) + record(279)
    )  # fmt: skip
    book = (
        record(131) + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("a") + wide("名册"))
        + record(144) + record(132)
    )  # fmt: skip
    links = (
        f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="a" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
        f'<Relationship Id="b" Type="{_OFFICE}/styles" Target="styles.bin"/></Relationships>'
    )
    start = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    )
    return zipped({
        "_rels/.rels": start, "xl/workbook.bin": book, "xl/_rels/workbook.bin.rels": links,
        "xl/worksheets/sheet1.bin": sheet, "xl/styles.bin": styles,
    })  # fmt: skip
