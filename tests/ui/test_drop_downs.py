"""Drop-downs show every row whole; the one calendar speaks Chinese; icons stand off their words."""

import ast
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.combo_box import MOST_ROWS, ComboBox, dressed
from app.ui.forms.calendar import Calendar
from app.ui.forms.date_line import DateLine
from app.ui.forms.day_edit import DayEdit
from app.ui.forms.number_edit import HalfStepEdit, WholeEdit
from app.ui.icons import GAP, SIZE, icon
from app.ui.pages.members.organization_tree import OrganizationTree
from app.ui.parts import button
from app.ui.theme import row_height
from tests.ui.window_helpers import activate

APP = Path(__file__).resolve().parents[2] / "app"


def opened(qtbot: QtBot, words: list[str], chosen: int = 0) -> ComboBox:
    made = ComboBox()
    qtbot.addWidget(made)
    made.addItems(words)
    made.setCurrentIndex(chosen)
    made.setFixedWidth(160)
    made.show()
    made.showPopup()
    return made


@pytest.mark.parametrize("count", [1, 2, 3, 7, MOST_ROWS, MOST_ROWS + 1, 60])
def test_every_row_of_a_drop_down_is_whole(qtbot: QtBot, count: int) -> None:
    made = opened(qtbot, [f"第 {n} 项" for n in range(count)], count - 1)
    view = made.view()
    whole = view.viewport().rect()
    last = view.visualRect(made.model().index(count - 1, 0))
    assert last.height() == row_height()
    assert whole.contains(last)
    assert whole.height() == min(count, MOST_ROWS) * row_height()
    made.hidePopup()


def test_a_drop_down_is_as_wide_as_its_longest_words(qtbot: QtBot) -> None:
    long = "中国共产党云岭县青山镇阿依古丽村第三网格联合支部委员会"
    made = opened(qtbot, ["短", long])
    room = made.view().viewport().width()
    assert room >= made.fontMetrics().horizontalAdvance(long) + 16
    made.hidePopup()


def test_what_is_offered_while_typing_swallows_no_click(qtbot: QtBot) -> None:
    window, line = QWidget(), QLineEdit()
    qtbot.addWidget(window)
    clicked: list[bool] = []
    beside = button("当天 2 页都已签", lambda: clicked.append(True))
    box = QVBoxLayout(window)
    box.addWidget(beside)
    box.addWidget(line)
    completer = dressed(QCompleter(["2026年档案盒1号"], line))
    line.setCompleter(completer)
    window.show()
    activate(qtbot, window)
    line.setFocus()
    qtbot.keyClicks(line, "2026")
    popup = completer.popup()
    qtbot.waitUntil(popup.isVisible)
    # As the screen sends it: everything goes to the window that popped up.
    where = beside.mapToGlobal(beside.rect().center())
    qtbot.mousePress(popup, Qt.MouseButton.LeftButton, pos=popup.mapFromGlobal(where))
    assert not popup.isVisible()
    assert beside.isDown()
    qtbot.mouseRelease(beside, Qt.MouseButton.LeftButton)
    assert clicked == [True]
    assert line.text() == "2026"


def test_scrolling_past_a_drop_down_chooses_nothing(qtbot: QtBot) -> None:
    made = ComboBox()
    made.addItems(["甲", "乙", "丙"])
    number = WholeEdit()
    half = HalfStepEdit()
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    for one in (made, number, half):
        qtbot.addWidget(one)
        one.show()
        one.clearFocus()
        QApplication.sendEvent(one, turn)
    assert made.currentText() == "甲"
    assert (number.value(), half.value()) == (0, 0)


def test_hours_are_written_without_idle_zeros(qtbot: QtBot) -> None:
    half = HalfStepEdit()
    qtbot.addWidget(half)
    half.setValue(4)
    assert half.text() == "4"
    half.setValue(4.5)
    assert half.text() == "4.5"
    half.lineEdit().setText("3.5")
    half.interpretText()
    assert half.value() == 3.5


def test_a_completion_list_has_the_same_rows(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    completer = dressed(QCompleter(["东风村", "东河村"], line))
    line.setCompleter(completer)
    line.show()
    completer.setCompletionPrefix("东")
    completer.complete()
    assert completer.popup().visualRect(completer.popup().model().index(1, 0)).height() == (
        row_height()
    )
    assert completer.popup().viewport().height() >= 2 * row_height()


def test_trees_have_the_rows_of_tables(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QTreeWidgetItem

    tree = OrganizationTree()
    qtbot.addWidget(tree)
    item = QTreeWidgetItem(["全部"])
    tree.addTopLevelItem(item)
    tree.show()
    assert tree.visualItemRect(item).height() == row_height()


def calls(name: str) -> list[str]:
    found = []
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
                found.append(path.relative_to(APP).as_posix())
    return found


@pytest.mark.parametrize(
    "stock",
    ["QComboBox", "QCalendarWidget", "QDateEdit", "QDateTimeEdit", "QSpinBox", "QDoubleSpinBox"],
)
def test_nobody_uses_the_stock_one(stock: str) -> None:
    assert not calls(stock)


def test_the_calendar_says_year_and_month_in_chinese(qtbot: QtBot) -> None:
    made = Calendar()
    qtbot.addWidget(made)
    made.show()
    made.show_day(QDate(2026, 11, 30))
    assert made.title.text() == "2026年11月"
    grid = made.month.grid
    heads = [grid.model().index(0, column).data() for column in range(grid.model().columnCount())]
    shown = [h for n, h in enumerate(heads) if not grid.isColumnHidden(n)]
    assert shown == list("一二三四五六日")
    for column in range(grid.model().columnCount()):
        if not grid.isColumnHidden(column):
            place = grid.visualRect(grid.model().index(0, column))
            words = grid.fontMetrics().horizontalAdvance("六")
            assert place.width() > words + 8


def test_every_weekday_of_the_calendar_is_seen(qtbot: QtBot) -> None:
    made = Calendar()
    qtbot.addWidget(made)
    made.show()
    made.show_day(QDate(2026, 11, 30))
    grid = made.month.grid
    for column in range(grid.model().columnCount()):
        if not grid.isColumnHidden(column):
            for line in (0, 6):
                place = grid.visualRect(grid.model().index(line, column))
                assert grid.viewport().rect().contains(place), (line, column)


def test_the_calendar_turns_by_month_and_year(qtbot: QtBot) -> None:
    made = Calendar()
    qtbot.addWidget(made)
    made.show()
    made.show_day(QDate(2026, 11, 30))
    steps = {s.accessibleName(): s for s in made.findChildren(QToolButton) if s.accessibleName()}
    steps["下个月"].click()
    steps["下个月"].click()
    assert made.title.text() == "2027年1月"
    steps["上一年"].click()
    assert made.title.text() == "2026年1月"
    made.show_day(QDate(2024, 2, 29))
    qtbot.keyClick(made.month.grid, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert made.title.text() == "2025年2月"
    qtbot.keyClick(made.month.grid, Qt.Key.Key_PageUp)
    assert made.title.text() == "2025年1月"


def test_a_day_is_picked_by_keys_and_today_by_a_click(qtbot: QtBot) -> None:
    edit = DayEdit()
    qtbot.addWidget(edit)
    edit.setText("2026-11-30")
    edit.show()
    edit.open_calendar()
    popup = edit.findChild(Calendar)
    assert isinstance(popup, Calendar)
    qtbot.keyClick(popup.month.grid, Qt.Key.Key_Left)
    qtbot.keyClick(popup.month.grid, Qt.Key.Key_Return)
    assert edit.text() == "2026-11-29"
    edit.open_calendar()
    popup.today.click()
    assert edit.text() == date.today().isoformat()


def test_an_icon_stands_off_its_words() -> None:
    made = button("打印", lambda: None, icon_name="printer")
    alone = button("", lambda: None, icon_name="printer")
    assert made.iconSize() == QSize(SIZE + GAP, SIZE)
    assert alone.iconSize() == QSize(SIZE, SIZE)
    drawn = made.icon().pixmap(made.iconSize()).toImage()
    right = {
        drawn.pixelColor(drawn.width() - 1 - n, y).alpha()
        for n in range(GAP)
        for y in range(drawn.height())
    }
    assert right == {0}


def test_a_disabled_icon_is_paler(qapp: QApplication) -> None:
    from PySide6.QtGui import QIcon

    def darkest(mode: QIcon.Mode) -> int:
        image: QImage = icon("printer").pixmap(QSize(SIZE, SIZE), mode).toImage()
        return min(
            image.pixelColor(x, y).lightness()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 200
        )

    assert darkest(QIcon.Mode.Disabled) > darkest(QIcon.Mode.Normal) + 40


@pytest.mark.parametrize(
    ("typed", "month"),
    [("1985", "1985年1月"), ("1985-03", "1985年3月"), ("1985-03-12", "1985年3月")],
)
def test_a_date_of_any_precision_has_the_calendar(qtbot: QtBot, typed: str, month: str) -> None:
    line = DateLine()
    qtbot.addWidget(line)
    line.setText(typed)
    line.show()
    activate(qtbot, line)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = line.findChild(Calendar)
    assert isinstance(calendar, Calendar)
    assert calendar.title.text() == month
    qtbot.keyClick(calendar.month.grid, Qt.Key.Key_Escape)
    assert line.value() == typed, "looking at the calendar completes no date"
