"""First run: a few plain questions, then the recovery code, which must be kept on paper."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QDialog, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.services.documents import write_recovery_sheet
from app.services.store import NewStore, Store
from app.ui.dialogs.first_run_steps import STEPS, Answers, Step
from app.ui.dialogs.print_preview import PrintPreview
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, link, row

Create = Callable[[Answers], NewStore]


class FirstRun(QDialog):
    """`store` is set when everything was answered and the recovery code is on paper."""

    def __init__(self, create: Create) -> None:
        super().__init__()
        self.setWindowTitle("学籍通 — 第一次使用")
        self.setMinimumSize(620, 420)
        self._create = create
        self.answers = Answers()
        self.store: Store | None = None
        self.restore_wanted = False
        self.practice_wanted = False
        self.steps: list[Step] = [make(self.answers) for _, _, make in STEPS]
        self.heading, self.note = label("", "h1"), label("", "muted", wrap=True)
        self.count = label("", "muted")
        self.notices = NoticeBar()
        self.stack = QStackedWidget()
        self.back = button("上一步", self.go_back, name="back")
        self.next = button("下一步", self.go_on, primary=True, name="next")
        self.next.setDefault(True)
        self.restore = link("已有备份，从备份恢复…", self._restore, name="restore_instead")
        self.practice = link("先用练习数据试一试…", self._practice, name="practice")
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
        if problem := step.problem():
            self.notices.warn(problem)
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
        self.note.setText("忘记口令时，只有它能打开数据。它只显示这一次，程序里不保存。")
        self.count.setText(f"第 {len(STEPS) + 1} 步，共 {len(STEPS) + 1} 步")
        self.stack.addWidget(self._recovery(made.recovery_code))
        self.stack.setCurrentIndex(len(self.steps))
        self.back.hide()
        self.next.setText("开始使用")
        self.next.setEnabled(False)

    def _recovery(self, code: str) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(14)
        words = label(code, "h2", wrap=True)
        words.setObjectName("recovery_code")
        words.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        kept = QCheckBox("已抄写或打印，并放在安全的地方")
        kept.setAccessibleName(kept.text())
        kept.setObjectName("recovery_kept")
        kept.toggled.connect(self.next.setEnabled)
        box.addWidget(words)
        box.addLayout(row(button("打印", lambda: self._print(code), icon_name="printer"), None))
        box.addWidget(kept)
        box.addStretch(1)
        return page

    def _print(self, code: str) -> None:
        assert self.store is not None  # the code is shown once the store is there
        with tempfile.TemporaryDirectory(dir=self.store.path.parent) as folder:
            paper = Path(folder) / "恢复码.pdf"
            write_recovery_sheet(self.store, code, paper)
            PrintPreview("恢复码", paper, self).exec()

    def _practice(self) -> None:
        self.practice_wanted = True
        self.reject()

    def _restore(self) -> None:
        self.restore_wanted = True
        self.reject()

    def reject(self) -> None:
        """Once the store is made the code must be kept first."""
        if self.store is not None:
            self.notices.warn("请先抄写或打印恢复码，勾选后再开始使用。")
            return
        super().reject()
