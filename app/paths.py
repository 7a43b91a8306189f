"""Where things lie when nobody says otherwise: the store, the log, the demo."""

from pathlib import Path

from app.data.location import user_folder

STORE_NAME = "xueji.xueji"
DEMO_FOLDER = "xueji-demo"


def default_store() -> Path:
    """The store of this user."""
    return user_folder() / STORE_NAME


def log_folder() -> Path:
    """Where crashes are written down."""
    return user_folder() / "logs"
