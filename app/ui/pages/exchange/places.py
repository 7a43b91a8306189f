"""Where packages are written to: sticks that are plugged in, and the folder used last."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from app.files.private import STICK_ROOTS
from app.ui.remembered import keep, recall

_FOLDER, _WORDS = "exchange/last_folder", "exchange/last_words"


@dataclass(frozen=True)
class Place:
    """A folder to choose, with its words; `last` is the one that was used last time."""

    words: str
    folder: Path
    stick: bool = False
    last: bool = False


def places() -> list[Place]:
    """The place used last first when it is there, then the other sticks."""
    last = recall(_FOLDER, "")
    volumes = [
        volume
        for volume in QStorageInfo.mountedVolumes()
        if volume.isReady() and not volume.isReadOnly() and _is_stick(volume)
    ]
    alike = Counter(volume.displayName() for volume in volumes)
    found = []
    for volume in volumes:
        root, name = volume.rootPath(), volume.displayName()
        where = f"（{root}）" if alike[name] > 1 and name != root else ""
        found.append(Place(f"U盘 {name}{where}", Path(root), stick=True, last=root == last))
    if last and Path(last).is_dir() and not any(place.last for place in found):
        made = chosen_place(Path(last))
        found.append(Place(f"上次的{made.words}", made.folder, made.stick, last=True))
    return sorted(found, key=lambda place: not place.last)


def missing() -> str:
    """What was used last time and is not there now; empty when it is, or nothing was used."""
    last = recall(_FOLDER, "")
    if not last or Path(last).is_dir():
        return ""
    return recall(_WORDS, "") or Path(last).name


def chosen_place(folder: Path) -> Place:
    """A folder that was looked for by hand; on a stick it is called by the stick's name."""
    volume = QStorageInfo(str(folder))
    if volume.isValid() and _is_stick(volume):
        return Place(f"U盘 {volume.displayName()} 的文件夹 {folder.name}", folder, stick=True)
    return Place(f"文件夹 {folder.name}", folder)


def remember(place: Place) -> None:
    """The place to offer next time."""
    keep(_FOLDER, str(place.folder))
    keep(_WORDS, place.words.removeprefix("上次的"))


def _is_stick(volume: QStorageInfo) -> bool:
    root = volume.rootPath()
    if root.startswith(STICK_ROOTS):
        return True
    return len(root) == 3 and root[1] == ":" and root[0].upper() not in "ABC" and volume.isReady()
