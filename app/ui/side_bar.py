"""The navigation on the left: words beside icons, or icons alone where the window is narrow."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.ui.as_typed import as_typed
from app.ui.fitting import FittingScroll, Scrolled
from app.ui.icons import icon, icon_size
from app.ui.navigation import PageSpec
from app.ui.parts import ToolButton, label, restyle
from app.ui.remembered import keep, recall
from app.ui.theme import LIGHT

NAV_WIDTH = 168
_ICONS_WIDTH = 68
_NARROW = 960
"""A window narrower than this shows icons alone, unless its user chose otherwise."""
_KEPT = "window/navigation"
_AROUND, _EACH = 150, 46
"""Pixels of height that all pages want: what stands above and below them, and each."""
_WORDS, _ICONS = "words", "icons"
_INDENT = 4  # also of the second line of a note, which a space before the first left behind


class SideBar(QFrame):
    """`turned` is called with the key of a page."""

    def __init__(self, specs: Iterable[PageSpec], turned: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("Nav")
        self.buttons: dict[str, QToolButton] = {}
        self._turned = turned
        self._group = QButtonGroup(self)
        self._wide, self._shown, self._low = True, False, False
        self._window_width = _NARROW
        self._title = label("学籍通", "h2")
        self._title.setIndent(_INDENT)
        self._below = QVBoxLayout()
        self._notes: list[QWidget] = [self._title]
        self.fold = _tool("fold_navigation", "收起导航", self._fold)
        self._build(specs)
        self._show(wide=True)

    def _build(self, specs: Iterable[PageSpec]) -> None:
        inside = Scrolled()
        box = QVBoxLayout(inside)
        box.setContentsMargins(8, 10, 4, 4)
        box.setSpacing(3)
        box.addWidget(self._title)
        box.addSpacing(6)
        for number, spec in enumerate(specs, start=1):  # the tenth has Ctrl+0
            box.addWidget(self._button(spec, number))
        box.addStretch(1)
        scroll = FittingScroll(inside, self)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._group.buttonToggled.connect(lambda made, on: scroll.follow(made) if on else None)
        self._below.setContentsMargins(8, 2, 8, 8)
        self._below.setSpacing(3)
        self._below.addWidget(self.fold)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addLayout(self._below)

    def add_note(self, text: str) -> None:
        """A line about this window, below; gone where there are icons only."""
        made = label(text, "muted", wrap=True)
        made.setIndent(_INDENT)
        self._notes.append(made)
        self._below.insertWidget(self._below.count() - 1, made)

    def _button(self, spec: PageSpec, number: int) -> QToolButton:
        made = _tool(f"nav_{spec.key}", spec.title, lambda: self._turned(spec.key))
        made.setIcon(icon(spec.icon, LIGHT.nav_text, LIGHT.accent, size=20, gap=True))
        made.setCheckable(True)
        # Not the button's own shortcut: that one turns the page a tenth of a second later, and a
        # key pressed meanwhile would act on the page that is being left.
        QShortcut(QKeySequence(f"Ctrl+{number % 10}"), self, _Press(made))
        made.setToolTip(as_typed(f"{spec.title}（Ctrl+{number % 10}）"))
        self._group.addButton(made)
        self.buttons[spec.key] = made
        return made

    def fit(self, window_width: int) -> None:
        """The window has another width."""
        self._window_width = window_width
        chosen = recall(_KEPT, "")
        self._show(wide=chosen == _WORDS or (chosen != _ICONS and window_width >= _NARROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the pages stand closer together, so that all are in sight."""
        super().resizeEvent(event)
        low = event.size().height() < _AROUND + _EACH * len(self.buttons)
        if low != self._low:
            self._low = low
            for made in (*self.buttons.values(), self.fold):
                made.setProperty("low", low)
                restyle(made)

    def _fold(self) -> None:
        """The user's own choice, kept until it is what the width says anyway."""
        wide = not self._wide
        usual = wide == (self._window_width >= _NARROW)
        keep(_KEPT, "" if usual else (_WORDS if wide else _ICONS))
        self._show(wide=wide)

    def _show(self, *, wide: bool) -> None:
        if wide == self._wide and self._shown:
            return
        self._wide, self._shown = wide, True
        self.setFixedWidth(NAV_WIDTH if wide else _ICONS_WIDTH)
        styles = Qt.ToolButtonStyle
        style = styles.ToolButtonTextBesideIcon if wide else styles.ToolButtonIconOnly
        for made in (*self.buttons.values(), self.fold):
            made.setToolButtonStyle(style)
            made.setProperty("narrow", not wide)
            restyle(made)
        for note in self._notes:
            note.setVisible(wide)
        words = "收起导航" if wide else "展开导航"
        self.fold.setText(f"  {words}")
        self.fold.setAccessibleName(words)
        self.fold.setToolTip(as_typed(words))
        self.fold.setIcon(
            icon("chevron-left" if wide else "chevron-right", LIGHT.muted, size=20, gap=True)
        )


class _Press:
    """What a key does to a button of the navigation, at once."""

    def __init__(self, made: QToolButton) -> None:
        self._made = made

    def __call__(self) -> None:
        """The focus goes with it, as it does with a click."""
        self._made.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._made.click()


def _tool(name: str, title: str, clicked: Callable[[], object]) -> QToolButton:
    made = ToolButton()
    made.setObjectName(name)
    made.setText("  " + title)
    made.setIconSize(icon_size(20, gap=True))
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setAccessibleName(title)
    made.clicked.connect(lambda _checked=False: clicked())
    return made
