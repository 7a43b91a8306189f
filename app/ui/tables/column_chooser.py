"""选择显示的列: ticks and order of all columns of a list."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.ui.dialog import Dialog
from app.ui.parts import button, label, row
from app.ui.tables.heads import Heads
from app.ui.theme import row_height

_SECTION = Qt.ItemDataRole.UserRole


class ColumnChooser(Dialog):
    """What is agreed to is shown at once and remembered."""

    def __init__(self, heads: Heads, labels: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("选择显示的列")
        self.setMinimumSize(380, 420)
        self._heads = heads
        self.list = QListWidget()
        self.list.setAccessibleName("列")
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        for section in heads.order():
            self.list.addItem(self._item(section, labels[section]))
        self.list.setCurrentRow(0)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label("打勾的列才显示；上移、下移或用鼠标拖动，改变先后。", wrap=True))
        box.addWidget(self.list, 1)
        up = button("上移", lambda: self._move(-1), icon_name="chevron-up", name="column_up")
        down = button("下移", lambda: self._move(1), icon_name="chevron-down", name="column_down")
        defaults = button("恢复默认", self._defaults, name="column_defaults")
        agree = button("确定", self.accept, primary=True, name="columns_agreed")
        cancel = button("取消", self.reject, name="columns_left")
        box.addLayout(row(up, down, defaults, None, cancel, agree))

    def _item(self, section: int, words: str) -> QListWidgetItem:
        item = QListWidgetItem(words)
        item.setData(_SECTION, section)
        item.setSizeHint(QSize(0, row_height()))
        must = self._heads.tick_box and section == 0  # ticks stand there
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        flags |= Qt.ItemFlag.ItemIsEnabled
        item.setFlags(flags if must else flags | Qt.ItemFlag.ItemIsUserCheckable)
        on = self._heads.is_chosen(section)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        return item

    def _move(self, by: int) -> None:
        here = self.list.currentRow()
        there = here + by
        if here >= 0 and 0 <= there < self.list.count():
            self.list.insertItem(there, self.list.takeItem(here))
            self.list.setCurrentRow(there)

    def _defaults(self) -> None:
        self._heads.show_as_declared()
        self.reject()

    def accept(self) -> None:
        """Show what was chosen; a list without columns is none."""
        items = [self.list.item(n) for n in range(self.list.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        if not ticked:
            items[0].setCheckState(Qt.CheckState.Checked)
            ticked = items[:1]
        for item in ticked:
            self._heads.show_section(item.data(_SECTION), on=True)
        for item in items:
            if item not in ticked:
                self._heads.show_section(item.data(_SECTION), on=False)
        self._heads.put_in_order([item.data(_SECTION) for item in items])
        super().accept()
