"""Cells pasted into a list and files dropped on it: both open the import of its page."""

import csv
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.tables.clipboard_text import cells_of
from app.ui.tables.on_screen import OnScreen
from app.ui.tables.telling import tell
from app.ui.workspace import Workspace

OpenImport = Callable[[Path], object]
"""Opens the import of a page with a table file; returns when it is done with the file."""

PASTED = "粘贴的表格.csv"
_LONGEST = 20_000_000  # characters; more comes as a file
_EVENTS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class BringingIn(QObject):
    """Pasting is an import like any other: the same reader, the same plan, the same undo."""

    def __init__(self, made: OnScreen) -> None:
        super().__init__(made)
        self._list = made
        self._open: OpenImport | None = None
        self._what = ""

    @property
    def takes(self) -> bool:
        """Whether this list takes rows."""
        return self._open is not None

    def take_rows(self, open_import: OpenImport, what: str, where: QWidget | None) -> None:
        """Take pasted cells and dropped files; `where` (a page) takes files too."""
        self._open, self._what = open_import, what
        for widget in filter(None, (self._list, where)):
            widget.setAcceptDrops(True)
            widget.installEventFilter(self)

    def paste(self) -> None:
        """A copied block of cells, or a copied file."""
        mime = QApplication.clipboard().mimeData()
        if self._open is None:
            tell(self._list, "这个列表不接收粘贴的内容。要增加内容，请用页面上的按钮。")
        elif files := _files(mime):
            self._open(files[0])
        else:
            self._paste_text(mime.text() if mime.hasText() else "")

    def _paste_text(self, text: str) -> None:
        try:
            rows = cells_of(text[: _LONGEST + 1])
        except ValueError:
            rows = []
        if len(text) > _LONGEST:
            tell(self._list, "剪贴板里的内容太多。请存成表格文件，再用导入。", warn=True)
        elif len(rows) < 2:  # a list of names may be one column
            words = "剪贴板里没有表格。请在 WPS 或 Excel 里连标题行一起选中、复制，再到这里粘贴"
            tell(self._list, f"{words}{self._what}。", warn=True)
        else:
            self._import(rows)

    def _import(self, rows: list[list[str]]) -> None:
        workspace = Workspace.near(self._list)
        if self._open is None or workspace is None:
            return
        with workspace.store.scratch("粘贴") as folder:
            path = Path(folder) / PASTED
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(rows)
            self._open(path)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A file dragged here from a folder."""
        if isinstance(event, QDropEvent) and event.type() in _EVENTS:
            files = _files(event.mimeData())
            if files and self._open is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    # Later: whoever drags waits for the answer to the drop.
                    opened, path = self._open, files[0]
                    QTimer.singleShot(0, self, lambda: opened(path))
            else:
                event.ignore()
            return True
        return super().eventFilter(watched, event)


def _files(mime: QMimeData) -> list[Path]:
    """Files in a clipboard or under the mouse."""
    local = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in local if path.is_file()]
