"""Cells pasted into a list and files dropped on it: both open the import of its page."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.accounts.roles import Verb
from app.domain.errors import AppError, StorageError
from app.domain.progress import Progress
from app.services.store import Store
from app.ui.tables.clipboard_text import cells_of
from app.ui.tables.on_screen import OnScreen
from app.ui.tables.telling import tell
from app.ui.workspace import Workspace

if TYPE_CHECKING:
    from app.files.own_folder import OwnFolder

OpenImport = Callable[[Path], object]
"""Opens the import of a page with a table file; returns when it is done with the file."""

PASTED = "粘贴的表格.csv"
_AT_ONCE = 200_000  # characters; more are read in the background
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
        workspace = Workspace.near(self._list)
        if self._open is None:
            tell(self._list, "这个列表不接收粘贴的内容。要增加内容，请用页面上的按钮。")
        elif workspace is not None and workspace.barred(Verb.ENTER):
            return
        elif files := _files(mime):
            self._open(files[0])
        else:
            self._paste_text(mime.text() if mime.hasText() else "")

    def _paste_text(self, text: str) -> None:
        workspace = Workspace.near(self._list)
        what = self._what
        if len(text) > _LONGEST:
            tell(self._list, "剪贴板里的内容太多。请存成表格文件，再用导入。", warn=True)
            return
        if workspace is None:
            return
        store = workspace.store

        def lay_down(_progress: Progress | None = None) -> "OwnFolder":
            return _laid_down(text, store, what)

        if len(text) > _AT_ONCE:
            workspace.run("正在读取剪贴板", lay_down, self._take)
        else:
            self._take(workspace.attempt(lay_down))

    def _take(self, folder: "OwnFolder | None") -> None:
        """Wiped when the import is closed."""
        if self._open is not None and folder is not None:
            with folder:
                self._open(Path(folder.name) / PASTED)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A file dragged here from a folder."""
        if isinstance(event, QDropEvent) and event.type() in _EVENTS:
            files = _files(event.mimeData())
            workspace = Workspace.near(self._list)
            barred = workspace is not None and workspace.store.why_not(Verb.ENTER)
            if files and self._open is not None and not barred:
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


def _laid_down(text: str, store: Store, what: str) -> "OwnFolder":
    """The cells as a file, for the import to read as any other; on any thread.

    Raises:
        AppError: there is no table in it, or no room for it.
    """
    try:
        rows = cells_of(text)
    except ValueError:
        rows = []
    if len(rows) < 2:  # a list of names may be one column
        raise AppError(
            "剪贴板里没有表格。",
            f"请在 WPS 或 Excel 里连标题行一起选中、复制，再到这里粘贴{what}。",
            code="no-table",
        )
    folder = store.scratch("粘贴")
    try:
        with (Path(folder.name) / PASTED).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    except OSError as error:
        folder.cleanup()
        raise StorageError(
            "粘贴的内容没有地方存放，没有导入。", "请清理数据所在的磁盘后再试。"
        ) from error
    return folder
