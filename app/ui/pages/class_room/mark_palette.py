"""The marks for the mouse: a row of buttons above the grid and the same in its menu."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from app.ui.flow_row import flow
from app.ui.offering import offer
from app.ui.pages.class_room.attendance_grid import KEYS
from app.ui.parts import button, label

NOTHING_CHOSEN = "先在表格里选中格子，或点姓名选人（可以多选），再点这里。"


def undo_keys() -> list[QKeySequence]:
    """Ctrl+Z, and what else the system has for it."""
    return QKeySequence.keyBindings(QKeySequence.StandardKey.Undo)


def redo_keys() -> list[QKeySequence]:
    """Ctrl+Y as in WPS, also where the system's own key is another, and that one."""
    known, system = QKeySequence("Ctrl+Y"), QKeySequence.StandardKey.Redo
    return [known, *(keys for keys in QKeySequence.keyBindings(system) if keys != known)]


class MarkPalette(QFrame):
    """`marked` carries the mark; a click leaves the focus in the grid, where digits do the same."""

    marked = Signal(str)

    def __init__(self, undo: Callable[[], object], redo: Callable[[], object]) -> None:
        super().__init__()
        self.setAccessibleName("给选中的人记考勤")
        self.buttons: dict[str, QPushButton] = {}
        for key, mark in KEYS.items():
            made = button(f"{key} {mark}", partial(self.marked.emit, mark), name=f"mark_{key}")
            made.setProperty("compact", True)
            self.buttons[mark] = made
        self.undo = button("撤销", undo, icon_name="rotate-ccw", name="undo_marks")
        self.redo = button("重做", redo, icon_name="refresh-cw", name="redo_marks")
        self.undo.setToolTip("Ctrl+Z　恢复成录入前的记录，录过的仍留在修改记录里")
        self.redo.setToolTip("Ctrl+Y")
        for made in (*self.buttons.values(), self.undo, self.redo):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tools = flow(
            label("选中的记为", "muted"),
            *self.buttons.values(),
            None,
            self.undo,
            self.redo,
            spacing=4,
        )
        self.setLayout(tools)

    def offer_marks(self, why: str) -> None:
        """Whether the selected cells can be marked; else the reason."""
        for made in self.buttons.values():
            offer(made, why)

    def offer_back(self, undo: str, redo: str) -> None:
        """Whether there is something to take back, or to do again; else the reasons."""
        offer(self.undo, undo)
        offer(self.redo, redo)

    def menu(self, parent: QWidget) -> QMenu:
        """The same, where the right button was pressed."""
        made = QMenu(parent)
        for mark, of in self.buttons.items():
            self._add(made, of, partial(self.marked.emit, mark))
        made.addSeparator()
        for of, keys in ((self.undo, undo_keys()), (self.redo, redo_keys())):
            self._add(made, of, of.click).setShortcut(keys[0])
        return made

    def _add(self, made: QMenu, of: QPushButton, act: Callable[[], object]) -> QAction:
        action = made.addAction(of.text())
        action.setEnabled(of.isEnabled())
        action.setObjectName(of.objectName())
        action.triggered.connect(lambda _checked=False: act())
        return action
