"""Hostile and broken files: always one sentence, never a traceback, never a crash."""

import io
import random
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.imports.cells import column_index, column_letter
from app.data.imports.read_text import decoded, read_text_rows
from app.data.imports.roster import read_roster
from app.data.imports.sniff import FileKind, kind_of
from app.domain.errors import AppError
from tests.roster_corpus.files import Cell, Sheet, repacked, text, xls, xlsx
from tests.roster_corpus.people import people
from tests.roster_corpus.shapes import CLEAN, HEADER, TITLE, line, roster


@pytest.mark.fault
def test_flipped_bytes_are_refused_or_change_nothing(tmp_path: Path) -> None:
    chance, good = random.Random(3), xlsx(roster(*CLEAN))
    path = tmp_path / "r.xlsx"
    path.write_bytes(good)
    wanted = [row.cells for row in read_roster(path).sheets[0].rows]
    for _ in range(300):
        broken = bytearray(good)
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        try:
            found = read_roster(path)
        except AppError as error:
            assert error.hint  # noqa: PT017
        else:
            assert [row.cells for row in found.sheets[0].rows] == wanted


@pytest.mark.fault
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_cut_anywhere(tmp_path: Path, kind: str) -> None:
    good = (xlsx if kind == "xlsx" else xls)(roster(*CLEAN))
    path = tmp_path / f"r.{kind}"
    for length in range(1, len(good), max(1, len(good) // 40)):
        path.write_bytes(good[:length])
        try:
            read_roster(path)
        except AppError as error:
            assert error.message  # noqa: PT017


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_any_bytes_are_a_kind_or_refused(data: bytes, start: bytes) -> None:
    try:
        kind = kind_of(start + data)
    except AppError:
        return
    assert kind in FileKind


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_every_encoding_comes_back(content: str) -> None:
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        whole = f"姓名,身份证号\r\n{content}"
        assert decoded(whole.encode(encoding)) == whole


def test_one_name_alone_may_be_valid_in_two_encodings() -> None:
    lines = [line(number, person) for number, person in enumerate(people(200))]
    rows: list[Sequence[Cell]] = [[TITLE], HEADER, *lines]
    assert read_text_rows(text(rows, "gb18030")) == read_text_rows(text(rows, "utf-8"))


@pytest.mark.fault
def test_a_sheet_that_claims_four_thousand_million_rows(tmp_path: Path) -> None:
    # The reader would ask for a terabyte and take the program down with it.
    good = xls(roster(*CLEAN))
    place = good.index(struct.pack("<HHII", 0x0200, 14, 0, 5)) + 8
    path = tmp_path / "r.xls"
    path.write_bytes(good[:place] + struct.pack("<I", 0xFFFF_FF31) + good[place + 4 :])
    with pytest.raises(AppError) as refused:
        read_roster(path)
    assert refused.value.code == "file-damaged"


def test_password(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600)
    with pytest.raises(AppError) as refused:
        read_roster(path)
    assert refused.value.code == "file-password"


def test_word_documents(tmp_path: Path) -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(AppError, match="Word"):
        kind_of(memory.getvalue())


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="找不到"):
        read_roster(tmp_path / "没有.xlsx")


def test_a_styled_but_empty_corner_is_no_content(tmp_path: Path) -> None:
    # Whole-row formatting reaches XFD1048576 in many real files; it holds nothing.
    path = tmp_path / "r.xlsx"
    path.write_bytes(
        repacked(
            xlsx(roster(*CLEAN)), "xl/worksheets/sheet1.xml", "</sheetData>",
            '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>',
        )
    )  # fmt: skip
    assert len(read_roster(path).sheets[0].rows) == 3


def test_people_after_a_thousand_blank_lines_are_people(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    blank: list[list[None]] = [[None]] * 1_100
    path.write_bytes(xlsx(Sheet([[TITLE], HEADER, CLEAN[0], *blank, CLEAN[1]])))
    assert [row.number for row in read_roster(path).sheets[0].rows] == [3, 1_104]


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (199, "GR")])
def test_column_letters(index: int, letters: str) -> None:
    assert column_letter(index) == letters
    assert column_index(letters) == index
