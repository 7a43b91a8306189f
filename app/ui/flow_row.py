"""Content side by side that goes on in a further line where the window is too narrow for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QLayoutItem, QSpacerItem, QWidget

_FEW_WORDS = 200
_Found = TypeVar("_Found")


@dataclass
class _Line:
    items: list[QLayoutItem] = field(default_factory=list)
    width: int = 0
    right: bool = False
    """Whether it begins behind free space: then it keeps to the right edge."""


class FlowRow(QLayout):
    """Like a row; a stretch takes the free space of its line."""

    def __init__(self, spacing: int = 10) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._worked_out: dict[tuple[str, int], object] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    @classmethod
    def instead_of(cls, row: QHBoxLayout) -> "FlowRow":
        """The same content in the same order; the row is empty afterwards."""
        made = cls(max(0, row.spacing()))
        while (item := row.takeAt(0)) is not None:
            widget, inner = item.widget(), item.layout()
            if widget is not None:
                made.addWidget(widget)
            elif isinstance(inner, QHBoxLayout):
                made.take_over(FlowRow.instead_of(inner))
            elif inner is not None:
                made.add_layout(inner)
            else:
                made.addStretch()
        return made

    def take_over(self, other: "FlowRow") -> None:
        """What stands in another row, here at the end."""
        while (item := other.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                self.addWidget(widget)
            else:
                self.addItem(item)

    # As rows are filled

    def addStretch(self, _factor: int = 1) -> None:
        """Free space: what comes behind it stands at the right."""
        self.addItem(QSpacerItem(0, 0))

    def add_layout(self, inner: QLayout) -> None:
        """A layout as one item."""
        self.addChildLayout(inner)
        self.addItem(inner)

    def addLayout(self, inner: QLayout, _stretch: int = 0) -> None:
        """As rows call it."""
        self.add_layout(inner)

    def insertWidget(self, index: int, widget: QWidget) -> None:
        """A widget at a place counted from the left."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own way in."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """How many items there are, free space too."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Item number `index`."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(  # type: ignore[override]  # the stub lacks that None is the end
        self, index: int
    ) -> QLayoutItem | None:
        """Take an item out."""
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    # As Qt lays out

    def expandingDirections(self) -> Qt.Orientation:
        """Wants the width, never the height."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def invalidate(self) -> None:
        """Something in it changed: what was worked out no longer holds."""
        self._worked_out.clear()
        super().invalidate()

    def _once(self, what: tuple[str, int], work: Callable[[], _Found]) -> _Found:
        """Qt asks for the same many times while it lays out."""
        if what not in self._worked_out:
            self._worked_out[what] = work()
        return cast(_Found, self._worked_out[what])

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at this width."""
        return self._once(("height", width), lambda: self._height_at(width))

    def _height_at(self, width: int) -> int:
        margins = self.contentsMargins()
        lines = self._lines(width - margins.left() - margins.right())
        inner = width - margins.left() - margins.right()
        heights = [self._height(line, inner) for line in lines]
        gaps = self.spacing() * max(0, len(lines) - 1)
        return sum(heights) + gaps + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """Everything in one line."""
        return QSize(self._once(("hint", 0), self._in_one_line))

    def _in_one_line(self) -> QSize:
        shown = [item for item in self._items if not _hidden(item)]
        width = sum(self._wide(item) for item in shown) + self.spacing() * max(0, len(shown) - 1)
        heights = [_high(item, self._wide(item)) for item in shown]
        return self._with_margins(width, max(heights, default=0))

    def minimumSize(self) -> QSize:
        """One item below the other."""
        return QSize(self._once(("least", 0), self._one_below_the_other))

    def _one_below_the_other(self) -> QSize:
        shown = [item for item in self._items if not _hidden(item)]
        width = max((_narrowest(item) for item in shown), default=0)
        heights = [_high(item, self._wide(item)) for item in shown]
        return self._with_margins(width, max(heights, default=0))

    def _with_margins(self, width: int, height: int) -> QSize:
        margins = self.contentsMargins()
        return QSize(
            width + margins.left() + margins.right(), height + margins.top() + margins.bottom()
        )

    def setGeometry(self, place: QRect) -> None:
        """Put every item where it belongs."""
        super().setGeometry(place)
        inside = place.marginsRemoved(self.contentsMargins())
        top = inside.top()
        for item in self._items:
            if not _hidden(item) and not self._wide(item):  # it must not lie over what is there
                item.setGeometry(QRect(inside.topLeft(), QSize(0, 0)))
        for line in self._lines(inside.width()):
            height = self._height(line, inside.width())
            self._place(line, QRect(inside.left(), top, inside.width(), height))
            top += height + self.spacing()

    def _lines(self, width: int) -> list[_Line]:
        lines = [_Line()]
        seen_stretch = False
        for number, item in enumerate(self._items):
            if item.spacerItem() is not None:
                seen_stretch = True
                lines[-1].items.append(item)
                if lines[-1].width and self._belongs_below(number, lines[-1].width, width):
                    lines.append(_Line(right=True))
                continue
            if _hidden(item) or not self._wide(item):  # nothing in it: no gap beside it either
                continue
            line, wide = lines[-1], min(self._wide(item), width)
            gap = self.spacing() if line.width else 0
            if line.width and line.width + gap + wide > width:
                line, gap = _Line(right=seen_stretch), 0
                lines.append(line)
            line.items.append(item)
            line.width += gap + wide
        return [line for line in lines if line.width]

    def _belongs_below(self, stretch: int, taken: int, width: int) -> bool:
        """Whether what stands at the right fits one line, but not the rest of this one: buttons
        that belong together are not torn apart."""
        behind = self._items[stretch + 1 :]
        if any(item.spacerItem() is not None for item in behind):
            return False
        wide = [self._wide(item) for item in behind if not _hidden(item) and self._wide(item)]
        needed = sum(wide) + self.spacing() * (len(wide) - 1)
        return bool(wide) and needed <= width < taken + self.spacing() + needed

    def _place(self, line: _Line, place: QRect) -> None:
        left = max(0, place.width() - line.width)
        stretches = sum(1 for item in line.items if item.spacerItem() is not None)
        greedy = [item for item in line.items if _wants_width(item)] if not stretches else []
        at = place.left() + (left if line.right and not stretches and not greedy else 0)
        for item in line.items:
            if item.spacerItem() is not None:
                at += left // stretches
                continue
            wide = min(self._wide(item), place.width())
            wide += left // len(greedy) if item in greedy else 0
            high = min(_high(item, wide), place.height())
            if item.expandingDirections() & Qt.Orientation.Vertical or item.layout() is not None:
                high = place.height()
            item.setGeometry(QRect(at, place.top() + (place.height() - high) // 2, wide, high))
            at += wide + self.spacing()

    def _height(self, line: _Line, width: int) -> int:
        return max((_high(item, min(self._wide(item), width)) for item in line.items), default=0)

    def _wide(self, item: QLayoutItem) -> int:
        return self._once(("wide", id(item)), lambda: _wide(item))


def _hidden(item: QLayoutItem) -> bool:
    return item.spacerItem() is not None or item.isEmpty()


def _wants_width(item: QLayoutItem) -> bool:
    return bool(item.expandingDirections() & Qt.Orientation.Horizontal)


def _words(item: QLayoutItem) -> QLabel | None:
    """Words that may take several lines; Qt then hints at some width, not at that of one line."""
    widget = item.widget()
    return widget if isinstance(widget, QLabel) and widget.wordWrap() else None


def _wide(item: QLayoutItem) -> int:
    words = _words(item)
    if words is None:
        return item.sizeHint().width()
    margins = words.contentsMargins()
    taken = margins.left() + margins.right() + 2
    return words.fontMetrics().horizontalAdvance(words.text()) + taken


def _narrowest(item: QLayoutItem) -> int:
    return min(_wide(item), _FEW_WORDS) if _words(item) else item.minimumSize().width()


def _high(item: QLayoutItem, wide: int) -> int:
    words = _words(item)
    return words.heightForWidth(wide) if words is not None else item.sizeHint().height()


def flow(*content: QWidget | QLayout | None, spacing: int = 10) -> FlowRow:
    """Like `row`, for content that may go on below; None is where the free space goes."""
    made = FlowRow(spacing)
    for item in content:
        if item is None:
            made.addStretch()
        elif isinstance(item, QWidget):
            made.addWidget(item)
        else:
            made.add_layout(item)
    return made
