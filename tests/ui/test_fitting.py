"""Windows and dialogs keep the size and place they were given, and never leave the screen."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.dialog import Dialog
from app.ui.fitting import centred, inside
from app.ui.flow_row import flow
from app.ui.main_window import MainWindow
from app.ui.navigation import pages_for
from app.ui.pages.exchange.townships_page import TownshipsPage
from app.ui.parts import button, label, row
from app.ui.remembered import keep, recall
from app.ui.splitting import remember_splitter
from app.ui.tables.list_table import ListTable
from tests.ui.practice import practice_store


class Tall(Dialog):
    """More than any screen holds."""

    def __init__(self, parent: QWidget | None = None, lines: int = 80) -> None:
        super().__init__(parent)
        self.setMinimumSize(500, 300)
        self.save = button("保存", self.accept, primary=True)
        box = QVBoxLayout(self)
        for number in range(lines):
            box.addWidget(label(f"第 {number} 行"))
        self.last = button("最后一个", self.reject)
        box.addWidget(self.last)
        box.addLayout(row(None, self.save))


def whole(widget: QWidget) -> bool:
    return bool(widget.visibleRegion().boundingRect() == widget.rect())


def test_a_dialog_longer_than_the_screen_scrolls_and_keeps_its_buttons(qtbot: QtBot) -> None:
    dialog = Tall()
    qtbot.addWidget(dialog)
    dialog.show()
    free = dialog.screen().availableGeometry()
    assert free.contains(dialog.frameGeometry())
    assert whole(dialog.save)
    assert not whole(dialog.last)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.save.setFocus()
    while not dialog.last.hasFocus():
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert whole(dialog.last), "what has the focus is scrolled to"
    qtbot.keyClick(dialog, Qt.Key.Key_PageUp)
    assert not whole(dialog.last)


def test_a_dialog_has_the_size_its_user_gave_it_and_fits_a_smaller_screen(qtbot: QtBot) -> None:
    first = Tall(lines=3)
    qtbot.addWidget(first)
    first.show()
    assert first.size() == QSize(500, 300)
    first.resize(640, 420)
    first.reject()
    again = Tall(lines=3)
    qtbot.addWidget(again)
    again.show()
    assert again.size() == QSize(640, 420)
    again.reject()
    keep("dialog/Tall", "9000x9000")
    late = Tall(lines=3)
    qtbot.addWidget(late)
    late.show()
    assert late.screen().availableGeometry().contains(late.frameGeometry())


def test_a_dialog_nobody_resized_remembers_nothing(qtbot: QtBot) -> None:
    dialog = Tall(lines=3)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    assert recall("dialog/Tall", "") == ""


def test_a_dialog_stands_over_its_window_and_inside_the_screen() -> None:
    free = QRect(0, 0, 1366, 728)
    middle = centred(QSize(400, 300), QRect(100, 100, 800, 500), free)
    assert (middle.x(), middle.y()) == (299, 181)
    corner = centred(QSize(400, 300), QRect(1300, 700, 60, 20), free)
    assert free.contains(QRect(corner, QSize(400, 300)))
    away = inside(QRect(3000, -400, 500, 400), free)
    assert (away.x(), away.y()) == (866, 0)


def test_the_window_comes_back_where_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    store = practice_store(tmp_path, people=3)
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.show_remembered()
    window.showNormal()
    window.setGeometry(60, 50, 900, 560)
    QApplication.processEvents()
    window.close()
    again = MainWindow(store)
    qtbot.addWidget(again)
    again.show_remembered()
    assert again.size() == QSize(900, 560)
    again.setGeometry(5000, 4000, 900, 560)  # a monitor that is gone next time
    again.close()
    late = MainWindow(store)
    qtbot.addWidget(late)
    late.show_remembered()
    free = late.screen().availableGeometry()
    assert free.adjusted(-2, -2, 2, 2).contains(late.geometry()), "but for its border"


@pytest.mark.parametrize("wide", [True, False])
def test_the_navigation_folds_and_stays_folded(qtbot: QtBot, tmp_path: Path, wide: bool) -> None:
    store = practice_store(tmp_path, people=3)
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.resize(1300 if wide else 700, 600)
    window.show()
    bar = window.side_bar
    before = bar.width()
    bar.fold.click()
    assert (bar.width() < before) is wide
    again = MainWindow(store)
    qtbot.addWidget(again)
    again.resize(1300 if wide else 700, 600)
    again.show()
    assert again.side_bar.width() == bar.width()
    assert all(made.toolTip() for made in again.buttons.values())


def _below(made: ListTable[Any], shown: QWidget) -> bool:
    """Whether the rows, or why there are none, have a place of their own with some height."""
    widgets = [made.tools.itemAt(n).widget() for n in range(made.tools.count())]  # type: ignore[union-attr]
    tools = [one.geometry().bottom() for one in widgets if one is not None and one.isVisible()]
    inside = made.rect().bottom() >= shown.geometry().bottom()
    return inside and shown.geometry().top() > max(tools, default=-1) and shown.height() >= 100


@pytest.mark.parametrize("level", ["township", "county"])
def test_no_list_lies_under_what_narrows_it(qtbot: QtBot, tmp_path: Path, level: str) -> None:
    """At 200 % of 1366 × 768 the filters take lines that splitters and stacks do not ask for."""
    store = practice_store(tmp_path, level=level, people=3)
    window = MainWindow(store)
    qtbot.addWidget(window)
    window.resize(683, 344)
    window.show()
    found = []
    for spec in pages_for(level):
        window.go(spec.key)
        qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)
        QApplication.processEvents()
        wide = window._holders[spec.key].horizontalScrollBar().maximum()
        if wide:
            found.append((spec.key, "too wide", wide))
        for made in window.page.findChildren(ListTable):
            shown = made.empty if made.empty.isVisible() else made.table
            if made.isVisible() and not _below(made, shown):
                found.append((spec.key, made.name, shown.height()))
    assert found == []


def test_a_splitter_stands_where_it_was_left(qtbot: QtBot) -> None:
    def made() -> QSplitter:
        split = QSplitter()
        qtbot.addWidget(split)
        split.addWidget(QLabel("左"))
        split.addWidget(QLabel("右"))
        split.resize(600, 100)
        remember_splitter(split, "try", [200])
        split.show()
        return split

    first = made()
    first.moveSplitter(350, 1)
    qtbot.waitUntil(lambda: not recall_nothing("splitter/try"))
    assert made().sizes() == first.sizes()


def test_a_splitter_has_its_usual_widths_also_where_no_part_stretches(qtbot: QtBot) -> None:
    """The list of 修改记录 had 376 of its 640 pixels, and nothing beside it."""
    split = QSplitter()
    qtbot.addWidget(split)
    split.addWidget(QLabel("左"))
    split.addWidget(QLabel("右"))
    remember_splitter(split, "try", [640], least=0.4)
    split.resize(1158, 300)
    split.show()
    assert split.sizes()[0] == 640
    split.resize(800, 300)
    assert split.sizes()[1] >= 316


def recall_nothing(key: str) -> bool:
    from PySide6.QtCore import QByteArray

    return recall(key, QByteArray()).isEmpty()


def test_a_row_goes_on_below_where_it_is_too_narrow(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    left, middle, right = (QPushButton(text * 6) for text in "甲乙丙")
    box = QVBoxLayout(window)
    box.addLayout(flow(left, middle, None, right))
    window.resize(900, 200)
    window.show()
    assert left.y() == middle.y() == right.y()
    assert right.geometry().right() > 850
    window.resize(260, 200)
    QApplication.processEvents()
    assert left.y() < right.y()
    assert window.rect().contains(right.geometry())


def test_what_has_nothing_to_show_does_not_lie_over_what_has(qtbot: QtBot, tmp_path: Path) -> None:
    """The links to what waits stood, empty, 640 × 480 large on the search box of 数据交换."""
    window = MainWindow(practice_store(tmp_path, level="county", people=3))
    qtbot.addWidget(window)
    window.resize(1366, 700)
    window.show()
    window.go("townships")
    qtbot.waitUntil(lambda: not window.workspace.runner.busy, timeout=30_000)
    assert isinstance(window.page, TownshipsPage)
    search = window.page.list.search
    middle = search.mapTo(window, search.rect().center())
    assert window.childAt(middle) is search


def test_words_that_come_later_take_one_line_where_there_is_room(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    words = label("", "muted", wrap=True)
    box = QVBoxLayout(window)
    box.addLayout(flow(button("半天", window.close), words, None))
    box.addStretch(1)
    window.resize(600, 200)
    window.show()
    words.setText("未录入 20 人，还有 3 个半天；" * 2)
    qtbot.waitUntil(lambda: words.height() < 2 * words.fontMetrics().height())
    window.resize(180, 200)
    qtbot.waitUntil(lambda: words.height() >= 2 * words.fontMetrics().height())
    window.resize(600, 200)
    qtbot.waitUntil(lambda: words.height() < 2 * words.fontMetrics().height())
