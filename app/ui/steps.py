"""One part at a time in one place, as high as the part in sight needs it to be."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class Steps(QStackedWidget):
    """A window is as large as its largest step wants, so that it never jumps; but where there is
    less room nobody scrolls because of a step that is not in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _number: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """That of the part in sight."""
        shown = self.currentWidget()
        if shown is None:
            return super().minimumSizeHint()
        least = shown.minimumSizeHint().expandedTo(shown.minimumSize())
        margins = self.contentsMargins()
        return least.grownBy(margins)

    def hasHeightForWidth(self) -> bool:
        """As the part in sight."""
        shown = self.currentWidget()
        return shown is not None and shown.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """What the part in sight needs at least; it may have more."""
        shown = self.currentWidget()
        layout = shown.layout() if shown is not None else None
        if layout is None:
            return -1
        return max(layout.totalMinimumHeightForWidth(width), self.minimumSizeHint().height())
