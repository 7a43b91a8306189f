"""Small news above the page: what was saved, what was refused and why; never a modal box."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.domain.errors import AppError
from app.ui.parts import Tone, button, label, link, set_tone

_STAYS = 8_000  # milliseconds that good news stays


class NoticeBar(QFrame):
    """One line at a time; refusals stay until closed, good news goes by itself."""

    shown = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("提示")
        self._undo: Callable[[], object] | None = None
        self.text = label("", wrap=True)
        self.action = link("撤销", self._act, name="notice_action")
        self._close = button("知道了", self.put_away, name="notice_close")
        box = QHBoxLayout(self)
        box.setContentsMargins(14, 6, 10, 6)
        box.addWidget(self.text, 1)
        box.addWidget(self.action)
        box.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=_STAYS)
        self._timer.timeout.connect(self.put_away)
        self.hide()

    def done(
        self,
        text: str,
        action: str = "撤销",
        act: Callable[[], object] | None = None,
        *,
        stays: bool = False,
    ) -> None:
        """Good news, with an optional way back; it stays when it says what to do next."""
        self._show(text, "ok", action, act)
        if not stays:
            self._timer.start()

    def tell(self, text: str) -> None:
        """Something neither good nor bad; stays until closed."""
        self._show(text, "info", "", None)

    def warn(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Something to know; stays until closed."""
        self._show(text, "warn", action, act)

    def refuse(self, error: AppError) -> None:
        """Why something was not done and what to do next."""
        end = "" if error.message.endswith(("。", "！", "？")) else "。"
        self._show(f"{error.message}{end}{error.hint}", "bad", "", None)

    def _show(self, text: str, tone: Tone, action: str, act: Callable[[], object] | None) -> None:
        self._timer.stop()
        self._undo = act
        self.text.setText(text)
        self.text.setAccessibleName(text)
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setVisible(act is not None)
        self.setProperty("notice", tone)
        set_tone(self, tone)
        set_tone(self.text, tone)
        self.show()
        self.shown.emit(True)

    def put_away(self) -> None:
        """Read; make room again."""
        self._timer.stop()
        self.hide()
        self.shown.emit(False)

    def _act(self) -> None:
        self.put_away()
        if self._undo is not None:
            self._undo()
