"""Choose an organization or a person by typing a part of the name, pinyin or number."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.domain.characters import visible
from app.domain.entity import Value
from app.ui.combo_box import dressed
from app.ui.icons import field_icon

_DEBOUNCE = 150


@dataclass(frozen=True)
class Reference:
    """One thing to choose: its identity, its words, and what tells it from others."""

    uid: bytes
    title: str
    note: str = ""

    @property
    def words(self) -> str:
        """The line in the list; the note keeps two of the same name apart."""
        return f"{self.title}（{self.note}）" if self.note else self.title


class ReferenceEdit(QLineEdit):
    """`chosen` says that the value changed; text that was not chosen does not count."""

    chosen = Signal()

    def __init__(
        self, find: Callable[[str], list[Reference]], title_of: Callable[[bytes], str]
    ) -> None:
        super().__init__()
        self._find = find
        self._title_of = title_of
        self._uid: bytes | None = None
        self._listed: dict[str, Reference] = {}
        self._model = QStringListModel(self)
        completer = dressed(QCompleter(self._model, self))
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        self.setPlaceholderText("输入名称、拼音首字母查找")
        open_list = self.addAction(
            field_icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition
        )
        open_list.setToolTip("列出可选项（↓）")
        open_list.triggered.connect(self.open_list)
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE)
        self._timer.timeout.connect(self.open_list)
        self.textEdited.connect(self._edited)

    def value(self) -> Value:
        """The identity that was chosen; None when the text fits nothing."""
        return self._uid

    def set_value(self, value: Value) -> None:
        """Show something already chosen."""
        self._uid = value if isinstance(value, bytes) else None
        self.setText(visible(self._title_of(self._uid)) if self._uid else "")
        self.setCursorPosition(0)
        self.chosen.emit()

    def open_list(self) -> None:
        """List what fits the typed text; everything while something is already chosen."""
        self._timer.stop()
        self._fill("" if self._uid else self.text().strip())
        self.completer().complete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow down opens the list."""
        if event.key() == Qt.Key.Key_Down:
            self.open_list()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field takes the only thing that fits, if there is exactly one."""
        if self._uid is None and self.text().strip() and not self.completer().popup().isVisible():
            fitting = self._find(self.text().strip())
            exact = [item for item in fitting if item.title == self.text().strip()] or fitting
            if len(exact) == 1:
                self.set_value(exact[0].uid)
        super().focusOutEvent(event)

    def _edited(self, text: str) -> None:
        if self._uid is not None:
            self._uid = None
            self.chosen.emit()
        if text.strip():
            self._timer.start()

    def _fill(self, text: str) -> None:
        self._listed = {visible(reference.words): reference for reference in self._find(text)}
        self._model.setStringList(list(self._listed))

    def _take(self, words: str) -> None:
        if words in self._listed:
            self.set_value(self._listed[words].uid)
