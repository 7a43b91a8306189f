"""Where packages are written to: sticks that are plugged in, and the folder used last."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, QStorageInfo

from app.data.location import STICK_ROOTS, user_folder

_LAST = "exchange/last_folder"


@dataclass(frozen=True)
class Place:
    """A folder to choose, with its words."""

    words: str
    folder: Path
    stick: bool = False


def places() -> list[Place]:
    """Sticks first, then the last folder."""
    found = [
        Place(f"U盘 {volume.displayName()}", Path(volume.rootPath()), stick=True)
        for volume in QStorageInfo.mountedVolumes()
        if volume.isReady() and not volume.isReadOnly() and _is_stick(volume)
    ]
    last = str(_settings().value(_LAST, "") or "")
    if last and Path(last).is_dir() and all(place.folder != Path(last) for place in found):
        found.append(Place(f"上次的文件夹 {Path(last).name}", Path(last)))
    return found


def chosen_place(folder: Path) -> Place:
    """A folder that was looked for by hand; on a stick it is called by the stick's name."""
    volume = QStorageInfo(str(folder))
    if volume.isValid() and _is_stick(volume):
        return Place(f"U盘 {volume.displayName()} 的文件夹 {folder.name}", folder, stick=True)
    return Place(f"文件夹 {folder.name}", folder)


def remember(folder: Path) -> None:
    """The folder to offer next time."""
    settings = _settings()
    settings.setValue(_LAST, str(folder))
    settings.sync()


def _is_stick(volume: QStorageInfo) -> bool:
    root = volume.rootPath()
    if root.startswith(STICK_ROOTS):
        return True
    return len(root) == 3 and root[1] == ":" and root[0].upper() not in "ABC" and volume.isReady()


def _settings() -> QSettings:
    """An INI file beside the data, never the registry."""
    return QSettings(str(user_folder() / "window.ini"), QSettings.Format.IniFormat)
