"""Puts the used part of a font chain into one PDF, with a text layer that gives every name back.

Each character gets its own code, also where two characters share one glyph, so that copying text
from the PDF returns exactly what was printed.
"""

import zlib
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.reports.font_source import FontSource
from app.reports.fonts import FontChain, Glyph

_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
_CODES_PER_BLOCK = 100  # the PDF standard allows no more


@dataclass(frozen=True)
class Encoded:
    """A text ready for the page: runs of (font resource, codes in hex) and its width per em."""

    runs: tuple[tuple[str, str], ...]
    width: float


class EmbeddedChain:
    """One font chain as used by one document."""

    def __init__(self, chain: FontChain, resource: str) -> None:
        self.wanting: dict[str, str] = {}
        self._chain = chain
        self._resource = resource
        self._texts: dict[str, Encoded] = {}
        self._codes: dict[str, tuple[int, str]] = {}
        self._first_link: dict[str, str] = {}
        self.widths = chain.widths
        self._used: dict[int, list[Glyph]] = {}

    def encode(self, text: str) -> Encoded:
        encoded = self._texts.get(text)
        if encoded is None:
            encoded = self._texts[text] = self._encode(text)
        return encoded

    def _encode(self, text: str) -> Encoded:
        width = sum(map(self.widths.__getitem__, text))
        try:  # nearly every text needs one font only, and its characters have come before
            codes = "".join(map(self._first_link.__getitem__, text))
        except KeyError:
            return Encoded(self._runs(text), width)
        return Encoded(((f"{self._resource}0", codes),), width)

    def _runs(self, text: str) -> tuple[tuple[str, str], ...]:
        runs: list[tuple[str, list[str]]] = []
        current = -1
        for character in text:
            link, code = self._codes.get(character) or self._take(character, text)
            if link != current:
                runs.append((f"{self._resource}{link}", []))
                current = link
            runs[-1][1].append(code)
        return tuple((font, "".join(codes)) for font, codes in runs)

    def _take(self, character: str, text: str) -> tuple[int, str]:
        glyph = self._chain.glyph(character)
        if not glyph.found:
            self.wanting[character] = text
        used = self._used.setdefault(glyph.link, [])
        used.append(glyph)
        taken = self._codes[character] = (glyph.link, f"{len(used):04X}")
        if glyph.link == 0:
            self._first_link[character] = taken[1]
        return taken

    def add_to(self, document: Any) -> None:
        """Write the used glyphs into reportlab's PDF document, just before it is saved."""
        fonts = document.idToObject["BasicFonts"].dict
        for link, glyphs in self._used.items():
            resource = f"{self._resource}{link}"
            source = self._chain.source(link)
            fonts[resource] = _font_object(document, resource, source, glyphs)


def _font_object(document: Any, resource: str, source: FontSource, glyphs: list[Glyph]) -> Any:
    from reportlab.pdfbase import pdfdoc

    base = _subset_name(source, glyphs)
    refer = partial(_reference, document, resource)
    descendant = refer(
        "cid",
        pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": pdfdoc.PDFName(base),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": refer("descriptor", _descriptor(refer, base, source, glyphs)),
                "DW": 1000,
                "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(_widths(glyphs))]),
                "CIDToGIDMap": refer("glyphs", _stream(_glyph_numbers(glyphs))),
            }
        ),
    )
    font = pdfdoc.PDFDictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": pdfdoc.PDFName(base),
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([descendant]),
            "ToUnicode": refer("text", _stream(_to_unicode(glyphs))),
        }
    )
    return refer("font", font)


def _descriptor(refer: Any, base: str, source: FontSource, glyphs: list[Glyph]) -> Any:
    from reportlab.pdfbase import pdfdoc

    data = source.subset(glyph.number for glyph in glyphs)
    file = _stream(data)
    file.dictionary["Length1"] = len(data)
    return pdfdoc.PDFDictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": pdfdoc.PDFName(base),
            "Flags": 4,
            "ItalicAngle": 0,
            "Ascent": source.ascent,
            "Descent": source.descent,
            "CapHeight": source.ascent,
            "StemV": 80,
            "FontBBox": pdfdoc.PDFArray([-100, -250, 1100, 950]),
            "FontFile2": refer("file", file),
        }
    )


def _reference(document: Any, resource: str, part: str, value: Any) -> Any:
    return document.Reference(value, f"{part}:{resource}")


def _stream(content: str | bytes) -> Any:
    from reportlab.pdfbase import pdfdoc

    stream = pdfdoc.PDFStream()
    stream.content = content
    stream.filters = [pdfdoc.PDFZCompress]
    return stream


def _subset_name(source: FontSource, glyphs: list[Glyph]) -> str:
    number = zlib.crc32(repr([glyph.number for glyph in glyphs]).encode())
    tag = "".join(chr(ord("A") + (number >> (5 * place)) % 26) for place in range(6))
    return f"{tag}+{source.name}"


def _widths(glyphs: list[Glyph]) -> list[float]:
    return [round(glyph.width * 1000, 2) for glyph in glyphs]


def _glyph_numbers(glyphs: list[Glyph]) -> bytes:
    return b"\0\0" + b"".join(glyph.number.to_bytes(2, "big") for glyph in glyphs)


def _to_unicode(glyphs: list[Glyph]) -> str:
    lines = [
        f"<{code:04X}> <{glyph.text.encode('utf-16-be').hex().upper()}>"
        for code, glyph in enumerate(glyphs, start=1)
    ]
    blocks = []
    for start in range(0, len(lines), _CODES_PER_BLOCK):
        block = lines[start : start + _CODES_PER_BLOCK]
        blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n")
    return _CMAP_HEAD + "".join(blocks) + _CMAP_FOOT
