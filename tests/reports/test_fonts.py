"""Rare names are drawn, embedded and given back exactly; what cannot be drawn is said."""

from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from app.reports.document import PORTRAIT, Document
from app.reports.font_source import font_source
from app.reports.fonts import HEI, SONG, TITLE, WANTING, font_chain, missing_characters
from app.reports.pen import Style
from app.reports.preflight import check
from tests.reports.papers import certificates, roster
from tests.reports.printed import page_texts

FACES = (SONG, HEI, TITLE)


def _print(folder: Path, *texts: str, font: str = SONG) -> tuple[Path, tuple[str, ...]]:
    document = Document("试印", PORTRAIT)
    document.new_page()
    for number, text in enumerate(texts):
        document.pen.text((20, 30 + number * 8), text, Style(12, font))
    path = folder / f"{font}.pdf"
    return path, document.save(path).warnings


@pytest.mark.parametrize("font", FACES)
@pytest.mark.parametrize(
    "name",
    [
        "李㛃",
        "王䶮",
        "张𬱖",
        "陈喆",
        "刘堃",
        "阿依古丽·买买提",
        "𫖯𨱔𫘧𠅤",
        "赟琎燊龑昇",
        "〇一二",
        "⼥女⾦金",
    ],
)
def test_names_come_back_exactly(font: str, name: str, tmp_path: Path) -> None:
    path, warnings = _print(tmp_path, name, font=font)
    assert warnings == ()
    assert name in page_texts(path)[0]


def test_level_two_of_gb_18030_can_be_drawn() -> None:
    hanzi = [*range(0x3400, 0x4DB6), *range(0x4E00, 0x9FF0)]
    for font in FACES:
        assert font_chain(font).missing("".join(map(chr, hanzi))) == set()


@pytest.mark.parametrize("file_name", ["Song.ttf", "Hei.ttf", "SongTitle.ttf"])
def test_an_embedded_glyph_has_an_outline(file_name: str) -> None:
    source = font_source(file_name)
    empty = len(source.subset([source.glyph(" ")]))
    assert len(source.subset([source.glyph("喆")])) > empty + 50


def test_a_character_without_glyph_is_marked_and_named(tmp_path: Path) -> None:
    path, warnings = _print(tmp_path, "李𪚥")
    assert "李〓" in page_texts(path)[0]
    assert len(warnings) == 1
    assert "李𪚥" in warnings[0]
    assert "U+2A6A5" in warnings[0]
    assert missing_characters("李𪚥") == {"𪚥"}


def test_check_finds_such_characters_before_printing() -> None:
    assert check([roster(3), certificates(3)]) == []
    found = check([roster(2), {"not": "walked"}, ("周𪚥", "吴𪚥")])
    assert [text for text in found if "周𪚥" in text] == found
    assert len(found) == 1


def test_what_blanks_a_line_is_printed_as_a_blank(tmp_path: Path) -> None:
    path, warnings = _print(tmp_path, "甲\t乙\n丙\u00a0丁")
    assert warnings == ()
    assert page_texts(path)[0].split() == ["甲", "乙", "丙", "丁", "第", "1", "页", "共", "1", "页"]


def test_all_fonts_are_embedded(tmp_path: Path) -> None:
    path, _ = _print(tmp_path, "张𬱖 Abc 123", WANTING, font=TITLE)
    assert b"Helvetica" not in path.read_bytes()
    with pdfium.PdfDocument(path) as document:
        page = document[0]
        for number in range(raw.FPDFPage_CountObjects(page)):
            item = raw.FPDFPage_GetObject(page, number)
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
                assert raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(item)) == 1


def test_a_missing_character_of_the_title_face_falls_back_to_song() -> None:
    rare = font_chain(TITLE).glyph("㛃"), font_chain(TITLE).glyph("中")
    assert [glyph.found for glyph in rare] == [True, True]
    assert rare[1].link == 0
    assert font_source("SongTitle.ttf").glyph("㐂") == 0
    assert font_chain(TITLE).glyph("㐂").link == 1
