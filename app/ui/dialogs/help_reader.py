"""The reading pane of the manual: Markdown with pictures that fit the width there is."""

from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPixmap,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QLabel, QScrollArea, QTextBrowser, QVBoxLayout, QWidget

from app.ui.dialog import Dialog
from app.ui.dialogs.help_chapters import HELP, Chapter
from app.ui.parts import button, row
from app.ui.theme import LIGHT

_LINE_HEIGHT = 150  # percent; Chinese set solid is hard to read
_MARGIN = 28


class HelpReader(QTextBrowser):
    """`chapter_wanted` carries the file name of a chapter whose link was clicked."""

    chapter_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("说明内容")
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._clicked)
        self._chapter: Chapter | None = None
        self._width = 0
        # The document that Qt makes at first it also clears away; the later ones are ours.
        self._ours: QTextDocument | None = None

    def show_chapter(self, chapter: Chapter) -> None:
        """Show one chapter from its beginning."""
        self._chapter = chapter
        self._width = self._room()
        before = self._ours
        self._ours = _prepared(chapter.text, self)
        self.setDocument(self._ours)
        if before is not None:
            before.deleteLater()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def mark_all(self, wanted: str) -> None:
        """Colour every place where a text stands, and go to the first."""
        marks = []
        cursor = self.document().find(wanted) if wanted else QTextCursor()
        if wanted:
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.find(wanted)
        while not cursor.isNull():
            mark = QTextBrowser.ExtraSelection()
            mark.cursor = cursor  # type: ignore[attr-defined]  # missing in the stubs
            mark.format.setBackground(QColor(LIGHT.warn_soft))  # type: ignore[attr-defined]
            marks.append(mark)
            cursor = self.document().find(wanted, cursor)
        self.setExtraSelections(marks)

    def find_next(self, wanted: str) -> bool:
        """The next place; false at the end of the chapter."""
        return bool(wanted) and self.find(wanted)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures no wider than the pane."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        image = picture(name.toString() if isinstance(name, QUrl) else name)
        if image.width() > self._width > 0:
            smooth = Qt.TransformationMode.SmoothTransformation
            return image.scaledToWidth(self._width, smooth)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures are made to fit again; the place that was read stays."""
        super().resizeEvent(event)
        if self._chapter is not None and self._room() != self._width:
            bar = self.verticalScrollBar()
            place = bar.value() / max(1, bar.maximum())
            self.show_chapter(self._chapter)
            bar.setValue(round(place * bar.maximum()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a picture shows it in its full size."""
        super().mouseReleaseEvent(event)
        name = self.picture_at(event)
        if name and not self.textCursor().hasSelection():
            FullPicture(name, self).exec()

    def picture_at(self, event: QMouseEvent) -> str:
        """The picture under the mouse that is shown smaller than it is."""
        cursor = self.cursorForPosition(event.position().toPoint())
        found = cursor.charFormat()
        if not found.isImageFormat():
            return ""
        name = found.toImageFormat().name()
        return name if picture(name).width() > self._width else ""

    def _clicked(self, link: QUrl) -> None:
        name = link.fileName()
        if name.endswith(".md"):
            self.chapter_wanted.emit(name.removesuffix(".md"))

    def _room(self) -> int:
        bar = self.verticalScrollBar().sizeHint().width()
        return max(200, self.width() - bar - 2 * _MARGIN - 6)


class FullPicture(Dialog):
    """One picture of the manual, as large as it was taken."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("图片")
        self.resize(1340, 720)
        paper = QLabel()
        paper.setPixmap(QPixmap.fromImage(picture(name)))
        scroll = QScrollArea()
        scroll.setWidget(paper)
        scroll.setAccessibleName("图片")
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.addWidget(scroll, 1)
        box.addLayout(row(None, button("关闭", self.accept)))


def picture(name: str) -> QImage:
    """A picture of the manual by the name that stands in the Markdown."""
    return QImage(str(HELP / QUrl(name).fileName()))


def _prepared(text: str, reader: HelpReader) -> QTextDocument:
    """A chapter with more air between its lines; a line with a picture keeps its own height.

    It is finished before the reader sees it: changing blocks of a document that is being laid out
    (and that asks us for its pictures meanwhile) crashes Qt.
    """
    document = QTextDocument(reader)
    document.setDefaultFont(reader.font())
    document.setDocumentMargin(_MARGIN)
    document.setBaseUrl(QUrl.fromLocalFile(f"{HELP.as_posix()}/"))
    document.setMarkdown(text)
    airy = QTextBlockFormat()
    airy.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    for number in range(document.blockCount()):
        block = document.findBlockByNumber(number)
        if "\ufffc" not in block.text():
            QTextCursor(block).mergeBlockFormat(airy)
    return document
