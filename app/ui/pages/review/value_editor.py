"""另填一个值: the editor of the field's kind below the question, Enter saves, Esc puts it away."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.data.queries.review_list import ReviewItem
from app.domain.declarations import entity_named
from app.services.store import Store
from app.ui.forms.editors import Editor, editor_for
from app.ui.parts import button, clear, label
from app.ui.references import StoreReferences


class ValueEditor(QWidget):
    """`entered` carries the value as the service reads it."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.editor: Editor | None = None
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def open_for(self, item: ReviewItem) -> None:
        """Ask for the right value of one field."""
        clear(self._box)
        field = entity_named(item.entity).field(item.field)
        self.editor = editor_for(field, StoreReferences(self._store))
        self.editor.write(None)
        self.editor.widget.setObjectName("other_value")
        self.editor.widget.installEventFilter(self)
        words = label(f"{field.label}应为：")
        words.setBuddy(self.editor.widget)
        self._box.addWidget(words)
        self._box.addWidget(self.editor.widget, 1)
        self._box.addWidget(button("保存", self.save, primary=True, name="save_other"))
        self._box.addWidget(button("取消", self.put_away, name="cancel_other"))
        self.show()
        self.editor.widget.setFocus()

    def save(self) -> None:
        """Hand the typed value over; an empty one is nothing yet."""
        value = self.editor.read() if self.editor else None
        if value is None or not self.isVisible():
            return
        self.entered.emit(value.hex() if isinstance(value, bytes) else str(value))

    def put_away(self) -> None:
        """No value of one's own after all."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter saves, Esc puts away."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.save()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.put_away()
                return True
        return super().eventFilter(watched, event)
