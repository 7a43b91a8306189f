"""Who is at the keyboard, and the password that opens the store."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout

from app.domain.errors import AppError
from app.services.store import Store
from app.ui.combo_box import ComboBox
from app.ui.dialog import Dialog
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, link, row

Open = Callable[[str, str], Store]
"""Opens the store with (operator, password) or refuses."""


class UnlockDialog(Dialog):
    """`store` is set when the password was right."""

    def __init__(
        self,
        title: str,
        operators: Sequence[str],
        open_store: Open,
        path: Path | None = None,
        *,
        waits: bool = False,
    ) -> None:
        """With the `path` of the store the ways back in are offered; `waits` when the program is
        open behind it."""
        super().__init__()
        self.setWindowTitle("打开学籍通")
        self.setMinimumWidth(420)
        self._open, self._path, self._waits = open_store, path, waits
        self.store: Store | None = None
        self.restore_wanted = False
        self.practice_wanted = False
        self.operator = ComboBox(editable=not operators)
        self.operator.setAccessibleName("使用人")
        self.operator.addItems(list(operators))
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("密码")
        self.password.setPlaceholderText("密码；忘记时填恢复码")
        self.notices = NoticeBar()
        self._build(title)
        self.password.setFocus()

    def _build(self, title: str) -> None:
        fields = QFormLayout()
        fields.setSpacing(10)
        fields.addRow("使用人(&U)", self.operator)
        fields.addRow("密码(&P)", self.password)
        enter = button("打开", self.try_open, primary=True, name="open_store")
        enter.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(label(title, "h1"))
        box.addWidget(label("学籍通不得录入涉密内容。", "muted"))
        box.addWidget(self.notices)
        box.addLayout(fields)
        if self._path is not None:
            box.addLayout(row(None, link("忘记密码？", self._forgotten, name="forgotten")))
        restore = link("从备份恢复…", self._restore, name="restore_instead")
        practice = link("用练习数据试一试…", self._practice, name="practice")
        box.addLayout(row(restore, practice, None, button("退出", self.reject), enter))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc does not end a program that only waits: what was being typed would be lost."""
        if event.key() == Qt.Key.Key_Escape and self._waits:
            event.accept()
            return
        super().keyPressEvent(event)

    def try_open(self) -> None:
        """Open, or say why not and let them try again."""
        self.notices.put_away()
        try:
            self.store = self._open(self.operator.currentText().strip(), self.password.text())
        except AppError as error:
            self.notices.refuse(error)
            self.password.selectAll()
            self.password.setFocus()
        else:
            self.accept()

    def _forgotten(self) -> None:
        from app.ui.dialogs.forgotten_dialog import ForgottenDialog  # no start waits for it

        assert self._path is not None  # the link is there only with it
        names = [self.operator.itemText(n) for n in range(self.operator.count())]
        dialog = ForgottenDialog(self._path, names, self)
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
