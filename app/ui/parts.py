"""The small parts every page is made of: labels, cards, buttons and headings."""

import re
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.characters import visible
from app.ui.icons import icon, icon_size
from app.ui.theme import LIGHT

Tone = Literal["ok", "warn", "bad", "info", ""]
Role = Literal["h1", "h2", "number", "muted", ""]


class Text(QLabel):
    """A label that takes all the lines its words need; layouts alone cut wrapped text off."""

    def __init__(self, text: str) -> None:
        super().__init__(visible(text))
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        """Other words, maybe of another length; the same again lay nothing out anew."""
        if (shown := visible(text)) != self.text():
            super().setText(shown)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, maybe another number of lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.wordWrap():
            self.setMinimumHeight(0)  # else the old height is the least that is measured
            self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


class SteadyText(Text):
    """A figure that changes at every key: it takes more room when it must and never gives any
    back, so that nothing beside it is laid out anew."""

    def setText(self, text: str) -> None:
        """Another figure."""
        super().setText(text)
        self._hold()

    def changeEvent(self, event: QEvent) -> None:
        """Another size of letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._hold()

    def _hold(self) -> None:
        needed = self.sizeHint()
        self.setFixedSize(max(self.minimumWidth(), needed.width()), needed.height())


class Button(QPushButton):
    """A push button that Enter presses when it has the focus, outside dialogs too."""

    def __init__(self, text: str) -> None:
        super().__init__(_lettered(text))

    def setText(self, text: str) -> None:
        """A name for screen readers that was the text goes on being the text."""
        follows = self.accessibleName() == _said(self.text())
        super().setText(_lettered(text))
        if follows:
            self.setAccessibleName(_said(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a click."""
        if not _clicked_by_enter(self, event):
            super().keyPressEvent(event)


def _lettered(text: str) -> str:
    """Only what stands in brackets is a key of ours; other words are shown as they are."""
    return _LONE.sub("&&", visible(text))


def _said(text: str) -> str:
    return text.split("(&", maxsplit=1)[0].replace("&&", "&")


_LONE = re.compile(r"&&?(?!\w\))")


class ToolButton(QToolButton):
    """A tool button that Enter presses when it has the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a click."""
        if not _clicked_by_enter(self, event):
            super().keyPressEvent(event)


def _clicked_by_enter(made: QAbstractButton, event: QKeyEvent) -> bool:
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if not event.isAutoRepeat():  # a key held down is one click, not many
        made.click()
    event.accept()
    return True


def label(text: str, role: Role = "", *, tone: Tone = "", wrap: bool = False) -> QLabel:
    """A text in one of the roles that the style sheet knows."""
    made = Text(text)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def set_tone(made: QWidget, tone: Tone) -> None:
    """Change the colour of a label that is already on screen."""
    made.setProperty("tone", tone)
    restyle(made)


def restyle(made: QWidget) -> None:
    """Look at what the style sheet says again, after a property changed."""
    made.style().unpolish(made)
    made.style().polish(made)


def pill(text: str, tone: Tone) -> QLabel:
    """A short coloured tag."""
    made = label(text)
    made.setProperty("pill", tone)
    return made


def button(
    text: str,
    clicked: Callable[[], object],
    *,
    icon_name: str = "",
    primary: bool = False,
    name: str = "",
) -> QPushButton:
    """A push button; `name` is its object name, for tests and the style sheet."""
    made = Button(text)
    made.setAccessibleName(_said(text))
    made.setAutoDefault(False)
    if primary:
        made.setProperty("primary", True)
    if icon_name:
        colour = LIGHT.on_accent if primary else LIGHT.nav_text
        made.setIcon(icon(icon_name, colour, gap=bool(text)))
        made.setIconSize(icon_size(gap=bool(text)))
    if name:
        made.setObjectName(name)
    made.clicked.connect(lambda _checked=False: clicked())
    return made


def reword(made: QPushButton, text: str) -> None:
    """Other words on a button that never gets narrower: what lies beside it stays where it is,
    or the next click lands on 取消."""
    widest = max(made.width() if made.isVisible() else 0, made.minimumWidth())
    made.setText(text)
    made.setAccessibleName(_said(text))
    made.setMinimumWidth(max(widest, made.sizeHint().width()))


def keep_room(made: QPushButton, *texts: str) -> QPushButton:
    """As wide from the beginning as the widest of what it will say."""
    now = made.text()
    made.ensurePolished()
    for text in (*texts, now):
        reword(made, text)
    return made


def link(text: str, clicked: Callable[[], object], *, name: str = "") -> QPushButton:
    """A button that looks like a link, for small second choices."""
    made = button(text, clicked, name=name)
    made.setProperty("link", True)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def card(*content: QWidget | QLayout, name: str = "", stretch: bool = False) -> QFrame:
    """A white box with rounded corners around its content."""
    made = QFrame()
    made.setProperty("card", True)
    made.setAccessibleName(name)
    column = QVBoxLayout(made)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(6)
    for item in content:
        add(column, item)
    if stretch:
        column.addStretch(1)
    return made


def row(*content: QWidget | QLayout | None, spacing: int = 10) -> QHBoxLayout:
    """Content side by side; None is where the free space goes."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for item in content:
        add(made, item)
    return made


def column(*content: QWidget | QLayout | None, spacing: int = 10) -> QVBoxLayout:
    """Content one below the other; None is where the free space goes."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for item in content:
        add(made, item)
    return made


def add(box: QBoxLayout, item: QWidget | QLayout | None) -> None:
    """Put a widget, a layout or free space (None) at the end of a box."""
    if item is None:
        box.addStretch(1)
    elif isinstance(item, QWidget):
        box.addWidget(item)
    else:
        box.addLayout(item)


def clear(box: QLayout) -> None:
    """Take everything out of a layout that is filled anew on every reload."""
    while (item := box.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
