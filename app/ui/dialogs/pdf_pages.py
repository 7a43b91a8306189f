"""Pages of a PDF as pictures, drawn from the very file that is printed or kept."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72


class PdfPages:
    """An open PDF; page numbers start at 0."""

    def __init__(self, path: Path) -> None:
        import pypdfium2  # 37 ms that start-up need not pay

        self.path = path
        # From memory, so that the file on disk stays free to be replaced.
        self._document: Any = pypdfium2.PdfDocument(path.read_bytes())

    def __len__(self) -> int:
        return len(self._document)

    def size(self, number: int) -> QSizeF:
        """Width and height of a page in points."""
        return QSizeF(*self._document[number].get_size())

    def draw(self, number: int, scale: float) -> QImage:
        """One page; scale 1 is 72 dots per inch."""
        bitmap = self._document[number].render(scale=scale, rev_byteorder=True)
        picture = bitmap.to_pil().convert("RGB")
        made = QImage(
            picture.tobytes(),
            picture.width,
            picture.height,
            picture.width * 3,
            QImage.Format.Format_RGB888,
        )
        return made.copy()

    def close(self) -> None:
        """Release the memory."""
        self._document.close()
