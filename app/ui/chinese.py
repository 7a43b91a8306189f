"""Chinese for what Qt says itself: standard buttons, dates, file dialogs, input methods."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

MACHINE_IDS = ("/etc/machine-id", "/var/lib/dbus/machine-id")

_MISSING = {
    "Computer": "计算机",
    "Files of type:": "文件类型：",
    "Folder": "文件夹",
    "File Folder": "文件夹",
    "Drive": "磁盘",
    "Shortcut": "快捷方式",
    "Alias": "快捷方式",
    "File": "文件",
    "%1 File": "%1 文件",
    "Unknown": "未知",
    "Show Details...": "显示详情…",
    "Hide Details...": "隐藏详情…",
    "Page order:": "页面顺序：",
    "Page Set:": "页面：",
    "All Pages": "全部页",
    "Odd Pages": "单数页",
    "Even Pages": "双数页",
    "Long side": "沿长边翻",
    "Short side": "沿短边翻",
    "None": "无",
}
"""What qtbase_zh_CN leaves in English."""


class _Missing(QTranslator):
    def translate(  # type: ignore[override]  # the stub lacks that None means "not mine"
        self,
        context: str,  # noqa: ARG002  (Qt's signature)
        source: str,
        disambiguation: str | None = None,  # noqa: ARG002
        n: int = -1,  # noqa: ARG002
    ) -> str | None:
        return _MISSING.get(source)


def prepare_input_method() -> None:
    """Before the application exists: without this, fcitx users cannot type Chinese on Linux."""
    if not sys.platform.startswith("linux"):
        return
    # Qt aborts when it asks D-Bus for an input method on a machine that has no identity.
    known = any(Path(place).is_file() for place in MACHINE_IDS)
    os.environ.setdefault("QT_IM_MODULES", "fcitx5;fcitx;ibus;compose" if known else "compose")


def speak_chinese(app: QApplication) -> None:
    """Standard buttons, menus and dates in Chinese."""
    QLocale.setDefault(QLocale("zh_CN"))
    base = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    missing = _Missing(app)
    app.installTranslator(missing)
    if base.load("qtbase_zh_CN", folder):
        app.installTranslator(base)
