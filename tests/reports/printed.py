"""Ways to look at what was printed: texts, boxes, rules, pictures."""

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw


def page_texts(path: Path) -> list[str]:
    with pdfium.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


Box = tuple[float, float, float, float]


def character_boxes(page: Any) -> Iterator[tuple[str, Box]]:
    """Each visible character with its ink box (left, bottom, right, top)."""
    text = page.get_textpage()
    for index in range(text.count_chars()):
        # By code point: pdfium cannot cut a text at one half of a surrogate pair.
        character = chr(raw.FPDFText_GetUnicode(text, index))
        if not character.isspace() and character.isprintable():
            yield character, text.get_charbox(index)


def rules(page: Any) -> list[Box]:
    """Straight lines drawn on the page itself (not in forms), as (x1, y1, x2, y2)."""
    found: list[Box] = []
    for number in range(raw.FPDFPage_CountObjects(page)):
        item = raw.FPDFPage_GetObject(page, number)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH:
            found += _segments(item)
    return found


def _segments(path: Any) -> Iterator[Box]:
    before = (0.0, 0.0)
    for number in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = (x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            yield (
                min(before[0], here[0]),
                min(before[1], here[1]),
                max(before[0], here[0]),
                max(before[1], here[1]),
            )
        before = here


def render(path: Path, folder: Path, scale: float = 1.2) -> list[Path]:
    """Pages as pictures, to be looked at: `python -m tests.reports.look OUT`."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    with pdfium.PdfDocument(path) as document:
        for number, page in enumerate(document, start=1):
            picture = folder / f"{path.stem}-{number:03d}.png"
            page.render(scale=scale).to_pil().save(picture)
            pictures.append(picture)
    return pictures
