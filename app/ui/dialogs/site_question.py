"""The question when a store was copied, restored or moved: 换电脑 or 另立一套, in plain words."""

from PySide6.QtWidgets import QVBoxLayout

from app.services.opening import confirm_site
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.parts import button, label, row

MOVED = "换电脑：原来那台不再使用，由这台继续"
NEW = "另立一套：两台都要用，这台重新向县里开户"
LATER = "先只看看，不改动"


class SiteQuestion(Dialog):
    """Answered by one click; closing it leaves the store readable and the question open."""

    def __init__(self, store: Store, question: str) -> None:
        super().__init__()
        self.setWindowTitle("请确认这台电脑")
        self.setMinimumWidth(560)
        self._store = store
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 22, 28, 18)
        box.setSpacing(14)
        box.addWidget(label("请确认这台电脑", "h1"))
        box.addWidget(label(question, wrap=True))
        box.addWidget(
            label(
                "无论选哪一项，已有数据都不会丢，也不会和另一台的记录混在一起。", "muted", wrap=True
            )
        )
        box.addWidget(button(MOVED, lambda: self._answer(moved=True), primary=True, name="moved"))
        box.addWidget(button(NEW, lambda: self._answer(moved=False), name="separate"))
        later = button(LATER, self.reject, name="only_look")
        box.addLayout(row(None, later))
        later.setFocus()  # Enter pressed too early decides nothing

    def _answer(self, *, moved: bool) -> None:
        confirm_site(self._store, moved=moved)
        self.accept()
