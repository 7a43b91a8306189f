"""What the ways back in are made of: password lines, a new password, one page per way."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.accounts.passwords import SHORTEST_PASSWORD, password_problem
from app.domain.errors import AppError
from app.services.store import Store
from app.ui.combo_box import ComboBox
from app.ui.file_dialogs import Purpose, open_file
from app.ui.parts import button, label, row

WIDE = 680
OPEN = "打开并设新密码"


def secret_line(name: str, hint: str = "") -> QLineEdit:
    """A line that shows dots."""
    made = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setMinimumWidth(260)
    return made


class NewPassword(QFormLayout):
    """Who works here, and the password that is set anew."""

    def __init__(self, operators: Sequence[str]) -> None:
        super().__init__()
        self.setSpacing(10)
        self.operator = ComboBox(editable=True)
        self.operator.setAccessibleName("使用人")
        self.operator.addItems(list(operators))
        self.password = secret_line("新密码", f"至少 {SHORTEST_PASSWORD} 位，可用一句好记的话")
        self.again = secret_line("再输一遍新密码")
        self.addRow("使用人", self.operator)
        self.addRow("新密码", self.password)
        self.addRow("再输一遍新密码", self.again)

    @property
    def who(self) -> str:
        """The name, without blanks around it."""
        return self.operator.currentText().strip()

    def problem(self) -> str:
        """What is still missing, in words."""
        if not self.who:
            return "请填写使用人姓名。"
        if problem := password_problem(self.password.text(), [self.who]):
            return f"{problem}。"
        if self.password.text() != self.again.text():
            return "两遍新密码不一样，请重新输入。"
        return ""


class FileLine(QWidget):
    """A file to choose; `path` is None until one was chosen."""

    def __init__(self, words: str, pattern: str, name: str) -> None:
        super().__init__()
        self._words, self._pattern = words, pattern
        self.path: Path | None = None
        self._shown = QLineEdit(readOnly=True)
        self._shown.setAccessibleName(words)
        self._shown.setPlaceholderText("还没有选")
        self._shown.setMinimumWidth(260)
        self.choose = button(f"选择{words}…", self._choose, icon_name="folder-open", name=name)
        self.setLayout(row(self._shown, self.choose))

    def _choose(self) -> None:
        filters = f"{self._words} ({self._pattern});;所有文件 (*)"
        chosen = open_file(self, f"选择{self._words}", Purpose.KEYS, filters)
        if chosen is not None:
            self.path = chosen
            self._shown.setText(self.path.name)


class WayBack(QWidget):
    """One way back in. `opened` carries the store and the new recovery code (empty without)."""

    title = ""
    opened = Signal(object, str)
    warned = Signal(str)
    refused = Signal(object)

    def __init__(self, name: str) -> None:
        """`name` is the object name of the button that opens the store."""
        super().__init__()
        self.go = button(OPEN, self._go, primary=True, name=name)
        self.first: QWidget = self.go
        """Where one begins: a default button would have the focus else."""
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(10)

    def words(self, *sentences: str) -> None:
        """What this way is, sentence by sentence."""
        for sentence in sentences:
            self.box.addWidget(label(sentence, wrap=True))

    def _go(self) -> None:
        """Open, or say what is missing."""
        raise NotImplementedError

    def attempt(self, problem: str, work: Callable[[], tuple[Store, str]]) -> None:
        """Open the store unless something is missing; a refusal is told, nothing is changed."""
        if problem:
            self.warned.emit(problem)
            return
        # Opening by a password is slow on purpose.
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            store, code = work()
        except AppError as error:
            self.refused.emit(error)
        else:
            self.opened.emit(store, code)
        finally:
            QApplication.restoreOverrideCursor()
