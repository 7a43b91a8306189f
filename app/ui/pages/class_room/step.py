"""The base of the steps of one class: each shows the class it is given."""

from PySide6.QtWidgets import QWidget

from app.ui.workspace import Workspace


class ClassStep(QWidget):
    """One step of the strip; `uid` is the class in sight."""

    title = ""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.uid = b""

    def show_class(self, uid: bytes) -> None:
        """Show another class."""
        self.uid = uid
        self.reload()

    def reload(self) -> None:
        """Read again."""
