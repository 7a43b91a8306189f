"""One font file: which glyph draws a character, how wide it is, and a small copy for embedding."""

import lzma
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

FONT_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"

_EM = 1000
# OS/2 fsType: the whole nibble says who may embed; 2 alone is "nobody".
_NEVER_EMBEDDED = 0x2
# What a PDF reader does not need from an embedded font.
_DROPPED_TABLES = (
    "GSUB", "GPOS", "GDEF", "BASE", "DSIG", "vhea", "vmtx", "VORG", "name",
    "OS/2", "post", "gasp", "kern", "STAT", "meta", "cmap",
)  # fmt: skip


# 宋体-ExtB and -ExtG of Windows, its Taiwanese brother, what Linux desktops are known to carry.
_RARE_FONTS = (
    "simsunb.ttf", "simsunextg.ttf", "mingliub.ttc", "hanaminb.ttf", "babelstonehan.ttf",
    "plangothicp1-regular.ttf", "plangothicp2-regular.ttf",
)  # fmt: skip


class FontSource:
    """A TrueType font opened through HarfBuzz; measures are in thousandths of the font size."""

    def __init__(self, path: Path) -> None:
        import uharfbuzz as harfbuzz

        self.name = path.name.split(".")[0]
        # By bytes, because HarfBuzz cannot open a Windows path with Chinese in it.
        data = path.read_bytes()
        if path.suffix == ".xz":
            data = lzma.decompress(data)
        self._face = harfbuzz.Face(harfbuzz.Blob(data))
        self._font = harfbuzz.Font(self._face)
        self._scale = _EM / self._face.upem
        extents: Any = self._font.get_font_extents("ltr")
        self.ascent = extents.ascender * self._scale
        self.descent = extents.descender * self._scale

    def glyph(self, character: str) -> int:
        """The glyph number, 0 when this font cannot draw the character."""
        return self._font.get_nominal_glyph(ord(character)) or 0

    @property
    def can_be_embedded(self) -> bool:
        """Whether its outlines are of the kind our paper embeds, and its maker allows it."""
        if "glyf" not in self._face.table_tags:
            return False
        table = bytes(self._face.reference_table("OS/2").data or b"")
        permission = int.from_bytes(table[8:10], "big") if len(table) >= 10 else 0
        return permission & _NEVER_EMBEDDED != _NEVER_EMBEDDED

    def draws(self, glyph: int) -> bool:
        """Whether a glyph has an outline; some fonts name characters they only leave blank."""
        extents = self._font.get_glyph_extents(glyph)
        return bool(extents and extents.width and extents.height)

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
def own_fonts() -> tuple[Path, ...]:
    """Fonts for rare characters that this machine has of its own, in the order to be asked."""
    found: dict[str, Path] = {}
    for folder in _font_folders():
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in {".ttf", ".ttc"}:
                found.setdefault(path.name.lower(), path)
    return tuple(found[name] for name in _RARE_FONTS if name in found)


def _font_folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        windows, local = os.environ.get("WINDIR", r"C:\Windows"), os.environ.get("LOCALAPPDATA", "")
        own = [Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else []
        return [Path(windows) / "Fonts", *own]
    shared = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    return [*shared, home / ".local/share/fonts", home / ".fonts"]


@cache
def font_source(file_name: str) -> FontSource:
    """A shipped font by file name, or any by its path; opened once per process."""
    return FontSource(FONT_FOLDER / file_name)
