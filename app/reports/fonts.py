"""The fonts of our paper: embedded, searchable, with a fallback for every single character.

reportlab's own TrueType support prints a box for a missing character and writes a wrong text layer
above U+FFFF, where many rare names live; this class takes its place in the PDF.
"""

import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from app.reports.font_source import FontSource, font_source, own_fonts

# 宋体 for text, 黑体 for heads; the title face stands in for 小标宋. Where none of a chain can
# draw a character, the rare fonts follow: packed, and opened for one name in thousands.
_RARE = ("SongRare.ttf.xz", "SongRarer.ttf.xz")
_HANZI_FROM, _RARE_FROM = 0x3400, 0x20000
_CHAINS = {
    "song": ("Song.ttf", "Hei.ttf"),
    "hei": ("Hei.ttf", "Song.ttf"),
    "title": ("SongTitle.ttf", "Song.ttf", "Hei.ttf"),
}

SONG, HEI, TITLE = "song", "hei", "title"

# Printers' mark for "a character is wanting here"; a reader sees that it is not a letter.
WANTING = "〓"
_BREAKS = "\t\n\v\f\r\x85"


@dataclass(frozen=True)
class Glyph:
    """How one character is drawn: by which font of the chain, as which glyph, how wide (per em)."""

    link: int
    number: int
    width: float
    text: str
    found: bool


class Widths(dict[str, float]):
    """The width of each character at font size 1, looked up in the fonts when first asked for."""

    def __init__(self, chain: "FontChain") -> None:
        super().__init__()
        self._chain = chain

    def __missing__(self, character: str) -> float:
        width = self[character] = self._chain.glyph(character).width
        return width


class FontChain:
    """Fonts asked in order for each character, so that a rare name never becomes a box."""

    def __init__(self, name: str, file_names: tuple[str, ...]) -> None:
        self.name = name
        self._files = [*file_names, *_RARE]
        self._everyday = len(file_names)
        self._glyphs: dict[str, Glyph] = {}
        self.widths = Widths(self)

    def source(self, link: int) -> FontSource:
        return font_source(self._files[link])

    def glyph(self, character: str) -> Glyph:
        known = self._glyphs.get(character)
        if known is None:
            known = self._glyphs[character] = self._look_up(character)
        return known

    def missing(self, text: str) -> set[str]:
        """The characters of `text` that no font here can draw."""
        return {character for character in text if not self.glyph(character).found}

    def _look_up(self, character: str) -> Glyph:
        # A line break or a tab inside a cell is a space; it must not be reported as unprintable.
        drawn = " " if _is_blank(character) else character
        rare = ord(drawn) >= _RARE_FROM
        for link in range(len(self._files) if rare else self._everyday):
            number = self.source(link).glyph(drawn)
            if number:
                return self._measured(link, number, drawn, found=True)
        found = self._of_this_machine(drawn) if ord(drawn) >= _HANZI_FROM else None
        return found or self._wanting()

    def _of_this_machine(self, drawn: str) -> Glyph | None:
        """From a font that only this machine has: 宋体-ExtB of Windows, or what there is."""
        for path in own_fonts():
            with suppress(OSError, ValueError):
                source = font_source(str(path))
                number = source.glyph(drawn) if source.can_be_embedded else 0
                if number and source.draws(number):
                    if str(path) not in self._files:
                        self._files.append(str(path))
                    return self._measured(self._files.index(str(path)), number, drawn, found=True)
        return None

    def _wanting(self) -> Glyph:
        number = self.source(0).glyph(WANTING)
        return self._measured(0, number, WANTING, found=False)

    def _measured(self, link: int, number: int, text: str, *, found: bool) -> Glyph:
        width = self.source(link).width(number) / 1000
        return Glyph(link, number, width, text, found)


def _is_blank(character: str) -> bool:
    if character in _BREAKS:
        return True
    return unicodedata.category(character) in {"Zs", "Zl", "Zp"} and character != "\u3000"


@cache
def font_chain(name: str) -> FontChain:
    """One of `SONG`, `HEI`, `TITLE`."""
    return FontChain(name, _CHAINS[name])


def missing_characters(text: str) -> set[str]:
    """Characters that would be printed as `WANTING`; every chain can draw the same ones."""
    return font_chain(SONG).missing(text)
