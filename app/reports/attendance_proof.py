"""参训证明 for short classes: two on one A4 sheet, with a line to cut along."""

from collections.abc import Sequence
from pathlib import Path

from app.domain.documents.attendance_proof import AttendanceProof
from app.domain.progress import Progress, Silent
from app.reports.batch import refuse_empty
from app.reports.cells import Cells
from app.reports.document import Document, Numbering, Paper
from app.reports.fonts import TITLE
from app.reports.layout import body_text, signed_by
from app.reports.line_breaker import Kept
from app.reports.pen import CENTER, FAINT, RIGHT, Color, Style
from app.reports.target import Written

_PAPER = Paper(210, 297, 28, 28, 16, 8)
_HALF = 148.5
_FRAME: Color = (0.45, 0.47, 0.50)
_FORM = "proof"
_SIGNED = (100.0, 101.0, 92.0, 27.0)
_SMALL = Style(10)


def write_pdf(
    proofs: Sequence[AttendanceProof], path: Path, progress: Progress | None = None
) -> Written:
    """Two people a page, in the order given."""
    refuse_empty(proofs, "参训证明", "请先录入考勤并结班。")
    document = Document("参训证明", _PAPER, numbering=Numbering.NONE)
    with document.form(_FORM):
        _fixed_part(document)
    cells = Cells(document, most_lines=2)
    for done, proof in enumerate(proofs):
        (progress or Silent()).step(done, len(proofs), f"参训证明 {proof.number}")
        lower = done % 2 == 1
        if not lower:
            document.new_page()
        else:
            document.pen.dashed((10, _HALF), (_PAPER.width - 10, _HALF))
        document.pen.stamp(_FORM, _HALF if lower else 0)
        _variable_part(document, cells, proof, _HALF if lower else 0)
    return document.save(path)


def _variable_part(document: Document, cells: Cells, proof: AttendanceProof, down: float) -> None:
    room = (_PAPER.width - 2 * 22) / 2
    if proof.number:
        number = f"编号：{proof.number}"
        cells.write((_PAPER.width - 22 - room, down + 42, room, 6), number, _SMALL, RIGHT)
    kept = Kept(proof.names, proof.phrases)
    body_text(document, (28, down + 50, 154, 50), proof.statement, 14, kept)
    left, top, width, height = _SIGNED
    place = (left, down + top, width, height)
    signed_by(document, place, proof.signed_by, proof.issued_on, Style(13))
    if proof.printed_note:
        cells.write((24, down + 126, 80, 6), proof.printed_note, Style(8, color=FAINT), 0)


def _fixed_part(document: Document) -> None:
    pen = document.pen
    pen.frame((16, 14), (_PAPER.width - 32, _HALF - 28), 1.2, _FRAME)
    pen.frame((17.8, 15.8), (_PAPER.width - 35.6, _HALF - 31.6), 0.4, _FRAME)
    for number, character in enumerate("参训证明"):
        pen.text((72 + number * 22, 36), character, Style(26, TITLE), CENTER)
