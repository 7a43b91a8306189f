"""结业证书: A4 across, one person a page; nothing stands where the seal goes but the signature."""

from collections.abc import Sequence
from pathlib import Path

from app.domain.documents.certificate import Certificate
from app.domain.progress import Progress, Silent
from app.reports.batch import refuse_empty
from app.reports.cells import Cells
from app.reports.document import Document, Numbering, Paper
from app.reports.fonts import TITLE
from app.reports.layout import body_text, signed_by
from app.reports.line_breaker import Kept
from app.reports.pen import CENTER, FAINT, LEFT, Color, Pen, Style
from app.reports.target import Written

_PAPER = Paper(297, 210, 20, 20, 20, 20)
_FRAME: Color = (0.60, 0.19, 0.16)
_FORM = "certificate"

_PHOTO = (43.5, 48.0, 35.0, 49.0)
_LABEL = Style(11)
_LABELS = (("证书编号：", 122.0), ("有效证件号：", 137.0), ("备　　注：", 152.0))
_LABEL_LEFT, _VALUE_WIDTH, _VALUE_LEFT = 24.0, 54.0, 49.0
_BODY = (118.0, 74.0, 152.0, 68.0)
_SIGNED = (182.0, 144.0, 88.0, 34.0)


def write_pdf(
    certificates: Sequence[Certificate], path: Path, progress: Progress | None = None
) -> Written:
    """One page each, in the order given."""
    refuse_empty(certificates, "结业证书", "请先结班，结业人员才有证书。")
    document = Document("结业证书", _PAPER, numbering=Numbering.NONE)
    with document.form(_FORM):
        _fixed_part(document)
    cells = Cells(document, most_lines=3)
    for done, certificate in enumerate(certificates):
        (progress or Silent()).step(done, len(certificates), f"结业证书 {certificate.number}")
        document.new_page()
        document.pen.stamp(_FORM)
        _variable_part(document, cells, certificate)
    return document.save(path)


def _variable_part(document: Document, cells: Cells, certificate: Certificate) -> None:
    values = (certificate.number, certificate.id_number, certificate.issue_note)
    for (_, baseline), value in zip(_LABELS, values, strict=True):
        cells.write((_VALUE_LEFT, baseline - 8, _VALUE_WIDTH, 12), value, _LABEL, LEFT)
    kept = Kept(certificate.names, certificate.phrases)
    body_text(document, _BODY, certificate.statement, 18, kept)
    signed_by(document, _SIGNED, certificate.signed_by, certificate.issued_on, Style(15))


def _fixed_part(document: Document) -> None:
    pen = document.pen
    _border(pen)
    left, top, width, height = _PHOTO
    pen.frame((left, top), (width, height), 0.6, FAINT)
    for number, words in enumerate(("近期正面", "免冠照片")):
        pen.text((left + width / 2, top + 23 + number * 6), words, Style(10, color=FAINT), CENTER)
    for label, baseline in _LABELS:
        pen.text((_LABEL_LEFT, baseline), label, _LABEL)
        pen.line(
            (_VALUE_LEFT, baseline + 3), (_VALUE_LEFT + _VALUE_WIDTH, baseline + 3), 0.4, FAINT
        )
    pen.line((108, 40), (108, 170), 0.4, FAINT)
    for number, character in enumerate("结业证书"):
        pen.text((152 + number * 28, 56), character, Style(40, TITLE), CENTER)


def _border(pen: Pen) -> None:
    width, height = _PAPER.width, _PAPER.height
    pen.frame((10, 10), (width - 20, height - 20), 2.2, _FRAME)
    pen.frame((12.5, 12.5), (width - 25, height - 25), 0.6, _FRAME)
    for x in (12.5, width - 12.5):
        for y in (12.5, height - 12.5):
            _corner(pen, x, y, 1 if x < width / 2 else -1, 1 if y < height / 2 else -1)


def _corner(pen: Pen, x: float, y: float, right: int, down: int) -> None:
    """Two nested angles, turned towards the middle of the page."""
    for inset, length, weight in ((2.5, 16.0, 1.0), (4.0, 10.0, 0.5)):
        start = (x + inset * right, y + inset * down)
        pen.line(start, (x + length * right, start[1]), weight, _FRAME)
        pen.line(start, (start[0], y + length * down), weight, _FRAME)
