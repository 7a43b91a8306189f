"""What happened with sites nobody knows here, until somebody says 知道了."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.services.exchange.exchange_health import OpenIncident, dismiss, unassigned
from app.ui.parts import button, clear, label, row
from app.ui.workspace import Workspace

_MOST = 3


class HealthIncidents(QFrame):
    """Not there at all while nothing happened."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("notice", "warn")
        self.setAccessibleName("需要留意")
        self._workspace = workspace
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(14, 6, 10, 6)
        self._box.setSpacing(4)
        self.hide()

    def reload(self) -> None:
        """Ask again."""
        found = unassigned(self._workspace.store)
        clear(self._box)
        for one in found[:_MOST]:
            self._box.addLayout(self._line(one))
        if len(found) > _MOST:
            self._box.addWidget(label(f"另有 {len(found) - _MOST} 条。", "muted"))
        self.setVisible(bool(found))

    def _line(self, one: OpenIncident) -> QHBoxLayout:
        words = label(f"{one.at.replace('T', ' ')[:16]}　{one.words}", tone="warn", wrap=True)
        known = button("知道了", lambda: self._dismiss(one.id), name=f"dismiss_{one.id}")
        known.setAccessibleName(f"知道了：{one.words}")
        line = row(words, known)
        line.setStretch(0, 1)
        return line

    def _dismiss(self, number: int) -> None:
        self._workspace.save(lambda: dismiss(self._workspace.store, number))
