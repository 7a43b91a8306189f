"""What cannot be done now is not offered: greyed out, with the reason where the pointer rests and
where a screen reader looks."""

from PySide6.QtWidgets import QWidget

_TIP = "offered_tip"


def offer(made: QWidget, why: str) -> None:
    """Offer a control, or say why it is not to be had; its own tool tip comes back afterwards."""
    if made.property(_TIP) is None:
        made.setProperty(_TIP, made.toolTip())
    made.setEnabled(not why)
    made.setToolTip(why or str(made.property(_TIP)))
    made.setAccessibleDescription(why)
