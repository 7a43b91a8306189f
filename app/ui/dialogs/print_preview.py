"""See the paper before it is printed: the pages of the PDF itself, so paper equals preview."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QIcon,
    QImage,
    QKeySequence,
    QPainter,
    QPixmap,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.files.placing import put_copy
from app.ui.as_typed import as_typed
from app.ui.dialog import Dialog
from app.ui.dialogs.paper_printing import print_chosen, print_pages, usual_printer
from app.ui.dialogs.pdf_pages import POINTS_PER_INCH, PdfPages
from app.ui.file_dialogs import Purpose, save_file
from app.ui.flow_row import flow
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label
from app.ui.remembered import keep, recall
from app.ui.theme import LIGHT

_THUMBNAIL = QSize(60, 84)
_MOST_THUMBNAILS = 60
_KEPT = "preview/zoom"
_ZOOMS = (0.5, 0.7, 0.85, 1.0, 1.25, 1.5, 2.0, 3.0)


class PrintPreview(Dialog):
    """`paths` are finished PDF files; several are shown one after the other."""

    def __init__(
        self,
        title: str,
        path: Path,
        parent: QWidget | None = None,
        *,
        name: str = "",
        queued: str = "",
    ) -> None:
        """`name` is what a kept copy is called at first, `queued` what the printer is told."""
        super().__init__(parent)
        self.setWindowTitle(f"打印预览 — {title}")
        self.resize(1060, 690)
        self._queued = queued or title
        self._name = name or f"{title}.pdf"
        self.path = path
        self.saved: Path | None = None
        self.sent_to = ""
        self.pages = PdfPages(path)
        self._zoom = 3
        self._fitted = False
        self.notices = NoticeBar()
        self.list = self._page_list()
        self.paper = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.paper.setAccessibleName("页面")
        self.where = label("", "muted")
        self._build()
        self._answer_keys()
        self.list.setCurrentRow(0)
        self.finished.connect(lambda _result: self.pages.close())

    def _build(self) -> None:
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(self.paper)
        scroll.setAccessibleName("页面预览")
        self._scroll = scroll
        self._go = button("打印", self.print, icon_name="printer", primary=True, name="print")
        printer = usual_printer()
        self._go.setToolTip(as_typed(f"用“{printer}”打印" if printer else "先选打印机"))
        elsewhere = button("选打印机…", self.print_elsewhere, name="print_elsewhere")
        self._folder = button("打开所在文件夹", self.open_folder, icon_name="folder-open")
        self._folder.setEnabled(False)  # until a copy was kept: the preview itself is wiped
        tools = flow(
            button("缩小", self.zoom_out, icon_name="zoom-out"),
            button("放大", self.zoom_in, icon_name="zoom-in"),
            self.where,
            None,
            button("另存为 PDF", self.save_as, icon_name="save", name="save_pdf"),
            self._folder,
            elsewhere,
            self._go,
            button("关闭", self.accept),
        )
        across = QHBoxLayout()
        across.addWidget(self.list)
        across.addWidget(scroll, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.addLayout(tools)
        box.addWidget(self.notices)
        box.addLayout(across, 1)

    def _page_list(self) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName("页码")
        made.setIconSize(_THUMBNAIL)
        made.setFixedWidth(168)
        for number in range(len(self.pages)):
            item = QListWidgetItem(f"第 {number + 1} 页")
            if number < _MOST_THUMBNAILS:
                size = self.pages.size(number)
                scale = min(_THUMBNAIL.width() / size.width(), _THUMBNAIL.height() / size.height())
                item.setIcon(QIcon(edged(self.pages.draw(number, scale))))
            made.addItem(item)
        made.currentRowChanged.connect(lambda _row: self.draw())
        return made

    def showEvent(self, event: QShowEvent) -> None:
        """The first page fits the width that is there."""
        super().showEvent(event)
        if not self._fitted:
            self._fitted = True
            self._go.setFocus()
            width = self.pages.size(0).width() * self.logicalDpiX() / POINTS_PER_INCH
            fitting = [n for n, zoom in enumerate(_ZOOMS) if width * zoom < self._scroll.width()]
            self._zoom = min(3, fitting[-1]) if fitting else 0
            kept = recall(_KEPT, -1)
            if 0 <= kept < len(_ZOOMS):
                self._zoom = kept
            self.draw()

    def _answer_keys(self) -> None:
        """What people know from other previews; Esc closes like any dialog."""
        keys = QKeySequence.StandardKey
        for key, act in (
            (keys.Print, self.print),
            (keys.Save, self.save_as),
            (keys.ZoomIn, self.zoom_in),
            (QKeySequence("Ctrl+="), self.zoom_in),
            (keys.ZoomOut, self.zoom_out),
            (QKeySequence("PgDown"), lambda: self._turn(1)),
            (QKeySequence("PgUp"), lambda: self._turn(-1)),
        ):
            QShortcut(QKeySequence(key), self, act)

    def _turn(self, pages: int) -> None:
        self.list.setCurrentRow(max(0, min(self.list.currentRow() + pages, len(self.pages) - 1)))
        self._scroll.verticalScrollBar().setValue(0)

    def _zoom_to(self, number: int) -> None:
        self._zoom = max(0, min(number, len(_ZOOMS) - 1))
        keep(_KEPT, self._zoom)
        self.draw()

    def draw(self) -> None:
        """Show the chosen page at the chosen size, sharp on dense screens too."""
        number = max(0, self.list.currentRow())
        ratio = self.devicePixelRatioF()
        scale = _ZOOMS[self._zoom] * self.logicalDpiX() / POINTS_PER_INCH
        pixmap = QPixmap.fromImage(self.pages.draw(number, scale * ratio))
        pixmap.setDevicePixelRatio(ratio)
        self.paper.setPixmap(pixmap)
        self.where.setText(f"第 {number + 1} 页，共 {len(self.pages)} 页　{_ZOOMS[self._zoom]:.0%}")

    def zoom_in(self) -> None:
        """One step larger."""
        self._zoom_to(self._zoom + 1)

    def zoom_out(self) -> None:
        """One step smaller."""
        self._zoom_to(self._zoom - 1)

    def print(self) -> None:
        """Print on the usual printer and be done: the preview was the question. Where there is
        none, ask."""
        self._send(lambda: print_pages(self.pages, self._queued) or self._ask())

    def print_elsewhere(self) -> None:
        """Ask for printer, range and copies."""
        self._send(self._ask)

    def _ask(self) -> str:
        return print_chosen(self.pages, self._queued, self)

    def _send(self, send: Callable[[], str]) -> None:
        try:
            self.sent_to = send()
        except AppError as error:
            self.notices.refuse(error)
        else:
            if self.sent_to:
                self.accept()

    def save_as(self) -> None:
        """Keep a copy where the user wants it."""
        chosen = save_file(self, "另存为 PDF", Purpose.PAPERS, self._name, "PDF 文件 (*.pdf)")
        if chosen is None:
            return
        try:
            put_copy(chosen, self.path)
        except OSError:
            self.notices.warn("没有保存成功：请检查位置是否可写，或先关闭打开着的同名文件。")
            return
        self.saved = chosen
        self._folder.setEnabled(True)
        self.notices.done(f"已保存：{self.saved.name}")

    def open_folder(self) -> None:
        """Show the kept copy in the system's file window."""
        if self.saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.saved.parent)))


def edged(page: QImage) -> QPixmap:
    """A page in the middle of its room, with an edge: white paper on a white list is nothing."""
    made = QPixmap(_THUMBNAIL)
    made.fill(Qt.GlobalColor.transparent)
    left, top = (made.width() - page.width()) // 2, (made.height() - page.height()) // 2
    painter = QPainter(made)
    painter.drawImage(left, top, page)
    painter.setPen(QColor(LIGHT.edge))
    painter.drawRect(QRect(left, top, page.width(), page.height()).adjusted(0, 0, -1, -1))
    painter.end()
    return made
