"""One search box for everything (Ctrl+K): people by name, pinyin, initials, phone, last digits."""

from functools import cached_property

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from app.ui.finding import Found, find_everything
from app.ui.icons import field_icon
from app.ui.theme import row_height
from app.ui.workspace import Workspace

_DEBOUNCE = 120
_KEYS_FOR_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class SearchBox(QLineEdit):
    """Results drop down while typing; Enter opens the first or the chosen one."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("global_search")
        self._workspace = workspace
        self.setAccessibleName("全局查找")
        self.setPlaceholderText("姓名、拼音首字母、电话、身份证后四位、党组织、班次（Ctrl+K）")
        self.setMaximumWidth(560)
        self.setClearButtonEnabled(True)
        self.addAction(field_icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE)
        self._timer.timeout.connect(self.search)
        self.textEdited.connect(lambda _text: self._timer.start())
        QShortcut(QKeySequence("Ctrl+K"), workspace.window, self.start)

    @cached_property
    def results(self) -> QListWidget:
        """What drops down; made with the first search."""
        made = QListWidget(self)
        made.setWindowFlags(Qt.WindowType.ToolTip)
        made.setAccessibleName("查找结果")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.itemClicked.connect(self._open)
        return made

    def start(self) -> None:
        """Ready to type."""
        self.setFocus()
        self.selectAll()

    def search(self) -> None:
        """Show what fits, below the box."""
        self._timer.stop()
        text = self.text().strip()
        self.results.clear()
        if not text:
            self.results.hide()
            return
        for found in find_everything(self._workspace.store, text):
            self._list(found)
        if not self.results.count():
            self.results.addItem("没有找到。可以试试拼音首字母，或身份证后四位。")
            self.results.item(0).setFlags(Qt.ItemFlag.NoItemFlags)
        else:
            self.results.setCurrentRow(0)
        self._drop_down()

    def _list(self, found: Found) -> None:
        item = QListWidgetItem(f"{found.title}　　{found.note}")
        item.setData(Qt.ItemDataRole.UserRole, found)
        item.setSizeHint(QSize(0, row_height()))
        self.results.addItem(item)

    def _drop_down(self) -> None:
        rows = min(self.results.count(), 10)
        self.results.setFixedSize(self.width(), rows * row_height() + 6)
        self.results.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.results.show()

    def _open(self, item: QListWidgetItem) -> None:
        found = item.data(Qt.ItemDataRole.UserRole)
        self.results.hide()
        if isinstance(found, Found):
            self.clear()
            self._workspace.open(found.page, found.what)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list, Enter opens, Escape closes."""
        if event.key() in _KEYS_FOR_LIST and self.results.isVisible():
            self.results.keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search()
            if (chosen := self.results.currentItem()) is not None:
                self._open(chosen)
        elif event.key() == Qt.Key.Key_Escape:
            self.results.hide()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leaving the box closes the list."""
        left = event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide)
        if left and "results" in self.__dict__:
            self.results.hide()
        return super().event(event)
