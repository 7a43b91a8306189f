"""Where things lie when nobody says otherwise: the store, the practice store and the log."""

from pathlib import Path

from app.data.location import user_folder

STORE_NAME = "xueji.xueji"


def default_store() -> Path:
    """The store of this user."""
    return user_folder() / STORE_NAME


def practice_path() -> Path:
    """Where the practice store lies."""
    return user_folder() / "练习" / "练习数据.xueji"


def is_practice(path: Path) -> bool:
    """Whether a store is the practice store: the window says so all the time."""
    return path.resolve() == practice_path().resolve()


def log_folder() -> Path:
    """Where crashes are written down."""
    return user_folder() / "logs"
