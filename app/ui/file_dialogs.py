"""The only place that asks for files and folders: each purpose begins where it last was."""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.file_names import clean_name
from app.ui.asking import agreed
from app.ui.remembered import keep, recall


class Purpose(Enum):
    """What files are for; each kind has a folder of its own."""

    PAPERS = "papers"
    """文书、名单: what is printed or handed on."""
    ROSTERS = "rosters"
    """花名册 and other tables that are read, and what is written about them."""
    BACKUPS = "backups"
    EXCHANGE = "exchange"
    """Packages, receipts, enrolment: mostly a stick."""
    KEYS = "keys"
    """恢复密钥, 解锁申请: another stick, which lies in the safe."""


def open_file(parent: QWidget, title: str, purpose: Purpose, filters: str) -> Path | None:
    """Ask for a file that is there; None when the user went back."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(_folder(purpose)), filters)
    return _remembered(purpose, Path(chosen)) if chosen else None


def save_file(
    parent: QWidget, title: str, purpose: Purpose, suggested: str, filters: str
) -> Path | None:
    """Ask where to write; the suggested name says the suffix. None when the user went back."""
    suffix = Path(suggested).suffix
    start = _folder(purpose) / clean_name(suggested, suffix)
    while True:
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(start), filters)
        if not chosen:
            return None
        typed = Path(chosen)
        path = typed.with_name(clean_name(typed.name, suffix))
        # The dialog has asked about the name as it was typed; this may be another one.
        if path == typed or not path.exists() or _may_replace(parent, path):
            return _remembered(purpose, path)
        start = path


def choose_folder(
    parent: QWidget, title: str, purpose: Purpose, start: Path | None = None
) -> Path | None:
    """Ask for a folder, from `start` on when that is there."""
    begin = start if start is not None and _is_there(start) else _folder(purpose)
    chosen = QFileDialog.getExistingDirectory(parent, title, str(begin))
    if not chosen:
        return None
    keep(_key(purpose), chosen)
    return Path(chosen)


def _may_replace(parent: QWidget, path: Path) -> bool:
    return agreed(parent, "已有同名文件", f"“{path.name}”已经在这个文件夹里了。要替换它吗？")


def _remembered(purpose: Purpose, path: Path) -> Path:
    keep(_key(purpose), str(path.parent))
    return path


def _key(purpose: Purpose) -> str:
    return f"folder/{purpose.value}"


def _folder(purpose: Purpose) -> Path:
    """Where this kind of file last was; else the user's documents, never where the program runs."""
    last = recall(_key(purpose), "")
    if last and _is_there(Path(last)):
        return Path(last)
    places = QStandardPaths.StandardLocation
    for place in (places.DocumentsLocation, places.DesktopLocation):
        found = QStandardPaths.writableLocation(place)
        if found and _is_there(Path(found)):
            return Path(found)
    return Path.home()


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_absolute() and folder.is_dir()
    except OSError:  # a stick or share that does not answer
        return False
