"""为乡镇解锁: who asks, the digits to compare by telephone, and only then the answer."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.services.exchange.unlocking import Asked, answer
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.file_dialogs import Purpose, save_file
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, card, label, row

_COMPARE = (
    "请按通讯录上的号码打给对方，由对方念出屏幕上的核对码。不同就不要解锁："
    "拿到答复的人能打开这个乡镇的全部数据。"
)


class AnswerUnlockDialog(Dialog):
    """`target` is the name of the written answer once it is accepted."""

    def __init__(self, store: Store, file: Path, asked: Asked, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("为乡镇解锁")
        self.setMinimumWidth(640)
        self._store, self._file, self._asked = store, file, asked
        self.target = ""
        self.notices = NoticeBar()
        self.compared = QCheckBox("已经电话核对，对方念的核对码和这里相同")
        self.compared.setAccessibleName(self.compared.text())
        self.compared.setObjectName("compared")
        self.go = button("写解锁答复…", self._answer, primary=True, name="answer_unlock")
        self.go.setEnabled(False)
        self.compared.toggled.connect(self.go.setEnabled)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(label(f"{asked.name} 申请解锁", "h1", wrap=True))
        box.addWidget(self.notices)
        digits = label(asked.fingerprint, "number")
        digits.setObjectName("digits")
        box.addWidget(
            card(label("核对码", "muted"), digits, label(_COMPARE, wrap=True), name="核对码")
        )
        box.addWidget(self.compared)
        box.addLayout(row(None, button("取消", self.reject, name="cancel"), self.go))

    def _answer(self) -> None:
        name = f"{self._asked.name}解锁答复.xjs"
        chosen = save_file(self, "保存解锁答复", Purpose.KEYS, name, "解锁答复 (*.xjs)")
        if chosen is None:
            return
        try:
            answer(self._store, self._file, chosen)
        except AppError as error:
            self.notices.refuse(error)
        else:
            self.target = chosen.name
            self.accept()
