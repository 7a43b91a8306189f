"""Words over a list whose first rows are still being read, when that takes a while."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTableView

from app.ui.parts import column, label

_CALM = 300  # milliseconds: words that come and go at once only disturb


class Reading:
    """The heads stay where they are: rows take the place of the words and nothing moves."""

    def __init__(self, table: QTableView) -> None:
        self.words = label("正在读取…", "muted")
        self.words.setObjectName("reading")
        self.words.hide()
        table.viewport().setLayout(column(None, self.words, None))
        self._table = table
        self._timer = QTimer(table, singleShot=True, interval=_CALM)
        self._timer.timeout.connect(self.words.show)

    def begin(self) -> None:
        """Rows were asked for; where some are shown already they say enough."""
        if not self._table.model().rowCount():
            self._timer.start()

    def end(self) -> None:
        """They are there, or it is known that there are none."""
        self._timer.stop()
        self.words.hide()
