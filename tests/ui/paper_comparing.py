"""Prints through the window's own path into a PDF and compares it with the preview's pages."""

from pathlib import Path

from PIL import Image, ImageChops
from PySide6.QtPrintSupport import QPrinter

from app.ui.dialogs.paper_printing import draw_pages, prepared_printer
from app.ui.dialogs.pdf_pages import PdfPages

_SCALE = 1.0
_POINTS = 1.5
"""Printers round the size of paper to whole units."""
_SHARE = 0.004
"""So much of a page may differ by more than a shade: the printer's pictures are smoothed."""


def printed(path: Path, target: Path, first: int = 0, last: int = 0) -> Path:
    """The pages as the printer would get them, kept as a PDF instead."""
    pages = PdfPages(path)
    printer = prepared_printer(pages, path.stem)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    if first:
        printer.setFromTo(first, last)
    draw_pages(pages, printer)
    pages.close()
    return target


def differences(preview: Path, on_paper: Path, first: int = 1) -> list[str]:
    """Where paper and preview differ: number of pages, size, orientation, ink. `first` is the page
    of the preview that the printed pages begin with; without it they are all of them."""
    seen, made = PdfPages(preview), PdfPages(on_paper)
    if (first == 1 and len(seen) < len(made)) or len(made) == 0:
        return [f"{len(seen)} pages seen, {len(made)} printed"]
    found = []
    for printed_page in range(len(made)):
        number = printed_page + first - 1
        size, paper = seen.size(number), made.size(printed_page)
        wide = abs(size.width() - paper.width()), abs(size.height() - paper.height())
        if max(wide) > _POINTS:
            found.append(f"page {number + 1}: {size} seen, {paper} printed")
            continue
        share = _differing(seen, made, (number, printed_page))
        if share > _SHARE:
            found.append(f"page {number + 1}: {share:.2%} of the picture differs")
    seen.close()
    made.close()
    return found


def _differing(seen: PdfPages, made: PdfPages, numbers: tuple[int, int]) -> float:
    one, other = _picture(seen, numbers[0]), _picture(made, numbers[1])
    size = (min(one.width, other.width), min(one.height, other.height))
    # A pixel's smoothing is no difference: ink is compared in squares of four.
    small = (size[0] // 4, size[1] // 4)
    box = Image.Resampling.BOX
    apart = ImageChops.difference(
        one.crop((0, 0, *size)).resize(small, box), other.crop((0, 0, *size)).resize(small, box)
    )
    far = sum(apart.histogram()[64:])
    return far / (small[0] * small[1])


def _picture(pages: PdfPages, number: int) -> Image.Image:
    image = pages.draw(number, _SCALE)
    return Image.frombytes(
        "RGB", (image.width(), image.height()), bytes(image.constBits()), "raw", "RGB",
        image.bytesPerLine(),
    ).convert("L")  # fmt: skip
