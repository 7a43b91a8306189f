"""An error that nobody expected: written down without personal data, told in one sentence."""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.domain.errors import AppError
from app.domain.masking import without_personal_data
from app.files.private import OURS_FOLDER


def told(error: BaseException) -> AppError:
    """Write the error down and say where."""
    path = _write_down(error)
    where = (
        f"详情在 {path}，请交给技术支持。"
        if path
        else "日志文件写不进去，请把操作经过告诉技术支持。"
    )
    return AppError("程序出错了，这次操作没有完成，已保存的数据不受影响。", where, code="crash")


def details(error: BaseException) -> str:
    """The traceback; names and numbers in messages are blanked, they may be somebody's."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    text = f"{frames}{type(error).__name__}: {without_personal_data(str(error))}"
    cause = error.__cause__ or error.__context__
    if cause is not None:
        text += f"\nCaused by {type(cause).__name__}: {without_personal_data(str(cause))}"
    return text


def _write_down(error: BaseException) -> Path | None:
    from app.paths import log_folder  # opening the store's library is not worth it before

    path = log_folder() / "xueji.log"
    log = logging.getLogger("xueji.cli")
    log.propagate = False
    try:
        path.parent.mkdir(OURS_FOLDER, parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=2_000_000, backupCount=5, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.error("unexpected: %s", details(error))
    log.removeHandler(handler)
    handler.close()
    return path
