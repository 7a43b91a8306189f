"""One attachment, looked at: the picture, or the pages of the PDF one below the other."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.ui.dialog import Dialog
from app.ui.parts import button, label, row

_WIDTH = 900
_PAGES = 30


class AttachmentDialog(Dialog):
    """Nothing is written anywhere: pages are drawn from memory."""

    def __init__(self, name: str, content: bytes, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(name)
        self.resize(_WIDTH + 60, 680)
        inside = QWidget()
        pages = QVBoxLayout(inside)
        self.pages = [*_pages(content)]
        for number, picture in enumerate(self.pages, start=1):
            shown = label("")
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.setAccessibleName(f"{name} 第 {number} 页")
            wide = min(picture.width(), _WIDTH)
            smooth = Qt.TransformationMode.SmoothTransformation
            shown.setPixmap(QPixmap.fromImage(picture.scaledToWidth(wide, smooth)))
            pages.addWidget(shown)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 12)
        box.addWidget(area, 1)
        box.addLayout(row(None, button("关闭", self.reject, name="close")))


def _pages(content: bytes) -> list[QImage]:
    if not content.startswith(b"%PDF"):
        return [QImage.fromData(content)]
    import pypdfium2

    pdf = pypdfium2.PdfDocument(content)
    made = []
    for number in range(min(len(pdf), _PAGES)):
        drawn = pdf[number].render(scale=1.6).to_pil().convert("RGB")
        data = drawn.tobytes()
        image = QImage(
            data, drawn.width, drawn.height, drawn.width * 3, QImage.Format.Format_RGB888
        )
        made.append(image.copy())
    pdf.close()
    return made
