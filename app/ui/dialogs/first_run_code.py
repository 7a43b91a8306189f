"""The recovery code, shown once: to be copied or printed, and ticked off before going on."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.services.store import Store
from app.ui.parts import button, label, row

SHOWN_ONCE = "忘记密码时，只有它能打开数据。它只显示这一次，程序里不保存。"


class RecoveryCode(QWidget):
    """`kept` says whether they ticked that it is on paper."""

    kept = Signal(bool)

    def __init__(self, store: Store, code: str) -> None:
        super().__init__()
        self._store, self._code = store, code
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(14)
        words = label(code, "h2", wrap=True)
        words.setObjectName("recovery_code")
        words.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        tick = QCheckBox("已抄写或打印，并放在安全的地方")
        tick.setAccessibleName(tick.text())
        tick.setObjectName("recovery_kept")
        tick.toggled.connect(self.kept)
        box.addWidget(words)
        box.addLayout(
            row(button("打印", self._print, icon_name="printer", name="print_code"), None)
        )
        box.addWidget(tick)
        box.addStretch(1)

    def _print(self) -> None:
        from app.services.documents import write_recovery_sheet  # no start waits for paper
        from app.ui.dialogs.print_preview import PrintPreview

        with self._store.scratch("恢复码") as folder:
            paper = folder.path / "恢复码.pdf"
            write_recovery_sheet(self._store, self._code, paper)
            PrintPreview("恢复码", paper, self).exec()
