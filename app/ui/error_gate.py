"""Every unexpected error ends here: logged, told once in a calm dialog, and work goes on."""

import faulthandler
import logging
import sys
import threading
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QtMsgType, QUrl, Signal, Slot, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPlainTextEdit, QVBoxLayout

from app.domain.errors import AppError
from app.domain.masking import without_personal_data
from app.domain.system_errors import refused_by_system
from app.files.private import OURS_FOLDER
from app.services.engine_errors import refused_by_engine
from app.ui.as_typed import as_typed
from app.ui.dialog import Dialog
from app.ui.jobs.crash import Crash, crash_of
from app.ui.parts import button, label, row

log = logging.getLogger("xueji")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class LogFile(logging.Handler):
    """The log, opened with its first line: most days nothing is written to it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            self._file.emit(record)
        except OSError:  # no room for the folder, or somebody may not write there
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """A log that cannot be written must not stop what it tells of, nor show a traceback."""

    def close(self) -> None:
        """Release the file if there is one."""
        if "_file" in self.__dict__:
            self._file.close()
        super().close()

    @cached_property
    def _file(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler

        self._path.parent.mkdir(
            OURS_FOLDER, parents=True, exist_ok=True
        )  # somebody may have tidied up
        made = RotatingFileHandler(self._path, maxBytes=2_000_000, backupCount=5, encoding="utf-8")
        made.handleError = self.handleError  # type: ignore[method-assign]
        made.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        return made


class ErrorGate(QObject):
    """Catches what no code expected, on any thread, and shows it on the window's thread."""

    _caught = Signal(object)

    def __init__(self, log_folder: Path) -> None:
        super().__init__()
        self.log_folder = log_folder
        self._showing = False
        self._caught.connect(self.show)

    def install(self) -> None:
        """Start catching and logging."""
        log.addHandler(LogFile(self.log_folder / "xueji.log"))
        log.setLevel(logging.INFO)
        # A full disk has no room for it; the window comes up all the same.
        with suppress(OSError):
            self.log_folder.mkdir(OURS_FOLDER, parents=True, exist_ok=True)
            # The file stays open on purpose: a crash in C code must still find it.
            faulthandler.enable((self.log_folder / "fault.log").open("a", encoding="utf-8"))
        sys.excepthook = self._from_window
        threading.excepthook = self._from_thread
        qInstallMessageHandler(_from_qt)

    def _from_window(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._caught.emit(_told(error))

    def _from_thread(self, failure: threading.ExceptHookArgs) -> None:
        if (error := failure.exc_value) is not None:
            self._caught.emit(_told(error))

    @Slot(object)
    def show(self, caught: Crash | AppError) -> None:
        """Log it; tell it, unless the dialog is already open (one bad paint fails 50 times)."""
        if isinstance(caught, Crash):
            log.error("unexpected: %s", caught.details)
        if self._showing:
            return
        self._showing = True
        try:
            if isinstance(caught, Crash):
                CrashDialog(caught, self.log_folder).exec()
            else:
                QMessageBox.warning(None, "学籍通", as_typed(f"{caught.message}\n{caught.hint}"))
        finally:
            self._showing = False


class CrashDialog(Dialog):
    """程序出错了: says that data is safe, and how to get help."""

    def __init__(self, crash: Crash, log_folder: Path) -> None:
        super().__init__()
        self.setWindowTitle("程序出错了")
        self.setMinimumWidth(560)
        self._crash = crash
        self._folder = log_folder
        details = QPlainTextEdit(crash.details)
        details.setReadOnly(True)
        details.setAccessibleName("错误详情")
        details.setTabChangesFocus(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(12)
        box.addWidget(label("程序出错了，数据已保存到上一步。", "h2"))
        box.addWidget(
            label("刚才的操作没有完成，可以再试一次。若仍出错，请把详情交给技术支持。", wrap=True)
        )
        box.addWidget(details)
        self.copy = button("复制详情", self._copy, name="copy_details")
        folder = button("打开日志文件夹", self._open_folder, name="open_log_folder")
        close = button("关闭", self.accept)
        box.addLayout(row(self.copy, folder, None, close))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._crash.details)
        self.copy.setText("已复制")

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def _told(error: BaseException) -> Crash | AppError:
    crash = crash_of(error)
    refusal = refused_by_engine(error) or refused_by_system(error)
    if refusal is not None:
        log.error("refused: %s", crash.details)
    return refusal or crash


def _from_qt(kind: QtMsgType, context: object, message: str) -> None:
    del context
    log.log(_LEVELS[kind], "qt: %s", without_personal_data(message))
