"""A PDF being made: its pages, what repeats on them, and 第×页 共×页 at their foot."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from app.reports.pen import CENTER, FAINT, LEFT, MM, RIGHT, Pen, Style
from app.reports.preflight import encodable, wanting_warning
from app.reports.slot import Slot
from app.reports.target import Written, put_in_place

_FOOT = Style(9)
_OFFICIAL = Style(14)
_FOOT_NOTE = Style(8, color=FAINT)
_FOOT_RISE = 9.0


@dataclass(frozen=True)
class Paper:
    """A page in millimetres and the margins nothing may cross."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def usable_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def floor(self) -> float:
        """How far down the page text may come."""
        return self.height - self.bottom


PORTRAIT = Paper(210, 297, 16, 16, 16, 18)
LANDSCAPE = Paper(297, 210, 14, 14, 14, 16)
OFFICIAL = Paper(210, 297, 28, 26, 37, 35)


class Numbering(Enum):
    """How pages are numbered at their foot."""

    NONE = "none"
    OF_TOTAL = "第×页 共×页"
    OFFICIAL = "— × —"


class Document:
    """Pages in order; `y` is how far down the current page is used."""

    def __init__(
        self,
        title: str,
        paper: Paper,
        *,
        numbering: Numbering = Numbering.OF_TOTAL,
        note: str = "",
    ) -> None:
        from reportlab.pdfbase import pdfdoc

        self.paper = paper
        self.pen = Pen(paper.height)
        self.y = paper.top
        self._numbering = numbering
        self._note = note
        self._pdf: Any = pdfdoc.PDFDocument(compression=1)
        self._pdf.setTitle(encodable(title))
        self._pdf.info.author = self._pdf.info.creator = "学籍通"
        self._pdf.info.subject = ""
        self._section: list[tuple[list[str], set[str]]] = []
        self._pages = 0
        self._warnings: list[str] = []
        self._slots: dict[tuple[float, Style, int, bool], Slot] = {}

    def warn(self, warning: str) -> None:
        """Something on paper that a person should look at; the same words are kept once."""
        if warning and warning not in self._warnings:
            self._warnings.append(warning)

    def slot(self, width: float, style: Style, most_lines: int, *, grows: bool = False) -> Slot:
        """The place for text of this width and style; what it has fitted stays known."""
        key = (width, style, most_lines, grows)
        slot = self._slots.get(key)
        if slot is None:
            made = Slot(self.pen, width, style, most_lines, self.warn, grows=grows)
            slot = self._slots[key] = made
        return slot

    def new_page(self) -> None:
        self.pen.code, self.pen.forms_used = [], set()
        self._section.append((self.pen.code, self.pen.forms_used))
        self.y = self.paper.top

    def make_room(self, height: float) -> bool:
        """Go to a new page unless `height` more millimetres fit on this one."""
        if self._section and self.y + height <= self.paper.floor + 0.01:
            return False
        self.new_page()
        return True

    def end_section(self, note: str = "") -> None:
        """Number the pages since the last section as one paper of their own."""
        from app.reports.pdf_page import add_page

        size = (self.paper.width * MM, self.paper.height * MM)
        for number, (code, forms) in enumerate(self._section, start=1):
            self.pen.code = code
            self._foot(number, len(self._section), note or self._note)
            add_page(self._pdf, size, code, forms)
            self._pages += 1
        self._section = []

    @contextmanager
    def form(self, name: str) -> Iterator[None]:
        """Draw once what many pages repeat; `pen.stamp(name)` puts it on a page."""
        from reportlab.pdfbase import pdfdoc

        with self.pen.elsewhere() as code:
            yield
            form: Any = pdfdoc.PDFFormXObject(0, 0, self.paper.width * MM, self.paper.height * MM)
            form.compression = 1
            form.setStreamList(list(code))
            self._pdf.addForm(name, form)

    def save(self, path: Path) -> Written:
        """Finish the last section and put the file in place."""
        self.end_section()
        wanting: dict[str, str] = {}
        for font in self.pen.fonts.values():
            font.add_to(self._pdf)
            wanting |= font.wanting
        for character, text in wanting.items():
            self.warn(wanting_warning(character, text))
        put_in_place(path, self._pdf.GetPDFData(None))
        return Written(self._pages, tuple(self._warnings))

    def _foot(self, number: int, total: int, note: str) -> None:
        y = self.paper.height - _FOOT_RISE
        right = self.paper.width - self.paper.right
        if self._numbering is Numbering.OFFICIAL:
            self._official_number(number)
        elif self._numbering is Numbering.OF_TOTAL:
            middle = self.paper.left + self.paper.usable_width / 2
            self.pen.text((middle, y), f"第 {number} 页　共 {total} 页", _FOOT, CENTER)
        if note:
            self.pen.text((right, y), note, _FOOT_NOTE, RIGHT)

    def _official_number(self, number: int) -> None:
        """GB/T 9704: 7 mm under the text, one character in from the outer edge."""
        y = self.paper.floor + 7 + _OFFICIAL.size / MM / 2
        aside = _OFFICIAL.size / MM
        if number % 2:
            place, align = self.paper.width - self.paper.right - aside, RIGHT
        else:
            place, align = self.paper.left + aside, LEFT
        self.pen.text((place, y), f"— {number} —", _OFFICIAL, align)
