"""The one question before something that cannot be taken back lightly."""

from PySide6.QtWidgets import QMessageBox, QWidget


def agreed(parent: QWidget | None, title: str, words: str) -> bool:
    """Whether 是 was pressed; Enter alone is 否."""
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    return QMessageBox.question(parent, title, words, yes | no, no) == yes
