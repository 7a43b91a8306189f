"""One small roster in every format and dialect: the same values, and the same facts beside them."""

import datetime
import io

import pytest
import xlsxwriter

from app.data.imports import read_xlsx
from app.data.imports.formats import Shown, built_in, moment_of, shown_by
from app.data.imports.grid import tables_of
from app.data.imports.read_xlsx import MAIN, _Workbook
from app.data.imports.xlsx_sheet import parse_sheet
from app.domain.errors import AppError
from tests.roster_corpus import dialects
from tests.roster_corpus.dialects import ODS_CONTENT, SHEET, STRICT, XML_2003, package
from tests.roster_corpus.files import Sheet, xlsx

DAY = datetime.date(1971, 4, 1)
WRITTEN = {
    "plain": package(),
    "prefix": package(dialects.prefixed(SHEET), dialects.prefixed(dialects.STYLES)),
    "attribute order": package(dialects.turned(SHEET)),
    "no references": package(dialects.without_references(SHEET)),
    "strict": package(SHEET.replace(dialects.MAIN, STRICT)),
    "single quotes": package(SHEET.replace('"', "'"), dialects.STYLES),
    "backslashes": package(slash="\\"),
    "dimension from row 0": package(SHEET.replace("A1:E5", "A0:E5")),
    "ods": dialects.zipped({"content.xml": ODS_CONTENT}),
    "flat ods": ODS_CONTENT.replace("document-content", "document").encode(),
    "XML 2003": XML_2003.encode(),
    "XML 2003 in UTF-16": XML_2003.replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"),
    "xlsb": dialects.xlsb(),
}


@pytest.mark.parametrize("data", WRITTEN.values(), ids=WRITTEN)
def test_every_writer_is_read_alike(data: bytes) -> None:
    (grid,) = tables_of(data).grids
    assert grid.name == "名册"
    assert [row[0] for row in grid.rows] == ["姓名", "李建国", "王芳", "", "张三"]
    assert [row[1] for row in grid.rows[1:3]] == [DAY, DAY]
    assert grid.rows[4][4] is True
    facts = grid.facts
    assert facts.month_only == {"B2"}
    assert facts.year_only == {"B5"}
    assert facts.errors == {"C2": "#N/A"}
    assert grid.rows[1][2] == ""
    assert facts.hidden_rows == {3}
    assert facts.hidden_columns == {4}
    assert facts.uncalculated == {"C3"} or "没有计算的公式看不出来" in "".join(facts.untold)


def test_whole_columns_merged_end_with_the_rows() -> None:
    (grid,) = tables_of(package()).grids
    assert grid.merged == [((0, 0), (4, 0))]


def test_the_fast_way_and_the_careful_way_read_the_same() -> None:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        sheet = book.add_worksheet("名册")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row in range(40):
            sheet.write_string(row + 2, 1, f" 李\n_x000D_{row}&<>")
            sheet.write_number(row + 2, 2, 20_000 + row * 977, day)
            sheet.write_number(row + 2, 3, row / 3)
            sheet.write_boolean(row + 2, 5, row % 2 == 0)
    found = _Workbook(memory.getvalue())
    fast = found._fast("名册")
    with found._package.open("xl/worksheets/sheet1.xml") as stream:
        careful = parse_sheet(stream, "名册", found.book)
    assert fast is not None
    assert fast.rows == careful.rows
    assert careful.facts.month_only == frozenset()


def _excel_sheet(cell: str = "", behind: str = "") -> bytes:
    rows = "".join(
        f'<row r="{row}" spans="1:2"><c r="A{row}" t="s"><v>{row}</v></c>'
        f'{cell if row == 30 else ""}<c r="B{row}"><v>1.5E-07</v></c></row>'
        for row in range(1, 61)
    )
    head = MAIN.decode() + '><dimension ref="A1:B60"/><cols><col min="1" max="1"/></cols>'
    return f"{head}<sheetData>{rows}</sheetData>{behind}</worksheet>".encode()


@pytest.mark.parametrize("block", [64, 100, 1_000, 100_000])
def test_anything_but_values_is_seen_wherever_the_blocks_end(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_xlsx, "_BLOCK", 0)
    head = len(MAIN) + 60  # what is claimed of a sheet stands in its first block

    def is_plain(xml: bytes) -> bool:
        class Stream(io.BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                return super().read(head if self.tell() == 0 else max(block, size or 0))

        return read_xlsx._is_plain(Stream(xml))

    assert is_plain(_excel_sheet())
    assert is_plain(_excel_sheet(behind='<rowBreaks count="1" manualBreakCount="1"/>'))
    for odd in (
        '<c r="C30" t="e"><v>#N/A</v></c>', '<c r="C30"><f>A1</f><v>1</v></c>', "<c><v>1</v></c>",
        '<c r="XFD30"><v>1</v></c>', '<c r="HA30" t="s"><v>1</v></c>', "<c r='C30'><v>1</v></c>",
        '<c r = "C30"><v>1</v></c>', '</row><row r="31" hidden="1">', "</row><row>",
    ):  # fmt: skip
        assert not is_plain(_excel_sheet(odd)), odd
    assert not is_plain(_excel_sheet(behind='<conditionalFormatting sqref="A1"/>'))


def test_a_writer_that_leaves_all_results_to_excel() -> None:
    # XlsxWriter writes 0 for every formula and asks Excel to calculate.
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        book.add_worksheet("名册").write_formula("B2", "=A1&A2")
    assert tables_of(memory.getvalue()).grids[0].facts.uncalculated == {"B2"}


def test_one_bad_sheet_is_named_and_the_good_one_read() -> None:
    data = _two_sheets(SHEET, SHEET[:400])
    tables = tables_of(data)
    assert [grid.name for grid in tables.grids] == ["好"]
    assert list(tables.unreadable) == ["坏"]


def test_five_thousand_sheets_on_one_part_are_no_workbook() -> None:
    with pytest.raises(AppError) as refused:
        tables_of(_two_sheets(SHEET, SHEET, same=True))
    assert refused.value.code == "file-damaged"


def test_a_cell_at_the_far_end_is_refused_in_every_dialect() -> None:
    far = SHEET.replace('<row r="5">', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row>')
    for sheet in (far, dialects.prefixed(far), dialects.turned(far)):
        with pytest.raises(AppError) as refused:
            tables_of(package(sheet))
        assert refused.value.code == "file-too-large"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('yyyy"年"m"月"', Shown.MONTH), ("[$-804]yyyy\\.mm;@", Shown.MONTH),
        ("mmm-yy", Shown.MONTH),
        ('e"年"m"月"', Shown.MONTH), ("yyyy", Shown.YEAR), ("yyyy/m/d", Shown.DAY),
        ('[DBNum1]yyyy"年"m"月"d"日"', Shown.DAY), ("yyyy-mm hh:mm", Shown.DAY),
        ("0.00E+00", Shown.NO_DATE), ("General", Shown.NO_DATE), ("@", Shown.NO_DATE),
        ('0"d"', Shown.NO_DATE), ("[Red]0.0", Shown.NO_DATE),
    ],
)  # fmt: skip
def test_what_a_format_shows(code: str, shown: Shown) -> None:
    assert shown_by(code) is shown


def test_formats_known_by_number() -> None:
    assert built_in(57) is Shown.MONTH
    assert built_in(31) is Shown.DAY
    assert built_in(0) is built_in(49) is Shown.NO_DATE


def test_serial_days() -> None:
    assert moment_of(26024) == DAY
    assert moment_of(1) == datetime.date(1900, 1, 1)
    assert moment_of(26024 - 1462, since_1904=True) == DAY
    assert moment_of(26024.5) == datetime.datetime(1971, 4, 1, 12)  # noqa: DTZ001
    assert moment_of(-3) == -3


PAGES = {
    "style first": "<style>.m{mso-number-format:'yyyy\\\\5E74m\\\\6708'}</style>{}",
    "div": "<div>{}</div>",
    "comment": "<!-- 导出 -->\r\n{}",
    "declaration": "<?xml version='1.0'?><html><body>{}</body></html>",
}
TABLE = (
    "<table><tr><td colspan=3>名册</td></tr><tr><th>姓名</th><th>出生年月</th><th>电话</th></tr>"
    "<tr><td rowspan=2>李<b>建国</b></td><td class=m>1971-4-1</td><td>#N/A</td></tr>"
    "<tr style='display:none'><td>1972&nbsp;</td><td>1<br>2</td></tr></table>"
)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_web_pages(page: str, encoding: str) -> None:
    _check_page(page.replace("{}", TABLE).encode(encoding), month="m{" in page)


def test_a_page_in_an_envelope() -> None:
    head = (
        "From: <Saved by WPS>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    import base64

    body = base64.b64encode(f"<html>{TABLE}</html>".encode("gb18030"))
    _check_page(head.encode() + body + b"\r\n--b--\r\n", month=False)


def _check_page(data: bytes, *, month: bool) -> None:
    (grid,) = tables_of(data).grids
    assert grid.rows[1][:3] == ["姓名", "出生年月", "电话"]
    assert grid.rows[2][0] == "李建国"
    assert grid.rows[2][1] == ("1971-04" if month else "1971-4-1")
    assert grid.rows[3] == ["", "1972", "1\n2"]
    assert grid.facts.errors == {"C3": "#N/A"}
    assert grid.facts.hidden_rows == {4}
    assert ((2, 0), (3, 0)) in grid.merged
    assert "网页" in grid.facts.untold[0]


@pytest.mark.parametrize(
    "page", [b"<html><frameset><frame src=x></frameset></html>", b"<div><table><tr><td>x</table>"]
)
def test_pages_without_people(page: bytes) -> None:
    with pytest.raises(AppError, match="网页"):
        tables_of(page)


def test_read_only_workbooks_open_without_a_password() -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    def sealed(password: str) -> bytes:
        memory = io.BytesIO()
        OOXMLFile(io.BytesIO(xlsx(Sheet([["姓名"], ["李建国"]])))).encrypt(password, memory)
        return memory.getvalue()

    assert tables_of(sealed("VelvetSweatshop")).grids[0].rows[1] == ["李建国"]
    with pytest.raises(AppError) as refused:
        tables_of(sealed("青山镇"))
    assert refused.value.code == "file-password"


def _two_sheets(first: str, second: str, *, same: bool = False) -> bytes:
    import zipfile

    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(first))) as old, zipfile.ZipFile(memory, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "xl/workbook.xml":
                text = text.replace('name="名册"', 'name="好"').replace(
                    "</sheets>", '<sheet name="坏" sheetId="2" r:id="c"/></sheets>'
                )
            if name.endswith("workbook.xml.rels"):
                number = 1 if same else 2
                link = text[text.index("<Relationship Id") : text.index("/>") + 2]
                link = link.replace('"a"', '"c"').replace("sheet1", f"sheet{number}")
                text = text.replace("</Relationships>", f"{link}</Relationships>")
            new.writestr(name, text)
        new.writestr("xl/worksheets/sheet2.xml", second)
    return memory.getvalue()
