"""The clerk's daily path, clicked as a clerk would and counted, printing and all: 12 clicks a class
with mouse and keyboard, 13 with the mouse alone, 3 for the month.

Counted is every press of a mouse button, every Enter that confirms, and every Tab of the mouse that
has no key: a field that must be typed into and has not the focus is clicked. Letters are not
counted; nothing is set behind the window's back, and a click lands on what lies on the screen.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.data.queries.training_classes import classes_named
from app.services.exchange.joining import join
from app.services.store import Store
from app.ui.dialogs.pdf_pages import PdfPages
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.main_window import MainWindow
from app.ui.pages.class_room.attendance_step import AttendanceStep
from app.ui.pages.class_room.class_room_page import ClassRoomPage
from app.ui.pages.class_room.close_dialog import CloseDialog
from app.ui.pages.classes.class_dialog import ClassDialog
from app.ui.pages.exchange.send_dialog import SendDialog
from tests.days import today
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import activate, child, dress, finished, ime, in_dialog, screenshot

pytestmark = pytest.mark.journey
Dialog = TypeVar("Dialog", bound=QDialog)
CLICKS_A_CLASS, BY_MOUSE_ALONE, CLICKS_A_MONTH = 12, 13, 3
NAME = "东风村等支部党员一日轮训班"


class Clerk:
    """Clicks and types as people do; only clicks (and Enter that confirms) are counted."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window
        self.clicks = 0

    def click(self, widget: QWidget) -> None:
        """A real press where the widget lies; it must be in sight, uncovered and ready."""
        assert widget.isVisible(), widget.objectName()
        assert widget.isEnabled(), widget.toolTip() or widget.objectName()
        where = widget.rect().center()
        if isinstance(widget, QCheckBox):
            where.setX(8)
        window = widget.window()
        assert widget.visibleRegion().contains(where), f"{widget.objectName()} is not in sight"
        hit = window.childAt(widget.mapTo(window, where))
        assert hit is not None
        assert hit is widget or widget.isAncestorOf(hit), f"{widget.objectName()} is covered"
        self.clicks += 1
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where)
        self.wait()

    def type_into(self, widget: QWidget, text: str) -> None:
        """By mouse alone a field is clicked, unless the focus is there already."""
        if not widget.hasFocus():
            self.click(widget)
        assert widget.hasFocus()
        self.write(text)

    def press_enter(self) -> None:
        self.clicks += 1
        self.qtbot.keyClick(self.focus(), Qt.Key.Key_Return)
        self.wait()

    def write(self, text: str) -> None:
        ime(self.focus(), text)

    def tab(self, times: int = 1) -> None:
        for _ in range(times):
            self.qtbot.keyClick(self.focus(), Qt.Key.Key_Tab)

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.workspace.runner.busy, timeout=60_000)

    def in_dialog(
        self, kind: type[Dialog], act: Callable[[Dialog], object], opening: QWidget
    ) -> None:
        outcome = in_dialog(self.qtbot, kind, act, timeout=60)
        self.click(opening)
        self.qtbot.waitUntil(lambda: "ran" in outcome, timeout=60_000)
        assert finished(outcome)
        activate(self.qtbot, self.window)


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("XUEJI_HOME", str(tmp_path / "home"))
    made = practice_store(tmp_path)
    last = some_class(made, members_of(made, 8), name="上一个班", starts=date(2026, 3, 2))
    sign_everything(made, last, close=True)
    return made


@pytest.fixture
def clerk(qtbot: QtBot, store: Store) -> Clerk:
    window = MainWindow(store)
    qtbot.addWidget(window, before_close_func=lambda _w: store.close())
    window.resize(1366, 690)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    clerk = Clerk(qtbot, window)
    clerk.wait()
    return clerk


def yesterday() -> date:
    return today() - timedelta(days=1)


def typed() -> str:
    """Yesterday as a clerk types it."""
    return f"{yesterday().month}.{yesterday().day}"


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A printer that is usual here and prints to files."""
    from app.ui.dialogs import paper_printing, print_preview

    sent: list[Path] = []
    real = paper_printing.prepared_printer

    def to_file(pages: PdfPages, title: str, name: str = "") -> QPrinter:
        del name
        printer = real(pages, title)
        sent.append(tmp_path / f"纸-{len(sent)}.pdf")
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(sent[-1]))
        return printer

    monkeypatch.setattr(paper_printing, "prepared_printer", to_file)
    for module in (paper_printing, print_preview):
        monkeypatch.setattr(module, "usual_printer", lambda: "办公室打印机")
    return sent


def print_it(clerk: Clerk) -> Callable[[PrintPreview], None]:
    def act(preview: PrintPreview) -> None:
        assert len(preview.pages) >= 1
        screenshot(preview, "打印预览")
        clerk.click(child(preview, "print"))

    return act


def owed_to_class(clerk: Clerk, fill_in: Callable[[ClassDialog], None]) -> None:
    """应训未训: two branches ticked, then 办班. The form has the last class in it."""
    clerk.click(child(clerk.window, "tick_1"))
    clerk.click(child(clerk.window, "tick_2"))
    clerk.in_dialog(ClassDialog, fill_in, child(clerk.window, "owed_to_class"))


def roster_printed(clerk: Clerk, printed: list[Path]) -> ClassRoomPage:
    room = clerk.window.page
    assert isinstance(room, ClassRoomPage)
    clerk.in_dialog(PrintPreview, print_it(clerk), child(room, "print_roster_and_sheets"))
    assert printed[0].stat().st_size > 1000
    assert "已送往打印机" in clerk.window.workspace.notices.text.text()
    return room


def to_attendance(clerk: Clerk, room: ClassRoomPage) -> AttendanceStep:
    """A new day begins on the first screen; 待录考勤 leads to the half-day."""
    clerk.window.workspace.notices.put_away()
    clerk.window.go("dashboard")
    clerk.wait()
    clerk.click(child(clerk.window, "waiting"))
    step = room.steps["考勤"]
    assert isinstance(step, AttendanceStep)
    assert step.paper.hasFocus(), "what is asked for comes first"
    assert not step.paper.text(), "nobody has said where this class's paper lies"
    assert "上午" in step.session.currentText()
    return step


def closed_and_printed(clerk: Clerk, room: ClassRoomPage, printed: list[Path]) -> None:
    """结班 with the list of reasons, then the feedback slips."""
    previews = in_dialog(clerk.qtbot, PrintPreview, print_it(clerk), timeout=60)

    def confirm(dialog: CloseDialog) -> None:
        screenshot(dialog, "结班")
        clerk.click(child(dialog, "close_and_print"))

    clerk.in_dialog(CloseDialog, confirm, child(room, "close_class"))
    clerk.qtbot.waitUntil(lambda: "ran" in previews, timeout=60_000)
    assert finished(previews)
    assert len(printed) == 2


def as_it_was(store: Store) -> None:
    [held] = classes_named(store.database.read(), NAME, today().isoformat())
    assert (held.state, held.unmarked, held.sessions) == ("已结班", 0, 2)
    assert (held.starts_on, held.ends_on) == (yesterday().isoformat(),) * 2
    assert held.enrolled > 10
    marks = dict(
        store.database.read()
        .execute(
            "SELECT mark, count(*) FROM attendance a JOIN session s ON s.uid = a.session "
            "WHERE s.training_class = ? AND a.live = 1 GROUP BY mark",
            (held.uid,),
        )
        .fetchall()
    )
    assert marks == {"缺勤": 1, "事假": 1, "出勤": 2 * held.enrolled - 2}


def test_one_class_from_owed_list_to_feedback(
    clerk: Clerk, store: Store, printed: list[Path]
) -> None:
    def fill_in(dialog: ClassDialog) -> None:
        clerk.write(NAME)
        clerk.tab()
        clerk.write(typed())
        clerk.tab(2)  # 结束日期 has followed
        assert child(dialog, "place").text() == "镇党校三楼会议室", "copied from the last class"
        screenshot(dialog, "办班")
        clerk.click(dialog.save_button)

    owed_to_class(clerk, fill_in)
    room = roster_printed(clerk, printed)
    step = to_attendance(clerk, room)
    clerk.write("2026 年档案盒 3 号")
    clerk.click(child(step, "day_signed"))
    clerk.write("3 7s")
    clerk.tab()
    screenshot(clerk.window, "考勤录入")
    clerk.press_enter()
    closed_and_printed(clerk, room, printed)
    as_it_was(store)
    assert clerk.clicks <= CLICKS_A_CLASS, clerk.clicks


def test_one_class_by_mouse_alone(clerk: Clerk, store: Store, printed: list[Path]) -> None:
    def fill_in(dialog: ClassDialog) -> None:
        clerk.type_into(child(dialog, "name"), NAME)
        clerk.type_into(child(dialog, "starts_on"), typed())
        clerk.click(dialog.save_button)

    owed_to_class(clerk, fill_in)
    room = roster_printed(clerk, printed)
    step = to_attendance(clerk, room)
    clerk.type_into(step.paper, "2026 年档案盒 3 号")
    clerk.click(child(step, "day_signed"))
    clerk.type_into(step.absent, "3 7s")
    clerk.click(child(step, "enter_pages"))
    closed_and_printed(clerk, room, printed)
    as_it_was(store)
    assert clerk.clicks <= BY_MOUSE_ALONE, clerk.clicks


def test_monthly_report_in_three_clicks(
    clerk: Clerk, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services.exchange.enrolment import enrol, request_enrolment
    from app.services.exchange.receiving import inspect_package
    from app.ui.pages.exchange import send_dialog
    from app.ui.pages.exchange.places import Place

    stick = tmp_path / "U盘"
    stick.mkdir()
    monkeypatch.setattr(send_dialog, "places", lambda: [Place("U盘 学籍", stick)])
    county = practice_store(tmp_path / "county", level="county", people=1)
    request_enrolment(store, tmp_path / "申请.xjs")
    enrol(county, tmp_path / "申请.xjs", "青山镇", tmp_path / "回复.xjs")
    join(store, tmp_path / "回复.xjs")

    def send(dialog: SendDialog) -> None:
        screenshot(dialog, "数据上报")
        clerk.click(child(dialog, "confirm_send"))
        clerk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=60_000)

    clerk.click(child(clerk.window, "nav_reporting"))
    clerk.in_dialog(SendDialog, send, child(clerk.window, "report"))
    assert clerk.clicks <= CLICKS_A_MONTH, clerk.clicks
    [package] = stick.glob("*.xjb")
    seen = inspect_package(county, package)
    county.close()
    assert seen.new >= 120
