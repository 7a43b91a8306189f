"""撤销上一步 as a button: it says what it takes back, and is grey when there is nothing."""

from PySide6.QtWidgets import QPushButton

from app.services.last_action import LastAction, undo_last
from app.ui.offering import offer
from app.ui.parts import reword
from app.ui.workspace import Workspace

_LONGEST_NAME = 12


def offer_undo(made: QPushButton, last: LastAction | None, why: str) -> None:
    """The last action by its name, or `why` there is none."""
    name = last.name if last else ""
    short = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
    reword(made, f"撤销“{short}”" if last else "撤销上一步")
    offer(made, "" if last else why)


def take_back(workspace: Workspace, last: LastAction | None) -> None:
    """Do it, in a new action."""
    if last is not None:
        workspace.save(lambda: undo_last(workspace.store, last), f"已撤销“{last.name}”。")
