"""First run: a few plain questions, then the recovery code, which must be kept on paper."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.services.opening import NewStore
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.dialogs.first_run_code import SHOWN_ONCE, RecoveryCode
from app.ui.dialogs.first_run_steps import STEPS, Answers, LevelStep, Step
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, link, row
from app.ui.steps import Steps

Create = Callable[[Answers], NewStore]


class FirstRun(Dialog):
    """`store` is set when everything was answered and the recovery code is on paper."""

    def __init__(self, create: Create, path: Path | None = None) -> None:
        super().__init__()
        self.setWindowTitle("第一次使用")
        self.setMinimumSize(620, 420)
        self._create, self._path = create, path
        self.answers = Answers()
        self.store: Store | None = None
        self.restore_wanted = False
        self.practice_wanted = False
        self.steps: list[Step] = [make(self.answers) for _, _, make in STEPS]
        self.heading, self.note = label("", "h1"), label("", "muted", wrap=True)
        self.count = label("", "muted")
        self.notices = NoticeBar()
        self.stack = Steps()
        self.back = button("上一步", self.go_back, name="back")
        self.next = button("下一步", self.go_on, primary=True, name="next")
        self.next.setDefault(True)
        self.restore = link("已有备份，从备份恢复…", self._restore, name="restore_instead")
        self.practice = link("先用练习数据试一试…", self._practice, name="practice")
        level = self.steps[0]
        if isinstance(level, LevelStep) and path is not None:
            level.offer_rebuilding(self._rebuild)
        self._build()
        self._show(0)

    def _build(self) -> None:
        for step in self.steps:
            holder = QWidget()
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(step)
            inside.addStretch(1)
            self.stack.addWidget(holder)
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 24, 32, 20)
        box.setSpacing(12)
        box.addLayout(row(self.heading, None, self.count))
        box.addWidget(self.note)
        box.addWidget(self.notices)
        box.addWidget(self.stack, 1)
        box.addLayout(row(self.restore, self.practice, None, self.back, self.next))

    def _show(self, number: int) -> None:
        title, note, _make = STEPS[number]
        self.heading.setText(title)
        self.note.setText(note)
        self.count.setText(f"第 {number + 1} 步，共 {len(STEPS) + 1} 步")
        self.stack.setCurrentIndex(number)
        self.back.setVisible(number > 0)
        self.restore.setVisible(number == 0)
        self.practice.setVisible(number == 0)
        self.steps[number].setFocus()

    def go_back(self) -> None:
        """The question before."""
        self.notices.put_away()
        self._show(self.stack.currentIndex() - 1)

    def go_on(self) -> None:
        """The next question; after the last one the store is made."""
        number = self.stack.currentIndex()
        if number >= len(self.steps):
            self.accept()
            return
        step = self.steps[number]
        if missing := step.missing():
            self.notices.warn(missing.words)
            _point_at(missing.where)
            return
        step.take()
        self.notices.put_away()
        if number + 1 < len(self.steps):
            self._show(number + 1)
        else:
            self._make_store()

    def _make_store(self) -> None:
        try:
            made = self._create(self.answers)
        except AppError as error:
            self.notices.refuse(error)
            return
        self.store = made.store
        self.heading.setText("请抄写或打印恢复码")
        self.note.setText(SHOWN_ONCE)
        self.count.setText(f"第 {len(STEPS) + 1} 步，共 {len(STEPS) + 1} 步")
        code = RecoveryCode(made.store, made.recovery_code)
        code.kept.connect(self.next.setEnabled)
        self.stack.addWidget(code)
        self.stack.setCurrentIndex(len(self.steps))
        self.back.hide()
        self.next.setText("开始使用")
        self.next.setEnabled(False)

    def _rebuild(self) -> None:
        from app.ui.dialogs.forgotten_dialog import RebuildDialog  # no start waits for it

        assert self._path is not None  # the link is there only with a place to rebuild at
        dialog = RebuildDialog(self._path, self)
        dialog.exec()
        if dialog.store is not None:
            self.store = dialog.store
            self.accept()

    def _practice(self) -> None:
        self.practice_wanted = True
        self.reject()

    def _restore(self) -> None:
        self.restore_wanted = True
        self.reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on: to the next line while there is one, then to the next question."""
        lines = [line for line in self.findChildren(QLineEdit) if line.isVisible()]
        inside = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and inside in lines[:-1]:
            _point_at(lines[lines.index(inside) + 1])
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Once the store is made the code must be kept first."""
        if self.store is not None:
            self.notices.warn("请先抄写或打印恢复码，勾选后再开始使用。")
            return
        super().reject()


def _point_at(field: QWidget) -> None:
    """Typing goes there, over what stands in it."""
    field.setFocus()
    if isinstance(field, QLineEdit):
        field.selectAll()
