"""No command: the window opens, where there is a screen."""

import os
import sys

from app.cli.answer import Answer
from app.cli.context import Context
from app.domain.errors import AppError


def screen_there() -> bool:
    """Whether a window could be seen; Qt itself would end the process where there is none."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def open_main_window(context: Context) -> Answer:
    """Open the window and stay until it is closed."""
    if not screen_there():
        raise AppError(
            "这里没有屏幕，窗口打不开。",
            "请在桌面上运行；在终端里可用的命令见 xueji --help。",
            code="no-screen",
        )
    code = context.open_window(context.store_path, None)
    failed = AppError("窗口没有正常关闭。", "", code="window") if code else None
    return Answer({}, (), failed)
