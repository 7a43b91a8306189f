"""Takes the pictures of the manual: a window without a screen, cropped, with numbered marks."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget

COLOURS = 256
SCREEN = Path(__file__).with_name("screen.json")  # as large as an office screen, at 100 %
_MARK = 24
_RED = QColor("#C62828")

Mark = tuple[QWidget | QPoint, int]


class Camera:
    """`shoot` writes one PNG; marks are (widget or point, number) in the order of the steps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def shoot(
        self,
        name: str,
        window: QWidget,
        marks: "Sequence[Mark]" = (),
        crop: "QWidget | QRect | None" = None,
    ) -> None:
        """Grab a window; the crop is a widget of it or a rectangle."""
        settle()
        pixmap = window.grab()
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, number in marks:
            centre = place if isinstance(place, QPoint) else _corner(place, window)
            _draw_mark(painter, centre, number)
        painter.end()
        if crop is not None:
            pixmap = pixmap.copy(_area(crop, window))
        self._save(name, pixmap)

    def _save(self, name: str, pixmap: QPixmap) -> None:
        path = self.folder / f"{name}.png"
        pixmap.save(str(path))
        with Image.open(path) as image:
            small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        self.taken.append(path.name)


def settle(milliseconds: int = 60) -> None:
    """Let layouts and timers finish, then everything that runs in the background."""
    QTest.qWait(milliseconds)
    QApplication.processEvents()


def wait_until(ready: Callable[[], bool], seconds: int = 60) -> None:
    """Background work of the program is done, or the picture would show it half-way."""
    for _ in range(seconds * 20):
        if ready():
            return
        QTest.qWait(50)
    raise TimeoutError("the window did not become ready")


def cell(table: QTableView, line: int, column: int, window: QWidget) -> QPoint:
    """Where a mark belongs that means one cell of a list."""
    box = table.visualRect(table.model().index(line, column))
    return table.viewport().mapTo(window, box.topRight()) + QPoint(-4, box.height() // 2)


def after(widget: QWidget, window: QWidget) -> QPoint:
    """Where a mark belongs that must not hide the beginning of a line or its box."""
    wide = widget.sizeHint().width()
    if isinstance(widget, QLabel):  # one that may wrap hints at less than its line takes
        wide = widget.fontMetrics().horizontalAdvance(widget.text())
    return widget.mapTo(window, QPoint(wide + 16, widget.height() // 2))


def without_screen() -> None:
    """No screen is needed, and what the program keeps for itself goes elsewhere."""
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={os.path.relpath(SCREEN)}"


def _corner(widget: QWidget, window: QWidget) -> QPoint:
    place = widget.mapTo(window, QPoint(0, 0))
    return QPoint(max(_MARK // 2 + 1, place.x() - 9), max(_MARK // 2, place.y() + 4))


def _draw_mark(painter: QPainter, centre: QPoint, number: int) -> None:
    box = QRect(centre.x() - _MARK // 2, centre.y() - _MARK // 2, _MARK, _MARK)
    painter.setPen(QColor("white"))
    painter.setBrush(_RED)
    painter.drawEllipse(box)
    font = QFont(QApplication.font())
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))


def _area(crop: "QWidget | QRect", window: QWidget) -> QRect:
    if isinstance(crop, QRect):
        return crop
    place = crop.mapTo(window, QPoint(0, 0))
    return QRect(place, crop.size()).adjusted(-12, -12, 12, 12).intersected(window.rect())
