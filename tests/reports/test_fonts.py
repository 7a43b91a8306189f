"""Rare names are drawn, embedded and given back exactly; what cannot be drawn is said."""

import io
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from app.reports import font_source as font_source_module
from app.reports import fonts, pen
from app.reports.document import PORTRAIT, Document
from app.reports.font_source import FontSource, font_source
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
        "𠮷𪚥",
        "\U0002a6dd\U0002b734\U0002b81d\U0002cea1\U0002ebe0",
        "\U00030040\U0003134a\U000323af",
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


UNDRAWN = "\U00031353"  # of Extension H, in no font that may be handed on


@pytest.fixture(autouse=True)
def _no_fonts_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "own_fonts", tuple)


def test_extensions_b_to_f_can_be_drawn_whole() -> None:
    extensions = ((0x20000, 0x2A6DE), (0x2A700, 0x2B735), (0x2B740, 0x2B81E), (0x2B820, 0x2CEA2))
    hanzi = [code for part in (*extensions, (0x2CEB0, 0x2EBE1)) for code in range(*part)]
    chain = font_chain(SONG)
    assert chain.missing("".join(map(chr, hanzi))) == set()
    for code in hanzi[::97]:
        glyph = chain.glyph(chr(code))
        assert chain.source(glyph.link).draws(glyph.number), hex(code)


def test_everyday_names_never_open_a_packed_font(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def noted(name: str) -> FontSource:
        opened.append(name)
        return font_source(name)

    monkeypatch.setattr(fonts, "font_source", noted)
    chain = fonts.FontChain(SONG, ("Song.ttf", "Hei.ttf"))
    assert chain.missing("阿依古丽·买买提 李㛃王䶮张𬱖") == set()
    assert {Path(name).suffix for name in opened} == {".ttf"}


def test_a_character_without_glyph_is_marked_and_named(tmp_path: Path) -> None:
    path, warnings = _print(tmp_path, f"李{UNDRAWN}")
    assert "李〓" in page_texts(path)[0]
    assert len(warnings) == 1
    assert f"李{UNDRAWN}" in warnings[0]
    assert "U+31353" in warnings[0]
    assert missing_characters(f"李{UNDRAWN}") == {UNDRAWN}


def test_a_font_of_the_machine_is_asked_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stands in for SimSun-ExtB: one of our own glyphs under a code that only it knows."""
    own = tmp_path / "中文夹" / "simsunb.ttf"
    own.parent.mkdir()
    own.write_bytes(_renamed_glyph("喆", UNDRAWN))
    monkeypatch.setattr(fonts, "own_fonts", lambda: (own,))
    chain = fonts.FontChain(SONG, ("Song.ttf", "Hei.ttf"))
    monkeypatch.setattr(fonts, "font_chain", lambda _name: chain)
    assert chain.glyph(UNDRAWN).found
    monkeypatch.setattr(pen, "font_chain", lambda _name: chain)
    path, warnings = _print(tmp_path, f"李{UNDRAWN}")
    assert warnings == ()
    assert f"李{UNDRAWN}" in page_texts(path)[0]


def test_a_damaged_or_locked_font_of_the_machine_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged, locked = tmp_path / "simsunb.ttf", tmp_path / "simsunextg.ttf"
    damaged.write_bytes(b"no font" * 100)
    locked.write_bytes(_renamed_glyph("喆", UNDRAWN, permission=2))
    monkeypatch.setattr(fonts, "own_fonts", lambda: (damaged, locked, tmp_path / "gone.ttf"))
    assert fonts.FontChain(SONG, ("Song.ttf",)).missing(UNDRAWN) == {UNDRAWN}


def test_fonts_of_the_machine_are_found_by_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(font_source_module, "_font_folders", lambda: [tmp_path, tmp_path / "none"])
    (tmp_path / "SimSun").mkdir()
    for name in ("SIMSUNB.TTF", "SimSun/SimSunExtG.ttf", "arial.ttf"):
        (tmp_path / name).write_bytes(b"")
    found = font_source_module.own_fonts.__wrapped__()
    assert [path.name for path in found] == ["SIMSUNB.TTF", "SimSunExtG.ttf"]


def _renamed_glyph(known: str, code: str, permission: int = 0) -> bytes:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    memory = io.BytesIO()
    with TTFont(font_source_module.FONT_FOLDER / "SongTitle.ttf") as font:
        table = CmapSubtable.newSubtable(12)
        table.platformID, table.platEncID, table.language = 3, 10, 0
        table.cmap = {ord(code): font.getBestCmap()[ord(known)]}
        font["cmap"].tables = [table]
        font["OS/2"].fsType = permission
        font.save(memory)
    return memory.getvalue()


def test_check_finds_such_characters_before_printing() -> None:
    assert check([roster(3), certificates(3)]) == []
    found = check([roster(2), {"not": "walked"}, (f"周{UNDRAWN}", f"吴{UNDRAWN}")])
    assert [text for text in found if f"周{UNDRAWN}" in text] == found
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
