"""The party organizations as a tree with people counted; choosing one filters the list."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem

from app.data.queries.organizations import OrganizationRow
from app.domain.characters import visible
from app.ui.as_typed import as_typed
from app.ui.theme import LIGHT

_UID = Qt.ItemDataRole.UserRole


class OrganizationTree(QTreeWidget):
    """`chosen` carries the identity of the organization, None for everything."""

    chosen = Signal(object)
    menu_asked = Signal(QPoint)
    rename_asked = Signal()
    dropped = Signal(object, object)

    def __init__(self, *, editable: bool = False) -> None:
        super().__init__()
        self._editable = editable
        self._rows: Sequence[OrganizationRow] | None = None
        if editable:  # dragging asks; the tree is filled anew when it was done
            self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
            self.setToolTip("右键、F2 或下面的“党组织操作”：改名、移动、合并、撤销")
        self.setAccessibleName("党组织")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.ensurePolished()  # rows measured before the style sheet is known stay low
        self.setIndentation(16)
        self.setTabKeyNavigation(False)
        self.currentItemChanged.connect(lambda item, _before: self._changed(item))

    def show_rows(self, rows: Sequence[OrganizationRow]) -> None:
        """Fill the tree; the chosen organization stays chosen, and nobody is told it was chosen
        again."""
        if rows == self._rows:
            return
        self._rows = rows
        kept, before = self.current(), self.title()
        self.blockSignals(True)
        self.clear()
        self._fill(rows)
        self.expandToDepth(1)
        self.choose(kept)
        self.blockSignals(False)
        if self.currentItem() is None:  # it is no more
            self.choose(None)
        elif self.title() != before and kept is not None:  # by its new name
            self.chosen.emit(kept)

    def current(self) -> bytes | None:
        """The chosen organization."""
        item = self.currentItem()
        return None if item is None else _identity(item)

    def title(self) -> str:
        """The chosen organization's name, as the tree shows it."""
        item = self.currentItem()
        return item.text(0).partition("　")[0] if item is not None else ""

    def choose_everything(self) -> None:
        """All organizations again."""
        self.choose(None)

    def choose(self, uid: bytes | None) -> None:
        """Choose one from elsewhere."""
        for item in self._all():
            if _identity(item) == uid:
                self.setCurrentItem(item)
                return

    def menu_place(self) -> QPoint:
        """Where a menu for the chosen one belongs, on the screen."""
        item = self.currentItem()
        where = self.visualItemRect(item).bottomLeft() if item is not None else QPoint()
        return self.viewport().mapToGlobal(where)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Right click chooses what it is on; the menu key and Shift+F10 take the chosen one."""
        if not self._editable:
            return
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if not by_key and (item := self.itemAt(event.pos())) is not None:
            self.setCurrentItem(item)
        self.menu_asked.emit(self.menu_place() if by_key else event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames."""
        if self._editable and event.key() == Qt.Key.Key_F2:
            self.rename_asked.emit()
            return
        super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Nothing moves by itself: what was dropped onto what is asked about first."""
        moved, onto = self.currentItem(), self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if moved is None or onto is None:
            return
        uid, above = _identity(moved), _identity(onto)
        if uid is not None and above is not None and uid != above:
            # After the drag has ended: a question inside it would hold the pointer.
            QTimer.singleShot(0, self, lambda: self.dropped.emit(uid, above))

    def _fill(self, rows: Sequence[OrganizationRow]) -> None:
        children: dict[bytes | None, list[OrganizationRow]] = defaultdict(list)
        known = {row.uid for row in rows}
        for row in rows:
            children[row.parent if row.parent in known else None].append(row)
        totals = _totals(children)
        everything = QTreeWidgetItem([f"全部　{sum(row.members for row in rows):,}"])
        self.addTopLevelItem(everything)
        waiting: list[tuple[QTreeWidgetItem | None, bytes | None]] = [(None, None)]
        while waiting:
            above, uid = waiting.pop()
            for row in children[uid]:
                item = QTreeWidgetItem([visible(f"{row.name}　{totals[row.uid]:,}")])
                item.setToolTip(0, as_typed(_told(row)))
                if row.dissolved_on:
                    item.setForeground(0, QColor(LIGHT.muted))
                    item.setText(0, visible(f"{row.name}　已撤销"))
                item.setData(0, _UID, row.uid.hex())
                if above is None:
                    self.addTopLevelItem(item)
                else:
                    above.addChild(item)
                waiting.append((item, row.uid))

    def _all(self) -> Iterable[QTreeWidgetItem]:
        waiting = [self.topLevelItem(n) for n in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            if item is not None:
                yield item
                waiting.extend(item.child(n) for n in range(item.childCount()))

    def _changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(_identity(item))


def _told(row: OrganizationRow) -> str:
    former = f"，曾用名：{row.former_names}" if row.former_names else ""
    ended = f"，{row.dissolved_on} 撤销" if row.dissolved_on else ""
    return f"{row.name}（{row.kind}{former}{ended}）"


def _identity(item: QTreeWidgetItem) -> bytes | None:
    text = item.data(0, _UID)
    return bytes.fromhex(text) if text else None


def _totals(children: dict[bytes | None, list[OrganizationRow]]) -> dict[bytes, int]:
    """People of each organization with everything below it."""
    totals: dict[bytes, int] = {}

    def total(row: OrganizationRow) -> int:
        below = sum(total(child) for child in children.get(row.uid, ()))
        totals[row.uid] = row.members + below
        return totals[row.uid]

    for row in children[None]:
        total(row)
    return totals
