"""附件 of a form: added by button or drop, looked at, saved out, taken away."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from app.domain.attachments import MOST, Attached, as_value, attached
from app.domain.entity import Value
from app.domain.errors import AppError
from app.ui.file_dialogs import Purpose, open_file, save_file
from app.ui.flow_row import flow
from app.ui.offering import offer
from app.ui.parts import button, label

Found = TypeVar("Found")
_LINES = 3
_KINDS = "照片和 PDF (*.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp *.gif *.pdf)"


class Files(Protocol):
    """Where a form keeps and finds the contents."""

    def bring_in(self, path: Path) -> Attached:
        """Keep a file."""

    def content(self, one: Attached) -> bytes:
        """What was kept."""

    def save_out(self, one: Attached, target: Path) -> Path:
        """Write it to a file."""


class AttachmentBox(QWidget):
    """`changed` when a file came or went; what was refused stands below the list."""

    changed = Signal()

    def __init__(self, name: str, files: Files) -> None:
        super().__init__()
        self._files, self._many = files, list[Attached]()
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setFixedHeight(self.list.fontMetrics().height() * _LINES + 18)
        self.add = button("添加…", self._ask, icon_name="plus", name="attach")
        self.add.setToolTip("照片、PDF；也可以把文件拖到这里")
        self.look = button("查看", self._look, icon_name="eye", name="look_attached")
        self.out = button("另存为…", self._save, icon_name="download", name="list_export")
        self.away = button("去掉", self._remove, icon_name="trash-2", name="drop_attached")
        self.told = label("", tone="warn", wrap=True)
        self.told.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.list)
        box.addLayout(flow(self.add, self.look, self.out, self.away, None))
        box.addWidget(self.told)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.list)
        self.list.itemSelectionChanged.connect(self._enable)
        self.list.itemActivated.connect(lambda _item: self._look())
        self._enable()

    def value(self) -> Value:
        """As the field is stored."""
        return as_value(self._many)

    def set_value(self, value: Value) -> None:
        """Show these."""
        self._many = list(attached(value))
        self._show()

    def take(self, path: Path) -> None:
        """One file more."""
        made = self._tried(lambda: self._files.bring_in(path))
        if made is not None and made.digest not in [one.digest for one in self._many]:
            self._many.append(made)
            self._show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if event.mimeData().hasUrls() and self.add.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Each of them."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.take(Path(url.toLocalFile()))

    def _show(self) -> None:
        self.list.clear()
        self.list.addItems([one.name for one in self._many])
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        full = f"一处最多 {MOST} 个附件。" if len(self._many) >= MOST else ""
        offer(self.add, full)
        why = "" if self._chosen() else "请先选中一个附件。"
        for made in (self.look, self.out, self.away):
            offer(made, why)

    def _chosen(self) -> Attached | None:
        rows = [index.row() for index in self.list.selectedIndexes()]
        return self._many[rows[0]] if rows else None

    def _ask(self) -> None:
        path = open_file(self, "添加附件", Purpose.PAPERS, _KINDS)
        if path is not None:
            self.take(path)

    def _look(self) -> None:
        from app.ui.dialogs.attachment_dialog import AttachmentDialog

        one = self._chosen()
        content = self._tried(lambda: self._files.content(one)) if one else None
        if one is not None and content is not None:
            AttachmentDialog(one.name, content, self).exec()

    def _save(self) -> None:
        one = self._chosen()
        path = save_file(self, "附件另存为", Purpose.PAPERS, one.name, "") if one else None
        if one is not None and path is not None:
            self._tried(lambda: self._files.save_out(one, path))

    def _remove(self) -> None:
        one = self._chosen()
        if one is not None:
            self._many.remove(one)
            self._show()

    def _tried(self, work: Callable[[], Found]) -> Found | None:
        self.told.hide()
        try:
            return work()
        except AppError as error:
            self.told.setText(f"{error.message}{error.hint}")
            self.told.show()
            return None
