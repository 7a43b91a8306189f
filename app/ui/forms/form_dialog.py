"""A form in a dialog: problems beside the fields, and no loss of typing without a question."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from app.domain.errors import AppError, InvalidInput
from app.ui.dialog import Dialog
from app.ui.forms.form import Form, Values
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, row


class FormDialog(Dialog):
    """`save` gets the values and may refuse; the dialog stays open until it agrees."""

    def __init__(
        self, title: str, form: Form, save: Callable[[Values], Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(760)
        self.form = form
        self._save = save
        self.outcome: Any = None
        self.notices = NoticeBar()
        self.save_button = button("保存", self.try_save, primary=True, name="save")
        self.save_button.setToolTip("Ctrl+S、Ctrl+回车")
        self._cancel = button("取消", self.reject, name="cancel")
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(24, 20, 24, 16)
        self.box.setSpacing(12)
        self.box.addWidget(self.notices)
        self.box.addWidget(form)
        self.foot = row(None, self._cancel, self.save_button)
        self.box.addLayout(self.foot)
        form.submitted.connect(self.try_save)
        for keys in ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"):  # Enter is the one of the digits
            QShortcut(QKeySequence(keys), self, self.try_save)

    def showEvent(self, event: QShowEvent) -> None:
        """Typing begins in the first field; Enter on the way must not cancel."""
        super().showEvent(event)
        inside = self.focusWidget()
        if inside is None or inside in (self._cancel, self.save_button):
            self.form.begin()

    def try_save(self) -> None:
        """Save and close, or say beside each field what is wrong; the keys do no more than the
        button does."""
        self.notices.put_away()
        if not self.save_button.isEnabled():
            self.notices.warn(self.save_button.accessibleDescription())
            return
        try:
            self.outcome = self._save(self.form.values())
        except InvalidInput as error:
            elsewhere = self.form.show_problems(error.problems)
            if more := [*elsewhere, *self.form.cut_problems()]:
                self.notices.warn("；".join(more))
        except AppError as error:
            self.notices.refuse(error)
        else:
            self.form.call_unchanged()
            self.accept()

    def reject(self) -> None:
        """Ask before typed text is lost."""
        if may_leave(self, self.form):
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window is cancelling."""
        if may_leave(self, self.form):
            event.accept()
        else:
            event.ignore()


def may_leave(parent: QWidget, form: Form) -> bool:
    """Whether nothing unsaved is there, or the user lets it go."""
    if not form.dirty:
        return True
    buttons = QMessageBox.StandardButton
    answer = QMessageBox.question(
        parent,
        "还没有保存",
        "改动还没有保存。要丢弃这些改动吗？",
        buttons.Discard | buttons.Cancel,
        buttons.Cancel,
    )
    if answer == buttons.Discard:
        form.call_unchanged()
        return True
    return False
