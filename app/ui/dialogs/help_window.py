"""帮助: the manual beside the work, opened by F1 at the chapter of what is on screen."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.ui.arriving import Arriving
from app.ui.dialog import Dialog
from app.ui.dialogs.help_chapters import CHAPTER, CONTENTS, Chapter, chapter_for, chapters
from app.ui.parts import button, label, row
from app.ui.splitting import remember_splitter

_NAME = Qt.ItemDataRole.UserRole


class HelpWindow(Dialog):
    """Not modal: the clerk reads and works at the same time. Esc closes."""

    def __init__(self, parent: QWidget | None) -> None:
        from app.ui.dialogs.help_reader import HelpReader  # F1 works from the first window on

        super().__init__(parent)
        self.setWindowTitle("使用说明")
        self.setModal(False)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(1080, 680)
        self.search = QLineEdit()
        self.search.setAccessibleName("在说明里查找")
        self.search.setPlaceholderText("查找，如 补打、U盘")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("章节")
        self.list.ensurePolished()  # rows measured before the style sheet is known stay low
        self.reader = HelpReader()
        self.nothing = label("没有找到，换个说法试试。", "muted", wrap=True)
        self.nothing.hide()
        self._build()
        for chapter in chapters():
            item = QListWidgetItem(chapter.title)
            item.setData(_NAME, chapter.path.stem)
            self.list.addItem(item)
        self.list.currentRowChanged.connect(self._show_row)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self.find_next)
        self.reader.chapter_wanted.connect(self.show_chapter)
        self.list.setCurrentRow(0)

    def _build(self) -> None:
        left = QWidget()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        for part in (self.search, self.nothing, self.list):
            inside.addWidget(part)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.reader)
        split.setStretchFactor(1, 1)
        remember_splitter(split, "help", [230])
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 12, 10)
        box.addWidget(split, 1)
        words = label("任何时候按 F1，打开的就是眼前这件事的说明。", "muted")
        self._again = button("再看第一天的步骤", self._first_day, name="first_day_again")
        # Only a main window has a 工作台 to show them on.
        self._again.setVisible(hasattr(self.parentWidget(), "show_first_day"))
        box.addLayout(row(words, None, self._again, button("关闭", self.close)))

    def _first_day(self) -> None:
        show: Callable[[], object] = getattr(self.parentWidget(), "show_first_day")  # noqa: B009
        self.close()
        show()

    def show_chapter(self, name: str) -> None:
        """Show the chapter of this file name."""
        names = [chapter.path.stem for chapter in chapters()]
        if name in names:
            self.list.setCurrentRow(names.index(name))
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def chapter(self) -> Chapter:
        """The chapter in sight."""
        return chapters()[max(0, self.list.currentRow())]

    def find_next(self) -> None:
        """The next place in this chapter, then in the next one that has it."""
        wanted = self.search.text().strip()
        if not wanted or self.reader.find_next(wanted):
            return
        rows = [n for n in range(self.list.count()) if not self.list.item(n).isHidden()]
        if rows:
            later = [n for n in rows if n > self.list.currentRow()]
            self.list.setCurrentRow((later or rows)[0])
            self.reader.mark_all(wanted)

    def _show_row(self, _row: int) -> None:
        self.reader.show_chapter(self.chapter)
        self.reader.mark_all(self.search.text().strip())

    def _search(self, text: str) -> None:
        wanted = text.strip()
        first = -1
        for number, chapter in enumerate(chapters()):
            found = chapter.count(wanted) if wanted else 0
            item = self.list.item(number)
            item.setText(f"{chapter.title}　{found} 处" if found else chapter.title)
            item.setHidden(bool(wanted) and not found)
            if found and (first < 0 or chapters()[first].path.stem == CONTENTS):
                first = number
        self.nothing.setVisible(bool(wanted) and first < 0)
        here = self.list.currentRow()
        elsewhere = here == 0 or self.list.item(here).isHidden()  # 目录 only lists the words
        if wanted and elsewhere and first not in (-1, here):
            self.list.setCurrentRow(first)
        else:
            self.reader.mark_all(wanted)


def answer_f1(application: QApplication) -> None:
    """From now on F1 opens the manual in any window of the program, also where a dialog waits for
    an answer."""
    Arriving(application, _is_f1, application)


def _is_f1(event: QEvent) -> bool:
    """Only F1 is taken."""
    if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_F1:
        return False
    show_help()
    return True


def show_help() -> HelpWindow:
    """The manual at the chapter of the window in front; one manual for each window."""
    front = QApplication.activeModalWidget() or QApplication.activeWindow()
    if isinstance(front, HelpWindow):
        return front
    # A child of a modal dialog stays usable while that dialog waits.
    known = front.findChild(HelpWindow) if front is not None else None
    made = known if isinstance(known, HelpWindow) else HelpWindow(front)
    made.show_chapter(chapter_for(on_screen(front)))
    return made


def on_screen(window: QWidget | None) -> set[str]:
    """The classes of everything that is visible in a window, and the chapters that parts name."""
    if window is None:
        return set()
    children = [child for child in window.findChildren(QWidget) if child.isVisibleTo(window)]
    seen = (window, *children)
    named = {str(widget.property(CHAPTER) or "") for widget in seen}
    return {type(widget).__name__ for widget in seen} | (named - {""})


def help_button() -> QWidget:
    """帮助, for the frame of the main window."""
    made = button("帮助", show_help, icon_name="info", name="help")
    made.setToolTip("使用说明（F1）")
    return made
