"""One class from list to certificates: a strip of steps, one task each."""

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QPushButton

from app.data.queries.training_classes import ClassRow
from app.domain.errors import NotFound
from app.domain.training.codes import CLOSED
from app.services.classes.class_lookup import find_class
from app.services.classes.class_removal import removable_class, remove_class, restore_class
from app.services.classes.closing import why_not_close
from app.services.keeping import refuse_others_row
from app.services.papers.catalogue import At, document_at
from app.services.why_not import why_not
from app.ui.finding import ShowClass
from app.ui.flow_row import flow
from app.ui.offering import offer
from app.ui.pages.class_room.attendance_step import AttendanceStep
from app.ui.pages.class_room.close_dialog import CLOSE_AND_PRINT
from app.ui.pages.class_room.closing_step import ClosingStep
from app.ui.pages.class_room.papers_step import PapersStep
from app.ui.pages.class_room.remove_dialog import RemoveDialog
from app.ui.pages.class_room.roster_step import RosterStep
from app.ui.pages.class_room.step import ClassStep
from app.ui.pages.classes.class_dialog import ClassDialog
from app.ui.pages.classes.class_query import dates_text
from app.ui.pages.page import Page
from app.ui.parts import button
from app.ui.steps import Steps
from app.ui.workspace import Workspace

STEPS: tuple[type[ClassStep], ...] = (RosterStep, AttendanceStep, ClosingStep, PapersStep)


class _Steps(dict[str, ClassStep]):
    """By title, each built when somebody first goes to it."""

    def __init__(self, make: Callable[[str], ClassStep]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, title: str) -> ClassStep:
        self[title] = made = self._make(title)
        return made


class ClassRoomPage(Page):
    """Reached from 办班, 工作台 and the search box."""

    title = "班次"
    reads_registers = False

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.uid: bytes | None = None
        self.steps = _Steps(self._make_step)
        self.tabs: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.stack = Steps()
        self.change = button("修改班次", self._change, icon_name="pencil", name="change_class")
        self.remove = button("删除班次…", self._remove, icon_name="trash-2", name="remove_class")
        self.close_class = button("结班", self._close, primary=True, name="close_class")
        back = button(
            "返回",
            lambda: workspace.open("classes"),
            icon_name="chevron-left",
            name="leave_class",
        )
        self.head.insertWidget(0, back)
        self.head.addWidget(self.remove)
        self.head.addWidget(self.change)
        self.head.addWidget(self.close_class)
        for number, kind in enumerate(STEPS, start=1):
            self._add_tab(kind.title, number)
        self.box.addLayout(flow(*self.tabs.values(), None, spacing=0))
        self.box.addWidget(self.stack, 1)

    def _make_step(self, title: str) -> ClassStep:
        made = next(kind for kind in STEPS if kind.title == title)(self.workspace)
        self.stack.addWidget(made)
        self.part_made.emit(made)
        return made

    def _add_tab(self, title: str, number: int) -> None:
        tab = button(f"{number}　{title}", lambda: self.go(title))
        tab.setObjectName(f"step_{number}")
        tab.setCheckable(True)
        tab.setProperty("step", True)
        tab.setAccessibleName(title)
        self._group.addButton(tab)
        self.tabs[title] = tab

    def show_what(self, what: object) -> None:
        """One class, maybe one step and one half-day of it."""
        if not isinstance(what, ShowClass):
            return
        self.uid = what.uid
        if not self._show_head():
            return
        self.go(what.step or "名单")
        attendance = self.steps["考勤"]
        if what.session is not None and isinstance(attendance, AttendanceStep):
            attendance.show_class(what.uid)
            attendance.choose(what.session)
            attendance.bar.begin()

    def go(self, title: str) -> None:
        """Show one step."""
        self.stack.setCurrentWidget(self.steps[title])
        self.tabs[title].setChecked(True)
        self.tabs[title].setFocus()  # not on 返回, nor on what this step hides
        if self.uid is not None:
            self.steps[title].show_class(self.uid)

    def reload(self) -> None:
        """Heading and the step in sight."""
        step = self.stack.currentWidget()
        if self.uid is not None and self._show_head() and isinstance(step, ClassStep):
            step.show_class(self.uid)

    def _show_head(self) -> bool:
        """Name, dates and what may be done; whether the class is there at all."""
        if self.uid is None:
            return False
        store, uid = self.workspace.store, self.uid
        try:
            found = find_class(store, uid.hex())
        except NotFound as gone:
            # Received data or a removal elsewhere took the class away while it was in sight.
            self.uid = None
            self.workspace.open("classes")
            self.workspace.refuse(gone)
            return False
        self.heading.setText(found.name)
        self.subtitle.setText(_words(found))
        closed = found.state == CLOSED
        for made in (self.close_class, self.change, self.remove):
            made.setVisible(not closed)
        if not closed:
            offer(self.change, why_not(lambda: refuse_others_row(store, "training_class", uid)))
            offer(self.close_class, why_not_close(store, found))
            offer(self.remove, why_not(lambda: removable_class(store, uid)))
        return True

    def _change(self) -> None:
        if ClassDialog(self.workspace, self.uid, (), self).exec():
            self.workspace.changed("已保存。")

    def _remove(self) -> None:
        store, uid, workspace = self.workspace.store, self.uid, self.workspace
        going = workspace.attempt(lambda: removable_class(store, uid)) if uid else None
        dialog = RemoveDialog(going, self) if going else None
        if going is None or dialog is None or not dialog.exec():
            return
        # Away first: this page must not reload a class that is gone.
        self.uid = None
        removed = workspace.save(lambda: remove_class(store, going.training_class, dialog.why))
        if removed is None:
            self.uid = uid
            return
        workspace.open("classes")
        undo = lambda: workspace.save(lambda: restore_class(store, removed), "已恢复。")  # noqa: E731
        workspace.notices.done(f"已删除“{removed.name}”。", "撤销", undo)

    def _close(self) -> None:
        step = self.steps["结班"]
        if self.uid is None or not isinstance(step, ClosingStep):
            return
        step.show_class(self.uid)
        agreed = step.close_now()
        if agreed:
            self.go("证书材料")
        papers = self.steps["证书材料"]
        if agreed == CLOSE_AND_PRINT and isinstance(papers, PapersStep):
            papers.preview(document_at(At.CLOSED))


def _words(found: ClassRow) -> str:
    return f"{dates_text(found)}　{found.place}　{found.enrolled} 人　{found.state}"
