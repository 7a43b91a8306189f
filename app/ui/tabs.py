"""Tabs whose pages differ in height: a short one does not scroll because another one is long."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabWidget, QWidget

from app.ui.fitting import height_at


class Tabs(QTabWidget):
    """As high as the page in sight needs; Qt would ask all of them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.currentChanged.connect(self._grow)

    def hasHeightForWidth(self) -> bool:
        """Forms with wrapped words have one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The least height of the page in sight, below the tabs."""
        page = self.currentWidget()
        if page is None:
            return super().heightForWidth(width)
        layout = page.layout()
        least = layout.totalMinimumHeightForWidth(width) if layout is not None else -1
        high = least if least >= 0 else height_at(page, width)
        return self.tabBar().sizeHint().height() + max(high, page.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As wide as all of them, so that nothing moves when another is shown."""
        width = super().minimumSizeHint().width()
        return QSize(width, self.heightForWidth(width))

    def _grow(self) -> None:
        self.updateGeometry()
