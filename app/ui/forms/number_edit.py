"""Numbers typed or stepped: half steps without idle zeros, whole ones, never turned in passing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox


class HalfStepEdit(QDoubleSpinBox):
    """4 and 4.5, never 4.0."""

    def __init__(self) -> None:
        super().__init__()
        self.setDecimals(1)
        self.setSingleStep(0.5)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def textFromValue(self, value: float) -> str:
        """As people write it."""
        return f"{value:.10g}"

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only after it was chosen: a form that is scrolled changes nothing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class WholeEdit(QSpinBox):
    """A count or a year."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only after it was chosen: a form that is scrolled changes nothing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
