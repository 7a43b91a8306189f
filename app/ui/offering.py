"""What cannot be done now is not offered: greyed out, with the reason where the pointer rests and
where a screen reader looks."""

from PySide6.QtWidgets import QWidget

from app.ui.as_typed import as_typed

_TIP = "offered_tip"


def offer(made: QWidget, why: str) -> None:
    """Offer a control, or say why it is not to be had; its own tool tip comes back afterwards."""
    if made.property(_TIP) is None:
        made.setProperty(_TIP, made.toolTip())
    made.setToolTip(as_typed(why) or str(made.property(_TIP)))
    made.setAccessibleDescription(why)
    made.setEnabled(not why)  # last: `duties` answers to this with its own words


def add_to_tip(made: QWidget, words: str) -> None:
    """Words at the end of its own tool tip, whether or not it is offered now."""
    kept = made.property(_TIP)
    if kept is not None:
        made.setProperty(_TIP, f"{kept}{as_typed(words)}")
    if kept is None or made.isEnabled():
        made.setToolTip(f"{made.toolTip()}{as_typed(words)}")
