"""By the recovery code: it opens the store, and a new password is set at once."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFormLayout, QLineEdit

from app.data.keyslots import RECOVERY
from app.services import accounts
from app.services.opening import open_store
from app.services.store import Store
from app.ui.dialogs.forgotten_parts import NewPassword, WayBack
from app.ui.parts import row


class ByCode(WayBack):
    """The sheet of paper from the first run."""

    title = "用恢复码"

    def __init__(self, path: Path, operators: Sequence[str]) -> None:
        super().__init__("by_code")
        self._path = path
        self.code = QLineEdit()
        self.code.setAccessibleName("恢复码")
        self.code.setPlaceholderText("横线、大小写都不要紧")
        self.first = self.code
        self.fresh = NewPassword(operators)
        self.words(
            "恢复码印在第一次使用时打印的那张纸上，八组，每组四位。用过以后仍然有效，请放回原处。"
        )
        line = QFormLayout()
        line.addRow("恢复码", self.code)
        self.box.addLayout(line)
        self.box.addLayout(self.fresh)
        self.box.addStretch(1)
        self.box.addLayout(row(None, self.go))

    def _go(self) -> None:
        missing = "" if self.code.text().strip() else "请填写恢复码。"
        self.attempt(missing or self.fresh.problem(), self._open)

    def _open(self) -> tuple[Store, str]:
        who, password = self.fresh.who, self.fresh.password.text()
        store = open_store(self._path, self.code.text(), RECOVERY)
        try:
            accounts.let_in_again(store, who, password)
        finally:
            store.close()
        return open_store(self._path, password, who), ""
