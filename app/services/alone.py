"""One window on a store; what replaces the store waits until that window is closed."""

from pathlib import Path

from app.domain.errors import StorageError
from app.files.holding import Held, hold


def hold_store(path: Path) -> Held:
    """Hold a store for this process; the hold ends with the process, however that ends.

    Raises:
        StorageError: a window has it open (E-107), or its folder cannot be written to (E-105).
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)  # a backup may be restored into a new folder
        held = hold(path.with_name(path.name + ".lock"))
    except OSError as error:
        raise StorageError(
            f"文件夹“{path.parent}”写不进去，数据没有打开。",
            "请检查文件夹是不是只读、硬盘是不是已满，再打开一次。",
            code="E-105",
        ) from error
    if held is None:
        raise StorageError(
            "学籍通的窗口正开着这份数据。",
            "请在任务栏里找到它；要恢复备份或撤回接收，请先把那个窗口关掉。",
            code="E-107",
        )
    return held
