"""The password of a recovery key file: twice when one is written, once when one is checked."""

from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.accounts.passwords import password_problem
from app.ui.dialog import Dialog
from app.ui.dialogs.forgotten_parts import secret_line
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, label, row

_WRITE = (
    "有了恢复密钥，县里的电脑坏了、密码忘了都能找回，也能为乡镇解锁。",
    "请写到两个U盘上，分别锁在两个地方；写下它的密码，和U盘分开保管。",
    "这个密码只用于这份文件，和打开学籍通的密码无关；没有它，U盘上的文件谁也打不开。",
)


class FilePassword(Dialog):
    """Accepted with a password that fits its purpose."""

    def __init__(self, title: str, words: tuple[str, ...], *, twice: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self.password = secret_line("恢复密钥的密码")
        self.again: QLineEdit | None = secret_line("再输一遍") if twice else None
        self.notices = NoticeBar()
        self.go = button("继续…" if twice else "检查", self.try_accept, primary=True, name="go")
        self.go.setDefault(True)
        fields = QFormLayout()
        fields.setSpacing(10)
        for line in (self.password, self.again):
            if line is not None:
                fields.addRow(line.accessibleName(), line)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(10)
        box.addWidget(label(title, "h1"))
        for sentence in words:
            box.addWidget(label(sentence, wrap=True))
        box.addWidget(self.notices)
        box.addLayout(fields)
        box.addLayout(row(None, button("取消", self.reject, name="cancel"), self.go))

    @classmethod
    def to_write(cls, parent: QWidget) -> "FilePassword":
        """A new password, twice."""
        return cls("写一份恢复密钥", _WRITE, twice=True, parent=parent)

    @classmethod
    def to_check(cls, file_name: str, parent: QWidget) -> "FilePassword":
        """The password it was written with."""
        words = (f"{file_name}：填写写它时设的密码，看看打不打得开。",)
        return cls("检查恢复密钥", words, twice=False, parent=parent)

    def try_accept(self) -> None:
        """Go on, or say what is missing."""
        if self.again is None:
            problem = "" if self.password.text() else "请填写密码。"
        elif found := password_problem(self.password.text()):
            problem = f"{found}。"
        else:
            same = self.password.text() == self.again.text()
            problem = "" if same else "两遍密码不一样，请重新输入。"
        if problem:
            self.notices.warn(problem)
        else:
            self.accept()
