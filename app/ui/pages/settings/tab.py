"""The base of the tabs of 设置."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.workspace import Workspace


class SettingsTab(QWidget):
    """One subject."""

    title = ""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 12, 0, 0)
        self.box.setSpacing(10)

    def reload(self) -> None:
        """Read again."""
