"""The class room as its tests see it: a class opened at a step, its marks, a click on a cell."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.data.queries.attendance import marks_of
from app.data.queries.training_classes import participants_of, sessions_of
from app.services.store import Store
from app.ui.finding import ShowClass
from app.ui.main_window import MainWindow
from app.ui.pages.class_room.attendance_step import AttendanceStep
from app.ui.pages.class_room.class_room_page import ClassRoomPage


def show(window: MainWindow, uid: bytes, step: str = "考勤") -> ClassRoomPage:
    window.workspace.open("class_room", ShowClass(uid, step))
    page = window.page
    assert isinstance(page, ClassRoomPage)
    return page


def attendance(page: ClassRoomPage) -> AttendanceStep:
    step = page.steps["考勤"]
    assert isinstance(step, AttendanceStep)
    return step


def marks(store: Store, uid: bytes) -> list[list[str]]:
    """Rows of people, one mark per half-day."""
    connection = store.database.read()
    live = marks_of(connection, uid)
    return [
        [
            "／".join(mark.mark for mark in live.get((half_day.uid, person.member), []))
            for half_day in sessions_of(connection, uid)
        ]
        for person in participants_of(connection, uid)
    ]


def cell(
    qtbot: QtBot,
    step: AttendanceStep,
    row: int,
    column: int,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """A click on a cell as it lies on the screen."""
    index = step.model.index(row, column)
    where = step.grid.visualRect(index).center()
    qtbot.mouseClick(step.grid.viewport(), Qt.MouseButton.LeftButton, keys, where)
