"""Small news in a place of their own: what was saved, what was refused and why; no modal box."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QHideEvent,
    QMoveEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from app.domain.errors import AppError
from app.ui.as_typed import as_typed
from app.ui.notice_place import least_in_the_way
from app.ui.parts import Tone, button, label, link, set_tone

_STAYS = 8_000  # milliseconds after which good news steps back
_KEPT = 20
_AIR = 14


@dataclass
class _Notice:
    text: str
    tone: Tone
    action: str = ""
    act: Callable[[], object] | None = None
    stays: bool = True
    read: bool = False
    """Refusals and warnings wait until they were read; good news does not."""


class NoticeBar(QWidget):
    """The place for one line, kept free while there is nothing to say, so that nothing on the page
    ever moves. Longer words stand over it, or where they hide least. Refusals stay until
    closed; good news steps back after a while, its way back still in reach."""

    shown = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("提示")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._said: list[_Notice] = []
        self._now: _Notice | None = None
        self.sheet = _Sheet(self)
        self.text = self.sheet.text
        self.action = link("撤销", self._act, name="notice_action")
        self._earlier = link("", self._show_earlier, name="notice_earlier")
        self._close = button("知道了", self._close_one, name="notice_close")
        self.sheet.add(self.action, self._earlier, self._close)
        self._timer = QTimer(self, singleShot=True, interval=_STAYS)
        self._timer.timeout.connect(self._step_back)
        self.sheet.entered.connect(self._timer.stop)
        self.sheet.left.connect(self._wait_again)
        self.hide()

    # What is said

    def done(
        self,
        text: str,
        action: str = "撤销",
        act: Callable[[], object] | None = None,
        *,
        stays: bool = False,
    ) -> None:
        """Good news, with an optional way back; it stays when it says what to do next."""
        self._say(_Notice(text, "ok", action, act, stays=stays, read=not stays))

    def tell(self, text: str) -> None:
        """Something neither good nor bad; stays until closed."""
        self._say(_Notice(text, "info"))

    def warn(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Something to know; stays until closed."""
        self._say(_Notice(text, "warn", action, act))

    def refuse(self, error: AppError) -> None:
        """Why something was not done and what to do next."""
        end = "" if error.message.endswith(("。", "！", "？")) else "。"
        self._say(_Notice(f"{error.message}{end}{error.hint}", "bad"))

    def put_away(self) -> None:
        """What was said is over: the page was turned, or it is tried again."""
        for notice in self._said:
            notice.read = True
        self._timer.stop()
        self.hide()
        self.shown.emit(False)

    def recall(self) -> None:
        """Show once more what was said last."""
        if self._said:
            self._show(self._said[-1])

    @property
    def has_said(self) -> bool:
        """Whether there is anything to recall."""
        return bool(self._said)

    def _say(self, notice: _Notice) -> None:
        if isinstance(self.window(), QDialog):  # one attempt after another: the last one counts
            for answered in self._said:
                answered.read = True
        same = [n for n in self._said if not (n.text == notice.text and n.tone == notice.tone)]
        self._said = [*same, notice][-_KEPT:]
        self._show(notice)
        how = QAccessibleAnnouncementEvent(self.text, notice.text)
        urgent = notice.tone in ("warn", "bad")
        politeness = QAccessible.AnnouncementPoliteness
        how.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
        QAccessible.updateAccessibility(how)

    def _show(self, notice: _Notice) -> None:
        self._now = notice
        self.text.setText(notice.text)
        self.text.setAccessibleName(notice.text)
        self.action.setText(notice.action)
        self.action.setAccessibleName(notice.action)
        self.action.setVisible(notice.act is not None)
        waiting = len(self._waiting())
        self._earlier.setText(f"还有 {waiting} 条没看")
        self._earlier.setVisible(bool(waiting))
        self.sheet.dress(notice.tone)
        self.show()
        self._place()
        self._timer.stop()
        self._wait_again()
        self.shown.emit(True)

    def _waiting(self) -> list[_Notice]:
        return [n for n in self._said if not n.read and n is not self._now]

    def _wait_again(self) -> None:
        if self._now is not None and not self._now.stays and not self.sheet.quiet:
            self._timer.start()

    def _step_back(self) -> None:
        """Good news was there long enough: it stands in small letters until something else is
        said, or an unread refusal takes its place again."""
        if self.sheet.busy():
            self._timer.start()
            return
        if waiting := self._waiting():
            self._show(waiting[-1])
            return
        self.sheet.dress("")
        self._place()

    # What the buttons do

    def _show_earlier(self) -> None:
        if waiting := self._waiting():
            self._show(waiting[-1])

    def _close_one(self) -> None:
        if self._now is not None:
            self._now.read = True
        if waiting := self._waiting():
            self._show(waiting[-1])
        else:
            self.put_away()

    def _act(self) -> None:
        notice = self._now
        self.put_away()
        if notice is not None and notice.act is not None:
            act, notice.act = notice.act, None  # a way back is gone once
            act()

    # Where it stands

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(100, self.fontMetrics().height() + _AIR)

    def minimumSizeHint(self) -> QSize:
        """One line, however narrow."""
        return QSize(0, self.sizeHint().height())

    def _place(self) -> None:
        if self._now is not None:
            self._close.setVisible(not self.sheet.quiet)
            self.sheet.stand_at(self, self._now.text)

    def showEvent(self, event: QShowEvent) -> None:
        """The words come with it."""
        super().showEvent(event)
        self._place()

    def hideEvent(self, event: QHideEvent) -> None:
        """The words go with it."""
        super().hideEvent(event)
        self.sheet.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words stand where the place is."""
        super().resizeEvent(event)
        self._place()

    def moveEvent(self, event: QMoveEvent) -> None:
        """The words stand where the place is."""
        super().moveEvent(event)
        self._place()


class _Sheet(QFrame):
    """The words and buttons: over the place of one line, higher where they need more."""

    entered = Signal()
    left = Signal()

    def __init__(self, bar: NoticeBar) -> None:
        super().__init__(bar)
        self.text = label("", wrap=True)
        self.quiet = False
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(14, 1, 8, 1)
        self._box.addWidget(self.text, 1)
        self.hide()

    def add(self, *buttons: QPushButton) -> None:
        """What can be done about it, at the right."""
        for made in buttons:
            self._box.addWidget(made)

    def dress(self, tone: Tone) -> None:
        """Without a tone the words are there in small letters only."""
        self.quiet = not tone
        self.setProperty("notice", tone or "quiet")
        set_tone(self, tone)
        set_tone(self.text, tone)

    def busy(self) -> bool:
        """Whether somebody reads or is about to press a button."""
        focus = QApplication.focusWidget()
        return self.underMouse() or (focus is not None and self.isAncestorOf(focus))

    def stand_at(self, bar: NoticeBar, words: str) -> None:
        """Over the place of the bar, in front of everything in its window."""
        if not bar.isVisible():
            return
        window = bar.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self.text.setMinimumHeight(0)
        self.text.setWordWrap(not self.quiet)
        place = QRect(bar.mapTo(window, QPoint(0, 0)), bar.size())
        self.text.setText(self._one_line(words, place.width()) if self.quiet else words)
        self.setToolTip(as_typed(words) if self.text.text() != words else bar.toolTip())
        low = place.center().y() > window.height() // 2
        most = place.bottom() + 1 if low else window.height() - place.top()
        wanted = 0 if self.quiet else self._box.totalHeightForWidth(place.width())
        high = min(max(place.height(), wanted), most)
        top = max(0, place.bottom() + 1 - high if low else place.top())
        room = QRect(place.left(), top, place.width(), high)
        more = high > place.height()
        self.setGeometry(least_in_the_way(room, window, self) if more else room)
        self.show()
        self.raise_()

    def _one_line(self, words: str, width: int) -> str:
        shown = [self._box.itemAt(n).widget() for n in range(1, self._box.count())]
        taken = sum(w.sizeHint().width() + self._box.spacing() for w in shown if not w.isHidden())
        margins = self._box.contentsMargins()
        room = width - taken - margins.left() - margins.right() - 8
        return self.text.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)

    def enterEvent(self, event: QEnterEvent) -> None:
        """It stays while somebody reads it."""
        super().enterEvent(event)
        self.entered.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Its time runs again."""
        super().leaveEvent(event)
        self.left.emit()


class NoticeStrip(QWidget):
    """The place of the main window's notices, at its lower edge; what was said last can be called
    back when it is gone."""

    def __init__(self, notices: NoticeBar) -> None:
        super().__init__()
        self.again = link("上一条提示", notices.recall, name="notice_again")
        self.again.setToolTip("再看一遍刚才的提示；能撤销的还可以撤销")
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 0, 20, 6)
        box.setSpacing(0)
        box.addWidget(notices, 1)
        box.addWidget(self.again)
        policy = self.again.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.again.setSizePolicy(policy)
        self.again.hide()
        notices.shown.connect(lambda shown: self.again.setVisible(not shown and notices.has_said))
