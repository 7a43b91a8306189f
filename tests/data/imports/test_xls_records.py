"""Binary .xls: what its writers say of it is compared with what was read; nobody is lost unsaid."""

import datetime
import io
import random
import re
import struct
from typing import Any

import pytest

from app.data.imports.grid import tables_of
from app.data.imports.xls_records import records_of
from app.domain.errors import AppError
from tests.roster_corpus.files import xls
from tests.roster_corpus.people import people
from tests.roster_corpus.shapes import line, roster

xlwt: Any = pytest.importorskip("xlwt")
PEOPLE = 70


def _book() -> bytes:
    return xls(roster(*(line(number, person) for number, person in enumerate(people(PEOPLE), 1))))


def _filled(rows: list[list[Any]]) -> int:
    return sum(cell != "" for row in rows for cell in row)


@pytest.mark.fault
def test_no_changed_byte_loses_people_silently() -> None:
    good, chance = _book(), random.Random(11)
    wanted = _filled(tables_of(good).grids[0].rows)
    silent = 0
    for _ in range(600):
        broken = bytearray(good)
        broken[chance.randrange(512, len(broken))] = chance.randrange(256)
        try:
            tables = tables_of(bytes(broken))
        except AppError:
            continue
        said = bool(tables.hidden or tables.remarks or tables.unreadable) or any(
            grid.facts.untold or grid.facts.unread for grid in tables.grids
        )
        found = sum(_filled(grid.rows) for grid in tables.grids)
        silent += found < wanted and not said
    assert silent == 0


def test_a_lost_row_is_named() -> None:
    good = _book()
    # The row's first cell record becomes one that nobody reads.
    stream = good.index(struct.pack("<HHHH", 0x00FD, 10, 40, 1))
    broken = good[:stream] + struct.pack("<H", 0x0859) + good[stream + 2 :]
    (grid,) = tables_of(broken).grids
    assert grid.facts.untold or tables_of(broken).remarks


def test_months_errors_and_hidden_lines() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    day = datetime.date(1971, 4, 1)
    sheet.write(0, 0, "姓名")
    for row, code in ((1, "yyyy年m月"), (2, "yyyy-mm-dd"), (3, "yyyy")):
        sheet.write(row, 1, day, xlwt.easyxf(num_format_str=code))
    sheet.row(2).hidden = True
    sheet.col(4).hidden = True
    sheet.write(4, 4, True)
    sheet.write_merge(5, 6, 0, 0, "李家村")
    sheet.write(6, 1, "x")
    sheet.row(4).set_cell_error(2, 0x2A)
    memory = io.BytesIO()
    book.save(memory)
    (grid,) = tables_of(memory.getvalue()).grids
    assert [row[1] for row in grid.rows[1:4]] == [day] * 3
    assert grid.rows[4][4] is True
    assert grid.facts.month_only == {"B2"}
    assert grid.facts.year_only == {"B4"}
    assert grid.facts.errors == {"C5": "#N/A"}
    assert grid.facts.hidden_rows == {3}
    assert grid.facts.hidden_columns == {4}
    assert grid.merged == [((5, 0), (6, 0))]
    assert grid.facts.untold == ()


@pytest.mark.parametrize("flags", [1, 2, 3])
def test_formulas_that_wait_for_excel(flags: int) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    sheet.write(0, 0, xlwt.Formula("B1&C1"))
    memory = io.BytesIO()
    book.save(memory)
    data = memory.getvalue()
    found = re.search(rb"\x06\x00[\x10-\x40]\x00\x00\x00\x00\x00[\x0f\x11]\x00", data)
    assert found
    place = found.start() + 18
    data = data[:place] + struct.pack("<H", flags) + data[place + 2 :]
    # xlwt writes an empty text as the result of every formula; others write 0.
    data = data[: place - 8] + bytes(8) + data[place:]
    assert tables_of(data).grids[0].facts.uncalculated == {"A1"}


def biff5(code_page: int | None, name: str, *texts: str) -> bytes:
    """A bare stream of Excel 5 as Chinese programs exported it: texts in GBK."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    bof = struct.pack("<HHHH", 0x0500, 0x0005, 0, 0)
    head = record(0x0809, bof)
    if code_page is not None:
        head += record(0x0042, struct.pack("<H", code_page))
    title = name.encode("gbk")
    after = len(head) + 4 + 7 + len(title) + 4
    head += record(0x0085, struct.pack("<IBBB", after, 0, 0, len(title)) + title)
    head += record(0x000A, b"")
    sheet = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 0))
    sheet += record(0x0200, struct.pack("<HHHHH", 0, len(texts), 0, 1, 0))
    for row, text in enumerate(texts):
        raw = text.encode("gbk")
        sheet += record(0x0204, struct.pack("<HHHH", row, 0, 0, len(raw)) + raw)
    return head + sheet + record(0x000A, b"")


@pytest.mark.parametrize("code_page", [936, 1252, 1200, None])
def test_old_workbooks_in_gbk_whatever_code_page_they_name(code_page: int | None) -> None:
    (grid,) = tables_of(biff5(code_page, "党员", "姓名", "李建国", "谭秀英")).grids
    assert grid.name == "党员"
    assert [row[0] for row in grid.rows] == ["姓名", "李建国", "谭秀英"]


def test_a_stream_that_goes_on_after_a_false_end() -> None:
    stream = biff5(936, "党员", "姓名", "李建国")
    with pytest.raises(AppError) as refused:
        records_of(stream[:4] + stream[4:].replace(struct.pack("<HH", 10, 0), b"", 1) + b"\x01\x02")
    assert refused.value.code == "file-damaged"
