"""How the journey of two clerks begins: 开户, a roster, a class with its attendance."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app.services.practice.township import write_roster
from app.ui.pages.class_room.class_room_page import ClassRoomPage
from app.ui.pages.classes.class_dialog import ClassDialog
from app.ui.pages.exchange.invite_dialog import InviteDialog
from app.ui.pages.exchange.join_dialog import JoinDialog
from app.ui.pages.members.roster_dialog import RosterDialog
from tests.journeys.two_clerks import Clerk
from tests.ui.window_helpers import child


@dataclass
class Both:
    """The clerk of the township and the officer of the county."""

    township: Clerk
    county: Clerk


def files(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The file that is chosen next."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_a, **_k: (str(path), ""))


def enrol(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    """开户: one file, the digits, joined."""
    township, county = both.township, both.county
    files(monkeypatch, county.stick / "青山镇开户文件.xjs")
    digits: list[str] = []

    def write(dialog: InviteDialog) -> None:
        county.write(dialog.scope, "青山镇")
        county.press("write_invitation", dialog)
        county.look(dialog, "县里写开户文件")
        digits.append(dialog.notices.text.text())
        county.press("close_invitations", dialog)

    def join(dialog: JoinDialog) -> None:
        assert dialog.invitation.digits in digits[0], "both read out the same digits"
        assert not dialog.agree.isEnabled()
        township.press("compared", dialog)
        township.look(dialog, "乡镇打开开户文件")
        township.press("join_county", dialog)
        township.look(dialog, "乡镇已加入")
        township.press("join_county", dialog)

    county.go("townships")
    county.meet(InviteDialog, write, child(county.window, "enrol"))
    township.go("reporting")
    township.look(township.window, "乡镇还没有开户")
    township.meet(JoinDialog, join, child(township.window, "join"))
    assert child(township.window, "report").isVisible()
    township.look(township.window, "乡镇已开户")


def import_people(township: Clerk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """花名册 of forty people, two branches made on the way."""
    roster = folder / "青山镇党员花名册.xlsx"
    write_roster(Random(7), "青山镇", 40, set(), roster)
    files(monkeypatch, roster)

    def take(dialog: RosterDialog) -> None:
        township.press("choose_file", dialog)
        township.wait(lambda: dialog.plan is not None)
        township.press("make_all_branches", dialog)
        township.press("answered", dialog)
        township.wait(lambda: dialog.go.text() == "导入 40 行")
        township.press("execute_plan", dialog)
        township.wait(lambda: dialog.outcome is not None)
        township.look(dialog, "花名册已导入")
        township.click(dialog.close_button)

    township.go("members")
    township.meet(RosterDialog, take, child(township.window, "import_roster"))


def hold_class(township: Clerk) -> None:
    """办班 for one branch, and both half-days entered from the sheet."""
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    typed = {"name": "党员轮训班", "starts_on": yesterday, "place": "镇党校三楼会议室"}

    def fill_in(dialog: ClassDialog) -> None:
        for field, text in typed.items():
            township.write(dialog.form.editors[field].widget, text)
        township.key(dialog.form.editors["place"].widget, Qt.Key.Key_Tab)
        township.look(dialog, "办班")
        township.press("save", dialog)

    township.go("dashboard")
    township.press("tick_1")
    township.meet(ClassDialog, fill_in, child(township.window, "owed_to_class"))
    township.go("dashboard")
    township.press("waiting")
    room = township.window.page
    assert isinstance(room, ClassRoomPage)
    step = room.steps["考勤"]
    township.write(step.paper, "2026 年档案盒 3 号")  # type: ignore[attr-defined]
    for absent in ("3 7s", ""):
        township.press("page_signed", step)
        focus = QApplication.focusWidget()
        assert focus is not None
        township.write(focus, absent)
        township.key(focus, Qt.Key.Key_Return)
    township.look(township.window, "考勤已录")
