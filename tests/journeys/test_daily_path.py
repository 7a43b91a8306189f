"""The clerk's daily path, clicked as a clerk would and counted: 15 clicks a class, 3 a month."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.data.queries.training_classes import classes_named
from app.services.exchange.joining import join
from app.services.store import Store
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.main_window import MainWindow
from app.ui.pages.class_room.class_room_page import ClassRoomPage
from app.ui.pages.class_room.close_dialog import CloseDialog
from app.ui.pages.classes.class_dialog import ClassDialog
from app.ui.pages.exchange.send_dialog import SendDialog
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import activate, child, dress, finished, ime, in_dialog, screenshot

pytestmark = pytest.mark.journey
Dialog = TypeVar("Dialog", bound=QDialog)
CLICKS_A_CLASS, CLICKS_A_MONTH = 15, 3
NAME = "东风村等支部党员一日轮训班"


class Clerk:
    """Clicks and types as people do; only clicks (and Enter that confirms) are counted."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window
        self.clicks = 0

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible(), widget.objectName()
        assert widget.isEnabled(), widget.objectName()
        self.clicks += 1
        where = widget.rect().center()
        if isinstance(widget, QCheckBox):
            where.setX(8)
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where)
        self.wait()

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


def test_one_class_from_owed_list_to_feedback(clerk: Clerk, store: Store) -> None:
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    window = clerk.window

    # 应训未训: two branches ticked, then 办班. The form has the last class in it.
    clerk.click(child(window, "tick_1"))
    clerk.click(child(window, "tick_2"))

    def fill_in(dialog: ClassDialog) -> None:
        clerk.write(NAME)
        clerk.tab()
        clerk.write(yesterday)
        clerk.tab(2)  # 结束日期 has followed
        assert child(dialog, "place").text() == "镇党校三楼会议室", "copied from the last class"
        screenshot(dialog, "办班")
        clerk.click(dialog.save_button)

    clerk.in_dialog(ClassDialog, fill_in, child(window, "owed_to_class"))
    room = window.page
    assert isinstance(room, ClassRoomPage)
    [held] = classes_named(store.database.read(), NAME, date.today().isoformat())
    assert (held.sessions, held.enrolled) == (2, held.unmarked // 2)
    assert held.enrolled > 10

    # 花名册 and 签到表 in one preview.
    def look(preview: PrintPreview) -> None:
        assert len(preview.pages) >= 3
        screenshot(preview, "打印预览")
        clerk.clicks += 1  # 打印; there is no printer here
        preview.accept()

    clerk.in_dialog(PrintPreview, look, child(room, "print_roster_and_sheets"))

    # After the class: 待录考勤 on the first screen.
    window.go("dashboard")  # where a new day begins
    clerk.wait()
    clerk.click(child(window, "waiting"))
    attendance = room.steps["考勤"]
    paper = child_named(attendance, "签到表存放处")
    assert not paper.text(), "nobody has said where this class's paper lies"
    paper.setText("2026 年档案盒 3 号")
    for typed in ("3 7s", ""):
        clerk.click(child(attendance, "page_signed"))
        clerk.write(typed)
        if typed:
            screenshot(window, "考勤录入")
        clerk.press_enter()

    # 结班 with the list of reasons, then the feedback slips.
    def confirm(dialog: CloseDialog) -> None:
        screenshot(dialog, "结班")
        clerk.click(child(dialog, "confirm_close"))

    clerk.in_dialog(CloseDialog, confirm, child(room, "close_class"))
    clerk.in_dialog(PrintPreview, lambda p: p.accept(), child(room, "print_feedback"))

    [held] = classes_named(store.database.read(), NAME, date.today().isoformat())
    assert (held.state, held.unmarked) == ("已结班", 0)
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
    assert clerk.clicks <= CLICKS_A_CLASS, clerk.clicks


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
        dialog.accept()

    clerk.click(child(clerk.window, "nav_reporting"))
    clerk.in_dialog(SendDialog, send, child(clerk.window, "report"))
    assert clerk.clicks <= CLICKS_A_MONTH, clerk.clicks
    [package] = stick.glob("*.xjb")
    seen = inspect_package(county, package)
    county.close()
    assert seen.new >= 120


def child_named(root: QWidget, name: str) -> Any:
    return next(w for w in root.findChildren(QWidget) if w.accessibleName() == name)
