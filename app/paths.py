"""Where things lie when nobody says otherwise: the store and the log."""

from pathlib import Path

from app.data.location import user_folder

STORE_NAME = "xueji.xueji"


def default_store() -> Path:
    """The store of this user."""
    return user_folder() / STORE_NAME


def log_folder() -> Path:
    """Where crashes are written down."""
    return user_folder() / "logs"
