"""Small links that appear only while something waits: packages put aside, rows not written."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.services.exchange.deciding_held_back import held_rows
from app.services.exchange.putting_aside import count_put_aside
from app.ui.pages.exchange.held_back_dialog import HeldBackDialog
from app.ui.pages.exchange.put_aside_dialog import PutAsideDialog
from app.ui.parts import link
from app.ui.workspace import Workspace


class WaitingLinks(QWidget):
    """暂存的数据包（n） and 未写入的记录（n）; `opened` after either was looked at."""

    opened = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.packages = link("", self._show_packages, name="put_aside_packages")
        self.rows = link("", self._show_rows, name="held_rows")
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self.packages)
        across.addWidget(self.rows)
        self.reload()

    def reload(self) -> None:
        """Count again."""
        store = self._workspace.store
        for made, words, number in (
            (self.packages, "暂存的数据包", count_put_aside(store)),
            (self.rows, "未写入的记录", len(held_rows(store))),
        ):
            made.setText(f"{words}（{number}）")
            made.setAccessibleName(made.text())
            made.setVisible(number > 0)

    def _show_packages(self) -> None:
        PutAsideDialog(self._workspace, self).exec()
        self._looked()

    def _show_rows(self) -> None:
        HeldBackDialog(self._workspace, self).exec()
        self._looked()

    def _looked(self) -> None:
        if not self._workspace.leaving:
            self.reload()
            self.opened.emit()
