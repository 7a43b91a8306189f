"""ID numbers and phones that are already stored: shown masked, replaced only on purpose."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from app.domain.entity import Value
from app.ui.icons import field_icon


class MaskedEdit(QLineEdit):
    """Holds the full value but shows it masked; the pencil empties it for a new one."""

    def __init__(self, mask: Callable[[str | None], str]) -> None:
        super().__init__()
        self._mask = mask
        self._stored: str | None = None
        self._pencil = self.addAction(
            field_icon("pencil"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._pencil.setToolTip("重新填写")
        self._pencil.triggered.connect(self.refill)
        self._pencil.setVisible(False)

    def value(self) -> Value:
        """What is stored, or what was typed instead."""
        if self._stored is not None:
            return self._stored
        return self.text().strip().upper() or None

    def set_value(self, value: Value) -> None:
        """Show a stored value masked; an empty one can be typed at once."""
        self._stored = str(value) if value else None
        self.setText(self._mask(self._stored))
        self.setReadOnly(self._stored is not None)
        self._pencil.setVisible(self._stored is not None)

    def refill(self) -> None:
        """Forget the stored value and take a new one."""
        self.set_value(None)
        self.setFocus()
