"""Where a store may lie, and the marker outside it that tells a copy from the original."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from app.data import machine, site
from app.data.cloud_folders import cloud_drive
from app.data.database import Connection
from app.domain.errors import StorageError
from app.domain.file_names import why_not_on_windows
from app.files.placing import put_bytes
from app.files.private import OURS_FOLDER, STICK_ROOTS

MOVED = "moved"
RESTORED = "restored"


_elsewhere: ContextVar[Path | None] = ContextVar("elsewhere", default=None)


@contextmanager
def staying_in(folder: Path) -> Iterator[None]:
    """For as long as this lasts nothing is written to the user's own data folder."""
    token = _elsewhere.set(folder)
    try:
        yield
    finally:
        _elsewhere.reset(token)


def user_folder() -> Path:
    """Where this user's data lives unless a store is named (`XUEJI_HOME` overrides it)."""
    if folder := _elsewhere.get():
        return folder
    if home := os.environ.get("XUEJI_HOME"):
        return Path(home)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Xueji"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "xueji"


def backup_folder(store: Path) -> Path:
    """Where automatic backups of a store lie."""
    return store.parent / "备份"


def settled(path: Path) -> Path:
    """The whole path, in the spelling that everybody else uses for it."""
    return Path(without_prefix(str(path.resolve())))


def without_prefix(text: str) -> str:
    r"""Windows reads `\\?\C:\…` as `C:\…`, only longer ones too, and `\\?\UNC\…` as a share."""
    if text[:8].upper() == "\\\\?\\UNC\\":
        return "\\\\" + text[8:]
    prefixed = text.startswith(("\\\\?\\", "\\\\.\\"))
    return text[4:] if prefixed and text[5:7] == ":\\" else text


def is_share(text: str) -> bool:
    r"""Another computer's folder. `\\?\Volume{…}` is a disk of this one."""
    return text.startswith(("\\\\", "//")) and text[2:4] not in ("?\\", ".\\")


def refuse_unsafe(path: Path) -> None:
    """The live store never lies on a stick, a share or in a synchronised folder.

    Raises:
        StorageError: it would.
    """
    if sys.platform == "win32":
        _refuse_name(path)  # before Windows has made a plain name of it
    place = settled(path)
    text, cloud = str(place), cloud_drive(place.parent)
    if cloud or text.startswith(STICK_ROOTS) or is_share(text) or _removable(place):
        where = f"“{cloud}”同步文件夹" if cloud else "U盘或共享目录"
        raise StorageError(
            f"数据文件不能放在{where}里：拔出或同步时会损坏。",
            "请改用本机硬盘；U盘只用来存放数据包和备份。",
            code="E-105",
        )


def _refuse_name(path: Path) -> None:
    for part in path.parts[1 if path.anchor else 0 :]:
        if reason := why_not_on_windows(part):
            raise StorageError(f"“{part}”：{reason}。", "请换一个名字。", code="E-105")


def _removable(path: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    removable, remote = 2, 4
    kind = ctypes.windll.kernel32.GetDriveTypeW(path.anchor)
    return kind in (removable, remote)


@dataclass(frozen=True, slots=True)
class Home:
    """Where an incarnation was last at home."""

    machine: str
    path: str
    n: int


def _markers() -> Path:
    return user_folder() / "markers.json"


def _read_markers() -> dict[str, list[object]]:
    try:
        found = json.loads(_markers().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(connection: Connection, path: Path) -> None:
    """Note, inside and outside the store, that this incarnation lives here and how far it is."""
    here = Home(machine.name(), str(settled(path)), int(site.get(connection, "n") or 0))
    incarnation = str(site.get(connection, "incarnation"))
    if site.get(connection, "home") != f"{here.machine}|{here.path}":
        site.put(connection, "home", f"{here.machine}|{here.path}")
    markers = _read_markers()
    markers[incarnation] = [here.machine, here.path, here.n]
    _write_markers(json.dumps(markers, ensure_ascii=False))


def _write_markers(text: str) -> None:
    target = _markers()
    # What the store holds is saved whether or not this succeeds; an older marker only notices
    # a copy or an old file later.
    with suppress(OSError):
        target.parent.mkdir(OURS_FOLDER, parents=True, exist_ok=True)
        put_bytes(target, text.encode())


def question(connection: Connection, path: Path) -> str | None:
    """Whether the clerk must say what happened to this store: MOVED, RESTORED or None.

    A store that was renamed on the same computer (its old place is empty) is no question.
    """
    incarnation = str(site.get(connection, "incarnation"))
    marker = _read_markers().get(incarnation)
    n = int(site.get(connection, "n") or 0)
    if marker is not None and isinstance(marker[2], int) and marker[2] > n:
        return RESTORED
    home = str(site.get(connection, "home") or "")
    if not home:
        return None
    where, _, place = home.partition("|")
    if not machine.is_this(where):
        return MOVED
    return None if _same_place(place, path) or not Path(place).exists() else MOVED


def _same_place(place: str, path: Path) -> bool:
    """One file has many spellings on Windows: a drive made by subst, a short name, other case."""
    if place == str(settled(path)):
        return True
    try:
        return Path(place).samefile(path)
    except OSError:
        return False
