"""The base of the tabs of 设置."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.fitting import FittingScroll, Scrolled
from app.ui.workspace import Workspace


class SettingsTab(QWidget):
    """One subject: `box` scrolls where it must, `foot` is for buttons that stay in sight."""

    title = ""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        inside = Scrolled(self)
        self.box = QVBoxLayout(inside)
        self.box.setContentsMargins(0, 12, 0, 0)
        self.box.setSpacing(10)
        self.foot = QVBoxLayout()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(10)
        outer.addWidget(FittingScroll(inside, self), 1)
        outer.addLayout(self.foot)

    @classmethod
    def title_in(cls, _workspace: Workspace) -> str:
        """The title; it may say that something waits, before the tab was ever looked at."""
        return cls.title

    def reload(self) -> None:
        """Read again."""
