"""The base of every page: reloads when data changed and it is visible, or when it is shown next."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.parts import label
from app.ui.workspace import Workspace


class Page(QWidget):
    """Title on the left, tools on the right, content below."""

    title = ""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._stale = True
        workspace.data_changed.connect(self._data_changed)
        self.heading = label(self.title, "h1")
        self.subtitle = label("", "muted")
        self.head = QHBoxLayout()
        self.head.setSpacing(10)
        self.head.addWidget(self.heading)
        self.head.addWidget(self.subtitle)
        self.head.addStretch(1)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(20, 14, 20, 14)
        self.box.setSpacing(12)
        self.box.addLayout(self.head)

    def reload(self) -> None:
        """Read again what is shown."""

    def show_what(self, what: object) -> None:
        """Show one thing on this page; pages that cannot ignore it."""

    def showEvent(self, event: QShowEvent) -> None:
        """A page that missed a change catches up."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()

    def _data_changed(self) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._stale = True
