"""One font file: which glyph draws a character, how wide it is, and a small copy for embedding."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

FONT_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"

_EM = 1000
# What a PDF reader does not need from an embedded font.
_DROPPED_TABLES = (
    "GSUB", "GPOS", "GDEF", "BASE", "DSIG", "vhea", "vmtx", "VORG", "name",
    "OS/2", "post", "gasp", "kern", "STAT", "meta", "cmap",
)  # fmt: skip


class FontSource:
    """A TrueType font opened through HarfBuzz; measures are in thousandths of the font size."""

    def __init__(self, path: Path) -> None:
        import uharfbuzz as harfbuzz

        self.name = path.stem
        # By bytes, because HarfBuzz cannot open a Windows path with Chinese in it.
        self._face = harfbuzz.Face(harfbuzz.Blob(path.read_bytes()))
        self._font = harfbuzz.Font(self._face)
        self._scale = _EM / self._face.upem
        extents: Any = self._font.get_font_extents("ltr")
        self.ascent = extents.ascender * self._scale
        self.descent = extents.descender * self._scale

    def glyph(self, character: str) -> int:
        """The glyph number, 0 when this font cannot draw the character."""
        return self._font.get_nominal_glyph(ord(character)) or 0

    def width(self, glyph: int) -> float:
        return float(self._font.get_glyph_h_advance(glyph) * self._scale)

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """The font reduced to these glyphs, their numbers unchanged."""
        import uharfbuzz as harfbuzz

        wanted = harfbuzz.SubsetInput()
        wanted.sets(harfbuzz.SubsetInputSets.GLYPH_INDEX).update({0, *glyphs})
        flags = harfbuzz.SubsetFlags
        wanted.flags = (
            flags.RETAIN_GIDS | flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE | flags.NOTDEF_OUTLINE
        )
        dropped = wanted.sets(harfbuzz.SubsetInputSets.DROP_TABLE_TAG)
        for table in _DROPPED_TABLES:
            dropped.add(int.from_bytes(table.ljust(4).encode(), "big"))
        return bytes(harfbuzz.subset(self._face, wanted).blob.data)


@cache
def font_source(file_name: str) -> FontSource:
    """A shipped font by file name; opened once per process."""
    return FontSource(FONT_FOLDER / file_name)
