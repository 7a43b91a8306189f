"""Where the window writes its log: beside the user's data."""

from pathlib import Path

from app.data.location import user_folder


def log_folder() -> Path:
    """The folder that 打开日志文件夹 opens."""
    return user_folder() / "logs"
